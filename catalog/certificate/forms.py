"""Forms of certificates: which rights are to be attested, and the reason of a decision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.rules.certificate import RIGHTS

AREA = forms.Textarea(attrs={"rows": "3"})


class RequestForm(forms.Form):
    """One scope, territory and term for all the rights that are ticked; by the API each may have its own."""

    kinds = forms.MultipleChoiceField(label=_("Rights to attest"), widget=forms.CheckboxSelectMultiple)
    scope_zh = forms.CharField(label=_("Scope of these rights, in Chinese"), widget=AREA, max_length=500)
    scope_en = forms.CharField(label=_("Scope of these rights, in English"), widget=AREA, max_length=500)
    territory = forms.CharField(label=_("Territory"), required=False, max_length=200, help_text=_("Two-letter codes with spaces between, such as CN SG; empty is no limit."))
    until = forms.DateField(label=_("Last day of these rights"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    sublicence = forms.BooleanField(label=_("They may be passed on to others (sub-licensed)"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = [(kind, _(label)) for kind, label in RIGHTS.items()]  # type: ignore[attr-defined]

    def rights(self) -> list[dict[str, Any]]:
        given = self.cleaned_data
        shared = {
            "scope_zh": given["scope_zh"], "scope_en": given["scope_en"], "territory": given["territory"].upper().split(), "until": given["until"], "sublicence": given["sublicence"],
        }
        return [{"kind": kind, **shared} for kind in given["kinds"]]


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), widget=AREA, max_length=1_000)


class RevokeForm(ReasonForm):
    right_fell = forms.BooleanField(label=_("The right itself has ended: suspend the listing, too"), required=False)
