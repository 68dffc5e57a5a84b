"""Grants of sight: who holds a dataset under an agreement still sees it when it is suspended or withdrawn."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q, QuerySet

from kernel.actor import Actor


class AccessGrantQuerySet(QuerySet["AccessGrant"]):
    def in_force(self, at: datetime) -> Self:
        return self.filter(Q(until=None) | Q(until__gt=at))

    def visible_to(self, actor: Actor) -> Self:
        if actor.is_system or actor.jurisdiction:
            return self
        return self.filter(Q(organization_id=actor.organization) | Q(dataset__provider_id=actor.organization)) if actor.organization else self.none()


class AccessGrant(models.Model):
    """`organization` may see `dataset` until `until` (or without end), whatever the dataset's state."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    dataset = models.ForeignKey("catalog.Dataset", on_delete=models.PROTECT, related_name="grants")
    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+", db_index=False)
    granted = models.DateTimeField()
    until = models.DateTimeField(null=True)

    objects = AccessGrantQuerySet.as_manager()

    class Meta:
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["organization", "dataset"], name="grant_once")]
