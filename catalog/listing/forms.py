"""Forms of the operator's review."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.rules.review import CHECKLIST, PLACES

# how many remarks on single fields the form takes at once
EXACT = 4
# the inputs of the describing step that a remark may be about, as its form calls them
DESCRIBED: dict[str, Any] = {
    "title_zh": _("Title in Chinese"), "title_en": _("Title in English"), "description_zh": _("Description in Chinese"), "description_en": _("Description in English"),
    "keywords": _("Keywords"), "industry": _("Industry"), "frequency": _("Update frequency"), "coverage_zh": _("Coverage in Chinese"), "coverage_en": _("Coverage in English"),
    "persons": _("Persons in the data"),
}  # fmt: skip


class ReviewForm(forms.Form):
    """The checklist, and a remark per part of the dataset."""

    checklist = forms.MultipleChoiceField(label=_("Checked"), widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, *args: Any, fields: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["checklist"].choices = [(key, _(text)) for key, text in CHECKLIST.items()]  # type: ignore[attr-defined]
        for place, label in PLACES.items():
            self.fields[f"remark_{place}"] = forms.CharField(label=_(label), required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": "2"}))
        inputs = [(f"describe:{name}", label) for name, label in DESCRIBED.items()]
        exact = [("", _("Choose a field")), (_("Description"), inputs), (_("Dictionary"), [(f"fields:{name}", name) for name in fields])]
        for number in range(1, EXACT + 1):
            self.fields[f"place_{number}"] = forms.ChoiceField(label=_("Remark on one field"), required=False, choices=exact)
            self.fields[f"text_{number}"] = forms.CharField(label=_("What to mend there"), required=False, max_length=2_000)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for number in range(1, EXACT + 1):
            if given.get(f"text_{number}", "").strip() and not given.get(f"place_{number}"):
                self.add_error(f"place_{number}", _("Choose the field that the remark is about."))
        return given

    def remarks(self) -> dict[str, str]:
        """Place -> words, only where something was written."""
        given = self.cleaned_data
        found = {place: given[f"remark_{place}"].strip() for place in PLACES if given[f"remark_{place}"].strip()}
        for number in range(1, EXACT + 1):
            if text := given[f"text_{number}"].strip():
                place = given[f"place_{number}"]
                found[place] = f"{found[place]}\n{text}" if place in found else text
        return found

    @property
    def places(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("remark_")]

    @property
    def exact(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(("place_", "text_"))]


class AssignForm(forms.Form):
    to = forms.ChoiceField(label=_("Reviewed by"), required=False)

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", _("Nobody in particular")), *people]  # type: ignore[attr-defined]


class RefusalForm(forms.Form):
    etag = forms.CharField(widget=forms.HiddenInput, max_length=40)
    point = forms.ChoiceField(label=_("Which point it fails"))
    remark = forms.CharField(label=_("What was found"), widget=forms.Textarea, max_length=2_000)
    remedy = forms.CharField(label=_("What the provider can do"), widget=forms.Textarea, max_length=2_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["point"].choices = [(key, _(text)) for key, text in CHECKLIST.items()]  # type: ignore[attr-defined]


class RevokeForm(forms.Form):
    reason = forms.CharField(label=_("Why, for whoever holds the data"), widget=forms.Textarea, max_length=1_000)


class SuspendForm(forms.Form):
    remark = forms.CharField(label=_("Why, and what the provider can do about it"), widget=forms.Textarea, max_length=2_000)


class ResumeForm(forms.Form):
    remark = forms.CharField(label=_("Remark for the provider"), widget=forms.Textarea, max_length=2_000, required=False)
