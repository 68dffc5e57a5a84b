"""The form that keeps a search: its name, and whether to be told."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.watch.use_cases import LONGEST_NAME


class SaveForm(forms.Form):
    name = forms.CharField(label=_("Name of the search"), max_length=LONGEST_NAME)
    alerts = forms.BooleanField(label=_("Tell me by mail of newly listed datasets"), required=False, initial=True)
