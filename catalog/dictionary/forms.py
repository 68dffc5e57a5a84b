"""Forms of the pages on dictionaries: shape only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from catalog.dictionary import reading, use_cases
from catalog.dictionary.matching import CLOSE_FROM, Line, code_of, key_of
from catalog.dictionary.models import Dictionary
from kernel.errors import Invalid


def relations() -> list[tuple[str, str]]:
    return [("exact", gettext("Means the same")), ("close", gettext("Means nearly the same")), ("broad", gettext("Is narrower than the target")), ("narrow", gettext("Is broader than the target"))]


class UploadForm(forms.Form):
    code = forms.CharField(label=_("Code"), max_length=use_cases.LONGEST_CODE, help_text=_("Lower-case letters, digits and hyphens. A code you used before gets its next edition."))
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=use_cases.LONGEST_NAME)
    name_en = forms.CharField(label=_("Name in English"), max_length=use_cases.LONGEST_NAME)
    file = forms.FileField(label=_("Dictionary file"), max_length=200, help_text=_("CSV or JSON up to 2 MiB, 5,000 terms: code, name_zh, name_en, definition, type, unit."))
    published = forms.BooleanField(label=_("Other organizations may read it and map theirs to it; a mapping that both sides recognize is public"), required=False)

    def clean_file(self) -> list[dict[str, str]]:
        try:
            return reading.read(self.cleaned_data["file"].read(reading.LARGEST + 1))
        except Invalid as error:
            raise forms.ValidationError([str(text) for texts in error.fields.values() for text in texts]) from error


class BeginForm(forms.Form):
    """To what a dictionary is mapped."""

    target = forms.ChoiceField(label=_("Map it to"), required=False)

    def __init__(self, targets: list[Dictionary], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [(str(row.pk), f"{row.name} {row.number} · {row.owner.name}") for row in targets]
        self.fields["target"].choices = [("", gettext("The exchange's data elements")), *rows]  # type: ignore[attr-defined]


class LinesForm(forms.Form):
    """For each term of the page a target and a relation; a suggestion counts only when a person chooses it."""

    def __init__(self, lines: list[Line], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            standing = (line.match.target or line.match.version) if line.match else None
            choices = {key_of(one.key): f"{one.key.name} ({code_of(one.key)}), {one.score}" for one in line.suggested}
            if standing is not None:
                choices.setdefault(key_of(standing), f"{standing.name} ({code_of(standing)})")
            best = line.suggested[0].score if line.suggested else 0
            self.fields[f"to-{line.term.pk}"] = forms.ChoiceField(
                label=gettext("Target of %(term)s") % {"term": line.term.code}, required=False, choices=[("", gettext("Nothing")), *choices.items()], initial=key_of(standing) if standing else ""
            )
            self.fields[f"as-{line.term.pk}"] = forms.ChoiceField(
                label=gettext("Relation of %(term)s") % {"term": line.term.code}, required=False, choices=relations(),
                initial=line.match.relation if line.match else "exact" if best >= CLOSE_FROM else "close",
            )  # fmt: skip

    def rows(self) -> list[tuple[Line, Any, Any]]:
        return [(line, self[f"to-{line.term.pk}"], self[f"as-{line.term.pk}"]) for line in self.lines]

    def chosen(self) -> list[dict[str, Any]]:
        given = self.cleaned_data
        return [{"term": line.term.pk, "target": given[f"to-{line.term.pk}"] or None, "relation": given[f"as-{line.term.pk}"] or "exact"} for line in self.lines]
