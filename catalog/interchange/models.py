"""Tables of foreign catalogues: where they come from, their records, each import run with its report row by row.

A record of a foreign catalogue is no dataset of ours: it has neither rights nor grade nor offers, nothing refers to it and nothing can be
agreed about it. It is shown, marked, with the way to its source.
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import get_language

from catalog.interchange.reading.entry import Access, best
from catalog.interchange.states import MACHINE, UNDER_WAY, RunState
from kernel.actor import Actor

OPEN_ACCESS = (Access.PUBLIC.value, Access.RESTRICTED.value)


class ForeignSourceQuerySet(QuerySet["ForeignSource"]):
    def visible_to(self, actor: Actor) -> Self:
        return self


class ForeignSource(models.Model):
    """`reexport`: its license permits that our own export repeats its records."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = models.SlugField(max_length=40, unique=True)
    name_zh = models.TextField()
    name_en = models.TextField()
    url = models.TextField(blank=True, default="")
    license = models.TextField(blank=True, default="")
    reexport = models.BooleanField(default=False)
    created = models.DateTimeField()

    objects = ForeignSourceQuerySet.as_manager()

    class Meta:
        app_label = "catalog"

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if (get_language() or "").startswith("en") else self.name_zh


class ImportRunQuerySet(QuerySet["ImportRun"]):
    def visible_to(self, actor: Actor) -> Self:
        """The operator's; a file may hold records that are not public."""
        return self if actor.is_system or actor.jurisdiction == "operator" else self.none()

    def next_in_line(self) -> Self:
        """Runs that a worker may take: of each source the one that runs, else the one that was submitted first."""
        before = ImportRun.objects.filter(source=OuterRef("source"), state__in=UNDER_WAY).exclude(pk=OuterRef("pk"))
        sooner = Q(state=RunState.RUNNING) | Q(state_since__lt=OuterRef("state_since")) | Q(state_since=OuterRef("state_since"), pk__lt=OuterRef("pk"))
        return self.filter(Q(state=RunState.RUNNING) | Q(state=RunState.SUBMITTED) & ~Exists(before.filter(sooner)))


class ImportRun(models.Model):
    """One file. `position` counts the entries written so far, so that a run goes on where it stopped; `whole` says that what the file does not hold is gone.
    `pages` is set for what a harvest brought: that many files in a ZIP of ours. `guessed` says that nobody has confirmed the mapping yet.
    `missing` is set where a harvest lacks most of what was known: that many records, none of them marked as gone unless the operator says so."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    source = models.ForeignKey(ForeignSource, on_delete=models.PROTECT, related_name="runs")
    blob = models.ForeignKey("kernel.Blob", on_delete=models.PROTECT, related_name="+")
    format = models.TextField()
    mapping = models.JSONField(null=True)
    guessed = models.BooleanField(default=False)
    pages = models.PositiveIntegerField(null=True)
    dry_run = models.BooleanField(default=False)
    whole = models.BooleanField(default=False)
    state = models.TextField()
    state_since = models.DateTimeField()
    created = models.DateTimeField()
    position = models.PositiveIntegerField(default=0)
    rows_read = models.PositiveIntegerField(default=0)
    entries = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    repeated = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    gone = models.PositiveIntegerField(default=0)
    missing = models.PositiveIntegerField(null=True)
    head = models.JSONField(null=True)
    failure = models.JSONField(null=True)

    machine = MACHINE
    objects = ImportRunQuerySet.as_manager()

    class Meta:
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[str(state) for state in MACHINE.states]), name="import_run_state_known"),
            models.UniqueConstraint(fields=["source"], condition=Q(state="running"), name="import_run_one_of_a_source"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["-created", "-id"], name="import_run_newest"),
            models.Index(fields=["created"], condition=Q(state__in=["submitted", "running"]), name="import_run_under_way"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.created:%Y-%m-%d}"


OUTCOMES = ("new", "changed", "same", "repeated", "refused")


class ImportRow(models.Model):
    """What a run made of one row: refused with reasons, or written; `kept` names the fields that have no place here."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField()
    place = models.TextField(blank=True, default="")
    outcome = models.TextField()
    foreign_id = models.TextField(blank=True, default="")
    name = models.TextField(blank=True, default="")
    reasons = models.JSONField(default=list)
    kept = ArrayField(models.TextField(), default=list)

    class Meta:
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["run", "number"], name="import_row_once"),
            models.CheckConstraint(condition=Q(outcome__in=OUTCOMES), name="import_row_outcome_known"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["run", "outcome", "number"], name="import_row_by_outcome")]


class CatalogRecordQuerySet(QuerySet["CatalogRecord"]):
    def visible_to(self, actor: Actor) -> Self:
        """The operator sees all; everyone else what is public at its source and still there. There is no way around for records of
        non-public data: their very title may tell too much."""
        return self if actor.is_system or actor.jurisdiction == "operator" else self.filter(access__in=OPEN_ACCESS, gone=None)


class CatalogRecord(models.Model):
    """A record of a foreign catalogue. Texts are by language; `received` is the record (or records) as it came, `kept` what has no field."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    source = models.ForeignKey(ForeignSource, on_delete=models.PROTECT, related_name="records", db_index=False)
    foreign_id = models.TextField()
    digest = models.BinaryField()
    title = models.JSONField(default=dict)
    description = models.JSONField(default=dict)
    publisher = models.JSONField(default=dict)
    keywords = ArrayField(models.TextField(), default=list)
    themes = ArrayField(models.TextField(), default=list)
    license = models.TextField(blank=True, default="")
    issued = models.TextField(blank=True, default="")
    modified = models.TextField(blank=True, default="")
    access = models.TextField()
    page = models.TextField(blank=True, default="")
    distributions = models.JSONField(default=list)
    kept = models.JSONField(default=dict)
    received = models.JSONField()
    first_seen = models.DateTimeField()
    last_seen = models.DateTimeField()
    changed_at = models.DateTimeField()
    seen_in = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="+")
    gone = models.DateTimeField(null=True)
    words = SearchVectorField()

    objects = CatalogRecordQuerySet.as_manager()

    class Meta:
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["source", "foreign_id"], name="record_once_a_source"),
            models.CheckConstraint(condition=Q(access__in=[str(level) for level in Access]), name="record_access_known"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["-changed_at", "-id"], condition=Q(gone=None) & ~Q(access="non_public"), name="record_newest"),
            models.Index(fields=["source", "-changed_at", "-id"], name="record_of_source"),
            GinIndex(fields=["words"], name="record_words"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return best(self.title, _reader())

    @property
    def about(self) -> str:
        return best(self.description, _reader())

    @property
    def publisher_name(self) -> str:
        return best(self.publisher, _reader())

    @property
    def is_open(self) -> bool:
        return self.gone is None and self.access in OPEN_ACCESS


def _reader() -> tuple[str, ...]:
    return ("en", "zh") if (get_language() or "").startswith("en") else ("zh", "en")
