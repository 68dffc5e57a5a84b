"""An exclusive licence or a pledge on a dataset, and the consents of a pledgee."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, ClassVar, Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, QuerySet

from catalog.rights.states import ENCUMBRANCE, Burden
from catalog.rules.encumbrance import CONSENTS, KINDS, LICENCE
from kernel.actor import Actor
from kernel.models import AppendOnly


class EncumbranceQuerySet(QuerySet["Encumbrance"]):
    def visible_to(self, actor: Actor) -> Self:
        """In full: the provider, the holder, the operator and the regulators. The public reads kind, term and field on the dataset's page."""
        if actor.is_system or actor.jurisdiction:
            return self
        return self.filter(Q(holder=actor.organization) | Q(dataset__provider=actor.organization)) if actor.organization else self.none()

    def standing(self, on: date) -> Self:
        return self.filter(state=Burden.STANDING, since__lte=on, until__gte=on)


class Encumbrance(models.Model):
    """`since` and `until` are the first and the last day; `purposes` is the field of an exclusive licence, none is every field.
    `paper` is the contract it rests on; `recorded_by` a person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    dataset = models.ForeignKey("catalog.Dataset", on_delete=models.PROTECT, related_name="encumbrances", db_index=False)
    kind = models.TextField()
    holder = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    purposes = ArrayField(models.TextField(), default=list)
    since = models.DateField()
    until = models.DateField()
    paper = models.ForeignKey("kernel.Blob", on_delete=models.PROTECT, related_name="+")
    paper_name = models.TextField()
    state = models.TextField()
    state_since = models.DateTimeField()
    created = models.DateTimeField()
    recorded_by = models.UUIDField()

    machine = ENCUMBRANCE
    objects = EncumbranceQuerySet.as_manager()

    class Meta:
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[str(state) for state in Burden]), name="encumbrance_state_known"),
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="encumbrance_kind_known"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="encumbrance_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(kind=LICENCE) | Q(purposes=[]), name="encumbrance_field_is_of_a_licence"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["dataset", "-created", "-id"], name="encumbrance_of_dataset")]
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(
                name="encumbrance_fixed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.id IS NOT NULL AND (OLD.dataset_id, OLD.kind, OLD.holder_id, OLD.purposes, OLD.since, OLD.until, OLD.paper_id)"
                    " IS DISTINCT FROM (NEW.dataset_id, NEW.kind, NEW.holder_id, NEW.purposes, NEW.since, NEW.until, NEW.paper_id)"
                ),
            ),
            pgtrigger.Protect(name="encumbrance_kept", operation=pgtrigger.Delete),
        ]

    @property
    def provider_id(self) -> uuid.UUID:
        return self.dataset.provider_id

    def hold_subjects(self) -> list[uuid.UUID]:
        return [self.holder_id]


class EncumbranceConsent(AppendOnly):
    """That a pledgee agreed to an act (a code of catalog/rules/encumbrance.py), once and for all."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    encumbrance = models.ForeignKey(Encumbrance, on_delete=models.PROTECT, related_name="consents")
    to = models.TextField()
    person = models.UUIDField()
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["encumbrance", "to"], name="consent_once"),
            models.CheckConstraint(condition=Q(to__in=list(CONSENTS)), name="consent_known"),
        ]
