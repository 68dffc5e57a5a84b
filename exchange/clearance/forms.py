"""Forms of clearance: shape only; what is lawful is judged below."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from exchange.rules.watching import CHANGES


class CauseForm(forms.Form):
    cause = forms.CharField(label=gettext_lazy("Cause"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), help_text=gettext_lazy("Both parties and the desk read this."))


class RemarkForm(forms.Form):
    remark = forms.CharField(label=gettext_lazy("What was looked at, and why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), help_text=gettext_lazy("The exporter reads this."))


class ChangeForm(forms.Form):
    code = forms.ChoiceField(label=gettext_lazy("What has changed?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [(code, _(words)) for code, words in CHANGES.items()]  # type: ignore[attr-defined]


class IssueForm(forms.Form):
    """`fields` and the numbers can only be narrowed; all of it stands as agreed unless changed."""

    fields_ = forms.MultipleChoiceField(label=gettext_lazy("Fields"), widget=forms.CheckboxSelectMultiple)
    ordinary = forms.IntegerField(label=gettext_lazy("Persons, ordinary data"), min_value=0)
    sensitive = forms.IntegerField(label=gettext_lazy("Persons, sensitive data"), min_value=0)

    def __init__(self, *args: Any, names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fields_"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]
