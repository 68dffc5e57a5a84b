"""API clients: an organization's machines, each with a person who answers for it, limited scopes and an end.

The table is the OAuth toolkit's application model with our columns; access tokens are the toolkit's, kept as digests only.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, QuerySet
from oauth2_provider.models import AbstractApplication

from accounts.member.models import User
from accounts.organization.models import Organization
from kernel.actor import Actor


class ClientQuerySet(QuerySet["Client"]):
    def visible_to(self, actor: Actor) -> Self:
        if actor.is_system or actor.jurisdiction == "regulator":
            return self
        return self.filter(organization_id=actor.organization) if actor.organization else self.none()


class Client(AbstractApplication):
    """`responsible` is the person behind the client: four eyes count them, and their roles bound its scopes at every call."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="clients")
    responsible = models.ForeignKey(User, on_delete=models.PROTECT, related_name="clients")
    scopes = ArrayField(models.TextField())
    begins = models.DateTimeField()
    expires = models.DateTimeField()
    last_used = models.DateTimeField(null=True)
    revoked = models.DateTimeField(null=True)

    objects = ClientQuerySet.as_manager()

    class Meta(AbstractApplication.Meta):
        abstract = False
        app_label = "accounts"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(expires__gt=F("begins")), name="client_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(client_type="confidential", authorization_grant_type="client-credentials", hash_client_secret=True), name="client_is_a_machine"
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["organization", "-begins", "-id"], name="client_of_organization")]

    def is_usable(self, request: Any) -> bool:
        """Asked by the toolkit before it issues a token."""
        from kernel import clock

        return self.usable_at(clock.now())

    def usable_at(self, at: datetime) -> bool:
        return self.revoked is None and self.expires > at
