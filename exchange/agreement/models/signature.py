"""Signatures, and the keys which organizations register as their own. Hosted keys lie encrypted in the kernel."""

from __future__ import annotations

import base64
import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q, QuerySet

from exchange.agreement.models.agreement import Agreement
from exchange.rules.signing import SIDES
from kernel.actor import Actor
from kernel.models import AppendOnly

HOSTED, OWN = "hosted", "own"


class SigningKeyQuerySet(QuerySet["SigningKey"]):
    def visible_to(self, actor: Actor) -> Self:
        """The organization's own, the operator and the regulators."""
        if actor.is_system or actor.jurisdiction:
            return self
        return self.filter(organization_id=actor.organization) if actor.organization else self.none()


class SigningKey(models.Model):
    """A party's own Ed25519 public key (raw, 32 bytes, base64), registered with a signature by that key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="signing_keys", db_index=False)
    name = models.TextField()
    public_key = models.TextField()
    possession = models.TextField()
    person = models.UUIDField(null=True)
    created = models.DateTimeField()
    retired = models.DateTimeField(null=True)

    objects = SigningKeyQuerySet.as_manager()

    class Meta:
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [
            # also after it was retired: a key that may be known to others never comes back
            models.UniqueConstraint(fields=["public_key"], name="signing_key_once"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["organization", "-created", "-id"], name="signing_key_of_organization")]

    def __str__(self) -> str:
        return self.name

    @property
    def public(self) -> bytes:
        return base64.b64decode(self.public_key)


class Signature(AppendOnly):
    """One side's signature over exchange.rules.signing.statement. `key_kind` says whose key it was: hosted here, or the party's own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="signatures", db_index=False)
    side = models.TextField()
    organization = models.UUIDField()
    person = models.UUIDField(null=True)
    key_kind = models.TextField()
    key = models.UUIDField()
    public_key = models.TextField()
    signature = models.TextField()
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["agreement", "side"], name="signature_once_per_side"),
            models.CheckConstraint(condition=Q(side__in=SIDES), name="signature_side_known"),
            models.CheckConstraint(condition=Q(key_kind__in=[HOSTED, OWN]), name="signature_key_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.side} {self.key_kind}"
