"""One pilot programme: its document, what it covers, its caps and what is used of them. What was written down is frozen by the database."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import get_language

from exchange.pilot.states import MACHINE, State
from exchange.rules.pilot import Scope, Used
from kernel.actor import Actor

FROZEN = (
    "number", "name_zh", "name_en", "scenarios_zh", "scenarios_en", "authority", "document_number", "document_date", "purposes", "destinations", "since", "until", "exports_cap",
    "ordinary_cap", "sensitive_cap", "example", "drafted_by", "created",
)  # fmt: skip


class PilotQuerySet(QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """What runs or ran is public; what was never confirmed is the operator's and the regulators'."""
        return self if actor.is_system or actor.jurisdiction else self.public()

    def public(self) -> Self:
        return self.exclude(confirmed=None)


class Pilot(models.Model):
    """`purposes` are codes of the terms, `destinations` ISO codes; `since` to `until` with both days. Caps count exports and persons as declared
    under the pilot; a cap of 0 persons admits none. `blob` is the authority's document, `sha256` its digest. `example` marks one that shows how
    pilots work and nothing real. `cause` says why it ended. `_by` are persons."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.TextField(unique=True)
    name_zh = models.TextField()
    name_en = models.TextField()
    scenarios_zh = models.TextField()
    scenarios_en = models.TextField()
    authority = models.TextField()
    document_number = models.TextField()
    document_date = models.DateField()
    blob = models.ForeignKey("kernel.Blob", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    sha256 = models.TextField(blank=True, default="")
    purposes = ArrayField(models.TextField())
    destinations = ArrayField(models.CharField(max_length=2))
    since = models.DateField()
    until = models.DateField()
    exports_cap = models.BigIntegerField()
    ordinary_cap = models.BigIntegerField()
    sensitive_cap = models.BigIntegerField()
    exports_used = models.BigIntegerField(default=0)
    ordinary_used = models.BigIntegerField(default=0)
    sensitive_used = models.BigIntegerField(default=0)
    example = models.BooleanField(default=False)
    state = models.TextField(default=State.DRAFTED.value)
    state_since = models.DateTimeField()
    cause = models.TextField(blank=True, default="")
    drafted_by = models.UUIDField()
    proposed_by = models.UUIDField(null=True)
    confirmed_by = models.UUIDField(null=True)
    confirmed = models.DateTimeField(null=True)
    stopped_by = models.UUIDField(null=True)
    created = models.DateTimeField()

    machine = MACHINE
    objects = PilotQuerySet.as_manager()

    class Meta:
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[state.value for state in State]), name="pilot_state_known"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="pilot_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(exports_cap__gte=1, ordinary_cap__gte=0, sensitive_cap__gte=0), name="pilot_caps_not_negative"),
            models.CheckConstraint(
                condition=Q(
                    exports_used__gte=0, ordinary_used__gte=0, sensitive_used__gte=0,
                    exports_used__lte=F("exports_cap"), ordinary_used__lte=F("ordinary_cap"), sensitive_used__lte=F("sensitive_cap"),
                ),
                name="pilot_used_within_caps",
            ),
            models.CheckConstraint(condition=Q(confirmed_by=None) | (~Q(confirmed_by=F("proposed_by")) & ~Q(confirmed_by=F("drafted_by"))), name="pilot_two_persons"),
            models.CheckConstraint(condition=~Q(state=State.RUNNING.value) | Q(confirmed_by__isnull=False, blob__isnull=False), name="pilot_runs_confirmed_with_a_document"),
            models.CheckConstraint(condition=Q(confirmed=None, confirmed_by=None) | Q(confirmed__isnull=False, confirmed_by__isnull=False), name="pilot_confirmed_at"),
            models.CheckConstraint(condition=Q(sha256="", blob=None) | Q(sha256__regex="^[0-9a-f]{64}$", blob__isnull=False), name="pilot_document_digest"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["-created", "-id"], name="pilot_newest"),
            models.Index(fields=["-confirmed", "-id"], condition=Q(confirmed__isnull=False), name="pilot_public_newest"),
        ]
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(name="pilot_frozen", operation=pgtrigger.Update, condition=pgtrigger.AnyChange(*FROZEN)),
            pgtrigger.Protect(name="pilot_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def name(self) -> str:
        return self.name_zh if (get_language() or "").startswith("zh") else self.name_en

    @property
    def scenarios(self) -> str:
        return self.scenarios_zh if (get_language() or "").startswith("zh") else self.scenarios_en

    @property
    def scope(self) -> Scope:
        return Scope(frozenset(self.purposes), frozenset(self.destinations), self.since, self.until)

    @property
    def caps(self) -> Used:
        return Used(self.exports_cap, self.ordinary_cap, self.sensitive_cap)

    @property
    def used(self) -> Used:
        return Used(self.exports_used, self.ordinary_used, self.sensitive_used)
