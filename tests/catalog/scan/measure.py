"""Precision and recall of the detectors on the held-out tables: `python -m tests.catalog.scan.measure` prints them."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from django.conf import settings

if not settings.configured:  # words of the rules are kept untranslated
    settings.configure(USE_I18N=False)

from catalog.rules.detectors import Column, detect
from tests.catalog.scan import heldout

SAME = {"financial_account": "account"}


@dataclass(slots=True)
class Score:
    """Columns rightly found, wrongly found, missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0


def measure(tables: list[list[heldout.Labelled]]) -> tuple[dict[str, Score], list[str]]:
    """Scores by kind over all columns, most of which hold none; and what went wrong, in words."""
    scores: dict[str, Score] = {}
    errors = []
    for table in tables:
        findings = detect(Column(one.header, one.values) for one in table)
        for column in table:
            found = {SAME.get(one.kind, one.kind) for one in findings[column.header]}
            for kind in found | column.kinds:
                score = scores.setdefault(kind, Score())
                score.right += kind in found and kind in column.kinds
                score.wrong += kind in found - column.kinds
                score.missed += kind in column.kinds - found
            if found != column.kinds:
                errors.append(f"{column.header}: {sorted(column.kinds)} -> {sorted(found)} {column.values[:4]}")
    return scores, errors


def main() -> None:
    tables = heldout.tables()
    scores, errors = measure(tables)
    columns = [column for table in tables for column in table]
    sys.stdout.write(f"held out: {len(tables)} tables, {len(columns)} columns, {sum(not column.kinds for column in columns)} with none, {heldout.ROWS} rows each\n")
    sys.stdout.write(f"{'kind':<16}{'columns':>8}{'precision':>11}{'recall':>8}\n")
    for kind, score in sorted(scores.items()):
        sys.stdout.write(f"{kind:<16}{score.right + score.missed:>8}{score.precision:>11.3f}{score.recall:>8.3f}\n")
    if "--errors" in sys.argv:
        sys.stdout.write("\n".join(errors) + "\n")


if __name__ == "__main__":
    main()
