"""A right in a dataset on the exchange's register. What it says is fixed by the database once the public was told of it."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, ClassVar, Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from catalog.dataset.sight import outside_hidden_zones
from catalog.rights.states import OPEN, REGISTRATION, Registration
from catalog.rules.certificate import RIGHTS
from catalog.rules.registration import SOURCES
from catalog.rules.visibility import PUBLIC_LIMIT, Visibility
from kernel.actor import NOBODY, Actor

FIXED = ("number", "dataset_id", "kind", "source", "source_zh", "source_en", "title_zh", "title_en", "grade", "applied_by", "examined_by", "created", "notice_from")
_TOLD = [str(state) for state in (Registration.NOTICE, Registration.REGISTERED, Registration.EXPIRED, Registration.CANCELLED, Registration.REVOKED)]


class RightRegistrationQuerySet(QuerySet["RightRegistration"]):
    def visible_to(self, actor: Actor) -> Self:
        """Its holder always, the operator and the regulators once it was applied for, everybody once the public was told."""
        if actor.is_system:
            return self
        if actor.jurisdiction:
            return self.exclude(state=Registration.DRAFT)
        public = self.published_condition()
        return self.filter(public | Q(holder=actor.organization)) if actor.organization else self.filter(public)

    def published(self) -> Self:
        """What anyone may read: told to the public, of data whose grade anyone may know of, then and now."""
        return self.filter(self.published_condition())

    @staticmethod
    def published_condition() -> Q:
        told = Q(notice_from__isnull=False, grade__lte=PUBLIC_LIMIT, dataset__visibility=Visibility.PUBLIC) & (Q(dataset__grade=None) | Q(dataset__grade__lte=PUBLIC_LIMIT))
        return told & outside_hidden_zones(NOBODY, "dataset__current__zone") & outside_hidden_zones(NOBODY, "dataset__working__zone")

    def standing(self, on: date) -> Self:
        """Registered, and their last day is not over, whatever the clock has done about it yet."""
        return self.filter(state=Registration.REGISTERED, valid_until__gte=on)


class RightRegistration(models.Model):
    """`kind` and `source` are codes (catalog/rules); `until` is the last day of the right itself, `valid_until` of its registration;
    `territory` lists codes of countries, none is no limit. `reason` is public: why it was refused, cancelled or revoked. `applied_by` and
    `examined_by` are persons, `grade` is the dataset's at the application."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.TextField(unique=True, null=True)
    holder = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+", db_index=False)
    dataset = models.ForeignKey("catalog.Dataset", on_delete=models.PROTECT, related_name="registrations")
    kind = models.TextField()
    source = models.TextField()
    title_zh = models.TextField()
    title_en = models.TextField()
    scope_zh = models.TextField()
    scope_en = models.TextField()
    source_zh = models.TextField()
    source_en = models.TextField()
    territory = ArrayField(models.TextField(), default=list)
    until = models.DateField(null=True)
    sublicence = models.BooleanField(default=False)
    grade = models.PositiveSmallIntegerField(null=True)
    state = models.TextField()
    state_since = models.DateTimeField()
    created = models.DateTimeField()
    applied_by = models.UUIDField()
    examined_by = models.UUIDField(null=True)
    notice_from = models.DateTimeField(null=True)
    notice_until = models.DateTimeField(null=True)
    registered_at = models.DateTimeField(null=True)
    valid_until = models.DateField(null=True)
    reason = models.TextField(blank=True, default="")

    machine = REGISTRATION
    objects = RightRegistrationQuerySet.as_manager()

    class Meta:
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[str(state) for state in Registration]), name="registration_state_known"),
            models.CheckConstraint(condition=Q(kind__in=list(RIGHTS)), name="registration_kind_known"),
            models.CheckConstraint(condition=Q(source__in=list(SOURCES)), name="registration_source_known"),
            models.UniqueConstraint(fields=["dataset", "kind"], condition=Q(state__in=[str(state) for state in OPEN]), name="registration_one_open"),
            models.CheckConstraint(
                condition=~Q(state__in=_TOLD) | Q(number__isnull=False, notice_from__isnull=False, notice_until__isnull=False, examined_by__isnull=False), name="registration_told_is_whole"
            ),
            models.CheckConstraint(condition=~Q(state="registered") | Q(registered_at__isnull=False, valid_until__isnull=False), name="registration_registered_is_whole"),
            models.CheckConstraint(condition=Q(examined_by=None) | ~Q(examined_by=models.F("applied_by")), name="registration_two_persons"),
            models.CheckConstraint(condition=~Q(state__in=["refused", "cancelled", "revoked"]) | ~Q(reason=""), name="registration_end_has_reason"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["holder", "-created", "-id"], name="registration_of_holder"),
            models.Index(fields=["state", "state_since", "id"], name="registration_by_state"),
            models.Index(fields=["-notice_from", "-id"], condition=Q(notice_from__isnull=False), name="registration_told"),
        ]
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(
                name="registration_fixed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.notice_from IS NOT NULL AND ({old}) IS DISTINCT FROM ({new})".format(old=", ".join(f"OLD.{n}" for n in FIXED), new=", ".join(f"NEW.{n}" for n in FIXED))
                ),
            ),
            pgtrigger.Protect(name="registration_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.number or str(self.pk)

    @property
    def title(self) -> str:
        return self.title_en if _english() else self.title_zh

    @property
    def scope(self) -> str:
        return self.scope_en if _english() else self.scope_zh

    @property
    def source_told(self) -> str:
        return self.source_en if _english() else self.source_zh

    def ended(self, on: date) -> bool:
        return self.valid_until is not None and self.valid_until < on

    def shown_state(self, on: date) -> str:
        """The state a reader is told: it ends with its last day, also before the clock has turned it."""
        return str(Registration.EXPIRED) if self.state == Registration.REGISTERED and self.ended(on) else self.state

    def hold_subjects(self) -> list[uuid.UUID]:
        return [self.holder_id]


def _english() -> bool:
    return (get_language() or "").startswith("en")
