"""What differs between two contents of a revision (catalog/dataset/content.py): a line for each place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

LONGEST = 400


@dataclass(frozen=True, slots=True)
class Difference:
    """`place` is a path such as fields.delay.grade; an empty side is what was not there."""

    place: str
    before: str
    after: str


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    old, new = dict(_leaves("", before)), dict(_leaves("", after))
    return [Difference(place, old.get(place, ""), new.get(place, "")) for place in dict.fromkeys([*new, *old]) if old.get(place, "") != new.get(place, "")]


def _leaves(place: str, value: Any) -> Iterator[tuple[str, str]]:
    """Rows of a table are told apart by their name, so that a row put in front does not change all others."""
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from _leaves(f"{place}.{name}" if place else str(name), part)
    elif isinstance(value, list) and value and all(isinstance(row, Mapping) for row in value):
        seen: dict[str, int] = {}
        for position, row in enumerate(value, 1):
            name = str(row.get("name") or row.get("name_en") or position)
            seen[name] = seen.get(name, 0) + 1
            yield from _leaves(f"{place}.{name}" + (f" ({seen[name]})" if seen[name] > 1 else ""), row)
    elif isinstance(value, list):
        yield place, ", ".join(str(one) for one in value)[:LONGEST]
    else:
        yield place, "" if value is None else str(value)[:LONGEST]
