"""Terms as rows of a table, and two proposals as rows side by side. What holds several items has one a line; empty is not named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from catalog.rules.policy import PURPOSES
from exchange.rules.terms import LegalBasis, Terms
from kernel.decision import Say
from kernel.money import Money

BASIS_NAMES: dict[str, Say] = {
    LegalBasis.NOT_PERSONAL: Say("No personal information in it"),
    LegalBasis.CONSENT: Say("Consent of the persons"),
    LegalBasis.CONTRACT: Say("Contract with the persons"),
    LegalBasis.HR: Say("Personnel management under lawful rules"),
    LegalBasis.STATUTORY_DUTY: Say("Statutory duty"),
    LegalBasis.EMERGENCY: Say("Emergency for life, health or property"),
    LegalBasis.NEWS: Say("News reporting in the public interest"),
    LegalBasis.OTHER_LAWFUL: Say("Another basis in law"),
    LegalBasis.UNKNOWN: Say("Not known yet"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """`name` is the term's name in Terms, `label` its words, `value` what it says, in the reader's language when shown."""

    name: str
    label: Say
    value: Say | str

    def as_json(self) -> dict[str, str]:
        return {"name": self.name, "label": str(self.label), "value": str(self.value)}


@dataclass(frozen=True, slots=True)
class Difference:
    """One term in two proposals."""

    name: str
    label: Say
    before: Say | str
    after: Say | str

    @property
    def changed(self) -> bool:
        return self.before != self.after


def _listed(values: tuple[str, ...]) -> str:
    return ", ".join(values)


def _price(terms: Terms) -> Say | str:
    if terms.price_minor == 0:
        return Say("Free of charge (%(currency)s)", {"currency": terms.currency})
    return str(Money(terms.price_minor, terms.currency)) if terms.currency else str(terms.price_minor)


def _fee(terms: Terms) -> Say:
    return Say("%(percent)s percent of the price, borne by the provider", {"percent": f"{terms.fee_basis_points / 100:.2f}"})


_COLUMNS: tuple[tuple[str, Say, Callable[[Terms], Any]], ...] = (
    ("price", Say("Price"), _price),
    ("purpose_code", Say("Kind of purpose"), lambda t: Say(PURPOSES[t.purpose_code]) if t.purpose_code in PURPOSES else t.purpose_code),
    ("purpose", Say("Purpose"), lambda t: t.purpose),
    ("legal_basis", Say("Legal basis"), lambda t: BASIS_NAMES.get(t.legal_basis, t.legal_basis)),
    ("method", Say("Method of processing"), lambda t: t.method),
    ("security", Say("Security measures"), lambda t: t.security),
    ("recipients", Say("Recipients"), lambda t: "\n".join(f"{r.name} ({r.country})" for r in t.recipients)),
    ("processing_countries", Say("Processed in"), lambda t: _listed(t.processing_countries)),
    ("storage_countries", Say("Stored in"), lambda t: _listed(t.storage_countries)),
    ("data_fields", Say("Fields"), lambda t: _listed(t.data_fields) if t.data_fields else Say("All fields of the dataset (*)")),
    ("term_days", Say("Term"), lambda t: Say("%(days)s days from coming into force", {"days": t.term_days})),
    ("count", Say("Deliveries"), lambda t: Say("At most %(count)s", {"count": t.count}) if t.count is not None else Say("Any number")),
    ("redistribution", Say("Passing on"), lambda t: Say("Permitted") if t.redistribution else Say("Forbidden")),
    ("deletion_days", Say("Deletion"), lambda t: Say("Within %(days)s days after the end, with a confirmation", {"days": t.deletion_days})),
    ("acceptance_days", Say("Acceptance"), lambda t: Say("Within %(days)s days after delivery", {"days": t.acceptance_days})),
    ("fee", Say("Platform fee"), _fee),
    ("clauses", Say("Further clauses"), lambda t: "\n".join(t.clauses)),
)


def table(terms: Terms) -> tuple[Row, ...]:
    return tuple(Row(name, label, value(terms)) for name, label, value in _COLUMNS)


def diff(before: Terms, after: Terms) -> tuple[Difference, ...]:
    """Every term in both, changed ones first, each group in the table's order."""
    rows = [Difference(one.name, one.label, one.value, two.value) for one, two in zip(table(before), table(after), strict=True)]
    return tuple(sorted(rows, key=lambda row: not row.changed))
