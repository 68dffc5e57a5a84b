"""What a file from outside may cost, and the error that says why it was not read: by which rule, where, how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kernel.decision import Say


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes, counts and depths. A graph is held in memory, so its file is smaller than one that is read piece by piece."""

    file: int = 512 * 1024**2
    graph: int = 48 * 1024**2
    line: int = 64 * 1024**2
    record: int = 8 * 1024**2
    cell: int = 1024**2
    columns: int = 2_000
    depth: int = 64
    records: int = 1_000_000
    members: int = 100
    ratio: int = 200


LIMITS = Limits()


class BadInput(Exception):
    """The file cannot be read as a whole, so that nothing of it counts. `where` is a byte, a line or a name."""

    def __init__(self, rule: str, finding: Say, remedy: Say, where: str = "") -> None:
        super().__init__(f"{rule} {where}: {finding.msgid}")
        self.rule, self.finding, self.remedy, self.where = rule, finding, remedy, where

    def as_json(self) -> dict[str, Any]:
        return {"rule": self.rule, "where": self.where, "finding": self.finding.as_json(), "remedy": self.remedy.as_json()}
