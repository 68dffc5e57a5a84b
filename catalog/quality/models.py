"""Tables of quality: what was measured of a revision, promises found broken, and the revisions to look at."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, QuerySet

from catalog.dataset.models import DatasetRevision
from catalog.quality.states import BREACH, STANDING
from catalog.rules.quality import Dimension, Measure
from kernel.actor import Actor
from kernel.models import AppendOnly


class MeasurementQuerySet(QuerySet["QualityMeasurement"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever sees the revision."""
        return self if actor.is_system else self.filter(revision__in=DatasetRevision.objects.visible_to(actor).values("pk"))


class QualityMeasurement(AppendOnly):
    """One measuring of a revision by the rules of `release`, resting on `scans`. `measures` maps each dimension to its Measure; `columns`
    holds per column its name, type and shares, never a value; `basis` is the digest of all that went in, so that nothing is measured twice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    revision = models.ForeignKey("catalog.DatasetRevision", on_delete=models.PROTECT, related_name="quality_measurements", db_index=False)
    dataset = models.ForeignKey("catalog.Dataset", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    release = models.TextField()
    scans = ArrayField(models.UUIDField())
    basis = models.BinaryField()
    promise = models.JSONField()
    measures = models.JSONField()
    columns = models.JSONField()
    score = models.PositiveSmallIntegerField(null=True)

    objects = MeasurementQuerySet.as_manager()

    class Meta(AppendOnly.Meta):
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["revision", "basis"], name="quality_measured_once"),
            models.CheckConstraint(condition=Q(score=None) | Q(score__lte=100), name="quality_score_is_a_percentage"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["revision", "-at", "-id"], name="quality_newest")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def values(self) -> tuple[Measure, ...]:
        return tuple(Measure(one, **self.measures[one]) for one in Dimension)


class BreachQuerySet(QuerySet["QualityBreach"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever sees the revision: a broken promise is told to those it was made to."""
        return self if actor.is_system else self.filter(revision__in=DatasetRevision.objects.visible_to(actor).values("pk"))


class QualityBreach(models.Model):
    """A promise of a listed revision that was not kept: `found` beside `promised`. `answer` is the provider's public word on it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    dataset = models.ForeignKey("catalog.Dataset", on_delete=models.PROTECT, related_name="quality_breaches")
    revision = models.ForeignKey("catalog.DatasetRevision", on_delete=models.PROTECT, related_name="+")
    name = models.TextField()
    promised = models.TextField()
    found = models.TextField()
    state = models.TextField(default=BREACH.initial)
    state_since = models.DateTimeField()
    created = models.DateTimeField()
    answer = models.TextField(blank=True, default="")
    answered_by = models.UUIDField(null=True)

    machine = BREACH
    objects = BreachQuerySet.as_manager()

    class Meta:
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[str(state) for state in BREACH.states]), name="breach_state_known"),
            models.UniqueConstraint(fields=["dataset", "name"], condition=Q(state__in=[str(state) for state in STANDING]), name="breach_one_standing"),
            models.CheckConstraint(condition=~Q(state="answered") | (~Q(answer="") & Q(answered_by__isnull=False)), name="breach_answered_in_words"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def provider_id(self) -> uuid.UUID:
        return self.dataset.provider_id

    def hold_subjects(self) -> list[uuid.UUID]:
        return [self.dataset_id]


class QualityLook(models.Model):
    """A revision to be measured anew, because an event told of a scan, a listing or a promise. The round that has measured it takes it away."""

    revision = models.OneToOneField("catalog.DatasetRevision", on_delete=models.CASCADE, primary_key=True, related_name="+")
    since = models.DateTimeField(db_index=True)

    class Meta:
        app_label = "catalog"
