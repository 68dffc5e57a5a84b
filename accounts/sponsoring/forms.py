"""Forms of sponsorships."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as now, gettext_lazy as _

from accounts.admission.forms import PaperForm as AnyPaperForm
from accounts.rules.admission import PAPER_NAMES
from accounts.rules.sponsorship import PAPERS

AREA = forms.Textarea(attrs={"rows": "4"})


class ProposeForm(forms.Form):
    applicant = forms.UUIDField(label=_("Number of the application"), help_text=_("Its owner finds it on the page of the organization and tells you."))
    message = forms.CharField(label=_("Your word to its owner"), widget=AREA, max_length=1_000)


class PaperForm(AnyPaperForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, now(PAPER_NAMES[kind])) for kind in PAPERS]  # type: ignore[attr-defined]


class VouchForm(forms.Form):
    statement = forms.CharField(label=_("What you vouch for"), widget=AREA, max_length=1_000, help_text=_("The exchange and the applicant read it."))


class EndForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), widget=AREA, max_length=1_000)
