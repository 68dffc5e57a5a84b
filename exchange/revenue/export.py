"""The statement as CSV, read and written in pieces; no cell can be taken for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import Any

from catalog.models import Dataset
from exchange.revenue.gather import in_pieces, parts, year_of
from exchange.revenue.models import DatasetCost
from kernel.clock import LOCAL_ZONE
from kernel.money import Money

COLUMNS = ("kind", "at", "agreement", "currency", "gross", "fee", "net", "refunded", "cost", "note")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Echo:
    """Gives back what the writer writes."""

    def write(self, text: str) -> str:
        return text


def plain(cell: Any) -> str:
    """A cell that a spreadsheet shows and does not run: what begins like a formula gets an apostrophe, unless it is a number."""
    text = str(cell)
    if not text.lstrip(" ").startswith(_FORMULA):
        return text
    try:
        float(text)
    except ValueError:
        return f"'{text}"
    return text


def csv_lines(dataset: Dataset, year: int) -> Iterator[str]:
    """A line for each transaction of the year, the oldest first, then one for each standing cost."""
    writer = csv.writer(_Echo())

    def line(cells: Sequence[Any]) -> str:
        return str(writer.writerow([plain(cell) for cell in cells]))

    yield "\ufeff" + line(COLUMNS)
    for row in in_pieces(dataset, year):
        moved = parts(row)
        if any(moved[name] for name in ("gross", "fee", "net", "refunded")):
            amounts = [Money(moved[name], moved["currency"]).amount for name in ("gross", "fee", "net", "refunded")]
            yield line([row.kind, row.at.astimezone(LOCAL_ZONE).isoformat(timespec="seconds"), row.agreement_id, moved["currency"], *amounts, "", ""])
    since, until = year_of(year)
    costs = DatasetCost.objects.standing().filter(dataset=dataset, organization=dataset.provider_id, month__gte=since.date(), month__lt=until.date())
    for cost in costs.order_by("month", "id").iterator(500):
        yield line([f"cost: {cost.kind}", cost.month.isoformat(), "", cost.currency, "", "", "", "", cost.amount.amount, cost.note])
