"""One rule of a path: a small dated object that says when it applies, where the law says so, and what to do about it.

Rules are asked in order and the first that applies decides the path. A rule sees a `View`: values of the facts it `reads`, each hard fact
of `flags` under a key of its own. Asking for what is unknown raises KeyError, and the search above tries its values. `reads` names every key `applies` may ask for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from exchange.rules.border.determination import Article, LegalCertainty, Path
from exchange.rules.border.law import EVER
from kernel.decision import Say

View = Mapping[str, Any]
FLAG = "flags."


class Papers(StrEnum):
    """Which set of papers a rule's path asks for."""

    NONE = "none"
    REFUSAL = "refusal"
    SCOPE = "scope"
    ASSESSMENT = "assessment"
    CONTRACT = "contract"
    AREA_CONTRACT = "area_contract"
    EXEMPT = "exempt"
    OFF_LIST = "off_list"
    NO_PERSONS = "no_persons"
    SECTOR = "sector"


@dataclass(frozen=True, slots=True)
class Rule:
    """`articles`: the deciding one first; those not in force on the day drop out. `persons`: True where the rule speaks of personal
    information, False where there is none, None where it may be either. `until` is the last day."""

    id: str
    path: Path
    papers: Papers
    articles: tuple[Article, ...]
    reads: tuple[str, ...]
    applies: Callable[[View], bool]
    legal_certainty: LegalCertainty
    finding: Say
    remedy: Say | None = None
    persons: bool | None = True
    since: date = EVER
    until: date = date.max

    @property
    def dated(self) -> bool:
        return self.since != EVER or self.until != date.max

    def speaks(self, day: date) -> bool:
        return self.since <= day <= self.until


def flag(name: str) -> str:
    return FLAG + name


def personal(view: View) -> bool:
    """De-identified data is personal information whatever is said about it (PIPL 73(3))."""
    return bool(view["contains_pi"]) or view["treatment"] == "deidentified"


def personal_for_sure(view: View) -> bool:
    """The same where either fact may be unknown."""
    return view.get("contains_pi") is True or view.get("treatment") == "deidentified"


PERSONAL = ("contains_pi", "treatment")
