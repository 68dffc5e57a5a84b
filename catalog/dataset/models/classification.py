"""Gradings of a revision's fields: what was proposed, by whom, and which second person confirmed it."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q, QuerySet

from catalog.dataset.classification_states import MACHINE
from kernel.actor import Actor


class ClassificationQuerySet(QuerySet["Classification"]):
    def visible_to(self, actor: Actor) -> Self:
        """The provider's own affair, and of what was handed in operator and regulators may look into it; buyers see the grades only."""
        from catalog.dataset.models.revision import DatasetRevision

        if actor.is_system:
            return self
        if actor.jurisdiction:
            return self.filter(revision__in=DatasetRevision.objects.visible_to(actor).values("pk"))
        return self.filter(dataset__provider_id=actor.organization) if actor.organization else self.none()


class Classification(models.Model):
    """`fields_digest` fixes the fields as they stood, so that a later change is seen; `checked_release` is the release of the rules under
    which it was last found to be high enough."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    dataset = models.ForeignKey("catalog.Dataset", on_delete=models.PROTECT, related_name="+")
    revision = models.ForeignKey("catalog.DatasetRevision", on_delete=models.PROTECT, related_name="classifications")
    state = models.TextField()
    state_since = models.DateTimeField()
    grade = models.PositiveSmallIntegerField()
    grounds = models.TextField()
    fields_digest = models.BinaryField()
    proposed_by = models.UUIDField()
    proposed = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided = models.DateTimeField(null=True)
    remark = models.TextField(blank=True, default="")
    checked_release = models.TextField(blank=True, default="", db_default="")

    machine = MACHINE
    objects = ClassificationQuerySet.as_manager()

    class Meta:
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[str(state) for state in MACHINE.states]), name="classification_state_known"),
            models.UniqueConstraint(fields=["revision"], condition=Q(state__in=["proposed", "confirmed"]), name="classification_one_standing"),
            models.CheckConstraint(condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")), name="classification_two_persons"),
            models.CheckConstraint(condition=~Q(state="confirmed") | Q(decided_by__isnull=False, decided__isnull=False), name="classification_confirmed_by_someone"),
            models.CheckConstraint(condition=Q(grade__range=(1, 6)), name="classification_grade_known"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["checked_release"], condition=Q(state="confirmed"), name="classification_to_check")]

    def hold_subjects(self) -> list[uuid.UUID]:
        return [self.dataset_id]
