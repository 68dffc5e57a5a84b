"""Runs that rebuild the search rows, each with its progress."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q, QuerySet

from catalog.indexing.states import LIVE, MACHINE
from kernel.actor import Actor


class ReindexingQuerySet(QuerySet["Reindexing"]):
    def visible_to(self, actor: Actor) -> Self:
        return self if actor.is_system or actor.jurisdiction == "operator" else self.none()


class Reindexing(models.Model):
    """`every`: all rows, else those of an older `analyzer` only. `after` is the last dataset done, so that a run goes on where it stopped;
    `total` counts what there was to do when it began."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    every = models.BooleanField(default=False)
    analyzer = models.PositiveSmallIntegerField()
    state = models.TextField()
    state_since = models.DateTimeField()
    created = models.DateTimeField()
    after = models.UUIDField(null=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)

    machine = MACHINE
    objects = ReindexingQuerySet.as_manager()

    class Meta:
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[str(state) for state in MACHINE.states]), name="reindexing_state_known"),
            models.UniqueConstraint(fields=["analyzer"], condition=Q(state__in=[str(state) for state in LIVE]), name="reindexing_one_at_a_time"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["-created", "-id"], name="reindexing_newest")]

    def __str__(self) -> str:
        return f"{self.created:%Y-%m-%d}"
