"""What belongs to a pilot: who takes part, which rules of the platform it relaxes, and the exports counted under it."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from exchange.pilot.models.pilot import Pilot
from exchange.rules.pilot import TABLE
from kernel.models import AppendOnly


class PilotParticipant(models.Model):
    """One organization's part in a pilot, from the moment it was admitted; once ended, it is admitted anew as another row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    pilot = models.ForeignKey(Pilot, on_delete=models.PROTECT, related_name="participants", db_index=False)
    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+", db_index=False)
    joined = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    admitted_by = models.UUIDField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["pilot", "organization"], condition=Q(ended=None), name="pilot_participant_once"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organization"], condition=Q(ended=None), name="pilot_participant_active"),
            models.Index(fields=["pilot", "joined", "id"], name="pilot_participant_of_pilot"),
        ]

    def __str__(self) -> str:
        return str(self.organization_id)


class PilotDeviation(AppendOnly):
    """A rule of the platform's own, by its id, and the value that holds under the pilot. The database knows no other rule ids either."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    pilot = models.ForeignKey(Pilot, on_delete=models.PROTECT, related_name="deviations", db_index=False)
    rule = models.TextField()
    value = models.IntegerField()

    class Meta(AppendOnly.Meta):
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["pilot", "rule"], name="pilot_deviation_once"),
            models.CheckConstraint(condition=Q(rule__in=sorted(TABLE)), name="pilot_deviation_of_policy_only"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.value}"


class PilotUse(AppendOnly):
    """One export counted under a pilot; `deal` and `declaration` are known to the slices above. Persons are those the deal added."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    pilot = models.ForeignKey(Pilot, on_delete=models.PROTECT, related_name="uses", db_index=False)
    organization = models.UUIDField()
    deal = models.UUIDField()
    declaration = models.UUIDField(unique=True)
    ordinary = models.BigIntegerField()
    sensitive = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        app_label = "exchange"
        indexes: ClassVar[list[Any]] = [models.Index(fields=["pilot", "deal"], name="pilot_use_of_deal")]

    def __str__(self) -> str:
        return str(self.declaration)
