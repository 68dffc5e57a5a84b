"""From a revision to the facts of the rule whether its right still runs, and the clock's wait for its last day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from catalog.dataset.models import Dataset, DatasetRevision
from catalog.rights.models import RightRegistration
from catalog.rights.permissions import FALL
from catalog.rights.states import Registration
from catalog.rules import registration, rights
from kernel.clock import LOCAL_ZONE
from kernel.decision import PERMITTED, Decision, refuse
from kernel.use_case import Act

# a wait for the clock alone stands on nobody's list
CLOCK = UUID(int=0)
FALLS = "rights.fall"


def right_lasts(revision: DatasetRevision, at: datetime) -> Decision:
    """`revision` read with its rights. A statement that cites a registration lasts as long as its provider holds that."""
    stated, day = getattr(revision, "rights", None), at.astimezone(LOCAL_ZONE).date()
    answer = rights.lasting(stated.valid_until if stated else None, day)
    if not answer.permitted or stated is None or stated.registration_id is None:
        return answer
    return registered(stated.registration_id, revision.dataset_id, day)


def registered(registration_id: UUID, dataset_id: UUID, day: date) -> Decision:
    """Does the registration still stand, for the provider of this dataset?"""
    provider = Dataset.objects.filter(pk=dataset_id).values("provider")
    row = RightRegistration.objects.filter(pk=registration_id).annotate(provided=Q(holder__in=provider)).get()
    if row.shown_state(day) == Registration.REGISTERED and row.provided:
        return PERMITTED
    return refuse(registration.fallen(str(row)))


def right_stands(revision: DatasetRevision, at: datetime) -> Decision:
    """The same, and nobody has declared it over before its day: asked before something is offered again or certified."""
    answer = right_lasts(revision, at)
    if answer.permitted and hasattr(revision, "rights_end"):
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
