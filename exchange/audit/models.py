"""The log's tables: entries in their order, the tree's stored hashes, signed checkpoints, and the one row that sealers lock.

Events themselves are the kernel's. Entries, nodes and checkpoints are written once, by the sealer only; what they mean is in
tree.py and note.py, and whether they still say what was written is judged in verify/.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from exchange.audit.permissions import AUDITOR
from kernel.actor import Actor
from kernel.models import AppendOnly, Event


def _is_a_hash(field: str) -> Exact:
    return Exact(Length(field), 32)


class Entry(AppendOnly):
    """The place of one event in the log, and the hash of its payload there (RFC 6962 leaf hash)."""

    index = models.BigIntegerField(primary_key=True)
    # No foreign key in the database: an event can never go, and checking each one would cost more than sealing it.
    event = models.OneToOneField(Event, on_delete=models.DO_NOTHING, db_constraint=False, related_name="entry")
    leaf_hash = models.BinaryField()

    class Meta(AppendOnly.Meta):
        db_table = "exchange_log_entry"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(index__gte=0), name="log_entry_index_not_negative"),
            models.CheckConstraint(condition=_is_a_hash("leaf_hash"), name="log_entry_hash_length"),
        ]


class Node(AppendOnly):
    """The hash of a complete subtree of 2**level entries. Only levels 8, 16, 24 ... are kept, one row in 255 entries: they are
    what tiles publish, and the levels between them are quickly computed."""

    pk = models.CompositePrimaryKey("level", "index")
    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta(AppendOnly.Meta):
        db_table = "exchange_log_node"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(level__in=[8, 16, 24, 32, 40, 48, 56]), name="log_node_level_kept"),
            models.CheckConstraint(condition=Q(index__gte=0), name="log_node_index_not_negative"),
            models.CheckConstraint(condition=_is_a_hash("hash"), name="log_node_hash_length"),
        ]


class Checkpoint(AppendOnly):
    """The exchange's signed word on the first `size` entries. The other columns repeat what the note says."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    note = models.TextField()
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        db_table = "exchange_log_checkpoint"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(size__gt=0), name="log_checkpoint_size_positive"),
            models.CheckConstraint(condition=_is_a_hash("root"), name="log_checkpoint_hash_length"),
        ]


class LogHeadQuerySet(models.QuerySet["LogHead"]):
    def visible_to(self, actor: Actor) -> LogHeadQuerySet:
        """Auditors of the regulator: who may read the entries themselves. Hashes and checkpoints are public anyway."""
        sees = actor.is_system or (actor.jurisdiction == "regulator" and AUDITOR in actor.roles)
        return self if sees else self.none()


class LogHead(models.Model):
    """The one row a sealer locks. `origin` is the log's name, fixed when the log begins."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    origin = models.TextField()
    size = models.BigIntegerField(default=0)

    objects = LogHeadQuerySet.as_manager()

    class Meta:
        db_table = "exchange_log_head"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(id=1), name="log_head_single"),
            models.CheckConstraint(condition=Q(size__gte=0), name="log_head_size_not_negative"),
        ]
