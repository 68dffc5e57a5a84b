"""The terms of a deal: ONE frozen value from which the readable text, the ODRL policy and the table are all made.

Proposals and agreements store `Terms.as_json()`. Two terms are equal exactly when their faces are equal, so whatever a party
reads is what the other signs and what a machine enforces. Free text is one line: no clause can imitate another.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

from catalog.rules.policy import PURPOSES
from exchange.rules.places import CODES
from kernel.decision import Say
from kernel.money import EXPONENTS, LARGEST

PURPOSE_LENGTH = 500
CLAUSE_LENGTH = 1_000
NAME_LENGTH = 200
MOST_RECIPIENTS = 20
MOST_CLAUSES = 20
MOST_FIELDS = 500
LONGEST_TERM = 3_650
_FIELD_NAME = re.compile(r"[^,;、，；*\x00-\x1f]{1,120}\Z")


class LegalBasis(StrEnum):
    """PIPL article 13: what entitles the buyer to process personal information; `none` where there is none in it."""

    NOT_PERSONAL = "not_personal"
    CONSENT = "consent"
    CONTRACT = "contract"
    HR = "hr"
    STATUTORY_DUTY = "statutory_duty"
    EMERGENCY = "emergency"
    NEWS = "news"
    OTHER_LAWFUL = "other_lawful"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, order=True)
class Recipient:
    """Who receives the data, and in which country it sits."""

    name: str
    country: str


def line(text: Any) -> str:
    """Free text as one line: whitespace runs become one space."""
    return " ".join(str(text).split())


@dataclass(frozen=True, slots=True)
class Terms:
    """Amounts in minor units, times in days. `data_fields` empty means all fields; `count` None means no limit of deliveries.

    `purpose_code` is a purpose of the offer's policy, `purpose` says it in a sentence. `method` and `security` are the clauses
    which NDSR article 12 asks for where personal or important data is provided."""

    purpose: str
    purpose_code: str
    legal_basis: str
    method: str
    security: str
    recipients: tuple[Recipient, ...]
    processing_countries: tuple[str, ...]
    storage_countries: tuple[str, ...]
    data_fields: tuple[str, ...]
    term_days: int
    count: int | None
    redistribution: bool
    deletion_days: int
    acceptance_days: int
    price_minor: int
    currency: str
    fee_basis_points: int
    clauses: tuple[str, ...]

    @classmethod
    def of(cls, **values: Any) -> Terms:
        """Terms in their one normal form: single-line texts, sets sorted and without repetition."""
        return cls(**{name: _normal(name, value) for name, value in values.items()})

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Terms:
        return cls.of(**{field.name: data[field.name] for field in fields(cls)})

    def as_json(self) -> dict[str, Any]:
        data: dict[str, Any] = {field.name: getattr(self, field.name) for field in fields(self)}
        data["recipients"] = [{"name": recipient.name, "country": recipient.country} for recipient in self.recipients]
        return {key: list(value) if isinstance(value, tuple) else value for key, value in data.items()}

    def but(self, **changes: Any) -> Terms:
        """These terms with some of them changed."""
        return replace(self, **{name: _normal(name, value) for name, value in changes.items()})

    @property
    def places(self) -> tuple[str, ...]:
        """Every country the data touches: recipients, processing, storage."""
        return tuple(sorted({*self.processing_countries, *self.storage_countries, *(recipient.country for recipient in self.recipients)}))


NAMES: tuple[str, ...] = tuple(field.name for field in fields(Terms))
_LINES = frozenset({"purpose", "purpose_code", "legal_basis", "method", "security", "currency"})
_SETS = frozenset({"processing_countries", "storage_countries", "data_fields"})


def _normal(name: str, value: Any) -> Any:
    if name in _LINES:
        return line(value)
    if name in _SETS:
        return tuple(sorted({line(item) for item in value}))
    if name == "clauses":
        return tuple(text for text in (line(item) for item in value) if text)
    if name == "recipients":
        return tuple(sorted({_recipient(item) for item in value}))
    return value


def _recipient(item: Recipient | Mapping[str, Any]) -> Recipient:
    if isinstance(item, Recipient):
        return Recipient(line(item.name), line(item.country))
    return Recipient(line(item["name"]), line(item["country"]))


def problems(terms: Terms) -> dict[str, list[Say]]:
    """What is wrong with terms taken by themselves, per field; empty when they could stand."""
    found: dict[str, list[Say]] = {}

    def wrong(name: str, *messages: Say) -> None:
        found.setdefault(name, []).extend(messages)

    if not terms.purpose:
        wrong("purpose", Say("Say in one sentence what the data is for."))
    if terms.purpose_code not in PURPOSES:
        wrong("purpose_code", Say("Choose one of the listed purposes."))
    for name, most in (("purpose", PURPOSE_LENGTH), ("method", PURPOSE_LENGTH), ("security", PURPOSE_LENGTH)):
        if len(getattr(terms, name)) > most:
            wrong(name, Say("At most %(most)s characters.", {"most": most}))
    if terms.legal_basis not in set(LegalBasis):
        wrong("legal_basis", Say("Choose one of the listed legal bases."))
    _recipient_problems(terms, wrong)
    for name in ("processing_countries", "storage_countries"):
        codes = getattr(terms, name)
        if not codes:
            wrong(name, Say("Name at least one country."))
        wrong_codes = [code for code in codes if code not in CODES]
        if wrong_codes:
            wrong(name, Say("Not a country code: %(codes)s.", {"codes": ", ".join(wrong_codes)}))
    if len(terms.data_fields) > MOST_FIELDS or any(not _FIELD_NAME.match(name) for name in terms.data_fields):
        wrong("data_fields", Say("Name fields as the data dictionary does."))
    if len(terms.clauses) > MOST_CLAUSES or any(len(clause) > CLAUSE_LENGTH for clause in terms.clauses):
        wrong("clauses", Say("At most %(count)s further clauses of %(most)s characters each.", {"count": MOST_CLAUSES, "most": CLAUSE_LENGTH}))
    for name, least, largest in (("term_days", 1, LONGEST_TERM), ("deletion_days", 0, 365), ("acceptance_days", 1, 60), ("fee_basis_points", 0, 10_000)):
        if not least <= getattr(terms, name) <= largest:
            wrong(name, Say("A whole number from %(least)s to %(most)s.", {"least": least, "most": largest}))
    if terms.count is not None and not 1 <= terms.count <= 10_000:
        wrong("count", Say("A whole number from %(least)s to %(most)s.", {"least": 1, "most": 10_000}))
    if terms.currency not in EXPONENTS:
        wrong("currency", Say("This currency is not handled here."))
    if not 0 <= terms.price_minor <= LARGEST:
        wrong("price", Say("Give a price of zero or more."))
    return found


def _recipient_problems(terms: Terms, wrong: Any) -> None:
    if not terms.recipients:
        wrong("recipients", Say("Name who receives the data."))
    if len(terms.recipients) > MOST_RECIPIENTS:
        wrong("recipients", Say("At most %(most)s recipients.", {"most": MOST_RECIPIENTS}))
    for recipient in terms.recipients:
        if not recipient.name or len(recipient.name) > NAME_LENGTH:
            wrong("recipients", Say("Each recipient has a name of at most %(most)s characters.", {"most": NAME_LENGTH}))
        if recipient.country not in CODES:
            wrong("recipients", Say("Not a country code: %(codes)s.", {"codes": recipient.country}))
