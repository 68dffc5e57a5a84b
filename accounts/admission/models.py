"""Papers an organization shows, and the rounds in which the exchange looked at them."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q, QuerySet

from accounts.admission.states import ROUND, Round
from accounts.organization.models import Organization
from accounts.rules.admission import PAPERS
from kernel.actor import Actor
from kernel.models import Blob


class OwnQuerySet(QuerySet[Any]):
    """Rows of one organization, for itself, the exchange and the regulators."""

    def visible_to(self, actor: Actor) -> Self:
        if actor.is_system or actor.jurisdiction:
            return self
        return self.filter(organization_id=actor.organization) if actor.organization else self.none()


class Paper(models.Model):
    """A file shown as evidence; `kept` once its bytes are all there. A replaced one stays, with `removed` set. `sponsorship` says that a sponsor added it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="papers")
    kind = models.TextField()
    blob = models.OneToOneField(Blob, on_delete=models.PROTECT)
    created = models.DateTimeField()
    kept = models.DateTimeField(null=True)
    removed = models.DateTimeField(null=True)
    sponsorship = models.ForeignKey("accounts.Sponsorship", on_delete=models.PROTECT, related_name="papers", null=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        app_label = "accounts"
        constraints: ClassVar[list[Any]] = [models.CheckConstraint(condition=Q(kind__in=PAPERS), name="paper_kind_known")]


class Verification(models.Model):
    """One round: submitted by the organization, decided by the exchange. `said` holds the particulars as submitted (a
    renewal's take effect when it passes), `remarks` maps a checklist item to what is wrong."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="verifications")
    renewal = models.BooleanField(default=False)
    state = models.TextField(default=Round.SUBMITTED.value)
    state_since = models.DateTimeField()
    created = models.DateTimeField()
    said = models.JSONField(default=dict)
    remarks = models.JSONField(default=dict, blank=True)
    note = models.TextField(blank=True, default="")
    decided_by = models.UUIDField(null=True)

    machine = ROUND
    objects = OwnQuerySet.as_manager()

    class Meta:
        app_label = "accounts"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[state.value for state in Round]), name="verification_state_known"),
            models.UniqueConstraint(fields=["organization"], condition=Q(state=Round.SUBMITTED.value), name="verification_open_once"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["created", "id"], condition=Q(state=Round.SUBMITTED.value), name="verification_queue")]

    def hold_subjects(self) -> list[uuid.UUID]:
        return [self.organization_id]
