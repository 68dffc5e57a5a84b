"""Forms of the dataset editor: shape only. What values mean is judged by the acts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.dataset.choices import FIELD_TYPES, FORMATS, FREQUENCIES, INDUSTRIES, RIGHTS_BASES
from catalog.rules.business import ATTRIBUTES, VALUES
from catalog.rules.grade import MEANINGS, NAMES, Grade
from catalog.rules.impact import DEGREES, HARMED
from catalog.rules.policy import LONGEST_TERM_DAYS, MOST_DELIVERIES, PURPOSES
from catalog.rules.visibility import SampleNature
from kernel.money import EXPONENTS
from web.forms import Card, DateInput

Choices = list[tuple[str, Any]]


def _choices(words: dict[str, str], empty: Any = None) -> Choices:
    return [*([("", empty)] if empty is not None else []), *((code, _(label)) for code, label in words.items())]


class DescribeForm(forms.Form):
    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=120, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    description_zh = forms.CharField(label=_("Description in Chinese"), widget=forms.Textarea, max_length=5_000, required=False, help_text=_("What one row is, how it came about, what it is good for. The first line is shown in results."))
    description_en = forms.CharField(label=_("Description in English"), widget=forms.Textarea, max_length=8_000, required=False)
    keywords = forms.CharField(label=_("Keywords"), required=False, help_text=_("Separated by commas, in either language; at most 20."))
    industry = forms.ChoiceField(label=_("Industry"))
    zone = forms.ChoiceField(label=_("Zone"), required=False)
    frequency = forms.ChoiceField(label=_("Update frequency"))
    updated_on = forms.DateField(label=_("Last updated on"), required=False, widget=DateInput)
    coverage_zh = forms.CharField(label=_("Coverage in Chinese"), required=False, max_length=200, help_text=_("Place and extent in words, such as 248 airports in China."))
    coverage_en = forms.CharField(label=_("Coverage in English"), required=False, max_length=200)
    places = forms.CharField(label=_("Place codes"), required=False, help_text=_("ISO 3166 codes such as CN, CN-BJ or SG, separated by commas."))
    covers_from = forms.DateField(label=_("Period from"), required=False, widget=DateInput)
    covers_until = forms.DateField(label=_("Period until"), required=False, widget=DateInput)
    persons = forms.IntegerField(label=_("Persons in the data"), required=False, min_value=0, help_text=_("How many natural persons the data are about; 0 if none, empty if unknown."))
    synthetic = forms.BooleanField(label=_("The data are synthetic: no row is about a real person or event"), required=False)

    def __init__(self, *args: Any, zones: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["industry"].choices = _choices(INDUSTRIES)  # type: ignore[attr-defined]
        self.fields["frequency"].choices = _choices(FREQUENCIES)  # type: ignore[attr-defined]
        self.fields["zone"].choices = [("", _("No zone")), *zones]  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """The act's input: words and codes split."""
        given = dict(self.cleaned_data)
        given["keywords"] = [word.strip() for word in re.split(r"[,，、;；\n]", given["keywords"]) if word.strip()]
        given["places"] = [place.strip().upper() for place in re.split(r"[,，、;；\s]", given["places"]) if place.strip()]
        return given


class FieldForm(forms.Form):
    """One row of the dictionary; a row without a name is left out."""

    name = forms.CharField(label=_("Name"), max_length=80, required=False)
    type = forms.ChoiceField(label=_("Type"), required=False)
    unit = forms.CharField(label=_("Unit"), max_length=40, required=False)
    meaning_zh = forms.CharField(label=_("Meaning in Chinese"), max_length=300, required=False)
    meaning_en = forms.CharField(label=_("Meaning in English"), max_length=300, required=False)
    grade = forms.TypedChoiceField(label=_("Grade"), coerce=int, required=False, empty_value=1)  # type: ignore[arg-type]
    personal = forms.BooleanField(label=_("Personal"), required=False)
    sensitive = forms.BooleanField(label=_("Sensitive"), required=False)
    treatment = forms.CharField(label=_("Treatment"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type"].choices = _choices(FIELD_TYPES)  # type: ignore[attr-defined]
        self.fields["grade"].choices = [(str(int(grade)), _(NAMES[grade])) for grade in Grade]  # type: ignore[attr-defined]
        number = str(self.prefix or "").rpartition("-")[2]
        for field in self.fields.values():
            # a cell has no label of its own on the page: its column's head and its row say what it is
            field.widget.attrs |= {"aria-label": f"{field.label} {int(number) + 1}" if number.isdigit() else str(field.label)}
            if not isinstance(field.widget, forms.CheckboxInput):
                field.widget.attrs["class"] = "input"


class FieldFormSet(forms.BaseFormSet):
    def rows(self) -> list[dict[str, Any]]:
        return [form.cleaned_data for form in self.forms if form.cleaned_data.get("name")]


def field_formset(extra: int) -> type[FieldFormSet]:
    made: Any = forms.formset_factory(FieldForm, formset=FieldFormSet, extra=extra, max_num=500, absolute_max=520)
    return made


class PasteForm(forms.Form):
    table = forms.CharField(
        label=_("Paste the whole dictionary"), widget=forms.Textarea,
        help_text=_("CSV with a first row of column names: name, type, unit, meaning_zh, meaning_en, grade, personal, sensitive, treatment. It replaces all fields."),
    )


class SampleForm(forms.Form):
    nature = forms.ChoiceField(label=_("What the rows are"), widget=forms.RadioSelect)
    rows = forms.CharField(label=_("Rows"), widget=forms.Textarea, required=False, strip=False, help_text=_("CSV: a row of column names, then up to 20 rows."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nature"].choices = [  # type: ignore[attr-defined]
            (SampleNature.NONE, Card(_("No sample"))),
            (SampleNature.SYNTHETIC, Card(_("Synthetic rows"), _("Made up in the same form; nobody and nothing real is in them."))),
            (SampleNature.AGGREGATE, Card(_("Aggregate rows"), _("Sums and counts over groups."))),
            (SampleNature.REAL, Card(_("Real rows"), _("Not for personal or important data: a sample counts as a delivery."))),
        ]


class RightsForm(forms.Form):
    basis = forms.ChoiceField(label=_("By what right"), widget=forms.RadioSelect)
    statement_zh = forms.CharField(label=_("Statement in Chinese"), widget=forms.Textarea, max_length=3_000, help_text=_("Where the data come from, who took part, what permits trading them."))
    statement_en = forms.CharField(label=_("Statement in English"), widget=forms.Textarea, max_length=3_000)
    valid_until = forms.DateField(label=_("The right ends on"), required=False, widget=DateInput)
    registration = forms.TypedChoiceField(
        label=_("Registered right it rests on"), required=False, coerce=UUID, empty_value=None, help_text=_("Voluntary. When the registered right ends, this statement and the listing fall with it.")
    )

    def __init__(self, *args: Any, registered: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["registration"].choices = [("", _("None")), *registered]  # type: ignore[attr-defined]
        self.fields["basis"].choices = _choices(RIGHTS_BASES)  # type: ignore[attr-defined]


class EvidenceForm(forms.Form):
    evidence = forms.FileField(label=_("Document"), max_length=200, help_text=_("PDF, PNG, JPEG or plain text, at most 20 MB. Read by the exchange and regulators only."))


class FileForm(forms.Form):
    file = forms.FileField(label=_("File"), max_length=200, help_text=_("Large files: by API the upload can be interrupted and go on."))
    media_type = forms.ChoiceField(label=_("Type"))
    sha256 = forms.RegexField(
        label=_("SHA-256"), regex=r"^[0-9a-fA-F]{64}$", required=False, help_text=_("64 hexadecimal digits. If given, the upload counts only when it matches."),
        error_messages={"invalid": _("A SHA-256 digest has 64 hexadecimal digits.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["media_type"].choices = [(media_type, f"{name} ({media_type})") for media_type, name in FORMATS.items()]  # type: ignore[attr-defined]


class OfferForm(forms.Form):
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80)
    price = forms.CharField(label=_("Price"), max_length=20, initial="0", help_text=_("One-off, tax included, such as 1200.00; 0 is free."))
    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in EXPONENTS])
    purposes = forms.MultipleChoiceField(label=_("Permitted purposes"), widget=forms.CheckboxSelectMultiple)
    countries = forms.CharField(label=_("Permitted places"), initial="CN", help_text=_("Country codes separated by commas, or * for any place. Hong Kong (HK), Macao (MO) and Taiwan (TW) count as abroad."))
    term_days = forms.IntegerField(label=_("Term in days"), min_value=1, max_value=LONGEST_TERM_DAYS, initial=365)
    count = forms.IntegerField(label=_("Deliveries included"), min_value=1, max_value=MOST_DELIVERIES, required=False, help_text=_("Empty: any number."))
    redistribution = forms.BooleanField(label=_("The buyer may pass the data on"), required=False)
    takers = forms.ChoiceField(label=_("How many may take it"), widget=forms.RadioSelect, initial="any")
    quantity = forms.IntegerField(label=_("Number of buyers"), min_value=1, max_value=10_000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purposes"].choices = _choices(PURPOSES)  # type: ignore[attr-defined]
        self.fields["takers"].choices = [  # type: ignore[attr-defined]
            ("any", Card(_("Any number"))),
            ("some", Card(_("A limited number"), _("Say how many below. The last place goes to whoever's agreement is signed first."))),
            ("one", Card(_("Exclusive"), _("One buyer, and no other offer beside it."))),
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("takers") == "some" and not given.get("quantity"):
            self.add_error("quantity", _("Write how many buyers."))
        return given

    def policy(self) -> dict[str, Any]:
        given = self.cleaned_data
        countries = [code.strip().upper() for code in re.split(r"[,，、;；\s]", given["countries"]) if code.strip()]
        return {
            "purposes": given["purposes"], "countries": countries, "term_days": given["term_days"], "count": given["count"], "redistribution": given["redistribution"],
        }


class GroundsForm(forms.Form):
    grounds = forms.CharField(label=_("Why these grades"), widget=forms.Textarea, max_length=2_000, help_text=_("A few sentences for the person who confirms and for the exchange."))


class AttributesForm(forms.Form):
    """Business attributes of the data; each may stay open."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in ATTRIBUTES.items():
            self.fields[name] = forms.ChoiceField(label=_(label), required=False, choices=_choices(VALUES[name], _("Not said")))


class ImpactForm(forms.Form):
    """One stated impact; a row without an object is left out."""

    names = forms.CharField(label=_("Fields"), required=False, max_length=2_000, help_text=_("Names separated by commas; empty for all fields."))
    object = forms.ChoiceField(label=_("Who or what would be harmed"), required=False, choices=lambda: _choices(HARMED, _("Not said")))
    degree = forms.ChoiceField(label=_("How badly"), required=False, choices=lambda: _choices(DEGREES))
    reason = forms.CharField(label=_("Why"), required=False, max_length=500)


ImpactRows = forms.formset_factory(ImpactForm, extra=3, max_num=20, absolute_max=50)


def stated_impacts(rows: Any) -> list[dict[str, Any]]:
    """The act's input from the rows that say something."""
    return [
        {"fields": [name.strip() for name in re.split(r"[,，、;；\n]", row["names"]) if name.strip()], "object": row["object"], "degree": row["degree"], "reason": row["reason"]}
        for row in rows.cleaned_data if row and row.get("object")
    ]  # fmt: skip


class RemarkForm(forms.Form):
    remark = forms.CharField(label=_("What should be graded otherwise"), widget=forms.Textarea, max_length=2_000)


GRADE_HELP = [(int(grade), _(NAMES[grade]), _(MEANINGS[grade])) for grade in Grade]


class LoweringForm(forms.Form):
    column = forms.CharField(label=_("Column or file"), max_length=200)
    grade = forms.TypedChoiceField(label=_("May stand at grade"), coerce=int, choices=[(str(int(grade)), _(NAMES[grade])) for grade in Grade])
    personal = forms.BooleanField(label=_("Personal"), required=False)
    sensitive = forms.BooleanField(label=_("Sensitive"), required=False)
    reason = forms.CharField(label=_("Why it may stand lower"), widget=forms.Textarea, max_length=2_000, help_text=_("A person of the exchange reads it and decides."))


class RefusalForm(forms.Form):
    remark = forms.CharField(label=_("Why it is refused"), widget=forms.Textarea, max_length=2_000)
