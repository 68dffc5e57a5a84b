"""Forms of the operator's import pages: shape only."""

from __future__ import annotations

from typing import Any

import orjson
from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.interchange.models import ForeignSource
from catalog.interchange.reading import mapping
from catalog.interchange.reading.formats import AUTO, FORMATS
from catalog.interchange.reading.limits import BadInput

FORMAT_NAMES = {AUTO: _("Told from the file"), "dcat": _("DCAT: JSON-LD, Turtle or RDF/XML"), "data-json": _("DCAT-US data.json"), "ckan": _("CKAN: answers or a dump"), "tabular": _("Table: JSON or CSV")}


class SourceForm(forms.Form):
    code = forms.SlugField(label=_("Code"), max_length=40, help_text=_("Lower-case letters, digits and hyphens; it stands in addresses."))
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=200)
    url = forms.CharField(label=_("Address of the catalog"), max_length=500, required=False)
    license = forms.CharField(label=_("License of the records"), max_length=500, required=False)
    reexport = forms.BooleanField(label=_("The license permits that our export repeats its public records"), required=False)


class ImportForm(forms.Form):
    source = forms.ModelChoiceField(label=_("Source"), queryset=ForeignSource.objects.none())
    file = forms.FileField(label=_("Catalog file"), max_length=200, help_text=_("Also packed as zip or gzip. Nothing is changed if it cannot be read as a whole."))
    format = forms.ChoiceField(label=_("Format"), choices=[(name, FORMAT_NAMES[name]) for name in (AUTO, *FORMATS)], initial=AUTO)
    mapping = forms.FileField(label=_("Mapping file"), required=False, help_text=_("For a table: JSON that says what its columns mean."))
    dry_run = forms.BooleanField(label=_("Dry run: report row by row, change nothing"), required=False, initial=True)
    whole = forms.BooleanField(label=_("The file is the whole catalog: records it does not hold are gone"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = ForeignSource.objects.order_by("code")  # type: ignore[attr-defined]

    def clean_mapping(self) -> Any:
        given = self.cleaned_data.get("mapping")
        if not given:
            return None
        raw = given.read(mapping.LARGEST + 1)
        try:
            mapping.parse(raw)
        except BadInput as error:
            raise forms.ValidationError(f"{error.where} {error.finding}".strip()) from error
        return orjson.loads(raw.removeprefix(b"\xef\xbb\xbf"))


class RepeatForm(forms.Form):
    """The mapping as text, to be corrected where it was guessed wrong."""

    mapping = forms.CharField(label=_("Mapping"), required=False, max_length=mapping.LARGEST, widget=forms.Textarea(attrs={"rows": "12"}))
    dry_run = forms.BooleanField(label=_("Dry run: report row by row, change nothing"), required=False)

    def clean_mapping(self) -> Any:
        given = self.cleaned_data.get("mapping", "").strip()
        if not given:
            return None
        try:
            mapping.parse(given.encode())
        except BadInput as error:
            raise forms.ValidationError(f"{error.where} {error.finding}".strip()) from error
        return orjson.loads(given)
