"""The policy of an offer: what a buyer may do with the data, as the source terms of ODRL permissions and constraints.

Kept as JSON in the offer and copied into every proposal. `covers` tells whether wanted terms stay within offered ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext_noop

from catalog.rules.sources import RELEASE, platform
from kernel.decision import PERMITTED, Decision, Reason, Say, refuse
from kernel.errors import Invalid

ANYWHERE = "*"
PURPOSES: dict[str, str] = {
    "analysis": gettext_noop("Analysis and reports inside the organization"),
    "model_training": gettext_noop("Training and testing of models"),
    "product": gettext_noop("Building a product or service"),
    "risk_control": gettext_noop("Risk control and insurance pricing"),
    "research": gettext_noop("Scientific research"),
    "statistics": gettext_noop("Published statistics without single records"),
    "public_service": gettext_noop("Public service"),
}
LONGEST_TERM_DAYS = 3_660
MOST_DELIVERIES = 100_000


@dataclass(frozen=True, slots=True)
class Policy:
    """`countries` are ISO 3166 codes or ("*",); `count` is how many deliveries are included, None for any number."""

    purposes: tuple[str, ...]
    countries: tuple[str, ...]
    term_days: int
    count: int | None = None
    redistribution: bool = False

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"purposes": list(self.purposes), "countries": list(self.countries)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Policy:
        """A stored or given policy. Errors: Invalid with every wrong part named."""
        wrong: dict[str, Sequence[Say]] = {}
        purposes = _texts(data.get("purposes"))
        if not purposes or any(purpose not in PURPOSES for purpose in purposes):
            wrong["purposes"] = [Say(gettext_noop("Choose at least one of the listed purposes."))]
        countries = _texts(data.get("countries"))
        if not countries or (ANYWHERE in countries and len(countries) > 1) or not all(c == ANYWHERE or _is_country(c) for c in countries):
            wrong["countries"] = [Say(gettext_noop("Write two-letter country codes such as CN, or * alone for any place."))]
        term = data.get("term_days")
        if not _within(term, LONGEST_TERM_DAYS):
            wrong["term_days"] = [Say(gettext_noop("Write a number of days from 1 to %(most)s."), {"most": LONGEST_TERM_DAYS})]
        count = data.get("count")
        if count is not None and not _within(count, MOST_DELIVERIES):
            wrong["count"] = [Say(gettext_noop("Write a number of deliveries from 1 to %(most)s, or leave it empty for any number."), {"most": MOST_DELIVERIES})]
        if not isinstance(data.get("redistribution", False), bool):
            wrong["redistribution"] = [Say(gettext_noop("Say yes or no."))]
        if wrong:
            raise Invalid(fields=wrong)
        return cls(tuple(purposes), tuple(countries), int(term or 0), count, bool(data.get("redistribution", False)))

    def allows_country(self, country: str) -> bool:
        return ANYWHERE in self.countries or country in self.countries


def _texts(value: Any) -> list[str]:
    rows = value if isinstance(value, list | tuple) else []
    return sorted({row for row in rows if isinstance(row, str)}) if all(isinstance(row, str) for row in rows) else []


def _is_country(code: str) -> bool:
    return len(code) == 2 and code.isascii() and code.isalpha() and code.isupper()


def _within(value: Any, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= most


def covers(offered: Policy, wanted: Policy) -> Decision:
    """Do the wanted terms stay within the offered ones? Each excess is a reason of its own."""
    reasons = []

    def beyond(rule: str, finding: Say) -> None:
        remedy = Say(gettext_noop("Ask for less, or propose other terms to the provider."))
        reasons.append(Reason(f"policy.{rule}", RELEASE, finding, (platform("offers"),), remedy))

    if extra := sorted(set(wanted.purposes) - set(offered.purposes)):
        beyond("purposes", Say(gettext_noop("The offer does not include these purposes: %(purposes)s."), {"purposes": ", ".join(extra)}))
    if ANYWHERE not in offered.countries and (extra := sorted(set(wanted.countries) - set(offered.countries))):
        beyond("countries", Say(gettext_noop("The offer does not include these places: %(places)s."), {"places": ", ".join(extra)}))
    if wanted.term_days > offered.term_days:
        beyond("term", Say(gettext_noop("The offer runs %(days)s days at most."), {"days": offered.term_days}))
    if offered.count is not None and (wanted.count is None or wanted.count > offered.count):
        beyond("count", Say(gettext_noop("The offer includes %(count)s deliveries at most."), {"count": offered.count}))
    if wanted.redistribution and not offered.redistribution:
        beyond("redistribution", Say(gettext_noop("The offer does not let the buyer pass the data on.")))
    return refuse(*reasons) if reasons else PERMITTED
