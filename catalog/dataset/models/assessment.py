"""The assessment kept with a grading: the facts it was derived from and the release of the rules, so that it can be run again."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q, QuerySet

from catalog.dataset.models.classification import Classification
from kernel.actor import Actor
from kernel.models import AppendOnly


class AssessmentQuerySet(QuerySet["GradeAssessment"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever sees the grading."""
        return self if actor.is_system else self.filter(classification__in=Classification.objects.visible_to(actor).values("pk"))


class GradeAssessment(AppendOnly):
    """`facts` as catalog.rules.assessment.AssessmentFacts writes them, `derived` a grade for each field, `grade` the highest of these."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    classification = models.OneToOneField("catalog.Classification", on_delete=models.PROTECT, related_name="assessment")
    release = models.TextField()
    facts = models.JSONField()
    derived = models.JSONField()
    grade = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    objects = AssessmentQuerySet.as_manager()

    class Meta(AppendOnly.Meta):
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [models.CheckConstraint(condition=Q(grade__range=(1, 6)), name="assessment_grade_known")]

    def __str__(self) -> str:
        return self.release
