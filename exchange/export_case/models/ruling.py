"""What was said about a case: opinions, outcomes of the real authority as recorded here, and the desk's signed letters."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from exchange.export_case.models.case import ExportCase
from exchange.export_case.states import Whose
from kernel.models import AppendOnly


class Opinion(AppendOnly):
    """A reviewer's opinion of one round; the exporter does not see it before the decision."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(ExportCase, on_delete=models.PROTECT, related_name="opinions", db_index=False)
    number = models.PositiveSmallIntegerField()
    kind = models.TextField()
    text = models.TextField()
    conditions = models.JSONField(default=list)
    article = models.TextField(blank=True, default="")
    person = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["case", "number"], name="opinion_number_once"),
            models.CheckConstraint(condition=Q(kind__in=["approve", "conditions", "refuse", "returned"]), name="opinion_kind_known"),
        ]

    def __str__(self) -> str:
        return self.kind


class Outcome(models.Model):
    """What an authority or a certification body decided outside this system: recorded by one person, confirmed by another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(ExportCase, on_delete=models.PROTECT, related_name="outcomes", db_index=False)
    kind = models.TextField()
    whose = models.TextField(default=Whose.AUTHORITY.value)
    body = models.TextField()
    number = models.TextField(blank=True, default="")
    issued_on = models.DateField()
    valid_until = models.DateField(null=True)
    conditions = models.JSONField(default=list)
    remark = models.TextField(blank=True, default="")
    recorded_by = models.UUIDField()
    recorded = models.DateTimeField()
    confirmed_by = models.UUIDField(null=True)
    confirmed = models.DateTimeField(null=True)
    declined = models.BooleanField(default=False)

    class Meta:
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(kind__in=["accepted", "refused", "filing_number", "certificate"]), name="outcome_kind_known"),
            models.CheckConstraint(condition=Q(whose__in=[whose.value for whose in Whose]), name="outcome_whose_known"),
            models.CheckConstraint(condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("recorded_by")), name="outcome_two_persons"),
            models.CheckConstraint(condition=Q(valid_until=None) | Q(valid_until__gt=F("issued_on")), name="outcome_valid_for_a_time"),
            models.UniqueConstraint(fields=["case"], condition=Q(confirmed=None), name="outcome_one_open"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["case", "-recorded"], name="outcome_of_case")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class Letter(AppendOnly):
    """What was sent to the exporter in writing, in both languages, signed with the exchange's key over its canonical bytes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(ExportCase, on_delete=models.PROTECT, related_name="letters", db_index=False)
    number = models.TextField(unique=True)
    kind = models.TextField()
    whose = models.TextField()
    text_zh = models.TextField()
    text_en = models.TextField()
    digest = models.TextField()
    key = models.UUIDField()
    public_key = models.TextField()
    signature = models.TextField()
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [models.CheckConstraint(condition=Q(digest__regex="^[0-9a-f]{64}$"), name="letter_digest_form")]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["case", "at"], name="letter_of_case")]

    def __str__(self) -> str:
        return self.number
