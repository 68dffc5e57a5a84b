"""The open lane: that a revision is open under a licence, who applied to it, and each download."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q, QuerySet

from catalog.openlane.states import APPLICATION, RELEASE
from catalog.rules.open_lane import LICENCES, MODES
from kernel.actor import Actor
from kernel.models import AppendOnly


class OpenReleaseQuerySet(QuerySet["OpenRelease"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever sees the dataset."""
        from catalog.dataset.models import Dataset

        return self if actor.is_system else self.filter(dataset__in=Dataset.objects.visible_to(actor).values("pk"))

    def standing(self) -> Self:
        """Open, and of the revision that is listed now."""
        return self.filter(state="open", dataset__state="listed", dataset__current=F("revision"))


class OpenRelease(models.Model):
    """A revision opened under `licence`. `facts` is what its provider declared for the border, `judged` what the law answered to it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    dataset = models.ForeignKey("catalog.Dataset", on_delete=models.PROTECT, related_name="+", db_index=False)
    revision = models.ForeignKey("catalog.DatasetRevision", on_delete=models.PROTECT, related_name="+")
    mode = models.TextField()
    licence = models.TextField()
    state = models.TextField()
    state_since = models.DateTimeField()
    created = models.DateTimeField()
    declared_by = models.UUIDField()
    facts = models.JSONField()
    judged = models.JSONField()

    machine = RELEASE
    objects = OpenReleaseQuerySet.as_manager()

    class Meta:
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[str(state) for state in RELEASE.states]), name="open_release_state_known"),
            models.CheckConstraint(condition=Q(mode__in=list(MODES), licence__in=list(LICENCES)), name="open_release_mode_known"),
            models.UniqueConstraint(fields=["dataset"], condition=Q(state="open"), name="open_release_one_open"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["dataset", "-created", "-id"], name="open_release_of_dataset")]

    def __str__(self) -> str:
        return str(self.pk)

    def hold_subjects(self) -> list[uuid.UUID]:
        return [self.dataset_id]


class OpenApplicationQuerySet(QuerySet["OpenApplication"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever applied, the provider, whoever runs the dataset's zone, the exchange and the regulators."""
        if actor.is_system or actor.jurisdiction:
            return self
        mine = Q(organization_id=actor.organization) | Q(release__dataset__provider_id=actor.organization) | Q(release__revision__zone__operator_id=actor.organization)
        return self.filter(mine) if actor.organization else self.none()


class OpenApplication(models.Model):
    """`purpose` is the applicant's word, `reason` that of whoever refused."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    release = models.ForeignKey(OpenRelease, on_delete=models.PROTECT, related_name="applications", db_index=False)
    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+", db_index=False)
    purpose = models.TextField()
    state = models.TextField()
    state_since = models.DateTimeField()
    created = models.DateTimeField()
    requested_by = models.UUIDField()
    decided_by = models.UUIDField(null=True)
    reason = models.TextField(blank=True, default="")

    machine = APPLICATION
    objects = OpenApplicationQuerySet.as_manager()

    class Meta:
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[str(state) for state in APPLICATION.states]), name="open_application_state_known"),
            models.UniqueConstraint(fields=["release", "organization"], condition=Q(state__in=["applied", "admitted"]), name="open_application_once"),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(reason=""), name="open_application_refusal_says_why"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["organization", "-created", "-id"], name="open_application_of_user")]

    def __str__(self) -> str:
        return str(self.pk)

    def hold_subjects(self) -> list[uuid.UUID]:
        return [self.organization_id]


class OpenDownload(AppendOnly):
    """A file that went out: to which organization (none for anybody), read from which place ("" where it is not known)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    release = models.ForeignKey(OpenRelease, on_delete=models.PROTECT, related_name="downloads")
    distribution = models.ForeignKey("catalog.Distribution", on_delete=models.PROTECT, related_name="+")
    organization = models.UUIDField(null=True)
    place = models.TextField(blank=True, default="")
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        app_label = "catalog"
