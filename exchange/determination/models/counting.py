"""The yearly count of persons per exporter: the row that is locked, what each deal holds of it, and what went abroad elsewhere."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from exchange.determination.models.facts import Determination
from exchange.determination.states import LIVE, RESERVATION, Reserved
from kernel.actor import Actor
from kernel.models import AppendOnly


class OwnQuerySet(QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """The organization's own, the operator and the regulators."""
        if actor.is_system or actor.jurisdiction:
            return self
        return self.filter(organization_id=actor.organization) if actor.organization else self.none()


class OutsideStatement(AppendOnly):
    """How many persons' data the exporter sent abroad outside this exchange since 1 January, as it stands on `as_of`, signed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    ordinary = models.BigIntegerField()
    sensitive = models.BigIntegerField()
    as_of = models.DateField()
    text = models.TextField()
    digest = models.TextField()
    key_kind = models.TextField()
    key = models.UUIDField()
    public_key = models.TextField()
    signature = models.TextField()
    person = models.UUIDField(null=True)
    at = models.DateTimeField()

    objects = OwnQuerySet.as_manager()

    class Meta(AppendOnly.Meta):
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(ordinary__gte=0, sensitive__gte=0), name="outside_statement_not_negative"),
            models.CheckConstraint(condition=Q(digest__regex="^[0-9a-f]{64}$"), name="outside_statement_digest_form"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["organization", "-at", "-id"], name="outside_statement_newest")]

    def __str__(self) -> str:
        return f"{self.year}: {self.ordinary} + {self.sensitive}"


def _persons(kind: str) -> Any:
    """All persons of a count: what each deal holds, what was delivered, and what was declared of elsewhere."""
    return F(f"{kind}_reserved") + F(f"{kind}_taken") + F(f"{kind}_exact") + Coalesce(F(f"{kind}_outside"), 0)


class YearCountQuerySet(OwnQuerySet):
    def with_persons(self) -> Self:
        """With `ordinary` and `sensitive`, the sums that two indexes keep in order."""
        return self.annotate(ordinary=_persons("ordinary"), sensitive=_persons("sensitive"))


class YearCount(models.Model):
    """One exporter's count of one year. Declared upper bounds are added; exact sets are united, so a person is counted once.

    `renewed` tells that the statement is newer than the last reservation: a later signing may rely on it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    ordinary_reserved = models.BigIntegerField(default=0, db_default=0)
    sensitive_reserved = models.BigIntegerField(default=0, db_default=0)
    ordinary_taken = models.BigIntegerField(default=0, db_default=0)
    sensitive_taken = models.BigIntegerField(default=0, db_default=0)
    ordinary_exact = models.BigIntegerField(default=0, db_default=0)
    sensitive_exact = models.BigIntegerField(default=0, db_default=0)
    statement = models.ForeignKey(OutsideStatement, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    ordinary_outside = models.BigIntegerField(null=True)
    sensitive_outside = models.BigIntegerField(null=True)
    stated_on = models.DateField(null=True)
    renewed = models.BooleanField(default=False, db_default=False)

    objects = YearCountQuerySet.as_manager()

    class Meta:
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["organization", "year"], name="year_count_once"),
            models.CheckConstraint(
                condition=Q(ordinary_reserved__gte=0, sensitive_reserved__gte=0, ordinary_taken__gte=0, sensitive_taken__gte=0, ordinary_exact__gte=0, sensitive_exact__gte=0),
                name="year_count_never_below_zero",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["-year", "organization"], name="year_count_register"),
            models.Index(F("year"), _persons("ordinary").desc(), name="year_count_by_ordinary"),
            models.Index(F("year"), _persons("sensitive").desc(), name="year_count_by_sensitive"),
        ]
        triggers: ClassVar[list[Any]] = [pgtrigger.Protect(name="year_count_stays", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.year}"

    @property
    def ordinary_here(self) -> int:
        return self.ordinary_reserved + self.ordinary_taken + self.ordinary_exact

    @property
    def sensitive_here(self) -> int:
        return self.sensitive_reserved + self.sensitive_taken + self.sensitive_exact


class SubjectSet(models.Model):
    """The persons of one deal as keyed digests, submitted by the exporter from its data: what makes its count exact.

    `kept_until` is the day after which the digests are erased; the numbers stay."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    deal = models.UUIDField()
    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.UUIDField()
    ordinary = models.BigIntegerField(default=0)
    sensitive = models.BigIntegerField(default=0)
    kept_until = models.DateField()
    erased = models.DateTimeField(null=True)
    person = models.UUIDField(null=True)
    at = models.DateTimeField()

    objects = OwnQuerySet.as_manager()

    class Meta:
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["deal"], name="subject_set_once"),
            models.CheckConstraint(condition=Q(ordinary__gte=0, sensitive__gte=0), name="subject_set_not_negative"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["kept_until"], condition=Q(erased=None), name="subject_set_to_erase")]

    def __str__(self) -> str:
        return str(self.deal)


class SubjectDigest(models.Model):
    """One person of one set: an HMAC under the exporter's key, never the identifier."""

    id = models.BigAutoField(primary_key=True)
    subjects = models.ForeignKey(SubjectSet, on_delete=models.PROTECT, related_name="+", db_index=False)
    digest = models.BinaryField()
    sensitive = models.BooleanField()

    class Meta:
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["subjects", "digest"], name="subject_digest_once")]

    def __str__(self) -> str:
        return str(self.pk)


class Reservation(models.Model):
    """What one deal holds of its exporter's count of one year. `counted` is false where the law leaves these persons out; `exact`
    where they stand in a set of digests. `consumer` and `dataset` are kept to find volume that was split."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    deal = models.UUIDField()
    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    ordinary = models.BigIntegerField()
    sensitive = models.BigIntegerField()
    counted = models.BooleanField()
    exact = models.BooleanField()
    subjects = models.ForeignKey(SubjectSet, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    determination = models.ForeignKey(Determination, on_delete=models.PROTECT, related_name="+", db_index=False)
    consumer = models.UUIDField(null=True)
    dataset = models.UUIDField(null=True)
    state = models.TextField(default=Reserved.RESERVED.value)
    state_since = models.DateTimeField()
    created = models.DateTimeField()

    machine = RESERVATION
    objects = OwnQuerySet.as_manager()

    class Meta:
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["deal", "year"], condition=Q(state__in=LIVE), name="reservation_one_live"),
            models.CheckConstraint(condition=Q(state__in=[state.value for state in Reserved]), name="reservation_state_known"),
            models.CheckConstraint(condition=Q(ordinary__gte=0, sensitive__gte=0), name="reservation_not_negative"),
            models.CheckConstraint(condition=Q(exact=False) | Q(subjects__isnull=False), name="reservation_exact_has_subjects"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organization", "year", "-created", "-id"], name="reservation_of_organization"),
            models.Index(fields=["organization", "year"], condition=Q(state=Reserved.RESERVED.value), name="reservation_undelivered"),
            models.Index(fields=["deal"], name="reservation_of_deal"),
        ]

    def __str__(self) -> str:
        return f"{self.deal} {self.year}"
