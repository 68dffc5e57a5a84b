"""The judge: grades every record for every need by the rule of README.md, without any search engine of ours. `python -m tests.catalog.search.relevance.judging`
writes grades.txt again; `--pool` prints titles that simple methods find and the judge gives nothing, for reading.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.catalog.search.relevance.records import Record

FOLDER = Path(__file__).parent
MOST_OF_A_GRADE = 400


@dataclass(frozen=True, slots=True)
class Need:
    """`concepts`: pattern and whether the publisher's name counts like the title; the first is the core."""

    language: str
    kind: str
    query: str
    concepts: tuple[tuple[re.Pattern[str], bool], ...]
    but: re.Pattern[str] | None

    def grade(self, record: Record) -> int:
        title, other = record.title.lower(), record.other.lower()
        if self.but and self.but.search(title):
            return 0
        held = [2 if pattern.search(f"{title} {record.publisher.lower()}" if place else title) else 1 if pattern.search(other) else 0 for pattern, place in self.concepts]
        if min(held) == 2:
            return 3
        if held[0] == 2:
            return 2 if min(held) else int(sum(map(bool, held)) * 2 >= len(held))
        return 1 if min(held) else 0


def needs() -> list[Need]:
    found = []
    for line in (FOLDER / "needs.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        head, query, about = (part.strip() for part in line.split(" | ", 2))
        language, kind = head.split()
        about, _, but = about.partition("!!")
        concepts = tuple((re.compile(each.strip().lstrip("@")), each.strip().startswith("@")) for each in about.split(" ; "))
        found.append(Need(language, kind, query, concepts, re.compile(but.strip()) if but else None))
    return found


def grades() -> dict[str, dict[str, int]]:
    """The committed grades: query, digest of record, grade 1 to 3. What is not named has grade 0."""
    found: dict[str, dict[str, int]] = {}
    for line in (FOLDER / "grades.txt").read_text(encoding="utf-8").splitlines():
        query, grade, digests = line.split("\t")
        found.setdefault(query, {}).update(dict.fromkeys(digests.split(), int(grade)))
    return found


def judged(all_records: Iterable[Record]) -> dict[str, dict[int, list[str]]]:
    table: dict[str, dict[int, list[str]]] = {need.query: {} for need in needs()}
    for record in all_records:
        for need in _NEEDS:
            if grade := need.grade(record):
                table[need.query].setdefault(grade, []).append(record.digest)
    return table


_NEEDS = needs()


def main() -> None:
    import django

    django.setup()
    from tests.catalog.search.relevance.records import records

    all_records = list(records())
    table = judged(all_records)
    if "--pool" in sys.argv:
        return pool(all_records)
    lines = []
    for query, by_grade in table.items():
        for grade in (3, 2, 1):
            digests = sorted(by_grade.get(grade, []))
            # a list of hundreds of weak answers tells nothing: the ideal page is full long before
            if digests and (grade == 3 or len(digests) <= MOST_OF_A_GRADE):
                lines.append(f"{query}\t{grade}\t{' '.join(digests)}")
    (FOLDER / "grades.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for need in _NEEDS:
        by_grade = table[need.query]
        print(f"{need.language} {need.kind:12} {need.query:40} " + " ".join(f"{grade}: {len(by_grade.get(grade, [])):4}" for grade in (3, 2, 1)))


def pool(all_records: list[Record]) -> None:
    """Titles the judge gives nothing that share most character pairs or words with the query or with one of its best answers."""
    for need in _NEEDS:
        asked = _pieces(need.query)
        scored = sorted(((len(asked & _pieces(record.title)) / (len(asked) or 1), record.title) for record in all_records if not need.grade(record)), reverse=True)
        print(f"## {need.query}: " + " / ".join(f"{title[:46]} ({score:.1f})" for score, title in scored[:4] if score >= 0.5))


def _pieces(text: str) -> set[str]:
    pieces: set[str] = set()
    for run in re.findall(r"[一-鿿]+|[a-z0-9.]+", text.lower()):
        pieces |= {run[at : at + 2] for at in range(len(run) - 1)} if ord(run[0]) > 255 else {run}
    return pieces


if __name__ == "__main__":
    main()
