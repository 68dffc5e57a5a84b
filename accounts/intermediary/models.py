"""The register of service providers: who may give opinions on data, of which kinds, until when. Public."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from accounts.intermediary.states import MACHINE
from accounts.organization.models import Organization
from kernel.actor import Actor


class ServiceProviderQuerySet(QuerySet["ServiceProvider"]):
    def visible_to(self, actor: Actor) -> Self:
        """A public register, with what has ended: an opinion of then names it."""
        return self

    def in_force(self, on: date) -> Self:
        return self.filter(state="in_force", until__gte=on)


class ServiceProvider(models.Model):
    """One registration. `evidence` names the paper it rests on; `entry_*` are its own words for the register; `until` is the last day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="registrations")
    kinds = ArrayField(models.TextField())
    state = models.TextField()
    state_since = models.DateTimeField()
    created = models.DateTimeField()
    evidence = models.TextField()
    until = models.DateField()
    recorded_by = models.UUIDField()
    entry_zh = models.TextField(blank=True, default="")
    entry_en = models.TextField(blank=True, default="")
    reason = models.TextField(blank=True, default="")

    machine = MACHINE
    objects = ServiceProviderQuerySet.as_manager()

    class Meta:
        app_label = "accounts"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[str(state) for state in MACHINE.states]), name="service_provider_state_known"),
            models.UniqueConstraint(fields=["organization"], condition=Q(state="in_force"), name="service_provider_once"),
            models.CheckConstraint(condition=Q(kinds__contained_by=["assessment", "law", "broker"], kinds__len__gt=0), name="service_provider_kinds_known"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["state", "-created", "-id"], name="service_provider_newest")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def entry(self) -> str:
        first, second = (self.entry_en, self.entry_zh) if (get_language() or "").startswith("en") else (self.entry_zh, self.entry_en)
        return first or second

    def hold_subjects(self) -> list[uuid.UUID]:
        return [self.organization_id]
