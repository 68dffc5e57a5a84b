"""Lists the law refers to, as dated data changed by two persons: negative lists, recipients under restriction, common control."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q, QuerySet

from exchange.determination.states import CONTROL_GROUP, LIST_EDITION, Control, Edition
from kernel.actor import Actor
from kernel.models import AppendOnly

NEGATIVE_LIST, RECIPIENTS = "negative_list", "recipients"
TWO_PERSONS = Q(decided_by=None) | ~Q(proposed_by=F("decided_by"))
END_BY_TWO = Q(ended_by=None) | (Q(end_proposed_by__isnull=False) & ~Q(end_proposed_by=F("ended_by")))
END_ASKED = ~Q(state=Control.END_PROPOSED.value) | Q(end_proposed_by__isnull=False, end_proposed__isnull=False)


class ListEditionQuerySet(QuerySet["ListEdition"]):
    def visible_to(self, actor: Actor) -> Self:
        """What is in force is public like the law itself; what is proposed or was refused is the operator's and the regulators'."""
        if actor.is_system or actor.jurisdiction:
            return self
        return self.filter(state=Edition.IN_FORCE.value)

    def in_force(self, on: Any) -> Self:
        return self.filter(Q(until=None) | Q(until__gt=on), state=Edition.IN_FORCE.value, since__lte=on)


class ListEdition(models.Model):
    """One edition of one list. `code` names the list across editions; `verified` is false for rows nobody compared with the
    published text, which pages label as samples. `digest` is over the rows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.TextField()
    code = models.TextField()
    title_zh = models.TextField()
    title_en = models.TextField()
    source = models.TextField()
    edition = models.TextField()
    since = models.DateField()
    until = models.DateField(null=True)
    verified = models.BooleanField()
    digest = models.TextField()
    state = models.TextField(default=Edition.PROPOSED.value)
    state_since = models.DateTimeField()
    proposed_by = models.UUIDField()
    decided_by = models.UUIDField(null=True)
    created = models.DateTimeField()

    machine = LIST_EDITION
    objects = ListEditionQuerySet.as_manager()

    class Meta:
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(kind__in=[NEGATIVE_LIST, RECIPIENTS]), name="list_edition_kind_known"),
            models.CheckConstraint(condition=Q(state__in=[state.value for state in Edition]), name="list_edition_state_known"),
            models.CheckConstraint(condition=TWO_PERSONS, name="list_edition_two_persons"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="list_edition_ends_after_it_begins"),
            models.UniqueConstraint(fields=["code", "edition"], condition=Q(state=Edition.IN_FORCE.value), name="list_edition_once"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["-created", "-id"], name="list_edition_newest")]

    def __str__(self) -> str:
        return f"{self.code} {self.edition}"


class ListRow(AppendOnly):
    """One row. `content` is what the rules match on; `name` is the listed recipient's, in one normal form, empty elsewhere."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    edition = models.ForeignKey(ListEdition, on_delete=models.PROTECT, related_name="rows", db_index=False)
    number = models.PositiveIntegerField()
    name = models.TextField(blank=True, default="")
    content = models.JSONField()

    class Meta(AppendOnly.Meta):
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["edition", "number"], name="list_row_number_once")]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["name"], condition=~Q(name=""), name="list_row_name")]

    def __str__(self) -> str:
        return f"{self.number}"


class ControlGroupQuerySet(QuerySet["ControlGroup"]):
    def visible_to(self, actor: Actor) -> Self:
        """Operator and regulators; a member learns only that its count includes others."""
        return self if actor.is_system or actor.jurisdiction else self.none()


class ControlGroup(models.Model):
    """Organizations under common control, whose counts add up as an upper bound. `grounds` says how that is known.

    Its end takes two persons too: `end_proposed_by` at `end_proposed`, and `ended_by`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.TextField()
    grounds = models.TextField()
    state = models.TextField(default=Control.PROPOSED.value)
    state_since = models.DateTimeField()
    proposed_by = models.UUIDField()
    decided_by = models.UUIDField(null=True)
    end_proposed_by = models.UUIDField(null=True)
    end_proposed = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    created = models.DateTimeField()

    machine = CONTROL_GROUP
    objects = ControlGroupQuerySet.as_manager()

    class Meta:
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[state.value for state in Control]), name="control_group_state_known"),
            models.CheckConstraint(condition=TWO_PERSONS, name="control_group_two_persons"),
            models.CheckConstraint(condition=END_BY_TWO, name="control_group_end_two_persons"),
            models.CheckConstraint(condition=END_ASKED, name="control_group_end_is_asked_by_a_person"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["-created", "-id"], name="control_group_newest")]

    def __str__(self) -> str:
        return self.name


class ControlMember(models.Model):
    """One organization of one group; `active` while the group is in force."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    group = models.ForeignKey(ControlGroup, on_delete=models.PROTECT, related_name="members")
    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+", db_index=False)
    active = models.BooleanField(default=False)

    class Meta:
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["group", "organization"], name="control_member_once"),
            models.UniqueConstraint(fields=["organization"], condition=Q(active=True), name="control_member_of_one_group"),
        ]

    def __str__(self) -> str:
        return str(self.organization_id)
