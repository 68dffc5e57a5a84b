"""Agreements -> the groups that price facts are told of, by the database: nothing is loaded deal by deal."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Min

from exchange.agreement.models import Agreement
from exchange.price.models import PricePeriod
from exchange.rules.prices import Group, Period, ended
from kernel.clock import LOCAL_ZONE

MOST = 40
# deals that came into force in the period, at a price; free ones have no price to tell
_GROUPS = """
with deals as (
  select r.industry, a.currency, a.provider_id, a.consumer_id, a.price_minor
  from exchange_agreement a join catalog_datasetrevision r on r.id = a.revision_id
  where a.in_force_from >= %(since)s and a.in_force_from < %(until)s and a.price_minor > 0 and r.industry <> '' and not (%(rest)s and exists (
    select 1 from exchange_pricefact f where f.quarterly and f.industry = r.industry and f.currency = a.currency
    and a.in_force_from >= (f.since::timestamp at time zone %(zone)s) and a.in_force_from < ((f.since + interval '3 months')::timestamp at time zone %(zone)s)))
), providers as (
  select industry, currency, max(n) as most from (select industry, currency, provider_id, count(*) as n from deals group by 1, 2, 3) p group by 1, 2
), buyers as (
  select industry, currency, max(n) as most from (select industry, currency, consumer_id, count(*) as n from deals group by 1, 2, 3) b group by 1, 2
)
select d.industry, d.currency, count(*), count(distinct d.provider_id), count(distinct d.consumer_id), max(p.most), max(b.most), min(d.price_minor),
  percentile_disc(0.5) within group (order by d.price_minor), max(d.price_minor)
from deals d join providers p using (industry, currency) join buyers b using (industry, currency) group by 1, 2
"""


def groups(period: Period, *, beyond_quarters: bool = False) -> dict[tuple[str, str], Group]:
    """Groups by industry and currency; `beyond_quarters` leaves out the deals of quarters that were told."""
    told: dict[str, Any] = {"since": _moment(period.since), "until": _moment(period.until), "rest": beyond_quarters, "zone": str(LOCAL_ZONE)}
    with connection.cursor() as cursor:
        cursor.execute(_GROUPS, told)
        return {(industry, currency): Group(*map(int, counted)) for industry, currency, *counted in cursor.fetchall()}


def due(today: date) -> list[Period]:
    """Periods that are over and were not counted, the earliest first."""
    first: datetime | None = Agreement.objects.filter(in_force_from__isnull=False).aggregate(first=Min("in_force_from"))["first"]
    if first is None:
        return []
    counted = set(PricePeriod.objects.values_list("name", flat=True))
    every = ended(first.astimezone(LOCAL_ZONE).date(), today, 1_000)
    return [period for period in every if period.name not in counted][:MOST]


def _moment(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), LOCAL_ZONE)
