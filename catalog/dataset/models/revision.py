"""A revision: one edition of a dataset, frozen by the database from its first listing on."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.utils.translation import get_language

from catalog.dataset.sight import outside_hidden_zones, verified_reader
from catalog.dataset.states import OPEN, REVISION
from catalog.rules.visibility import PUBLIC_LIMIT, SampleNature
from kernel import clock
from kernel.actor import Actor

CONTENT = (
    "dataset_id", "number", "title_zh", "title_en", "description_zh", "description_en", "keywords", "industry", "zone_id", "coverage_zh", "coverage_en", "places",
    "covers_from", "covers_until", "frequency", "updated_on", "persons", "synthetic", "grade", "personal", "sensitive", "sample_nature", "sample", "created",
    "frozen_at", "promises", "questions", "digest",
)


# what was finalized and then returned or taken back may be edited again; what was listed once never
_REOPENED = "OLD.state = 'submitted' AND NEW.state IN ('draft', 'returned') AND NEW.frozen_at IS NULL"


class RevisionQuerySet(QuerySet["DatasetRevision"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever sees the dataset sees its listed and former revisions, but those whose own grade or zone is closed to them; work in progress is its provider's and the operator's."""
        from catalog.dataset.models.dataset import Dataset

        if actor.is_system:
            return self
        rows = self.filter(dataset__in=Dataset.objects.visible_to(actor).values("pk"))
        if actor.jurisdiction:
            return rows.exclude(state__in=["draft", "discarded"])
        shown = Q(state__in=["listed", "superseded", "revoked"])
        if actor.organization is None:
            return rows.filter(shown & Q(grade__lte=PUBLIC_LIMIT) & outside_hidden_zones(actor))
        from catalog.dataset.models.grant import AccessGrant

        held = Exists(AccessGrant.objects.in_force(clock.now()).filter(dataset=OuterRef("dataset"), organization_id=actor.organization))
        seen = outside_hidden_zones(actor) & (Q(grade__lte=PUBLIC_LIMIT) | Q(verified_reader(actor)))
        return rows.filter(Q(dataset__provider_id=actor.organization) | (shown & (seen | Q(held))))


class DatasetRevision(models.Model):
    """`number` counts from 1 per dataset; `version` counts edits (If-Match). `grade`, `personal`, `sensitive` follow the fields.

    `promises` are catalog/rules/quality.Promise's, `questions` catalog/rules/questions.py's. Finalized (at its submission) a revision
    has `frozen_at` and `digest` (SHA-256, catalog/dataset/content.py). `reviewer` and `review_until` stand while it is under review."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    dataset = models.ForeignKey("catalog.Dataset", on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)
    state = models.TextField()
    state_since = models.DateTimeField()
    created = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True)
    title_zh = models.TextField(blank=True, default="")
    title_en = models.TextField(blank=True, default="")
    description_zh = models.TextField(blank=True, default="")
    description_en = models.TextField(blank=True, default="")
    keywords = ArrayField(models.TextField(), default=list)
    industry = models.TextField(blank=True, default="")
    zone = models.ForeignKey("catalog.Zone", on_delete=models.PROTECT, null=True, related_name="+")
    coverage_zh = models.TextField(blank=True, default="")
    coverage_en = models.TextField(blank=True, default="")
    places = ArrayField(models.TextField(), default=list)
    covers_from = models.DateField(null=True)
    covers_until = models.DateField(null=True)
    frequency = models.TextField(blank=True, default="irregular")
    updated_on = models.DateField(null=True)
    persons = models.PositiveBigIntegerField(null=True)
    synthetic = models.BooleanField(default=False)
    grade = models.PositiveSmallIntegerField(null=True)
    personal = models.BooleanField(default=False)
    sensitive = models.BooleanField(default=False)
    sample_nature = models.TextField(default=SampleNature.NONE)
    sample = models.JSONField(default=list)
    promises = models.JSONField(default=dict, db_default=Value({}, models.JSONField()))
    questions = models.JSONField(default=list, db_default=Value([], models.JSONField()))
    digest = models.BinaryField(null=True)
    reviewer = models.UUIDField(null=True)
    review_until = models.DateTimeField(null=True)
    revoked_reason = models.TextField(blank=True, default="", db_default="")

    machine = REVISION
    objects = RevisionQuerySet.as_manager()

    class Meta:
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[str(state) for state in REVISION.states]), name="revision_state_known"),
            models.UniqueConstraint(fields=["dataset", "number"], name="revision_number_once"),
            models.UniqueConstraint(fields=["dataset"], condition=Q(state__in=[str(state) for state in OPEN]), name="revision_one_in_work"),
            models.UniqueConstraint(fields=["dataset"], condition=Q(state="listed"), name="revision_one_listed"),
            models.CheckConstraint(condition=~Q(state__in=["listed", "superseded", "revoked"]) | Q(frozen_at__isnull=False), name="revision_listed_is_frozen"),
            models.CheckConstraint(condition=Q(sample_nature__in=[str(nature) for nature in SampleNature]), name="revision_sample_nature_known"),
            models.CheckConstraint(condition=Q(sensitive=False) | Q(personal=True), name="revision_sensitive_is_personal"),
            models.CheckConstraint(condition=~Q(state="revoked") | ~Q(revoked_reason=""), name="revision_revoked_says_why"),
            models.CheckConstraint(
                condition=Q(covers_from=None) | Q(covers_until=None) | Q(covers_until__gte=models.F("covers_from")), name="revision_coverage_in_order"
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["review_until", "id"], condition=Q(state="submitted"), name="revision_review_queue"),
            models.Index(fields=["reviewer", "review_until", "id"], condition=Q(state="submitted"), name="revision_review_of"),
        ]
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(
                name="revision_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.frozen_at IS NOT NULL AND NOT (" + _REOPENED + ") AND ({old}) IS DISTINCT FROM ({new})".format(
                        old=", ".join(f"OLD.{name}" for name in CONTENT), new=", ".join(f"NEW.{name}" for name in CONTENT)
                    )
                ),
            ),
            pgtrigger.Protect(name="revision_kept", operation=pgtrigger.Delete, condition=pgtrigger.Condition("OLD.frozen_at IS NOT NULL")),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return self._in_language(self.title_zh, self.title_en)

    @property
    def description(self) -> str:
        return self._in_language(self.description_zh, self.description_en)

    @property
    def coverage(self) -> str:
        return self._in_language(self.coverage_zh, self.coverage_en)

    @property
    def frozen(self) -> bool:
        return self.frozen_at is not None

    @staticmethod
    def _in_language(zh: str, en: str) -> str:
        """The reader's language, or the other one where nothing is written yet."""
        return (en or zh) if (get_language() or "").startswith("en") else (zh or en)

    def hold_subjects(self) -> list[uuid.UUID]:
        return [self.dataset_id]
