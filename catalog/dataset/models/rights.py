"""The rights statement of a revision: where the data come from, by what right they may be traded, and the evidence."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from catalog.dataset.choices import RIGHTS_BASES
from catalog.dataset.models.parts import frozen_with_revision
from kernel.models import AppendOnly


class RightsStatement(models.Model):
    """`basis` is a code of choices.RIGHTS_BASES; the texts say it in words, in both languages.
    `registration` is the entry of the rights register it rests on, if there is one: with that it falls."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    revision = models.OneToOneField("catalog.DatasetRevision", on_delete=models.CASCADE, related_name="rights")
    basis = models.TextField()
    statement_zh = models.TextField()
    statement_en = models.TextField()
    valid_until = models.DateField(null=True)
    registration = models.ForeignKey("catalog.RightRegistration", on_delete=models.PROTECT, null=True, related_name="statements")

    class Meta:
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [models.CheckConstraint(condition=Q(basis__in=list(RIGHTS_BASES)), name="rights_basis_known")]
        triggers: ClassVar[list[Any]] = [frozen_with_revision("rights_frozen")]

    @property
    def statement(self) -> str:
        return self.statement_en if (get_language() or "").startswith("en") else self.statement_zh


class RightsEnd(AppendOnly):
    """That a right has ended before its day: declared by its holder or found by the exchange. Said once, never taken back: a right that
    runs again is stated in a new revision. `person` is who said it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    revision = models.OneToOneField("catalog.DatasetRevision", on_delete=models.PROTECT, related_name="rights_end")
    reason = models.TextField()
    person = models.UUIDField()
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        app_label = "catalog"


class RightsEvidence(models.Model):
    """A document that supports the statement; read by the provider, the operator and regulators only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    revision = models.ForeignKey("catalog.DatasetRevision", on_delete=models.CASCADE, related_name="evidence")
    blob = models.ForeignKey("kernel.Blob", on_delete=models.PROTECT, related_name="+")
    name = models.TextField()
    added = models.DateTimeField()

    class Meta:
        app_label = "catalog"
        ordering: ClassVar[list[str]] = ["added", "id"]
        triggers: ClassVar[list[Any]] = [frozen_with_revision("evidence_frozen")]
