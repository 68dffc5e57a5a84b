"""The dataset: what a provider has, with its place in the world. Its words and fields stand in its revisions."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from catalog.dataset.sight import outside_hidden_zones, verified_reader
from catalog.dataset.states import DATASET, DatasetState
from catalog.rules.visibility import PUBLIC_LIMIT
from kernel import clock
from kernel.actor import Actor


class DatasetQuerySet(QuerySet["Dataset"]):
    def visible_to(self, actor: Actor) -> Self:
        """Its provider sees a dataset always; operator and regulators once it left the drawer, and one that was withdrawn only if it was
        ever listed; others while it is listed, its grade permits
        (catalog/rules/visibility.py) and its zone is not closed to them, and whoever holds a grant as long as that runs."""
        if actor.is_system:
            return self
        if actor.jurisdiction:
            return self.exclude(state=DatasetState.DRAFT).exclude(state=DatasetState.WITHDRAWN, current=None)
        listed = Q(state=DatasetState.LISTED) & outside_hidden_zones(actor, "current__zone")
        public = listed & Q(grade__lte=PUBLIC_LIMIT)
        if actor.organization is None:
            return self.filter(public)
        return self.filter(public | Q(provider_id=actor.organization) | self._beyond_the_public(actor, listed))

    def _beyond_the_public(self, actor: Actor, listed: Q) -> Q:
        from catalog.dataset.models.grant import AccessGrant

        held = Exists(AccessGrant.objects.in_force(clock.now()).filter(dataset=OuterRef("pk"), organization_id=actor.organization))  # type: ignore[misc]
        return (listed & Q(verified_reader(actor))) | (~Q(state=DatasetState.DRAFT) & Q(held))


class Dataset(models.Model):
    """`current` is the listed revision (kept after withdrawal), `working` the one being prepared; `grade` is current's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="datasets")
    state = models.TextField()
    state_since = models.DateTimeField()
    created = models.DateTimeField()
    listed_at = models.DateTimeField(null=True)
    grade = models.PositiveSmallIntegerField(null=True)
    current = models.ForeignKey("catalog.DatasetRevision", on_delete=models.PROTECT, null=True, related_name="+")
    working = models.ForeignKey("catalog.DatasetRevision", on_delete=models.PROTECT, null=True, related_name="+")

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
