"""The ledger's entries of one dataset's deals, added up by the database for one year; and its transactions one by one, by keyset.

Proceeds are the entries on the provider's payable, fees those on the exchange's fee accounts, whatever moved them, so a reversal takes off
what it undoes; what came into the escrow and went back to the buyer is told beside them and is no revenue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Prefetch

from catalog.models import Dataset
from exchange.settlement.models import LedgerEntry, LedgerTransaction
from exchange.settlement.posting import Kind
from kernel.clock import LOCAL_ZONE

PIECE = 500
_SUMS = """
select date_trunc('month', t.at at time zone %(zone)s)::date as month, c.currency, coalesce(sum(e.amount_minor) filter (where c.kind = 'payable'), 0),
  coalesce(sum(e.amount_minor) filter (where c.kind = 'fee'), 0), coalesce(-sum(e.amount_minor) filter (where c.kind = 'escrow' and t.kind = 'refund'), 0),
  count(distinct t.id) filter (where t.kind = 'release'), 0
from exchange_agreement a join exchange_ledgertransaction t on t.agreement_id = a.id join exchange_ledgerentry e on e.transaction_id = t.id
  join exchange_ledgeraccount c on c.id = e.account_id
where a.dataset_id = %(dataset)s and t.at >= %(since)s and t.at < %(until)s group by 1, 2
union all
select month, currency, 0, 0, 0, 0, sum(amount_minor) from exchange_datasetcost s
where dataset_id = %(dataset)s and organization_id = %(provider)s and month >= %(first)s and month < %(last)s and cancels_id is null
  and not exists (select 1 from exchange_datasetcost o where o.cancels_id = s.id) group by 1, 2
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One month (or the whole year) in one currency, in minor units: `gross` = `fee` + `net`; `result` = `net` - `cost`."""

    currency: str
    month: date | None
    sales: int = 0
    net: int = 0
    fee: int = 0
    refunded: int = 0
    cost: int = 0

    @property
    def gross(self) -> int:
        return self.net + self.fee

    @property
    def result(self) -> int:
        return self.net - self.cost


def year_of(year: int) -> tuple[datetime, datetime]:
    """The first moment of a year in Beijing, and of the next one."""
    return datetime(year, 1, 1, tzinfo=LOCAL_ZONE), datetime(year + 1, 1, 1, tzinfo=LOCAL_ZONE)


def lines(dataset: Dataset, year: int) -> list[Line]:
    """Months in which anything was earned, given back or spent, by currency."""
    since, until = year_of(year)
    sums: dict[tuple[date, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    told: dict[str, Any] = {
        "zone": str(LOCAL_ZONE), "dataset": dataset.pk, "provider": dataset.provider_id, "since": since, "until": until, "first": since.date(), "last": until.date(),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_SUMS, told)
        for month, currency, net, fee, refunded, sales, cost in cursor.fetchall():
            line = sums[month, currency]
            line[:] = [a + int(b) for a, b in zip(line, (sales, net, fee, refunded, cost), strict=True)]
    return [Line(currency, month, *values) for (month, currency), values in sorted(sums.items()) if any(values)]


def totals(found: list[Line]) -> list[Line]:
    """The year, a line for each currency."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    for line in found:
        sums[line.currency] = [a + b for a, b in zip(sums[line.currency], (line.sales, line.net, line.fee, line.refunded, line.cost), strict=True)]
    return [Line(currency, None, *values) for currency, values in sorted(sums.items())]


def transactions(dataset: Dataset, year: int) -> Any:
    """The dataset's transactions of a year, for a keyset page."""
    since, until = year_of(year)
    rows = LedgerTransaction.objects.filter(agreement__dataset=dataset, agreement__provider=dataset.provider_id, at__gte=since, at__lt=until)
    return rows.prefetch_related(Prefetch("entries", LedgerEntry.objects.select_related("account")))


def in_pieces(dataset: Dataset, year: int) -> Iterator[LedgerTransaction]:
    """All of them, the oldest first, read in pieces."""
    rows = transactions(dataset, year).order_by("at", "id")
    last: LedgerTransaction | None = None
    while True:
        found = list((rows.filter(at__gte=last.at).exclude(at=last.at, id__lte=last.pk) if last else rows)[:PIECE])
        yield from found
        if len(found) < PIECE:
            return
        last = found[-1]


def parts(row: LedgerTransaction) -> dict[str, Any]:
    """What one transaction moved: gross, fee, net and refunded, in minor units."""
    sums: dict[str, int] = defaultdict(int)
    for entry in row.entries.all():
        sums[entry.account.kind] += entry.amount_minor
    net, fee = sums[Kind.PAYABLE], sums[Kind.FEE]
    currency = next(entry.account.currency for entry in row.entries.all())
    return {"currency": currency, "gross": net + fee, "fee": fee, "net": net, "refunded": -sums[Kind.ESCROW] if row.kind == "refund" else 0}


def own(actor: Any, dataset: UUID) -> Dataset | None:
    """The acting organization's dataset."""
    return Dataset.objects.filter(pk=dataset, provider=actor.organization).select_related("current", "working").first() if actor.organization else None
