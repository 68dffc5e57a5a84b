"""What belongs to a registration: its papers, objections, requests on it, and the register's own lines, written once."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q, QuerySet

from catalog.rights.states import OBJECTION, REQUEST, Objection, Wish
from catalog.rules.registration import PAPERS
from kernel.actor import Actor
from kernel.models import AppendOnly

KINDS = ("change", "transfer", "renewal", "revocation")


class RightObjectionQuerySet(QuerySet["RightObjection"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever objects, the holder it is about, the operator and the regulators."""
        if actor.is_system or actor.jurisdiction:
            return self
        return self.filter(Q(objector=actor.organization) | Q(registration__holder=actor.organization)) if actor.organization else self.none()


class RightObjection(models.Model):
    """`reasons` are read by the holder and the desk, `answer` is the operator's decision in words. `person` and `decided_by` are persons."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    registration = models.ForeignKey("catalog.RightRegistration", on_delete=models.PROTECT, related_name="objections")
    objector = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    reasons = models.TextField()
    state = models.TextField()
    state_since = models.DateTimeField()
    created = models.DateTimeField()
    person = models.UUIDField()
    answer = models.TextField(blank=True, default="")
    decided_by = models.UUIDField(null=True)

    machine = OBJECTION
    objects = RightObjectionQuerySet.as_manager()

    class Meta:
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[str(state) for state in Objection]), name="objection_state_known"),
            models.UniqueConstraint(fields=["registration", "objector"], condition=Q(state="open"), name="objection_one_open"),
            models.CheckConstraint(condition=~Q(state__in=["upheld", "rejected"]) | Q(decided_by__isnull=False), name="objection_decided_by_someone"),
            models.CheckConstraint(condition=Q(decided_by=None) | ~Q(decided_by=F("person")), name="objection_two_persons"),
        ]


class RightPaper(models.Model):
    """A paper of the holder, or of an objector. Opened by whoever brought it, the operator and the regulators."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    registration = models.ForeignKey("catalog.RightRegistration", on_delete=models.PROTECT, related_name="papers")
    objection = models.ForeignKey(RightObjection, on_delete=models.PROTECT, null=True, related_name="papers")
    kind = models.TextField()
    blob = models.ForeignKey("kernel.Blob", on_delete=models.PROTECT, related_name="+")
    name = models.TextField()
    added = models.DateTimeField()

    class Meta:
        app_label = "catalog"
        ordering: ClassVar[list[str]] = ["added", "id"]
        constraints: ClassVar[list[Any]] = [models.CheckConstraint(condition=Q(kind__in=list(PAPERS)), name="right_paper_kind_known")]


class RegisterRequestQuerySet(QuerySet["RegisterRequest"]):
    def visible_to(self, actor: Actor) -> Self:
        """The holder, whoever is to receive the right, the operator and the regulators; a proposed revocation is the desk's alone."""
        if actor.is_system or actor.jurisdiction:
            return self
        if actor.organization is None:
            return self.none()
        return self.filter(Q(to=actor.organization) | Q(registration__holder=actor.organization), kind__in=("change", "transfer", "renewal"))


class RegisterRequest(models.Model):
    """A change, a transfer `to` another organization, a renewal, or a revocation (of an upheld `objection`, or by the operator itself).
    `content` is what a change or a renewal writes; a renewal's names its paper. `asked_by` and `answered_by` are persons."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    registration = models.ForeignKey("catalog.RightRegistration", on_delete=models.PROTECT, related_name="requests")
    kind = models.TextField()
    content = models.JSONField(default=dict)
    to = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, null=True, related_name="+")
    objection = models.ForeignKey(RightObjection, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField()
    state = models.TextField()
    state_since = models.DateTimeField()
    created = models.DateTimeField()
    asked_by = models.UUIDField()
    answered_by = models.UUIDField(null=True)
    answer = models.TextField(blank=True, default="")

    machine = REQUEST
    objects = RegisterRequestQuerySet.as_manager()

    class Meta:
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[str(state) for state in Wish]), name="register_request_state_known"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="register_request_kind_known"),
            models.UniqueConstraint(fields=["registration"], condition=Q(state="asked"), name="register_request_one_asked"),
            models.CheckConstraint(condition=~Q(kind="transfer") | Q(to__isnull=False), name="register_request_goes_somewhere"),
            models.CheckConstraint(condition=~Q(state="done") | (Q(answered_by__isnull=False) & ~Q(answered_by=F("asked_by"))), name="register_request_two_persons"),
        ]


class RegisterEntry(AppendOnly):
    """One line of the register, public once the registration is: what happened, when, for which holder, and its public reason."""

    id = models.BigAutoField(primary_key=True)
    registration = models.ForeignKey("catalog.RightRegistration", on_delete=models.PROTECT, related_name="entries")
    kind = models.TextField()
    at = models.DateTimeField()
    holder = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True, default="")

    class Meta(AppendOnly.Meta):
        app_label = "catalog"
