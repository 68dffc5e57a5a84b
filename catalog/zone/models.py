"""Zones: areas of the exchange with a theme and an operator of their own, such as public data of one field."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from catalog.zone.states import MACHINE
from kernel.actor import Actor


class ZoneQuerySet(QuerySet["Zone"]):
    def visible_to(self, actor: Actor) -> Self:
        """Open zones are public; closed ones are seen by whoever runs them."""
        if actor.is_system or actor.jurisdiction:
            return self
        return self.filter(Q(state="open") | Q(operator_id=actor.organization)) if actor.organization else self.filter(state="open")


class Zone(models.Model):
    """`code` is the short name in addresses and filters; `operator` is the organization that runs it, or none."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = models.SlugField(max_length=40, unique=True)
    name_zh = models.TextField()
    name_en = models.TextField()
    about_zh = models.TextField(blank=True, default="")
    about_en = models.TextField(blank=True, default="")
    operator = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, null=True, related_name="+")
    state = models.TextField()
    state_since = models.DateTimeField()

    machine = MACHINE
    objects = ZoneQuerySet.as_manager()

    class Meta:
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[str(state) for state in MACHINE.states]), name="zone_state_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if (get_language() or "").startswith("en") else self.name_zh

    @property
    def about(self) -> str:
        return self.about_en if (get_language() or "").startswith("en") else self.about_zh
