"""Forms of sponsorships."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.admission.forms import PaperForm as PaperForm

AREA = forms.Textarea(attrs={"rows": "4"})


class ProposeForm(forms.Form):
    applicant = forms.UUIDField(label=_("Number of the application"), help_text=_("Its owner finds it on the page of the organization and tells you."))
    message = forms.CharField(label=_("Your word to its owner"), widget=AREA, max_length=1_000)


class VouchForm(forms.Form):
    statement = forms.CharField(label=_("What you vouch for"), widget=AREA, max_length=1_000, help_text=_("The exchange and the applicant read it."))


class EndForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), widget=AREA, max_length=1_000)
