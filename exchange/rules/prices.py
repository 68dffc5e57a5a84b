"""When prices of a category may be told, and how roughly: the exchange's own policy, so that no deal can be recovered from the figures.

- A group is told if it holds at least 5 deals of at least 3 providers and 3 buyers, and no provider or buyer has more than half of them.
- The number of deals is rounded down to a multiple of 5. The range is told by half-open cells of one digit: every deal cost at least the low end and less
  than the high end. The median is rounded to two digits. All three are always told, by the same rounding whatever the deals cost: every figure stands for a
  whole cell of prices, and a figure that were left out would itself tell something.
- Periods are calendar quarters and years in Beijing, counted once when they are over and never again: no two figures differ by one deal's coming or going.
- A year is told only if what it holds beyond its told quarters is nothing, or is itself a group that may be told: else the quarters could be
  subtracted from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

RELEASE = "2026.3"
LEAST_DEALS, LEAST_PROVIDERS, LEAST_BUYERS, STEP = 5, 3, 3, 5
LEAST_UNIT = 10
"""Minor units: no figure is finer, so that a cell never holds one price alone."""


@dataclass(frozen=True, slots=True)
class Group:
    """Deals of one category and currency in one period; prices in minor units. `provider_most` are the deals of the busiest provider."""

    deals: int
    providers: int
    buyers: int
    provider_most: int
    buyer_most: int
    low: int
    median: int
    high: int


@dataclass(frozen=True, slots=True)
class Told:
    """`deals` is a least number; prices in minor units: every deal costs at least `low` and less than `high`."""

    deals: int
    median: int
    low: int
    high: int


def may_be_told(group: Group) -> bool:
    enough = group.deals >= LEAST_DEALS and group.providers >= LEAST_PROVIDERS and group.buyers >= LEAST_BUYERS
    return enough and 2 * max(group.provider_most, group.buyer_most) <= group.deals


def told(group: Group, rest: Group | None = None) -> Told | None:
    """The figures, or None where the group is too small. `rest` are the deals of a year beyond its told quarters, None where there are none."""
    if not may_be_told(group) or (rest is not None and not may_be_told(rest)):
        return None
    return Told(group.deals - group.deals % STEP, nearest(group.median, 2), downward(group.low, 1), upward(group.high + 1, 1))


def _unit(minor: int, digits: int) -> int:
    return max(LEAST_UNIT, int(10 ** (len(str(minor)) - digits)))


def downward(minor: int, digits: int) -> int:
    """The amount cut to its first digits."""
    unit = _unit(minor, digits)
    return int(minor // unit * unit)


def upward(minor: int, digits: int) -> int:
    unit = _unit(minor, digits)
    return int(-(-minor // unit) * unit)


def nearest(minor: int, digits: int) -> int:
    """Half up."""
    unit = _unit(minor, digits)
    return int((2 * minor + unit) // (2 * unit) * unit)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A calendar quarter ("2026-Q3") or year ("2026"); `quarter` is 0 for a year."""

    year: int
    quarter: int

    @property
    def name(self) -> str:
        return f"{self.year}-Q{self.quarter}" if self.quarter else str(self.year)

    @property
    def since(self) -> date:
        return date(self.year, 3 * self.quarter - 2 if self.quarter else 1, 1)

    @property
    def until(self) -> date:
        """The first day after it."""
        if self.quarter in (0, 4):
            return date(self.year + 1, 1, 1)
        return date(self.year, 3 * self.quarter + 1, 1)


def ended(first: date, today: date, most: int) -> list[Period]:
    """Periods that are over `today`, from the one that holds `first` on, in order of their end: quarters before their year. At most `most`."""
    found: list[Period] = []
    for year in range(first.year, today.year + 1):
        for quarter in (1, 2, 3, 4, 0):
            period = Period(year, quarter)
            if first < period.until <= today:
                found.append(period)
    return found[:most]
