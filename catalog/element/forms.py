"""Forms of the pages on shared definitions: shape only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from catalog.dataset.choices import FIELD_TYPES
from catalog.element import meaning
from catalog.rules.detectors import KINDS
from kernel.errors import Invalid


def _types() -> list[tuple[str, str]]:
    return [(code, gettext(word)) for code, word in FIELD_TYPES.items()]


def _kinds() -> list[tuple[str, str]]:
    return [("", gettext("None of them")), *((code, gettext(kind.label)) for code, kind in KINDS.items())]


class ProposalForm(forms.Form):
    code = forms.CharField(label=_("Code"), max_length=meaning.LONGEST_CODE, help_text=_("Lower-case letters, digits and hyphens; it never changes."))
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=meaning.LONGEST_NAME)
    name_en = forms.CharField(label=_("Name in English"), max_length=meaning.LONGEST_NAME)
    definition_zh = forms.CharField(label=_("Definition in Chinese"), max_length=meaning.LONGEST_DEFINITION, widget=forms.Textarea(attrs={"rows": 3}))
    definition_en = forms.CharField(label=_("Definition in English"), max_length=meaning.LONGEST_DEFINITION, widget=forms.Textarea(attrs={"rows": 3}))
    type = forms.ChoiceField(label=_("Type"), choices=_types)
    unit = forms.CharField(label=_("Unit"), max_length=meaning.LONGEST_UNIT, required=False)
    source = forms.CharField(label=_("Source"), max_length=meaning.LONGEST_SOURCE, required=False, help_text=_("The standard or register it follows."))
    kind = forms.ChoiceField(label=_("Found by scans as"), choices=_kinds, required=False, help_text=_("Helps to suggest this definition for scanned fields."))
    code_list = forms.CharField(label=_("Code list"), required=False, max_length=100_000, widget=forms.Textarea(attrs={"rows": 4}), help_text=_("One code a line: code, Chinese and English meaning, separated by commas."))

    def clean_code_list(self) -> list[list[str]]:
        try:
            return meaning.code_rows(self.cleaned_data["code_list"])
        except Invalid as error:
            raise forms.ValidationError([str(text) for text in error.fields["code_list"]]) from error


class RemarkForm(forms.Form):
    remark = forms.CharField(label=_("Why"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 3}))


class MappingForm(forms.Form):
    """One choice a field of the dataset; the names of the inputs are the fields' positions."""

    def __init__(self, fields: list[Any], choices: dict[str, list[tuple[str, str]]], standing: dict[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.named = {f"field-{field.position}": field.name for field in fields}
        for name, field in self.named.items():
            self.fields[name] = forms.ChoiceField(
                label=gettext("Definition of %(field)s") % {"field": field}, choices=[("", gettext("None")), *choices[field]], required=False, initial=standing.get(field, ""),
                widget=forms.Select(attrs={"class": "input"}),
            )

    def chosen(self) -> dict[str, str]:
        return {self.named[name]: value for name, value in self.cleaned_data.items()}
