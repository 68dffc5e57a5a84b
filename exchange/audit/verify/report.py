"""What a verification found: each finding names its row and says in a sentence what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import attrgetter

MOST_KEPT = 100


@dataclass(frozen=True, slots=True)
class Finding:
    """`place` is the log index it concerns, for ordering; `row` names the row, `what` says what is wrong."""

    place: int
    row: str
    what: str

    def __str__(self) -> str:
        return f"{self.row}: {self.what}"


@dataclass(slots=True)
class Report:
    """The findings (the first hundred are kept, all are counted) and how much was looked at."""

    entries: int = 0
    checkpoints: int = 0
    waiting: int = 0
    count: int = 0
    findings: list[Finding] = field(default_factory=list)

    def add(self, place: int, row: str, what: str) -> None:
        self.count += 1
        if len(self.findings) < MOST_KEPT:
            self.findings.append(Finding(place, row, what))

    @property
    def first(self) -> Finding | None:
        """The finding with the lowest place in the log."""
        return min(self.findings, key=attrgetter("place"), default=None)
