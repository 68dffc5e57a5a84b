"""The dataset: what a provider has, with its place in the world. Its words and fields stand in its revisions."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from catalog.dataset.sight import shown_to
from catalog.dataset.states import DATASET, DatasetState
from catalog.rules.visibility import Visibility
from kernel import clock
from kernel.actor import Actor


class DatasetQuerySet(QuerySet["Dataset"]):
    def visible_to(self, actor: Actor) -> Self:
        """Its provider sees a dataset always; operator and regulators once it left the drawer, and one that was withdrawn only if it was
        ever listed; others while it is listed and its grade, its provider's choice and its zone permit (catalog/dataset/sight.py), and
        whoever holds a grant as long as that runs."""
        if actor.is_system:
            return self
        if actor.jurisdiction:
            return self.exclude(state=DatasetState.DRAFT).exclude(state=DatasetState.WITHDRAWN, current=None)
        listed = Q(state=DatasetState.LISTED) & shown_to(actor, dataset="pk", zone="current__zone")
        if actor.organization is None:
            return self.filter(listed)
        return self.filter(listed | Q(provider_id=actor.organization) | self._held_by(actor))

    def _held_by(self, actor: Actor) -> Q:
        from catalog.dataset.models.grant import AccessGrant

        held = Exists(AccessGrant.objects.in_force(clock.now()).filter(dataset=OuterRef("pk"), organization_id=actor.organization))  # type: ignore[misc]
        return ~Q(state=DatasetState.DRAFT) & Q(held)


class Dataset(models.Model):
    """`current` is the listed revision (kept after withdrawal), `working` the one being prepared; `grade` is current's.

    `visibility` is the provider's choice of readers, `key` its own name for the dataset in manifests."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="datasets")
    state = models.TextField()
    state_since = models.DateTimeField()
    created = models.DateTimeField()
    listed_at = models.DateTimeField(null=True)
    grade = models.PositiveSmallIntegerField(null=True)
    current = models.ForeignKey("catalog.DatasetRevision", on_delete=models.PROTECT, null=True, related_name="+")
    working = models.ForeignKey("catalog.DatasetRevision", on_delete=models.PROTECT, null=True, related_name="+")
    visibility = models.TextField(default=Visibility.PUBLIC, db_default=Visibility.PUBLIC)
    key = models.TextField(null=True)

    machine = DATASET
    objects = DatasetQuerySet.as_manager()

    class Meta:
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[str(state) for state in DATASET.states]), name="dataset_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["listed", "suspended"]) | Q(current__isnull=False, grade__isnull=False, listed_at__isnull=False),
                name="dataset_listed_has_revision",
            ),
            models.CheckConstraint(condition=Q(visibility__in=[str(one) for one in Visibility]), name="dataset_visibility_known"),
            models.UniqueConstraint(fields=["provider", "key"], name="dataset_key_once"),
            models.CheckConstraint(condition=Q(grade=None) | Q(grade__range=(1, 5)), name="dataset_never_lists_core_data"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["provider", "-created", "-id"], name="dataset_of_provider"),
            models.Index(fields=["state", "-state_since", "-id"], name="dataset_by_state"),
        ]

    def __str__(self) -> str:
        return str(self.face or self.pk)

    @property
    def face(self) -> Any:
        """The revision to name the dataset by: the listed one, else the one in work."""
        return self.current or self.working

    @property
    def title(self) -> str:
        return self.face.title if self.face else ""

    def hold_subjects(self) -> list[uuid.UUID]:
        return [self.provider_id]


class DatasetReader(models.Model):
    """An organization that the provider named as a reader, asked while the dataset's visibility is `named`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="readers", db_index=False)
    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["organization", "dataset"], name="reader_once")]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["dataset"], name="reader_of_dataset")]
