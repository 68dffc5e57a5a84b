"""Registers of the record in the console: events, entries, checkpoints. Read only, and never counted in full."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from exchange.audit.models import Checkpoint, Entry
from kernel.models import Event


class EstimatingPaginator(Paginator):
    """Takes the planner's word for how many rows a table has: counting millions to print a number helps nobody."""

    EXACT_BELOW = 10_000

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        if not rows.query.where:
            with connection.cursor() as cursor:
                cursor.execute("select reltuples::bigint from pg_class where oid = %s::regclass", [rows.model._meta.db_table])
                estimate = int(cursor.fetchone()[0])
            if estimate > self.EXACT_BELOW:
                return estimate
        return len(rows.order_by().values_list("pk")[: self.EXACT_BELOW])


class Register(ModelAdmin):
    """A table to look at."""

    show_full_result_count = False
    paginator = EstimatingPaginator
    list_per_page = 50
    actions = None

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Event)
class EventRegister(Register):
    list_display = ("id", "at", "name", "subject_type", "subject_id", "subject_seq", "place")
    list_display_links = ("id",)
    search_fields = ("=id", "=subject_id")
    ordering = ("-id",)
    fields = ("id", "at", "name", "subject_type", "subject_id", "subject_seq", "organization", "payload")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        return super().get_queryset(request).select_related("entry")

    @admin.display(description=_("Place in the log"))
    def place(self, event: Event) -> str:
        entry: Entry | None = getattr(event, "entry", None)
        return str(entry.index) if entry else str(_("waits to be sealed"))


@admin.register(Entry)
class EntryRegister(Register):
    list_display = ("index", "event_id", "leaf")
    ordering = ("-index",)
    search_fields = ("=index", "=event__id")
    fields = ("index", "event_id", "leaf")

    @admin.display(description=_("Leaf hash"))
    def leaf(self, entry: Entry) -> str:
        return bytes(entry.leaf_hash).hex()


@admin.register(Checkpoint)
class CheckpointRegister(Register):
    list_display = ("size", "at", "root_hash")
    ordering = ("-size",)
    fields = ("size", "at", "root_hash", "note")

    @admin.display(description=_("Root"))
    def root_hash(self, checkpoint: Checkpoint) -> str:
        return bytes(checkpoint.root).hex()
