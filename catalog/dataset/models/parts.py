"""What belongs to one revision and is frozen with it: the rows of the data dictionary and the files."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from catalog.dataset.choices import SERVICE_OUTCOMES
from kernel.actor import Actor

# a part may be written only while its revision may: asked by the database, because nothing else sees every way of writing
_REFUSE_WHEN_FROZEN = """
IF TG_OP <> 'INSERT' AND EXISTS (SELECT 1 FROM catalog_datasetrevision WHERE id = OLD.{column} AND frozen_at IS NOT NULL) THEN
  RAISE EXCEPTION 'revision % is frozen', OLD.{column} USING ERRCODE = 'restrict_violation';
END IF;
IF TG_OP <> 'DELETE' AND EXISTS (SELECT 1 FROM catalog_datasetrevision WHERE id = NEW.{column} AND frozen_at IS NOT NULL) THEN
  RAISE EXCEPTION 'revision % is frozen', NEW.{column} USING ERRCODE = 'restrict_violation';
END IF;
IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
RETURN NEW;
"""


def frozen_with_revision(name: str, column: str = "revision_id") -> pgtrigger.Trigger:
    """A trigger that refuses any change to a part of a frozen revision."""
    return pgtrigger.Trigger(
        name=name, when=pgtrigger.Before, operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete, func=_REFUSE_WHEN_FROZEN.format(column=column)
    )


class DataField(models.Model):
    """One row of the data dictionary. `treatment` says what was done to protect it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    revision = models.ForeignKey("catalog.DatasetRevision", on_delete=models.CASCADE, related_name="fields", db_index=False)
    position = models.PositiveSmallIntegerField()
    name = models.TextField()
    type = models.TextField()
    unit = models.TextField(blank=True, default="")
    meaning_zh = models.TextField(blank=True, default="")
    meaning_en = models.TextField(blank=True, default="")
    treatment = models.TextField(blank=True, default="")
    personal = models.BooleanField(default=False)
    sensitive = models.BooleanField(default=False)
    category = models.TextField(blank=True, default="", db_default="")
    grade = models.PositiveSmallIntegerField(default=1)

    class Meta:
        app_label = "catalog"
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["revision", "position"], name="field_position_once"),
            models.UniqueConstraint(fields=["revision", "name"], name="field_name_once"),
            models.CheckConstraint(condition=Q(grade__range=(1, 6)), name="field_grade_known"),
            models.CheckConstraint(condition=Q(sensitive=False) | Q(personal=True), name="field_sensitive_is_personal"),
        ]
        triggers: ClassVar[list[Any]] = [frozen_with_revision("field_frozen")]

    def __str__(self) -> str:
        return self.name

    @property
    def meaning(self) -> str:
        english = (get_language() or "").startswith("en")
        return (self.meaning_en or self.meaning_zh) if english else (self.meaning_zh or self.meaning_en)


class ServiceEndpoint(models.Model):
    """Where a service holds the data, and how its connection test went: `outcome` is a key of choices.SERVICE_OUTCOMES."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    revision = models.OneToOneField("catalog.DatasetRevision", on_delete=models.CASCADE, related_name="service")
    url = models.TextField()
    outcome = models.TextField()
    status = models.PositiveSmallIntegerField(null=True)
    tested = models.DateTimeField()

    class Meta:
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [models.CheckConstraint(condition=Q(outcome__in=list(SERVICE_OUTCOMES)), name="service_outcome_known")]
        triggers: ClassVar[list[Any]] = [frozen_with_revision("service_frozen")]


class DistributionQuerySet(QuerySet["Distribution"]):
    def visible_to(self, actor: Actor) -> Self:
        from catalog.dataset.models.revision import DatasetRevision

        return self if actor.is_system else self.filter(revision__in=DatasetRevision.objects.visible_to(actor).values("pk"))


class Distribution(models.Model):
    """One file of a revision. `completed` once all bytes arrived and the digest was checked; the bytes are a kernel Blob."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    revision = models.ForeignKey("catalog.DatasetRevision", on_delete=models.CASCADE, related_name="distributions")
    blob = models.ForeignKey("kernel.Blob", on_delete=models.PROTECT, related_name="+")
    name = models.TextField()
    media_type = models.TextField()
    method = models.TextField(default="download")
    size = models.BigIntegerField(null=True)
    sha256 = models.BinaryField(null=True)
    created = models.DateTimeField()
    completed = models.DateTimeField(null=True)

    objects = DistributionQuerySet.as_manager()

    class Meta:
        app_label = "catalog"
        ordering: ClassVar[list[str]] = ["created", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["revision", "name"], name="distribution_name_once"),
            models.CheckConstraint(condition=Q(method__in=["download"]), name="distribution_method_known"),
            models.CheckConstraint(condition=Q(completed=None) | Q(size__isnull=False, sha256__isnull=False), name="distribution_complete_has_digest"),
        ]
        triggers: ClassVar[list[Any]] = [frozen_with_revision("distribution_frozen")]

    def __str__(self) -> str:
        return self.name

    @property
    def sha256_hex(self) -> str:
        return bytes(self.sha256).hex() if self.sha256 else ""

    def hold_subjects(self) -> list[uuid.UUID]:
        return []
