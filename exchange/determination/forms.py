"""The vocabulary of facts as a form: one field for each fact, every one may stay unknown, nothing is filled in by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy, gettext_noop

from exchange.determination.derived import OWN_KEYS
from exchange.rules.border.vocabulary import FACTS, Fact, Kind
from web.forms import DateInput

UNKNOWN, NONE = "", "none_of_these"
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (gettext_noop("The export"), ("as_of", "movement", "destination", "purpose", "exemption_condition_met", "elected_route")),
    (gettext_noop("The exporter"), ("exporter_location", "exporter_is_ciio")),
    (gettext_noop("The data"), ("data_grade", "important_data_status", "contains_pi", "treatment", "key_location", "origin", "modality", "negative_list")),
    (gettext_noop("The persons"), (
        "pi_subjects_this_year", "sensitive_pi_subjects_this_year", "subject_role", "data_subject_age_min", "data_subject_age_max", "foreign_subjects", "foreign_sensitive_subjects",
    )),
    (gettext_noop("Basis and duties"), ("legal_basis", "separate_consent", "guardian_consent", "pia_done", "important_data_risk_assessment_done", "contract_conflicts_with_model", "legal_document_clauses_missing")),
    (gettext_noop("Hard facts"), ("flags",)),
    (gettext_noop("What never decides today"), (
        "pi_records", "batches", "source_population", "prior_year_pi_subjects", "prior_year_sensitive_subjects", "earlier_this_year_under_contract", "subjects_moved_under_scenario_exemptions", "server_location",
    )),
)
YES_NO = (("true", gettext_lazy("yes")), ("false", gettext_lazy("no")))


class NumbersField(forms.CharField):
    """One whole number, or several between commas."""

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value) or "").replace("，", ",")
        if not text.strip():
            return None
        parts = [part.strip() for part in text.split(",")]
        if not all(part.isascii() and part.isdigit() and len(part) <= 12 for part in parts):
            raise forms.ValidationError(_("Whole numbers from 0, between commas."))
        return [int(part) for part in parts] if len(parts) > 1 else int(parts[0])


class FactsForm(forms.Form):
    """`keys` are the facts asked for. `told()` gives those that were answered, as the API takes them."""

    def __init__(self, *args: Any, keys: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = tuple(keys)
        for key in self.keys:
            self.fields[key] = _field(FACTS[key])

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under their headings."""
        found = [(_(title), [self[key] for key in keys if key in self.fields]) for title, keys in GROUPS]
        return [(title, fields) for title, fields in found if fields]

    def told(self) -> dict[str, Any]:
        found = {key: _told(FACTS[key], self.cleaned_data.get(key)) for key in self.keys}
        return {key: value for key, value in found.items() if value is not None}

    @staticmethod
    def initial_of(facts: Mapping[str, Any]) -> dict[str, Any]:
        """Stored facts as the form shows them."""
        return {key: _initial(FACTS[key], value) for key, value in facts.items() if key in FACTS}


class SheetForm(FactsForm):
    """What an exporter says of one deal: its facts, and how many persons the deal sends."""

    ordinary = forms.IntegerField(
        label=gettext_lazy("Persons of this deal, ordinary data only"), min_value=0, max_value=2_000_000_000, required=False,
        help_text=gettext_lazy("Natural persons, each once, not rows. Leave it empty while it is not known: unknown is never taken for none."),
    )
    sensitive = forms.IntegerField(
        label=gettext_lazy("Persons of this deal with sensitive data"), min_value=0, max_value=2_000_000_000, required=False,
        help_text=gettext_lazy("A person counted here is not counted among the ordinary ones."),
    )
    list_sector = forms.CharField(
        label=gettext_lazy("Sector of a negative list"), max_length=200, required=False,
        help_text=gettext_lazy("Only if you rely on a list: sector, scenario and fields in the list's own words. The exchange matches the rows."),
    )
    list_scenario = forms.CharField(label=gettext_lazy("Scenario of the list"), max_length=200, required=False)
    list_fields = forms.CharField(
        label=gettext_lazy("Fields in the list's words"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One line for each agreed field: field = word of the list. A field without a word leaves the result unknown."),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        names = ("list_sector", "list_scenario", "list_fields")
        if any(given.get(name) for name in names):
            for name in names:
                if not given.get(name):
                    self.add_error(name, _("A list is matched by sector, scenario and fields together."))
        if given.get("list_fields") and len(_pairs(given["list_fields"])) != sum(bool(line.strip()) for line in given["list_fields"].splitlines()):
            self.add_error("list_fields", _("One line for each agreed field, once: field = word of the list."))
        return dict(given)

    def claim(self) -> dict[str, Any] | None:
        """What of a negative list the data is compared with; None where no list is relied on."""
        given = self.cleaned_data
        if not given["list_sector"]:
            return None
        return {"sector": given["list_sector"], "scenario": given["list_scenario"], "fields_named": _pairs(given["list_fields"])}

    @staticmethod
    def initial_of_claim(claim: Mapping[str, Any] | None) -> dict[str, Any]:
        if not claim:
            return {}
        named = claim["fields_named"]
        lines = [f"{name} = {word}" for name, word in named.items()] if isinstance(named, Mapping) else named
        return {"list_sector": claim["sector"], "list_scenario": claim["scenario"], "list_fields": "\n".join(lines)}


def sheet_keys(known: Iterable[str]) -> list[str]:
    """What an exporter is asked: all but what the exchange says itself, and but what it knows already."""
    hidden = OWN_KEYS | set(known)
    return [key for _title, keys in GROUPS for key in keys if key not in hidden and not FACTS[key].idle]


def _pairs(text: str) -> dict[str, str]:
    """Fields and the list's words for them, of lines with both."""
    parts = [line.replace("＝", "=").partition("=") for line in text.splitlines()]
    return {name.strip(): word.strip() for name, _sep, word in parts if name.strip() and word.strip()}


def _field(fact: Fact) -> forms.Field:
    said: dict[str, Any] = {"label": _(fact.label), "help_text": _(fact.meaning), "required": False}
    unknown = (UNKNOWN, _("not known"))
    if fact.kind is Kind.BOOL:
        return forms.ChoiceField(choices=[unknown, *YES_NO], **said)
    if fact.kind is Kind.ONE:
        return forms.ChoiceField(choices=[unknown, *((value, _(words)) for value, words in fact.values.items())], **said)
    if fact.kind is Kind.SOME:
        choices = [(NONE, _("none of these")), *((value, _(words)) for value, words in fact.values.items())]
        said["help_text"] = f"{said['help_text']} {_('Tick nothing while it is not known.')}"
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **said)
    if fact.kind is Kind.DATE:
        return forms.DateField(widget=DateInput(), **said)
    if fact.kind is Kind.INT:
        return forms.IntegerField(min_value=0, max_value=10_000_000_000, **said)
    if fact.kind is Kind.INTS:
        return NumbersField(max_length=200, **said)
    return forms.RegexField(r"^[A-Za-z]{2}$", max_length=2, error_messages={"invalid": _("A country code of two letters, CN for the mainland.")}, **said)


def _told(fact: Fact, value: Any) -> Any:
    if value is None or value == "" or value == []:
        return None
    if fact.kind is Kind.BOOL:
        return value == "true"
    if fact.kind is Kind.SOME:
        return [one for one in value if one != NONE]
    if fact.kind is Kind.PLACE:
        return str(value).upper()
    return value.isoformat() if fact.kind is Kind.DATE else value


def _initial(fact: Fact, value: Any) -> Any:
    if fact.kind is Kind.BOOL:
        return "true" if value else "false"
    if fact.kind is Kind.SOME:
        return list(value) or [NONE]
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value
