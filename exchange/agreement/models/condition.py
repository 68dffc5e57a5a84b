"""Conditions of an agreement: what must happen first, by whom, since when and until when, and the evidence that met it."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from exchange.agreement.models.agreement import Agreement
from exchange.agreement.states import Blocks
from exchange.rules.domestic import KINDS, Shown
from kernel.models import AppendOnly


class Condition(models.Model):
    """`kind` names it, `organization` and `role` must act by `act` (a permission's name); `met_by` is the event that met it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="conditions", db_index=False)
    kind = models.TextField()
    blocks = models.TextField()
    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+", db_index=False)
    role = models.TextField()
    act = models.TextField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    met_at = models.DateTimeField(null=True)
    met_by = models.BigIntegerField(null=True)

    class Meta:
        app_label = "exchange"
        ordering: ClassVar[list[str]] = ["blocks", "since", "kind"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["agreement", "kind"], name="condition_once"),
            models.CheckConstraint(condition=Q(blocks__in=[blocks.value for blocks in Blocks]), name="condition_blocks_known"),
            models.CheckConstraint(condition=Q(met_at=None, met_by=None) | Q(met_at__isnull=False, met_by__isnull=False), name="condition_met_by_an_event"),
        ]

    def __str__(self) -> str:
        return self.kind

    @property
    def met(self) -> bool:
        return self.met_at is not None


class Evidence(AppendOnly):
    """The provider's statement on one lawful-basis duty: what was done, when, and where the paper is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="evidence", db_index=False)
    kind = models.TextField()
    answer = models.TextField()
    reference = models.TextField()
    done_on = models.DateField()
    document_sha256 = models.TextField(blank=True, default="")
    person = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["agreement", "kind"], name="evidence_once"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="evidence_kind_known"),
            models.CheckConstraint(condition=Q(answer__in=[answer.value for answer in Shown]), name="evidence_answer_known"),
        ]

    def __str__(self) -> str:
        return self.reference
