"""Looking at the columns of a table: which kinds each one holds, and on what evidence.

Every kind has a form that values are tried against and a share that must fit; the name of the column lowers that share, and for
kinds whose values look like anything it is what decides. A few hundred values tell which forms are worth trying on all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_noop

from catalog.rules.detectors import numbers, texts
from catalog.rules.detectors.headers import says
from kernel.decision import Say

FIRST_LOOK = 400
WORTH_A_LOOK = 0.04
CHECKSUM = gettext_noop("%(share)s%% of %(count)s values pass the checksum of this kind of number.")
FORM = gettext_noop("%(share)s%% of %(count)s values have the form of this kind.")
NAMED = gettext_noop("The name of the column says so.")
FORM_NAMED = gettext_noop("%(share)s%% of %(count)s values have the form of this kind, and the name of the column says so.")


@dataclass(frozen=True, slots=True)
class Column:
    """A name and values of it; missing ones are empty or left out."""

    name: str
    values: Sequence[str]


@dataclass(frozen=True, slots=True)
class Finding:
    """`share` of `count` values fit; `evidence` says it in words. `by` is "checksum", "form", "name" or "form and name"."""

    kind: str
    share: float
    count: int
    by: str

    @property
    def evidence(self) -> Say:
        text = {"checksum": CHECKSUM, "form": FORM, "name": NAMED, "form and name": FORM_NAMED}[self.by]
        return Say(text, {} if self.by == "name" else {"share": _percent(self.share), "count": f"{self.count:,}"})


@dataclass(frozen=True, slots=True)
class _Test:
    """A form, and the least share of values: where the name says nothing, and where it does."""

    fits: Callable[[str], bool]
    alone: float
    named: float
    by: str = "form"


# a share above 1 is never reached: such a kind needs the column's name
_NEVER = 2.0
_TESTS: dict[str, _Test] = {
    "resident_id": _Test(numbers.is_resident_id, 0.1, 0.02, "checksum"),
    "credit_code": _Test(numbers.is_credit_code, 0.3, 0.1, "checksum"),
    "bank_card": _Test(numbers.is_bank_card, 0.5, 0.3, "checksum"),
    "mobile": _Test(numbers.is_mobile, 0.5, 0.1),
    "landline": _Test(numbers.is_landline, 0.5, 0.2),
    "passport": _Test(numbers.is_passport, 0.95, 0.2),
    "plate": _Test(numbers.is_plate, 0.3, 0.1),
    "email": _Test(numbers.is_email, 0.1, 0.05),
    "ip": _Test(numbers.is_ip, 0.5, 0.3),
    "pair": _Test(numbers.is_pair, 0.7, 0.3),
    "latitude": _Test(numbers.is_coordinate, _NEVER, 0.5),
    "longitude": _Test(numbers.is_coordinate, _NEVER, 0.5),
    "name": _Test(texts.is_chinese_name, 0.8, 0.3),
    "address": _Test(texts.is_address, 0.5, 0.2),
    "birth_date": _Test(numbers.is_date, _NEVER, 0.5),
    "face": _Test(texts.is_picture, _NEVER, 0.3),
    "voice": _Test(texts.is_recording, _NEVER, 0.3),
}
_BY_NAME_ALONE = ("health", "financial_account", "account", "face")
_LEAST_NAMES = 12  # fewer different words are a list of choices, not persons


def detect(columns: Iterable[Column]) -> dict[str, tuple[Finding, ...]]:
    """Findings by the name of the column, the clearest first."""
    return {column.name: _look(column) for column in columns}


def _look(column: Column) -> tuple[Finding, ...]:
    values = [text for value in column.values if value and (text := value.strip())]
    if not values:
        return ()
    said = says(column.name)
    few = values[:: max(1, len(values) // FIRST_LOOK)]
    found: dict[str, Finding] = {}
    for code, test in _TESTS.items():
        least = test.named if code in said else test.alone
        if least > 1 or _share(test.fits, few) < min(WORTH_A_LOOK, least / 2):
            continue
        share = _share(test.fits, values)
        if share >= least and not (code == "name" and _are_choices(values, code in said)):
            kind = "location" if code in ("pair", "latitude", "longitude") else code
            by = test.by if test.by == "checksum" else "form and name" if code in said else "form"
            found[kind] = Finding(kind, share, len(values), by)
    if "name" in said and "name" not in found and (share := _share(texts.is_english_name, values)) >= 0.6:
        found["name"] = Finding("name", share, len(values), "form and name")
    for code in _BY_NAME_ALONE:
        if code in said and code not in found and not found:
            found[code] = Finding(code, 1.0, len(values), "name")
    return tuple(sorted(found.values(), key=lambda finding: (finding.by != "checksum", -finding.share)))


def _share(fits: Callable[[str], bool], values: Sequence[str]) -> float:
    return sum(map(fits, values)) / len(values)


def _are_choices(values: Sequence[str], named: bool) -> bool:
    return not named and len(set(values)) < min(_LEAST_NAMES, len(values) // 2 + 1)


def _percent(share: float) -> str:
    """Never rounded up to all of them."""
    return "100" if share == 1 else f"{int(share * 1000) / 10:g}"
