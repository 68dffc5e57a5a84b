"""Signed opinions of service providers on a revision of a dataset. What one says is frozen by the database from its issue on."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from catalog.opinion.states import MACHINE
from catalog.rules.opinion import ASSURANCES, CONCLUSIONS
from kernel.actor import Actor

CONTENT = (
    "dataset_id", "revision_id", "provider_id", "author_id", "kind", "revision_digest", "conclusion", "assurance", "statement_zh", "statement_en", "valid_until", "digest",
    "key_kind", "key", "public_key", "signature", "issued_at", "issued_by",
)  # fmt: skip


class OpinionQuerySet(QuerySet["Opinion"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever asked and whoever was asked, the exchange and the regulators; readers of the dataset read what `published` gives."""
        if actor.is_system or actor.jurisdiction:
            return self
        return self.filter(Q(provider_id=actor.organization) | Q(author__organization_id=actor.organization)) if actor.organization else self.none()

    def published(self) -> Self:
        return self.filter(state__in=["issued", "withdrawn"])


class Opinion(models.Model):
    """`author` is the registration under which it is given. `digest` is the SHA-256 (hex) of the canonical document (see signing.py);
    `signature` is over signing.line, by the hosted key or one of the author's own; keys and signature in base64."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    dataset = models.ForeignKey("catalog.Dataset", on_delete=models.PROTECT, related_name="opinions")
    revision = models.ForeignKey("catalog.DatasetRevision", on_delete=models.PROTECT, related_name="opinions")
    provider = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey("accounts.ServiceProvider", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.TextField()
    request = models.TextField()
    state = models.TextField()
    state_since = models.DateTimeField()
    created = models.DateTimeField()
    revision_digest = models.TextField()
    conclusion = models.TextField(blank=True, default="")
    assurance = models.TextField(blank=True, default="")
    statement_zh = models.TextField(blank=True, default="")
    statement_en = models.TextField(blank=True, default="")
    valid_until = models.DateField(null=True)
    digest = models.TextField(blank=True, default="")
    key_kind = models.TextField(blank=True, default="")
    key = models.UUIDField(null=True)
    public_key = models.TextField(blank=True, default="")
    signature = models.TextField(blank=True, default="")
    issued_at = models.DateTimeField(null=True)
    issued_by = models.UUIDField(null=True)
    reason = models.TextField(blank=True, default="")

    machine = MACHINE
    objects = OpinionQuerySet.as_manager()

    class Meta:
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[str(state) for state in MACHINE.states]), name="opinion_state_known"),
            models.UniqueConstraint(fields=["revision", "author", "kind"], condition=Q(state="asked"), name="opinion_asked_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["issued", "withdrawn"])
                | Q(issued_at__isnull=False, issued_by__isnull=False, valid_until__isnull=False, conclusion__in=list(CONCLUSIONS), assurance__in=list(ASSURANCES)) & ~Q(signature=""),
                name="opinion_issued_is_whole",
            ),
            models.CheckConstraint(condition=~Q(state__in=["refused", "withdrawn"]) | ~Q(reason=""), name="opinion_end_has_reason"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["provider", "-created", "-id"], name="opinion_of_provider"),
            models.Index(fields=["author", "-created", "-id"], name="opinion_of_author"),
        ]
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(
                name="opinion_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.issued_at IS NOT NULL AND ({old}) IS DISTINCT FROM ({new})".format(
                        old=", ".join(f"OLD.{name}" for name in CONTENT), new=", ".join(f"NEW.{name}" for name in CONTENT)
                    )
                ),
            ),
            pgtrigger.Protect(name="opinion_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def statement(self) -> str:
        return self.statement_en if (get_language() or "").startswith("en") else self.statement_zh

    def hold_subjects(self) -> list[uuid.UUID]:
        return [self.provider_id, self.dataset_id]


