"""The organization: who it is and where it stands. Its people, papers and rules are rows of the slices beside this one."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import get_language

from accounts.organization.states import MACHINE, State
from kernel.actor import Actor
from kernel.models import Turn

HOME = "CN"
"""The mainland. Hong Kong, Macao and Taiwan have codes of their own and count as places abroad for data leaving the country."""


ADMITTED = (State.VERIFIED.value, State.SUSPENDED.value)


class Kind(models.TextChoices):
    MEMBER = "member"
    EXCHANGE = "exchange"
    REGULATOR = "regulator"


class Ciio(models.TextChoices):
    """Whether it operates critical information infrastructure, as its authority has told it (CII Regulations, art. 10)."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class OrganizationQuerySet(QuerySet["Organization"]):
    def visible_to(self, actor: Actor) -> Self:
        """Its own members while acting for it, the exchange and the regulators. The public name travels with datasets instead."""
        if actor.is_system or actor.jurisdiction:
            return self
        if actor.organization is None:
            return self.none()
        return self.filter(pk=actor.organization)

    def verified(self, at: datetime) -> Self:
        """Verified, and the verification has not run out."""
        return self.filter(state=State.VERIFIED.value, verified_until__gt=at)

    def needing_renewal(self, at: datetime, before: timedelta) -> Self:
        """Verified ones whose verification ends within `before`, that are neither asked nor under review."""
        asked = Turn.objects.filter(subject_id=OuterRef("pk"), act__in=("organization:renew", "organization:verify"), ended=None)
        return self.filter(~Exists(asked), kind=Kind.MEMBER, state=State.VERIFIED.value, verified_until__gt=at, verified_until__lte=at + before)


class Organization(models.Model):  # type: ignore[django-manager-missing]  # the toolkit's model has no types
    """`roles_wanted` says what it means to do here ("provider", "buyer"); it grants nothing, sides are judged per deal.

    `rules_accepted` is the number of the newest platform rules its owner accepted, 0 for none."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.TextField(default=Kind.MEMBER)
    name_zh = models.TextField(blank=True, default="")
    name_en = models.TextField(blank=True, default="")
    uscc = models.TextField(blank=True, default="")
    foreign_register = models.TextField(blank=True, default="")
    foreign_number = models.TextField(blank=True, default="")
    country = models.TextField(default=HOME)
    in_beijing = models.BooleanField(null=True)
    ciio = models.TextField(default=Ciio.UNKNOWN)
    roles_wanted = ArrayField(models.TextField(), default=list)
    state = models.TextField(default=State.DRAFT.value)
    state_since = models.DateTimeField()
    created = models.DateTimeField()
    verified_until = models.DateTimeField(null=True)
    rules_accepted = models.PositiveIntegerField(default=0)
    reason = models.TextField(blank=True, default="")

    machine = MACHINE
    objects = OrganizationQuerySet.as_manager()

    class Meta:
        app_label = "accounts"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="organization_kind_known"),
            models.CheckConstraint(condition=Q(state__in=[state.value for state in State]), name="organization_state_known"),
            models.CheckConstraint(condition=Q(ciio__in=Ciio.values), name="organization_ciio_known"),
            models.CheckConstraint(condition=~Q(name_zh="") | ~Q(name_en=""), name="organization_has_a_name"),
            models.CheckConstraint(condition=Q(country__regex="^[A-Z]{2}$"), name="organization_country_code"),
            models.CheckConstraint(
                condition=~Q(kind=Kind.MEMBER) | (Q(country=HOME) & ~Q(uscc="")) | (~Q(country=HOME) & ~Q(foreign_number="")),
                name="organization_is_registered_somewhere",
            ),
            models.CheckConstraint(condition=~Q(state=State.VERIFIED.value) | Q(verified_until__isnull=False), name="organization_verified_for_a_time"),
            models.UniqueConstraint(fields=["kind"], condition=Q(kind=Kind.EXCHANGE), name="organization_one_exchange"),
            # unique among the admitted only: who merely applies can neither block a number nor learn that it is here
            models.UniqueConstraint(fields=["uscc"], condition=~Q(uscc="") & Q(state__in=ADMITTED), name="organization_uscc_once"),
            models.UniqueConstraint(
                fields=["country", "foreign_register", "foreign_number"],
                condition=~Q(foreign_number="") & Q(state__in=ADMITTED),
                name="organization_foreign_number_once",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["-created", "-id"], name="organization_newest"),
            models.Index(fields=["state", "-created", "-id"], name="organization_by_state"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The legal name in the reader's language, or the other one."""
        chinese_reader = (get_language() or "").startswith("zh")
        first, second = (self.name_zh, self.name_en) if chinese_reader else (self.name_en, self.name_zh)
        return first or second

    @property
    def abroad(self) -> bool:
        return self.country != HOME

    @property
    def registration_number(self) -> str:
        return self.foreign_number if self.abroad else self.uscc
