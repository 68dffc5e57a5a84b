"""From a revision to the facts of the rule whether its right still runs, and the clock's wait for its last day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from catalog.dataset.models import DatasetRevision, RightsEnd
from catalog.rights.permissions import FALL
from catalog.rules import rights
from kernel.clock import LOCAL_ZONE
from kernel.decision import Decision, refuse
from kernel.use_case import Act

# a wait for the clock alone stands on nobody's list
CLOCK = UUID(int=0)
FALLS = "rights.fall"


def right_lasts(revision: DatasetRevision, at: datetime) -> Decision:
    """`revision` read with its rights."""
    stated = getattr(revision, "rights", None)
    return rights.lasting(stated.valid_until if stated else None, at.astimezone(LOCAL_ZONE).date())


def right_stands(revision: DatasetRevision, at: datetime) -> Decision:
    """The same, and nobody has declared it over before its day: asked before something is offered again or certified."""
    answer = right_lasts(revision, at)
    if answer.permitted and RightsEnd.objects.filter(revision=revision).exists():
        return refuse(rights.ended())
    return answer


def after_day(day: date) -> datetime:
    """The first moment in Beijing after `day`."""
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), LOCAL_ZONE)


def watch(act: Act, revision: DatasetRevision, until: date | None) -> None:
    """The clock waits for the end of the right by which this revision is listed."""
    act.done_waiting(revision, FALL)
    if until is not None:
        act.wait(revision, organization=CLOCK, act=FALL, role="clock", until=after_day(until), on_expiry=FALLS)
