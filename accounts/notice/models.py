"""Mail to people: one row per person and turn (or piece of news), sent by a task; and, in the demo, the letters themselves."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q, QuerySet

from accounts.member.models import User
from accounts.organization.models import Organization
from kernel.actor import Actor


class NoticeQuerySet(QuerySet["Notice"]):
    def visible_to(self, actor: Actor) -> Self:
        """A person's own, in the organization they act for."""
        if actor.is_system:
            return self
        return self.filter(user_id=actor.person, organization_id=actor.organization) if actor.organization else self.none()


class Notice(models.Model):
    """`cause` is the turn's or event's id as text; `subject` and `body` are message keys, `values` fill them. Texts are made
    when the mail is sent, in the person's language."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="notices")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="notices")
    cause = models.TextField()
    subject = models.TextField()
    body = models.TextField()
    values = models.JSONField(default=dict)
    path = models.TextField()
    created = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        app_label = "accounts"
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["cause", "user"], name="notice_once")]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["created"], condition=Q(sent_at=None), name="notice_unsent"),
            models.Index(fields=["user", "-created", "-id"], name="notice_of_user"),
        ]


class Letter(models.Model):
    """A mail that the demo did not send but keeps for its mailbox page. No other profile writes here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    to = models.TextField()
    subject = models.TextField()
    body = models.TextField()
    notice = models.ForeignKey(Notice, on_delete=models.SET_NULL, null=True)
    created = models.DateTimeField()

    class Meta:
        app_label = "accounts"
        indexes: ClassVar[list[Any]] = [models.Index(fields=["-created", "-id"], name="letter_newest")]
