"""The count of one exporter's year: locked, read, moved. Only this file writes YearCount and Reservation.

Every act that changes a count locks the exporter's rows and those of its group first, in one order, newest year first; so whoever
comes later sees what was reserved before. Declared numbers are upper bounds and add up; sets of digests are united.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import F

from exchange.determination.counts import Counts, Pair, Row, add
from exchange.determination.models import Reservation, YearCount
from exchange.determination.states import LIVE, Reserved
from kernel.clock import LOCAL_ZONE

LATE = timedelta(minutes=10)
_COLUMNS = "c.id, c.organization_id, c.year, c.ordinary_reserved, c.sensitive_reserved, c.ordinary_taken, c.sensitive_taken, c.ordinary_exact, c.sensitive_exact, \
c.ordinary_outside, c.sensitive_outside, c.stated_on, c.statement_id, c.renewed"
_GROUP = """select other.organization_id from exchange_controlmember mine join exchange_controlmember other on other.group_id = mine.group_id and other.active
 where mine.organization_id = %(organization)s and mine.active and other.organization_id <> mine.organization_id"""
_READ = f"""
select {_COLUMNS}, array({_GROUP}) from exchange_yearcount c
where c.year between %(year)s - 1 and %(year)s + 1 and (c.organization_id = %(organization)s or c.organization_id in ({_GROUP}))
order by c.organization_id, c.year desc"""  # noqa: S608 - built from this file's own words
_LOCK = " for no key update of c"
_MAKE = "insert into exchange_yearcount (id, organization_id, year) values (%s, %s, %s) on conflict (organization_id, year) do nothing"
_UNITE = """
select count(*) filter (where not sensitive), count(*) filter (where sensitive) from (
  select digest, bool_or(sensitive) as sensitive from exchange_subjectdigest
  where subjects_id = any(array(select subjects_id from exchange_reservation where organization_id = %s and year = %s and exact and counted and state = any(%s)) || %s::uuid[])
  group by digest
) as persons"""
_CARRY = """
with moved as (
  update exchange_reservation set state = 'moved', state_since = %(at)s
  where organization_id = %(organization)s and year < %(year)s and state = 'reserved'
  returning deal, year, ordinary, sensitive, counted, exact, subjects_id, determination_id, consumer, dataset
), born as (
  insert into exchange_reservation (id, deal, organization_id, year, ordinary, sensitive, counted, exact, subjects_id, determination_id, consumer, dataset, state, state_since, created)
  select gen_random_uuid(), deal, %(organization)s, %(year)s, ordinary, sensitive, counted, exact, subjects_id, determination_id, consumer, dataset, 'reserved', %(at)s, %(at)s from moved
), sums as (
  select year, sum(ordinary) as ordinary, sum(sensitive) as sensitive from moved where counted and not exact group by year
), kept as (
  update exchange_subjectset set kept_until = greatest(kept_until, %(kept)s) where id in (select subjects_id from moved)
)
update exchange_yearcount c set
  ordinary_reserved = ordinary_reserved + case when c.year = %(year)s then (select coalesce(sum(ordinary), 0) from sums) else -coalesce((select ordinary from sums where sums.year = c.year), 0) end,
  sensitive_reserved = sensitive_reserved + case when c.year = %(year)s then (select coalesce(sum(sensitive), 0) from sums) else -coalesce((select sensitive from sums where sums.year = c.year), 0) end
where c.organization_id = %(organization)s and (c.year = %(year)s or c.year in (select year from sums))"""


def year_of(at: datetime) -> int:
    """The calendar year in Asia/Shanghai."""
    return at.astimezone(LOCAL_ZONE).year


def turn_of(year: int) -> datetime:
    """The first moment of the year after `year`."""
    return datetime(year + 1, 1, 1, tzinfo=LOCAL_ZONE)


def read(organization: UUID, at: datetime) -> Counts:
    """The counts as they stand, without a lock. One statement."""
    return _counts(organization, year_of(at), *_rows(organization, year_of(at)))


def locked(organization: UUID, at: datetime) -> Counts:
    """The counts of the year, locked until the transaction ends, with what was left undelivered in earlier years moved into it.

    An act that began in the last minutes of a year and comes to the lock after the next year was opened counts in the next one."""
    year = year_of(at)
    rows, others = _rows(organization, year, _LOCK)
    mine = {row.year: row for row in rows if row.organization == organization}
    if year + 1 in mine and turn_of(year) - at <= LATE:
        year += 1
    if year not in mine:
        with connection.cursor() as cursor:
            cursor.execute(_MAKE, [uuid4(), organization, year])
        rows, others = _rows(organization, year, _LOCK)
        mine = {row.year: row for row in rows if row.organization == organization}
    before = mine.get(year - 1)
    if before is not None and (before.reserved != (0, 0) or before.exact != (0, 0)) and _carried(organization, year, at):
        rows, others = _rows(organization, year)
    return _counts(organization, year, rows, others)


def carry(organization: UUID, at: datetime) -> Counts:
    """Open the year and move all that was left undelivered in earlier ones into it."""
    counts = locked(organization, at)
    _carried(organization, counts.year, at)
    return _counts(organization, counts.year, *_rows(organization, counts.year))


def _carried(organization: UUID, year: int, at: datetime) -> bool:
    rows = Reservation.objects.filter(organization=organization, year__lt=year, state=Reserved.RESERVED.value).values_list("year", "exact", "counted")
    waiting = list(rows)
    if not waiting:
        return False
    with connection.cursor() as cursor:
        cursor.execute(_CARRY, {"organization": organization, "year": year, "at": at, "kept": kept_until(year)})
    if any(exact and counted for _, exact, counted in waiting):
        for one in sorted({year, *(year for year, exact, _ in waiting if exact)}):
            reunite(organization, one)
    return True


def _rows(organization: UUID, year: int, lock: str = "") -> tuple[list[Row], list[UUID]]:
    """The rows of the exporter and its group, and who else is in the group."""
    with connection.cursor() as cursor:
        cursor.execute(_READ + lock, {"organization": organization, "year": year})
        found = cursor.fetchall()
    rows = [
        Row(pk, org, of, (ro, rs), (to, ts), (eo, es), (oo, os) if oo is not None and os is not None else None, on, statement, renewed)
        for pk, org, of, ro, rs, to, ts, eo, es, oo, os, on, statement, renewed, _ in found
    ]
    return rows, list(found[0][-1]) if found else []


def _counts(organization: UUID, year: int, rows: Sequence[Row], others: Sequence[UUID]) -> Counts:
    own = next((row for row in rows if row.organization == organization and row.year == year), None)
    if own is None:
        own = Row(uuid4(), organization, year, (0, 0), (0, 0), (0, 0), None, None, None, False)
    theirs = [row for row in rows if row.year == year and row.organization in others and row.outside is not None]
    group = add((0, 0), *(add(row.here, row.outside or (0, 0)) for row in theirs)) if len(theirs) == len(others) else None
    return Counts(year, own, len(others), group)


def move(held: Reservation, **changes: int) -> None:
    """Change the stored count of the reservation's year, whose row is locked, by so many persons a column."""
    YearCount.objects.filter(organization=held.organization_id, year=held.year).update(**{name: F(name) + by for name, by in changes.items() if by})


def raise_to(held: Reservation, most: Pair) -> None:
    """A locked reservation holds at least so many persons from now on; it never holds fewer."""
    most = (max(held.ordinary, most[0]), max(held.sensitive, most[1]))
    if held.counted and not held.exact and most != (held.ordinary, held.sensitive):
        which = "taken" if held.state == Reserved.TAKEN.value else "reserved"
        move(held, **{f"ordinary_{which}": most[0] - held.ordinary, f"sensitive_{which}": most[1] - held.sensitive})
    held.ordinary, held.sensitive = most
    held.save(update_fields=["ordinary", "sensitive"])


def count_from_now(held: Reservation, counts: Counts, at: datetime) -> Counts:
    """A locked reservation whose persons the law left out counts from now on, as declared; returns the counts with it. What went in an
    earlier year, left out then, stays left out there."""
    if held.counted or held.year != counts.year:
        return counts
    held.counted = True
    held.save(update_fields=["counted"])
    which = "taken" if held.state == Reserved.TAKEN.value else "reserved"
    move(held, **{f"ordinary_{which}": held.ordinary, f"sensitive_{which}": held.sensitive})
    return read(held.organization_id, at)


def union(organization: UUID, year: int, *more: UUID) -> Pair:
    """Persons of the exporter's live exact sets of the year, each once, with the sets in `more`: one who is sensitive in any is sensitive."""
    with connection.cursor() as cursor:
        cursor.execute(_UNITE, [organization, year, list(LIVE), list(more)])
        ordinary, sensitive = cursor.fetchone()
    return int(ordinary), int(sensitive)


def reunite(organization: UUID, year: int) -> None:
    """Store the union anew after a set came or went."""
    ordinary, sensitive = union(organization, year)
    YearCount.objects.filter(organization=organization, year=year).update(ordinary_exact=ordinary, sensitive_exact=sensitive)


def kept_until(year: int) -> date:
    """Digests of a year's persons are erased after 31 January of the next one."""
    return date(year + 1, 1, 31)
