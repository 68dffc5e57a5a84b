"""Whose turn it is: one row per wait, written with the state. To-do lists, queues, reminders and escalation read only this."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from kernel.actor import Actor
from kernel.events import subject_type
from kernel.models import Turn
from kernel.statements import Statement

CLOCK = UUID(int=0)
"""Whose turn it is where the clock alone is waited for: it stands on nobody's list."""
# $1 now; $2 what ends, as a list of {kind, id, act, but}; $3 the new rows. The count makes the ends come before the beginnings.
_WRITE = Statement("kernel_write_turns", "timestamptz, json, json", """
with over as (
  update kernel_turn t set ended = $1 from json_to_recordset($2) as e(kind text, id uuid, act text, but text)
  where t.subject_id = e.id and t.subject_type = e.kind and t.ended is null and t.act = coalesce(e.act, t.act) and t.act is distinct from e.but
  returning 1
), ended as (select count(*) from over)
insert into kernel_turn (id, subject_type, subject_id, organization, role, person, act, since, until, on_expiry)
select b.* from ended, json_to_recordset($3) as b(
  id uuid, subject_type text, subject_id uuid, organization uuid, role text, person uuid, act text, since timestamptz, until timestamptz, on_expiry text)
""")
_COLUMNS = ("id", "subject_type", "subject_id", "organization", "role", "person", "act", "since", "until", "on_expiry")


@dataclass(slots=True)
class Turns:
    """What an act ends and begins, written by one statement when the act is done: `ended` as (kind, id, act, but)."""

    ended: list[tuple[str, UUID, str | None, str | None]] = field(default_factory=list)
    begun: list[Turn] = field(default_factory=list)

    def begin(
        self, subject: Any, *, organization: UUID, act: str, role: str, since: datetime, until: datetime | None = None, on_expiry: str = "",
        person: UUID | None = None,
    ) -> None:
        """It is `organization`'s turn to do `act` (a permission's name) on `subject`, by people of `role` (or one `person`).

        `on_expiry` is a sentence key shown to readers and the name under settings.EXPIRIES of what the clock does then."""
        self.begun.append(
            Turn(
                subject_type=subject_type(subject), subject_id=subject.pk, organization=organization, act=act, role=role, since=since, until=until,
                on_expiry=on_expiry, person=person,
            )
        )

    def end(self, subject: Any, act: str | None = None, but: str | None = None) -> None:
        """End the subject's open turns: of one act, of all, or of all but one."""
        kind = subject_type(subject)
        self.begun = [
            one for one in self.begun
            if (one.subject_type, one.subject_id) != (kind, subject.pk) or (act is not None and one.act != act) or one.act == but
        ]  # fmt: skip
        self.ended.append((kind, subject.pk, act, but))

    def write(self, at: datetime) -> None:
        if self.ended or self.begun:
            ended = [dict(zip(("kind", "id", "act", "but"), one, strict=True)) for one in self.ended]
            begun = [{name: getattr(one, name) for name in _COLUMNS} for one in self.begun]
            _WRITE.run(at, *(json.dumps(rows, default=str) for rows in (ended, begun)))
            self.ended, self.begun = [], []


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
    """Due turns on which the clock acts."""
    return due(at).exclude(on_expiry="")
