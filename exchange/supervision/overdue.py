"""What is overdue at the border: steps of cases whose last day is over, and contracts that were not filed in time. Nothing is decided here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from exchange.clearance.models import Clearance
from exchange.clearance.states import LIVE
from exchange.export_case import clocks, queue, words
from kernel.actor import Actor

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Late:
    """`due` was the last day, `days` how many working days ago."""

    number: str
    what: str
    waits_for: str
    due: date
    days: int
    url: str


def overdue(actor: Actor, organization: UUID, now: datetime) -> tuple[list[Late], bool]:
    """The first SHOWN, the longest overdue first, and whether there are more. Two statements, each one range of an index."""
    cases = queue.overdue(actor, now, SHOWN + 1)
    rows = Clearance.objects.visible_to(actor).filter(overdue=True, state__in=[state.value for state in LIVE], filing_due__isnull=False)
    filings = rows.select_related("exporter").defer("credential").order_by("filing_due", "id")[: SHOWN + 1]
    found = [*(_case(one, organization, now) for one in cases), *(_filing(one, organization, now) for one in filings)]
    found.sort(key=lambda one: (one.due, one.number))
    return found[:SHOWN], len(found) > SHOWN


def _case(row: Any, organization: UUID, now: datetime) -> Late:
    day = clocks.day_of(row.due)
    url = reverse("export_case.case", args=[organization, row.pk])
    return Late(row.number, f"{words.badge(row)[1]} · {row.title}", words.waits_for(row), day, -clocks.left(row.due, now), url)


def _filing(row: Clearance, organization: UUID, now: datetime) -> Late:
    assert row.filing_due is not None  # noqa: S101 - narrowed by the query
    url = reverse("clearance.one", args=[organization, row.pk])
    return Late(row.number, _("Filing of the standard contract; deliveries are held"), row.exporter.name, row.filing_due, clocks.between(row.filing_due, clocks.day_of(now)), url)
