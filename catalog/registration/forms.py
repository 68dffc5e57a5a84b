"""Forms of the rights register."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from catalog.rules.certificate import RIGHTS
from catalog.rules.registration import PAPERS, SOURCES

AREA = forms.Textarea(attrs={"rows": "3"})
DATE = forms.DateInput(attrs={"type": "date"})


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), widget=AREA, max_length=1_000)


class ObjectionForm(forms.Form):
    reasons = forms.CharField(label=_("Reasons"), widget=AREA, max_length=1_000, help_text=_("The holder and the exchange read them; the public sees only that somebody objected."))


class ScopeForm(forms.Form):
    scope_zh = forms.CharField(label=_("Scope in Chinese"), widget=AREA, max_length=1_000)
    scope_en = forms.CharField(label=_("Scope in English"), widget=AREA, max_length=1_000)
    territory = forms.CharField(label=_("Territory"), required=False, max_length=200, help_text=_("Two-letter codes with spaces between, such as CN SG; empty is no limit."))
    until = forms.DateField(label=_("The right ends on"), required=False, widget=DATE)
    sublicence = forms.BooleanField(label=_("It may be passed on to others (sub-licensed)"), required=False)

    def said(self) -> dict[str, Any]:
        return self.cleaned_data | {"territory": self.cleaned_data["territory"].upper().split()}


class RenewalForm(forms.Form):
    until = forms.DateField(label=_("The right ends on"), required=False, widget=DATE, help_text=_("As the paper shows it; empty if the right has no end."))
    kind = forms.ChoiceField(label=_("What it is"))
    paper = forms.FileField(label=_("Document"), max_length=200, help_text=_("PDF, PNG, JPEG or plain text, at most 20 MB. Read by the exchange and regulators only."))
    reason = forms.CharField(label=_("Reason"), widget=AREA, max_length=1_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(code, _(label)) for code, label in PAPERS.items()]  # type: ignore[attr-defined]


class DraftForm(ScopeForm):
    kind = forms.ChoiceField(label=_("Right"))
    source = forms.ChoiceField(label=_("Source of the data"))
    source_zh = forms.CharField(label=_("Where the data come from, in Chinese"), widget=AREA, max_length=1_000)
    source_en = forms.CharField(label=_("Where the data come from, in English"), widget=AREA, max_length=1_000)
    field_order = ("kind", "source", "source_zh", "source_en")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(code, _(label)) for code, label in RIGHTS.items()]  # type: ignore[attr-defined]
        self.fields["source"].choices = [(code, _(label)) for code, label in SOURCES.items()]  # type: ignore[attr-defined]


class ChangeForm(ScopeForm):
    reason = forms.CharField(label=_("Reason"), widget=AREA, max_length=1_000)


class TransferForm(ReasonForm):
    to = forms.CharField(label=_("Receiving organization"), max_length=40, help_text=_("Its unified social credit code."))
    field_order = ("to", "reason")

    def clean_to(self) -> Any:
        found = Organization.objects.filter(uscc=self.cleaned_data["to"].strip().upper()).values_list("pk", flat=True).first()
        if found is None:
            raise ValidationError(_("No organization here has this code."))
        return found


class PaperForm(forms.Form):
    kind = forms.ChoiceField(label=_("What it is"))
    paper = forms.FileField(label=_("Document"), max_length=200, help_text=_("PDF, PNG, JPEG or plain text, at most 20 MB. Read by the exchange and regulators only."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(code, _(label)) for code, label in PAPERS.items()]  # type: ignore[attr-defined]
