"""Whose turn it is: one row per wait, written with the state. To-do lists, queues, reminders and escalation read only this."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from kernel.actor import Actor
from kernel.events import subject_type
from kernel.models import Turn
from kernel.statements import Statement

REST = timedelta(minutes=1)
_BEGIN = Statement(
    "kernel_begin_turn", "uuid, text, uuid, uuid, text, uuid, text, timestamptz, timestamptz, text",
    """insert into kernel_turn (id, subject_type, subject_id, organization, role, person, act, since, until, on_expiry)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)""",
)


def begin(
    subject: Any, *, organization: UUID, act: str, role: str, since: datetime, until: datetime | None = None, on_expiry: str = "", person: UUID | None = None
) -> Turn:
    """It is `organization`'s turn to do `act` (a permission's name) on `subject`, by people of `role` (or one `person`).

    `on_expiry` is a sentence key shown to readers and the name under settings.EXPIRIES of what the clock does then."""
    turn = Turn(
        subject_type=subject_type(subject), subject_id=subject.pk, organization=organization, act=act, role=role, since=since, until=until,
        on_expiry=on_expiry, person=person,
    )
    _BEGIN.run(turn.pk, turn.subject_type, turn.subject_id, organization, role, person, act, since, until, on_expiry)
    turn._state.adding, turn._state.db = False, "default"
    return turn


def end(subject: Any, *, at: datetime, act: str | None = None) -> int:
    """End the subject's open turns (of one act, or all)."""
    rows = Turn.objects.filter(subject_type=subject_type(subject), subject_id=subject.pk, ended=None)
    return (rows.filter(act=act) if act else rows).update(ended=at)


def waiting_for(actor: Actor) -> QuerySet[Turn]:
    """Open turns this actor may take: of its organization, in one of its roles (an owner sees
    all), addressed to all or to this person."""
    if actor.organization is None:
        return Turn.objects.none()
    mine = Q(person=None) | Q(person=actor.person)
    rows = Turn.objects.filter(mine, ended=None, organization=actor.organization)
    return rows if "owner" in actor.roles else rows.filter(role__in=[*actor.roles, ""])


def waits_on(subject: Any) -> QuerySet[Turn]:
    """Everything that is awaited about `subject` now."""
    return Turn.objects.filter(subject_type=subject_type(subject), subject_id=subject.pk, ended=None).order_by("since", "pk")


def due(at: datetime) -> QuerySet[Turn]:
    """Open turns whose time has passed."""
    return Turn.objects.filter(ended=None, until__lte=at).order_by("until", "pk")


def to_expire(at: datetime) -> QuerySet[Turn]:
    """Due turns on which the clock acts, without those on which it has just failed."""
    return due(at).exclude(on_expiry="").filter(Q(tried=None) | Q(tried__lte=at - REST))
