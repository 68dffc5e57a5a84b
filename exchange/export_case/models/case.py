"""The case: one export before one desk. Where it lies and until when stand on the row, so that queues read one index."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q, QuerySet

from exchange.export_case.states import DESK_ROLES, HOLDERS, MACHINE, OPEN, Holder, Kind, Path, State, Whose
from kernel.actor import Actor


class CaseNumber(models.Model):
    """The last number given in a year; locked while a case is opened."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField()

    class Meta:
        app_label = "exchange"

    def __str__(self) -> str:
        return f"{self.year}-{self.last}"


class CaseQuerySet(QuerySet["ExportCase"]):
    def visible_to(self, actor: Actor) -> Self:
        """The exporter, the buyer (which sees the outcome and what it must bring), the operator, and the regulators what was ever handed
        in or decided: a draft is the exporter's own."""
        if actor.is_system or actor.jurisdiction == "operator":
            return self
        if actor.jurisdiction:
            return self.handed_in()
        if actor.organization is None:
            return self.none()
        return self.filter(Q(exporter_id=actor.organization) | Q(consumer_id=actor.organization))

    def handed_in(self) -> Self:
        """Without drafts, and without those that were withdrawn as drafts."""
        return self.exclude(state=State.DRAFT.value).exclude(state=State.WITHDRAWN.value, submitted=None)


class ExportCase(models.Model):
    """`holder` and `role` say with whom it lies (they follow `state`), `due` when the running clock ends.

    `clock_since` is the day's moment from which `clock_days` working days are counted; while papers are asked for the clock
    stands still: `stopped_since` is set and `days_left` remembers what remained. `intake_by`, `reviewed_by` and `decided_by` are
    natural persons. `whose` says whose word the decision is. `as_json`-like columns hold plain JSON."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.TextField(unique=True)
    agreement = models.ForeignKey("exchange.Agreement", on_delete=models.PROTECT, related_name="export_cases", db_index=False)
    exporter = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+", db_index=False)
    consumer = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+", db_index=False)
    determination = models.ForeignKey("exchange.Determination", on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    predecessor = models.ForeignKey("self", on_delete=models.PROTECT, related_name="successors", null=True)
    kind = models.TextField(default=Kind.FIRST.value)
    path = models.TextField()
    desk = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+", db_index=False)
    whose = models.TextField()
    destinations = models.JSONField(default=list)
    ordinary = models.PositiveBigIntegerField(null=True)
    sensitive = models.PositiveBigIntegerField(null=True)
    state = models.TextField(default=State.DRAFT.value)
    state_since = models.DateTimeField()
    holder = models.TextField(default=Holder.DRAFT.value)
    role = models.TextField(blank=True, default="")
    round = models.PositiveSmallIntegerField(default=0)
    submitted = models.DateTimeField(null=True)
    clock_since = models.DateTimeField(null=True)
    clock_days = models.PositiveSmallIntegerField(null=True)
    due = models.DateTimeField(null=True)
    stopped_since = models.DateTimeField(null=True)
    days_left = models.PositiveSmallIntegerField(null=True)
    extended_to = models.DateTimeField(null=True)
    extension_reason = models.TextField(blank=True, default="")
    intake_by = models.UUIDField(null=True)
    reviewed_by = models.UUIDField(null=True)
    decided_by = models.UUIDField(null=True)
    decided = models.DateTimeField(null=True)
    conditions = models.JSONField(default=list)
    ruling = models.JSONField(null=True)
    code = models.TextField(blank=True, default="")
    reason = models.TextField(blank=True, default="")
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)
    created = models.DateTimeField()

    machine = MACHINE
    objects = CaseQuerySet.as_manager()

    class Meta:
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[state.value for state in State]), name="export_case_state_known"),
            models.CheckConstraint(condition=Q(path__in=[path.value for path in Path]), name="export_case_path_known"),
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in Kind]), name="export_case_kind_known"),
            models.CheckConstraint(condition=Q(whose__in=[whose.value for whose in Whose]), name="export_case_whose_known"),
            # queues read the holder, the machine moves the state: they cannot drift apart
            models.CheckConstraint(
                condition=Q(*[~Q(state=str(state.value)) | Q(holder=holder.value, role=DESK_ROLES.get(state, "")) for state, holder in HOLDERS.items()]), name="export_case_holder_fits"
            ),
            models.CheckConstraint(condition=~Q(holder__in=[Holder.DESK.value, Holder.EXPORTER.value]) | Q(due__isnull=False), name="export_case_has_a_due_day"),
            models.CheckConstraint(condition=Q(intake_by=None) | Q(reviewed_by=None) | ~Q(intake_by=F("reviewed_by")), name="export_case_intake_is_not_reviewer"),
            models.CheckConstraint(condition=Q(reviewed_by=None) | Q(decided_by=None) | ~Q(reviewed_by=F("decided_by")), name="export_case_reviewer_is_not_approver"),
            models.CheckConstraint(condition=Q(intake_by=None) | Q(decided_by=None) | ~Q(intake_by=F("decided_by")), name="export_case_intake_is_not_approver"),
            models.CheckConstraint(condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")), name="export_case_valid_for_a_time"),
            models.UniqueConstraint(fields=["agreement"], condition=Q(state__in=[state.value for state in OPEN]), name="export_case_one_open"),
            models.UniqueConstraint(
                fields=["predecessor"], condition=Q(kind=Kind.REEVALUATION.value), name="export_case_reevaluated_once"
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["desk", "holder", "due", "id"], name="export_case_of_desk"),
            models.Index(fields=["desk", "role", "due", "id"], condition=Q(holder=Holder.DESK.value), name="export_case_of_role"),
            models.Index(fields=["desk", "-decided", "-id"], condition=Q(holder=Holder.CLOSED.value), name="export_case_decided"),
            models.Index(fields=["due", "id"], condition=Q(holder__in=[Holder.DESK.value, Holder.EXPORTER.value]), name="export_case_by_due"),
            models.Index(fields=["agreement", "-created"], name="export_case_of_agreement"),
            models.Index(fields=["exporter", "-created", "-id"], name="export_case_of_exporter"),
            models.Index(fields=["consumer", "-created", "-id"], name="export_case_of_consumer"),
            models.Index(fields=["-created", "-id"], name="export_case_newest"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def parties(self) -> list[uuid.UUID]:
        return [self.exporter_id, self.consumer_id]

    @property
    def provider_id(self) -> uuid.UUID:
        """The exporter under the name its side has in a deal."""
        return self.exporter_id

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def hold_subjects(self) -> list[uuid.UUID]:
        return [self.pk, self.agreement_id, self.exporter_id]
