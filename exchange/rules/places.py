"""Places as ISO 3166-1 alpha-2 codes, and which of them the law on data export counts as abroad.

Hong Kong, Macao and Taiwan are outside the mainland's legal territory for data: a recipient there is a recipient abroad.
"""

from __future__ import annotations

from collections.abc import Iterable

from accounts.rules.countries import CODES, HOME as MAINLAND

__all__ = ["CODES", "MAINLAND", "abroad", "foreign", "not_home", "unrecognized"]


def abroad(code: str) -> bool | None:
    """Whether the place lies outside the mainland; None when the code is no known place."""
    if code not in CODES:
        return None
    return code != MAINLAND


def foreign(codes: Iterable[str]) -> tuple[str, ...]:
    """The known places abroad among `codes`, sorted, each once."""
    return tuple(sorted({code for code in codes if abroad(code)}))


def not_home(codes: Iterable[str]) -> tuple[str, ...]:
    """What among `codes` is abroad or no known place: none of it may count as the mainland."""
    return tuple(sorted({code for code in codes if abroad(code) is not False}))


def unrecognized(codes: Iterable[str]) -> tuple[str, ...]:
    """What among `codes` is no known place."""
    return tuple(sorted({code for code in codes if abroad(code) is None}))
