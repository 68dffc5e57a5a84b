"""Holds: a stop with one cause. The door asks before every act, every delivery access asks too."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_noop

from kernel.decision import PERMITTED, Certainty, Citation, Decision, Reason, Say, refuse
from kernel.events import subject_type
from kernel.models import Hold
from kernel.statements import Statement, array

ACT, DELIVERY, EXPORT = "act", "delivery", "export"
"""What a hold stops: every act, every delivery, or only deliveries that leave the mainland."""
_STANDING = Statement(
    "kernel_standing_holds", "uuid[], text[]", "select id from kernel_hold where subject_id = any($1) and scope = any($2) and lifted is null limit 20"
)


def place(subject: Any, *, scope: str, cause: str, at: datetime, by: UUID | None) -> Hold:
    return Hold.objects.create(subject_type=subject_type(subject), subject_id=subject.pk, scope=scope, cause=cause, placed=at, placed_by=by)


def lift(subject: Any, *, cause: str, at: datetime, by: UUID | None) -> int:
    """Lift the subject's holds of this one cause."""
    return Hold.objects.filter(subject_type=subject_type(subject), subject_id=subject.pk, cause=cause, lifted=None).update(lifted=at, lifted_by=by)


def standing(subjects: Iterable[UUID], *scopes: str) -> list[Hold]:
    """Holds in force on any of these ids (a record, and what it belongs to: see `subjects_of`)."""
    found = [pk for (pk,) in _STANDING.rows(array(subjects), array(scopes or (ACT,)))]  # nearly always none
    return list(Hold.objects.filter(pk__in=found).order_by("placed")) if found else []


def subjects_of(record: Any) -> list[UUID]:
    """The record's own id and those it names in `hold_subjects()` (its dataset, agreement, organizations)."""
    own = [record.pk] if isinstance(getattr(record, "pk", None), UUID) else []
    return [*own, *(record.hold_subjects() if hasattr(record, "hold_subjects") else [])]


def decision(found: list[Hold]) -> Decision:
    """A refusal that names each hold's cause, or permission."""
    if not found:
        return PERMITTED
    cite = (Citation("platform rules", "holds", Certainty.PLATFORM),)
    return refuse(
        *(
            Reason(
                "hold.standing", "2026.1",
                Say(gettext_noop("This is on hold since %(day)s. Cause: %(cause)s."), {"day": hold.placed.date().isoformat(), "cause": Say(hold.cause)}),
                cite,
                Say(gettext_noop("Wait until the hold is lifted, or ask whoever placed it.")),
            )
            for hold in found
        ),
        facts={"holds": len(found)},
    )
