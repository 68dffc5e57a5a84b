"""The kernel's tables: events and their outbox, turns, holds, idempotency keys, probes, keys, blobs and the movable clock.

What is `AppendOnly` is refused UPDATE, DELETE and TRUNCATE twice: by triggers, and because the application's role is
granted INSERT and SELECT only (`manage.py grant`).
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.lookups import LessThanOrEqual

from kernel.actor import Actor

APPEND_ONLY_TRIGGERS = [
    pgtrigger.Protect(name="refuse_change", operation=pgtrigger.Update | pgtrigger.Delete),
    pgtrigger.Trigger(
        name="refuse_truncate",
        operation=pgtrigger.Truncate,
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
    ),
]


class AppendOnly(models.Model):
    """Base of tables whose rows are written once."""

    class Meta:
        abstract = True
        triggers: ClassVar[list[Any]] = APPEND_ONLY_TRIGGERS


def _payload(key: str, *, path: str = "") -> Func:
    """SQL for one text value of the event's payload, computed by the database itself."""
    keys = f"{{{key},{path}}}" if path else f"{{{key}}}"
    return Func(F("payload"), Value(keys), template="((%(expressions)s))", arg_joiner=")::jsonb #>> (", output_field=models.TextField())


class Event(AppendOnly):
    """One fact that happened, complete in `payload`: canonical JSON text, the bytes the log hashes. Every other column
    but `id` is generated from it by the database, so no column can disagree with what was sealed."""

    id = models.BigAutoField(primary_key=True)
    payload = models.TextField()
    name = models.GeneratedField(expression=_payload("name"), output_field=models.TextField(), db_persist=True)
    at = models.GeneratedField(expression=_payload("at"), output_field=models.TextField(), db_persist=True)
    subject_type = models.GeneratedField(expression=_payload("subject", path="type"), output_field=models.TextField(), db_persist=True)
    subject_id = models.GeneratedField(expression=_payload("subject", path="id"), output_field=models.TextField(), db_persist=True)
    subject_seq = models.GeneratedField(
        expression=Func(_payload("subject", path="seq"), template="(%(expressions)s)::integer"), output_field=models.IntegerField(), db_persist=True
    )
    organization = models.GeneratedField(expression=_payload("actor", path="organization"), output_field=models.TextField(null=True), db_persist=True)

    class Meta(AppendOnly.Meta):
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["subject_type", "subject_id", "subject_seq"], name="event_subject_order"),
            # the log's entry bundles write an entry's length in two bytes (C2SP tlog-tiles)
            models.CheckConstraint(
                condition=LessThanOrEqual(Func("payload", function="octet_length", output_field=models.IntegerField()), 65_535), name="event_fits_a_bundle"
            ),
        ]


class EventParty(AppendOnly):
    """Which organizations may read an event: an index beside the log, written with the event."""

    id = models.BigAutoField(primary_key=True)
    # no foreign key in the database, here and below: written by the event's own statement, and no event is ever deleted
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="parties", db_index=False, db_constraint=False)
    organization = models.UUIDField()

    class Meta(AppendOnly.Meta):
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["organization", "event"], name="event_party_once")]


class Outbox(models.Model):
    """What a reader still has to do about an event; the reader deletes the row in the transaction that stores its effect."""

    id = models.BigAutoField(primary_key=True)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, db_index=False, db_constraint=False)
    reader = models.TextField()
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    not_before = models.DateTimeField(null=True)
    error = models.TextField(blank=True, default="", db_default="")

    class Meta:
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["reader", "event"], name="outbox_once_per_reader")]


class Turn(models.Model):
    """A wait: who must act on what, since when, until when, and what happens then. Open while `ended` is null. One that is handed on after its
    deadline keeps that, so `until` may lie before `since`: it is overdue from the start."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    subject_type = models.TextField()
    subject_id = models.UUIDField()
    organization = models.UUIDField()
    role = models.TextField()
    person = models.UUIDField(null=True)
    act = models.TextField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    on_expiry = models.TextField(blank=True, default="")
    ended = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "organization", "act", "person"],
                condition=Q(ended=None),
                nulls_distinct=False,
                name="turn_open_once",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organization", "since", "id"], condition=Q(ended=None), name="turn_waiting"),
            models.Index(fields=["until", "id"], condition=Q(ended=None, until__isnull=False), name="turn_due"),
            models.Index(fields=["subject_id"], name="turn_subject"),
        ]


class Setback(models.Model):
    """A row on which a background task failed: it is left out of the task's rounds until `until` (see rounds.py)."""

    id = models.BigAutoField(primary_key=True)
    task = models.TextField()
    subject = models.UUIDField()
    attempts = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)
    error = models.TextField()

    class Meta:
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["subject", "task"], name="setback_once_per_task")]


class Hold(models.Model):
    """A stop on a subject with one cause; lifting one never lifts another. `scope` is "act", "delivery" or "export"."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    subject_type = models.TextField()
    subject_id = models.UUIDField()
    scope = models.TextField()
    cause = models.TextField()
    placed = models.DateTimeField()
    placed_by = models.UUIDField(null=True)
    lifted = models.DateTimeField(null=True)
    lifted_by = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [models.CheckConstraint(condition=Q(scope__in=["act", "delivery", "export"]), name="hold_scope_known")]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["subject_id"], condition=Q(lifted=None), name="hold_standing")]


class IdempotencyKey(models.Model):
    """The first answer to a key, stored in the transaction of its act. `scope` hashes organization, principal, method, route, key."""

    scope = models.BinaryField(primary_key=True)
    digest = models.BinaryField()
    status = models.PositiveSmallIntegerField()
    body = models.TextField()  # JSON as it was sent: jsonb would reorder its keys
    at = models.DateTimeField(db_index=True)


class Probe(models.Model):
    """How often an actor asked for what it cannot see, per minute: counted, not written one by one."""

    actor = models.TextField()
    minute = models.DateTimeField()
    count = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["actor", "minute"], name="probe_per_minute")]


class Key(models.Model):
    """A secret under envelope encryption: `wrapped` opens only with the key-encryption key `wrapped_by`.

    `kind` is "ed25519" (signing; `public` is the raw 32 bytes) or "secret" (32 random bytes for HMAC). A destroyed key has
    no `wrapped` any more and can never come back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.TextField()
    purpose = models.TextField()
    organization = models.UUIDField(null=True)
    public = models.BinaryField(null=True)
    wrapped = models.BinaryField(null=True)
    wrapped_by = models.TextField(blank=True, default="")
    created = models.DateTimeField()
    retired = models.DateTimeField(null=True)
    destroyed = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["purpose", "organization"], condition=Q(retired=None, destroyed=None), nulls_distinct=False, name="key_current_once"
            ),
            models.CheckConstraint(condition=Q(destroyed=None) | Q(wrapped=None), name="key_destroyed_is_gone"),
        ]


class BlobQuerySet(models.QuerySet["Blob"]):
    def visible_to(self, actor: Actor) -> Self:
        """An organization's own files; whoever may read another's is judged by what the file belongs to."""
        if actor.is_system or actor.jurisdiction:
            return self
        return self.filter(organization=actor.organization) if actor.organization else self.none()


class Blob(models.Model):
    """A file as an ordered run of immutable parts. `complete` once closed: then size and digest are final."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organization = models.UUIDField()
    media_type = models.TextField()
    name = models.TextField()
    size = models.BigIntegerField(default=0)
    sha256 = models.BinaryField(null=True)
    declared_sha256 = models.BinaryField(null=True)
    declared_size = models.BigIntegerField(null=True)
    created = models.DateTimeField()
    completed = models.DateTimeField(null=True)

    objects = BlobQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(size__gte=0), name="blob_size_not_negative"),
            models.CheckConstraint(condition=Q(completed=None) | Q(sha256__isnull=False), name="blob_complete_has_digest"),
        ]


class BlobPart(models.Model):
    """One stored piece: bytes [start, start+size) of its blob, under `path` in the blob storage."""

    id = models.BigAutoField(primary_key=True)
    blob = models.ForeignKey(Blob, on_delete=models.CASCADE, related_name="parts")
    start = models.BigIntegerField()
    size = models.BigIntegerField()
    path = models.TextField()

    class Meta:
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["blob", "start"], name="blob_part_once")]


class ClockOffset(models.Model):
    """The one row that moves the demo's clock; unused where settings.CLOCK_MOVABLE is off."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    offset = models.DurationField()

    class Meta:
        constraints: ClassVar[list[Any]] = [models.CheckConstraint(condition=Q(id=1), name="clock_offset_single")]
