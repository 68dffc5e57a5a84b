"""The certificate of a listed revision and its rights. What it says is frozen by the database from its issue on; its state moves."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import F, Q, QuerySet

from catalog.certificate.states import MACHINE, State
from catalog.dataset.sight import outside_hidden_zones
from catalog.rules.visibility import PUBLIC_LIMIT, Visibility
from kernel.actor import NOBODY, Actor

CONTENT = (
    "number", "holder_id", "dataset_id", "revision_id", "rights", "revision_digest", "rights_digest", "requested_by", "created", "issued_by", "issued_at",
    "valid_until", "status_list", "status_index", "credential",
)  # fmt: skip


class CertificateQuerySet(QuerySet["Certificate"]):
    def visible_to(self, actor: Actor) -> Self:
        """Its holder, the operator and the regulators; the public reads by number what `published` gives."""
        if actor.is_system or actor.jurisdiction:
            return self
        return self.filter(holder=actor.organization) if actor.organization else self.none()

    def published(self) -> Self:
        """Certificates that were issued, of data whose grade, zone and visibility let anyone know of it, then and now."""
        zones = outside_hidden_zones(NOBODY, "revision__zone") & outside_hidden_zones(NOBODY, "dataset__current__zone")
        grades = Q(revision__grade__lte=PUBLIC_LIMIT) & (Q(dataset__grade=None) | Q(dataset__grade__lte=PUBLIC_LIMIT))
        return self.filter(zones, grades, issued_at__isnull=False, dataset__visibility=Visibility.PUBLIC)


class Certificate(models.Model):
    """`rights` is a list of {kind, scope_zh, scope_en, territory, until, sublicence}; `valid_until` the last day. Digests are SHA-256
    in hex, `credential` the signed text, `status_list` and `status_index` its place in a status list. `reason` says why it was refused
    or revoked; `requested_by` and `issued_by` are persons."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.TextField(unique=True, null=True)
    holder = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+", db_index=False)
    dataset = models.ForeignKey("catalog.Dataset", on_delete=models.PROTECT, related_name="certificates")
    revision = models.ForeignKey("catalog.DatasetRevision", on_delete=models.PROTECT, related_name="certificates")
    state = models.TextField()
    state_since = models.DateTimeField()
    created = models.DateTimeField()
    requested_by = models.UUIDField()
    rights = models.JSONField()
    revision_digest = models.TextField(blank=True, default="")
    rights_digest = models.TextField(blank=True, default="")
    issued_by = models.UUIDField(null=True)
    issued_at = models.DateTimeField(null=True)
    valid_until = models.DateField(null=True)
    status_list = models.PositiveIntegerField(null=True)
    status_index = models.PositiveIntegerField(null=True)
    credential = models.TextField(blank=True, default="")
    reason = models.TextField(blank=True, default="")

    machine = MACHINE
    objects = CertificateQuerySet.as_manager()

    class Meta:
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[str(state) for state in State]), name="certificate_state_known"),
            models.UniqueConstraint(fields=["dataset"], condition=Q(state="requested"), name="certificate_one_requested"),
            models.UniqueConstraint(fields=["dataset"], condition=Q(state="issued"), name="certificate_one_in_force"),
            models.UniqueConstraint(fields=["status_list", "status_index"], name="certificate_status_once"),
            models.CheckConstraint(
                condition=Q(state__in=["requested", "refused", "withdrawn"], issued_at=None)
                | Q(
                    issued_at__isnull=False, number__isnull=False, issued_by__isnull=False, valid_until__isnull=False, status_list__isnull=False,
                    status_index__isnull=False, state__in=["issued", "expired", "revoked", "replaced"],
                ),
                name="certificate_issued_is_whole",
            ),
            models.CheckConstraint(condition=Q(issued_by=None) | ~Q(issued_by=F("requested_by")), name="certificate_second_person"),
            models.CheckConstraint(condition=~Q(state__in=["refused", "revoked"]) | ~Q(reason=""), name="certificate_end_has_reason"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["holder", "-created", "-id"], name="certificate_of_holder"),
            models.Index(fields=["state", "-state_since", "-id"], name="certificate_by_state"),
        ]
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(
                name="certificate_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.issued_at IS NOT NULL AND ({old}) IS DISTINCT FROM ({new})".format(
                        old=", ".join(f"OLD.{name}" for name in CONTENT), new=", ".join(f"NEW.{name}" for name in CONTENT)
                    )
                ),
            ),
            pgtrigger.Protect(name="certificate_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.number or str(self.pk)

    def ended(self, on: date) -> bool:
        """Whether its last day is over, whatever the clock has done about it yet."""
        return self.valid_until is not None and self.valid_until < on

    def standing(self, on: date) -> str:
        """The state a reader is told: a certificate ends with its last day, also before the clock has turned it."""
        return str(State.EXPIRED) if self.state == State.ISSUED and self.ended(on) else self.state

    def hold_subjects(self) -> list[uuid.UUID]:
        return [self.holder_id]
