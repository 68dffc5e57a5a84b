"""The form of quality: the word on what was not kept."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.quality.use_cases import LONGEST_ANSWER


class AnswerForm(forms.Form):
    answer = forms.CharField(label=_("Your answer"), widget=forms.Textarea(attrs={"rows": "3"}), max_length=LONGEST_ANSWER, help_text=_("Shown with the quality of the dataset to everyone who sees it."))
