"""Sponsorships: which member brings in which organization. The application stays the applicant's own."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q, QuerySet

from accounts.organization.models import Organization
from accounts.sponsorship.states import LIVE, MACHINE, State
from kernel.actor import Actor


class SponsorshipQuerySet(QuerySet["Sponsorship"]):
    def visible_to(self, actor: Actor) -> Self:
        """Its two sides, the exchange and the regulators. It gives the sponsor no sight of anything else of the other side."""
        if actor.is_system or actor.jurisdiction:
            return self
        return self.filter(Q(sponsor=actor.organization) | Q(organization=actor.organization)) if actor.organization else self.none()

    def live(self) -> Self:
        return self.filter(state__in=[str(state) for state in LIVE])


class Sponsorship(models.Model):
    """`accepted` is when the applicant's owner took it: before, the sponsor is told no name. `message` is the sponsor's word to the applicant, `statement` what it vouches for, read by the exchange; `ended_by` says which side ended it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    sponsor = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="sponsors")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="sponsorships")
    state = models.TextField()
    state_since = models.DateTimeField()
    created = models.DateTimeField()
    accepted = models.DateTimeField(null=True)
    message = models.TextField()
    statement = models.TextField(blank=True, default="")
    vouched = models.DateTimeField(null=True)
    ended_by = models.TextField(blank=True, default="")
    reason = models.TextField(blank=True, default="")

    machine = MACHINE
    objects = SponsorshipQuerySet.as_manager()

    class Meta:
        app_label = "accounts"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[str(state) for state in State]), name="sponsorship_state_known"),
            models.CheckConstraint(condition=~Q(sponsor=F("organization")), name="sponsorship_of_another"),
            models.CheckConstraint(condition=~Q(state__in=["accepted", "vouched"]) | Q(accepted__isnull=False), name="sponsorship_accepted_once"),
            models.CheckConstraint(condition=~Q(state="vouched") | (Q(vouched__isnull=False) & ~Q(statement="")), name="sponsorship_vouched_with_words"),
            models.CheckConstraint(condition=~Q(state="ended") | Q(ended_by__in=["sponsor", "applicant", "exchange", "system"]), name="sponsorship_ended_by_somebody"),
            models.UniqueConstraint(fields=["organization"], condition=Q(state__in=[str(state) for state in LIVE]), name="sponsorship_live_once"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["sponsor", "-created", "-id"], name="sponsorship_of_sponsor")]

    def __str__(self) -> str:
        return str(self.pk)
