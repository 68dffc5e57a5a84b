"""Forms of the operator's review."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.rules.review import CHECKLIST, PLACES


class ReviewForm(forms.Form):
    """The checklist, and a remark per part of the dataset."""

    checklist = forms.MultipleChoiceField(label=_("Checked"), widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["checklist"].choices = [(key, _(text)) for key, text in CHECKLIST.items()]  # type: ignore[attr-defined]
        for place, label in PLACES.items():
            self.fields[f"remark_{place}"] = forms.CharField(label=_(label), required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": "2"}))
        self.fields["field_name"] = forms.CharField(label=_("Data field"), required=False, max_length=80, help_text=_("To remark on one field of the dictionary."))
        self.fields["field_remark"] = forms.CharField(label=_("Remark on this field"), required=False, max_length=2_000)

    def remarks(self) -> dict[str, str]:
        """Place -> words, only where something was written."""
        given = self.cleaned_data
        found = {place: given[f"remark_{place}"].strip() for place in PLACES if given[f"remark_{place}"].strip()}
        if given["field_name"].strip() and given["field_remark"].strip():
            found[f"fields:{given['field_name'].strip()}"] = given["field_remark"].strip()
        return found

    @property
    def places(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("remark_")]


class SuspendForm(forms.Form):
    remark = forms.CharField(label=_("Why, and what the provider can do about it"), widget=forms.Textarea, max_length=2_000)


class ResumeForm(forms.Form):
    remark = forms.CharField(label=_("Remark for the provider"), widget=forms.Textarea, max_length=2_000, required=False)
