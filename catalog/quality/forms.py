"""Forms of quality: what is promised, and the word on what was not kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.quality.use_cases import LONGEST_ANSWER
from catalog.quality.words import NAMES
from catalog.rules.quality import SHARES


class PromiseForm(forms.Form):
    """Shares from 0 to 1; what is left empty is not promised."""

    completeness = forms.CharField(required=False, max_length=8)
    validity = forms.CharField(required=False, max_length=8)
    uniqueness = forms.CharField(required=False, max_length=8)
    consistency = forms.CharField(required=False, max_length=8)
    accessibility = forms.CharField(required=False, max_length=8)
    update_every = forms.CharField(label=_("Update interval"), required=False, max_length=8, help_text=_("An ISO 8601 duration such as P1D, P1W, P1M or P1Y."))
    key = forms.CharField(label=_("Key column"), required=False, max_length=80, help_text=_("The column that tells the rows apart."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in SHARES:
            self.fields[name].label = _(NAMES[name])
            self.fields[name].help_text = _("At least this share, from 0 to 1.")


class AnswerForm(forms.Form):
    answer = forms.CharField(label=_("Your answer"), widget=forms.Textarea(attrs={"rows": "3"}), max_length=LONGEST_ANSWER, help_text=_("Shown with the quality of the dataset to everyone who sees it."))
