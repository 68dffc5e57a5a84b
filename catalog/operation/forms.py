"""Forms of authorized operation."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

AREA = forms.Textarea(attrs={"rows": "3"})
DAY = forms.DateInput(attrs={"type": "date"})


class AuthorizationForm(forms.Form):
    organization_id = forms.UUIDField(label=_("Number of the operating organization"), help_text=_("As its verification page shows it."))
    authority = forms.CharField(label=_("Authority that authorized it"), max_length=200)
    document_number = forms.CharField(label=_("Number of the document"), max_length=200)
    document_date = forms.DateField(label=_("Date of the document"), widget=DAY)
    document_sha256 = forms.RegexField(r"^[0-9a-f]{64}$", label=_("SHA-256 of its copy"), help_text=_("64 hexadecimal digits; the copy stays in the exchange's files."))
    since = forms.DateField(label=_("First day"), widget=DAY)
    until = forms.DateField(label=_("Last day"), widget=DAY)


class GroundsForm(forms.Form):
    grounds = forms.CharField(label=_("Why this is a product and not raw data"), widget=AREA, max_length=2_000)
