"""The exchange's own rules, in numbered versions, and who accepted which."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import get_language

from accounts.member.models import User
from accounts.organization.models import Organization
from kernel.actor import Actor
from kernel.models import AppendOnly


class PlatformRulesQuerySet(QuerySet["PlatformRules"]):
    def visible_to(self, actor: Actor) -> Self:
        """Published rules are for everyone to read."""
        return self

    def in_force(self, at: datetime) -> Self:
        return self.filter(in_force_from__lte=at).order_by("-number")


class PlatformRules(AppendOnly):
    """One version; it applies from `in_force_from` until the next one does."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.PositiveIntegerField(unique=True)
    text_zh = models.TextField()
    text_en = models.TextField()
    published = models.DateTimeField()
    in_force_from = models.DateTimeField()

    objects = PlatformRulesQuerySet.as_manager()

    class Meta(AppendOnly.Meta):
        app_label = "accounts"

    def __str__(self) -> str:
        return str(self.number)

    @property
    def text(self) -> str:
        return self.text_zh if (get_language() or "").startswith("zh") else self.text_en


class RulesAcceptance(AppendOnly):
    """An organization's owner accepted a version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="rules_acceptances")
    rules = models.ForeignKey(PlatformRules, on_delete=models.PROTECT, related_name="acceptances")
    person = models.ForeignKey(User, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        app_label = "accounts"
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["organization", "rules"], name="rules_accepted_once")]
