"""Approvals: ordered steps, each asking people of a role in an organization, never the same person twice, never the asker."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.approval.states import MACHINE, State
from kernel.actor import Actor
from kernel.decision import Say


class ApprovalQuerySet(QuerySet["Approval"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those who asked and those who are asked; regulators see all."""
        if actor.is_system or actor.jurisdiction == "regulator":
            return self
        if actor.organization is None:
            return self.none()
        asked = Exists(ApprovalStep.objects.filter(approval=OuterRef("pk"), organization=actor.organization))
        return self.filter(Q(organization=actor.organization) | asked)


class Approval(models.Model):
    """`outcome` names (under settings.APPROVAL_OUTCOMES) the use case that carries the verdict out; `title` is a message
    key with values, so that each reader gets it in their language."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    outcome = models.TextField()
    subject_type = models.TextField()
    subject_id = models.UUIDField()
    title = models.JSONField()
    organization = models.UUIDField()
    requester = models.UUIDField()
    state = models.TextField(default=State.ASKED.value)
    state_since = models.DateTimeField()
    created = models.DateTimeField()
    facts = models.JSONField(default=dict)

    machine = MACHINE
    objects = ApprovalQuerySet.as_manager()

    class Meta:
        app_label = "accounts"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[state.value for state in State]), name="approval_state_known"),
            models.UniqueConstraint(fields=["outcome", "subject_id"], condition=Q(state=State.ASKED.value), name="approval_open_once"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organization", "-created", "-id"], name="approval_of_organization"),
            models.Index(fields=["subject_id"], name="approval_subject"),
        ]

    @property
    def open_step(self) -> ApprovalStep | None:
        """The step that is being asked now; None once the approval is decided."""
        if self.state != State.ASKED:
            return None
        return next((step for step in self.steps.all() if not step.verdict), None)

    def title_in_words(self) -> str:
        return str(Say(self.title["msgid"], self.title["values"]))


class ApprovalStep(models.Model):
    """`person` and `at` are set when the step is done; a database constraint keeps each person to one step."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()
    organization = models.UUIDField()
    role = models.TextField()
    why = models.JSONField()
    within = models.DurationField(null=True)
    person = models.UUIDField(null=True)
    verdict = models.TextField(blank=True, default="")
    note = models.TextField(blank=True, default="")
    at = models.DateTimeField(null=True)

    def why_in_words(self) -> str:
        return str(Say(self.why["msgid"], self.why["values"]))

    class Meta:
        app_label = "accounts"
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["approval", "number"], name="approval_step_order"),
            models.UniqueConstraint(fields=["approval", "person"], condition=Q(person__isnull=False), name="approval_person_once"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["organization"], name="approval_step_asks")]
