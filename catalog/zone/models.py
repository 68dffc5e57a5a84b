"""Zones: areas of the exchange with a theme, rules and an operator of their own; who is admitted to them, and by what authorization they run."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import get_language

from catalog.rules.zone import CLOSED_KINDS, KINDS, LEAVES
from catalog.zone import forgetting
from catalog.zone.states import ADMISSION, AUTHORIZATION, LIVE, MACHINE
from kernel.actor import Actor
from kernel.models import AppendOnly


class ZoneQuerySet(QuerySet["Zone"]):
    def visible_to(self, actor: Actor) -> Self:
        """Open zones are public; closed ones are seen by whoever runs them."""
        if actor.is_system or actor.jurisdiction:
            return self
        return self.filter(Q(state="open") | Q(operator_id=actor.organization)) if actor.organization else self.filter(state="open")

    def run_by(self, actor: Actor) -> Self:
        """The zones this actor looks after: the exchange and the regulators all, an operator its own."""
        if actor.is_system or actor.jurisdiction:
            return self
        return self.filter(operator_id=actor.organization) if actor.organization else self.none()


class Zone(models.Model):
    """`code` is the short name in addresses and filters; `operator` the organization that runs it, or none. `restricted`: its datasets are
    seen by admitted organizations only. `leaves` is what may leave it (catalog/rules/zone.py)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = models.SlugField(max_length=40, unique=True)
    kind = models.TextField(default="field")
    restricted = models.BooleanField(default=False)
    leaves = models.TextField(default="data")
    name_zh = models.TextField()
    name_en = models.TextField()
    about_zh = models.TextField(blank=True, default="")
    about_en = models.TextField(blank=True, default="")
    operator = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, null=True, related_name="+")
    state = models.TextField()
    state_since = models.DateTimeField()

    machine = MACHINE
    objects = ZoneQuerySet.as_manager()

    class Meta:
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[str(state) for state in MACHINE.states]), name="zone_state_known"),
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="zone_kind_known"),
            models.CheckConstraint(condition=Q(leaves__in=list(LEAVES)), name="zone_leaves_known"),
            models.CheckConstraint(condition=~Q(kind__in=list(CLOSED_KINDS)) | Q(restricted=True), name="zone_between_institutions_is_restricted"),
        ]
        triggers: ClassVar[list[Any]] = [forgetting.of_zone()]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if (get_language() or "").startswith("en") else self.name_zh

    @property
    def about(self) -> str:
        return self.about_en if (get_language() or "").startswith("en") else self.about_zh


class ZoneAdmissionQuerySet(QuerySet["ZoneAdmission"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever applied, whoever runs the zone, the exchange and the regulators."""
        if actor.is_system or actor.jurisdiction:
            return self
        return self.filter(Q(organization_id=actor.organization) | Q(zone__operator_id=actor.organization)) if actor.organization else self.none()

    def in_force(self, at: datetime) -> Self:
        """Admitted, neither suspended nor over."""
        return self.filter(state="admitted", until__gt=at)


class ZoneAdmission(models.Model):
    """`wanted` and `purposes` are codes of catalog/rules/policy.py: asked for, and admitted for; `until` is when it ends by itself.
    `reason` is the zone operator's last word, for whoever applied."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="admissions", db_index=False)
    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.TextField()
    state_since = models.DateTimeField()
    created = models.DateTimeField()
    wanted = ArrayField(models.TextField())
    statement = models.TextField()
    requested_by = models.UUIDField()
    purposes = ArrayField(models.TextField(), default=list)
    until = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    reason = models.TextField(blank=True, default="")

    machine = ADMISSION
    objects = ZoneAdmissionQuerySet.as_manager()

    class Meta:
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[str(state) for state in ADMISSION.states]), name="zone_admission_state_known"),
            models.UniqueConstraint(fields=["organization", "zone"], condition=Q(state__in=[str(state) for state in LIVE]), name="zone_admission_one_live"),
            models.CheckConstraint(condition=~Q(state__in=["admitted", "suspended"]) | Q(until__isnull=False, purposes__len__gt=0), name="zone_admission_says_for_what"),
            models.CheckConstraint(condition=Q(decided_by=None) | ~Q(decided_by=F("requested_by")), name="zone_admission_second_person"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["zone", "-created", "-id"], name="zone_admission_of_zone"),
            models.Index(fields=["organization", "-created", "-id"], name="zone_admission_of_user"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def hold_subjects(self) -> list[uuid.UUID]:
        return [self.organization_id]


class ZoneAuthorizationQuerySet(QuerySet["ZoneAuthorization"]):
    def visible_to(self, actor: Actor) -> Self:
        """Who runs a public zone, and until when, is public: it is the ground on which the data are offered."""
        return self.filter(zone__in=Zone.objects.visible_to(actor))


class ZoneAuthorization(models.Model):
    """The act of authority by which `organization` operates the zone: who gave it, number and date of the paper, SHA-256 (hex) of the copy
    the exchange holds in its files; from `since` to the last day `until`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="authorizations")
    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    state = models.TextField()
    state_since = models.DateTimeField()
    created = models.DateTimeField()
    authority = models.TextField()
    document_number = models.TextField()
    document_date = models.DateField()
    document_sha256 = models.TextField()
    since = models.DateField()
    until = models.DateField()
    recorded_by = models.UUIDField()
    reason = models.TextField(blank=True, default="")

    machine = AUTHORIZATION
    objects = ZoneAuthorizationQuerySet.as_manager()

    class Meta:
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[str(state) for state in AUTHORIZATION.states]), name="zone_authorization_state_known"),
            models.UniqueConstraint(fields=["zone"], condition=Q(state="in_force"), name="zone_authorization_one_in_force"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="zone_authorization_in_order"),
            models.CheckConstraint(condition=Q(document_sha256__regex="^[0-9a-f]{64}$"), name="zone_authorization_document_known"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["-created", "-id"], name="zone_authorization_newest")]

    def __str__(self) -> str:
        return self.document_number

    def runs(self, on: date) -> bool:
        return self.state == "in_force" and self.since <= on <= self.until


class ProductRecognitionQuerySet(QuerySet["ProductRecognition"]):
    def visible_to(self, actor: Actor) -> Self:
        """The provider of the dataset, whoever runs the zone, the exchange and the regulators."""
        if actor.is_system or actor.jurisdiction:
            return self
        mine = Q(revision__dataset__provider_id=actor.organization) | Q(zone__operator_id=actor.organization)
        return self.filter(mine) if actor.organization else self.none()


class ProductRecognition(AppendOnly):
    """That whoever runs a zone has looked at a revision and found a product, not raw data. Of that revision alone: a later one is looked at anew."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="+")
    revision = models.OneToOneField("catalog.DatasetRevision", on_delete=models.PROTECT, related_name="recognition")
    grounds = models.TextField()
    person = models.UUIDField()
    at = models.DateTimeField()

    objects = ProductRecognitionQuerySet.as_manager()

    class Meta(AppendOnly.Meta):
        app_label = "catalog"
