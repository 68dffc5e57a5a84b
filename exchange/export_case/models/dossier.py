"""The dossier: papers that are only ever added to, what the exporter wrote into generated ones, and what the desk asked for."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from exchange.export_case.models.case import ExportCase
from kernel.models import AppendOnly

LANGUAGES = ("zh", "en")


class Paper(AppendOnly):
    """One version of one paper, uploaded or generated; an older version stays as it was.

    `code` is a document code of the law's list. `content` is what a generated one was made from. `private` marks identity papers,
    which only their owner and the reviewing desk see. `done_on` is the day it says it was finished."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(ExportCase, on_delete=models.PROTECT, related_name="papers", db_index=False)
    code = models.TextField()
    version = models.PositiveSmallIntegerField()
    blob = models.ForeignKey("kernel.Blob", on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.TextField()
    media_type = models.TextField()
    size = models.BigIntegerField()
    sha256 = models.TextField()
    generated = models.BooleanField()
    content = models.JSONField(null=True)
    private = models.BooleanField(default=False)
    done_on = models.DateField(null=True)
    owner = models.UUIDField()
    person = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["case", "code", "version"], name="paper_version_once"),
            models.CheckConstraint(condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="paper_digest_form"),
            models.CheckConstraint(condition=Q(generated=False) | Q(content__isnull=False), name="paper_generated_from_something"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"


class PaperText(models.Model):
    """What the exporter wrote for a generated paper, section by section: {"section": "text"}."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(ExportCase, on_delete=models.PROTECT, related_name="texts", db_index=False)
    code = models.TextField()
    language = models.CharField(max_length=2)
    content = models.JSONField(default=dict)
    person = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["case", "code", "language"], name="paper_text_once"),
            models.CheckConstraint(condition=Q(language__in=LANGUAGES), name="paper_text_language_known"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.language}"


class PaperRequest(models.Model):
    """What the desk asked the exporter for: all gaps at once on return, or more papers during the review.

    `items` is [{"code": ..., "what": ...}], one for each gap."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(ExportCase, on_delete=models.PROTECT, related_name="requests", db_index=False)
    kind = models.TextField()
    round = models.PositiveSmallIntegerField()
    items = models.JSONField()
    person = models.UUIDField(null=True)
    at = models.DateTimeField()
    until = models.DateTimeField()
    answered = models.DateTimeField(null=True)
    answer = models.TextField(blank=True, default="")

    class Meta:
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(kind__in=["return", "papers"]), name="paper_request_kind_known"),
            models.UniqueConstraint(fields=["case"], condition=Q(answered=None), name="paper_request_one_open"),
            # completeness is told once, with everything that is missing
            models.UniqueConstraint(fields=["case"], condition=Q(kind="return"), name="paper_request_returned_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.round}"


class LegalDocument(AppendOnly):
    """The document between exporter and recipient, as stated by the exporter: its kind, the day it takes effect, its digest, and
    where each of the clauses asked for stands ({"purpose": "clauses 3 to 6", ...}; empty text: missing)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(ExportCase, on_delete=models.PROTECT, related_name="legal_documents", db_index=False)
    kind = models.TextField()
    effective_on = models.DateField(null=True)
    digest = models.TextField(blank=True, default="")
    clauses = models.JSONField(default=dict)
    person = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(kind__in=["draft", "standard_contract", "gba_contract", "certificate"]), name="legal_document_kind_known"),
            models.CheckConstraint(condition=Q(digest__regex="^([0-9a-f]{64})?$"), name="legal_document_digest_form"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["case", "-at"], name="legal_document_of_case")]

    def __str__(self) -> str:
        return self.kind
