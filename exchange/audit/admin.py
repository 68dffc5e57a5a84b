"""Registers of the record in the console: events, entries, checkpoints. Read only, and never counted in full."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from exchange.audit.gather import LARGEST_ID
from exchange.audit.models import Checkpoint, Entry
from kernel.models import Event
from web.register import Register


def _number(term: str) -> int | None:
    """A number a column of ids can hold."""
    return int(term) if term.isascii() and term.isdigit() and len(term) <= 19 and int(term) <= LARGEST_ID else None


@admin.register(Event)
class EventRegister(Register):
    called = (_("event"), _("events"))
    list_display = ("id", "at", "name", "subject_type", "subject_id", "subject_seq", "place")
    list_display_links = ("id",)
    search_fields = ("id", "subject_id")
    search_help_text = _("The number of an event, or the id of what it is about.")
    ordering = ("-id",)
    fields = ("id", "at", "name", "subject_type", "subject_id", "subject_seq", "organization", "payload")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        return super().get_queryset(request).select_related("entry")

    def get_search_results(self, request: HttpRequest, rows: QuerySet[Event], term: str) -> tuple[QuerySet[Event], bool]:
        # Exact words only: those the indexes know.
        if term:
            number = _number(term)
            rows = rows.filter(pk=number) if number is not None else rows.filter(subject_id=term)
        return rows, False

    @admin.display(description=_("Place in the log"))
    def place(self, event: Event) -> str:
        entry: Entry | None = getattr(event, "entry", None)
        return str(entry.index) if entry else str(_("waits to be sealed"))


@admin.register(Entry)
class EntryRegister(Register):
    called = (_("log entry"), _("log entries"))
    list_display = ("index", "event_id", "leaf")
    ordering = ("-index",)
    search_fields = ("index", "event")
    search_help_text = _("A place in the log, or the number of an event.")
    fields = ("index", "event_id", "leaf")

    def get_search_results(self, request: HttpRequest, rows: QuerySet[Entry], term: str) -> tuple[QuerySet[Entry], bool]:
        if term:
            number = _number(term)
            rows = rows.none() if number is None else rows.filter(pk=number) | rows.filter(event_id=number)
        return rows, False

    @admin.display(description=_("Leaf hash"))
    def leaf(self, entry: Entry) -> str:
        return bytes(entry.leaf_hash).hex()


@admin.register(Checkpoint)
class CheckpointRegister(Register):
    called = (_("checkpoint"), _("checkpoints"))
    list_display = ("size", "at", "root_hash")
    ordering = ("-size",)
    fields = ("size", "at", "root_hash", "note")

    @admin.display(description=_("Root"))
    def root_hash(self, checkpoint: Checkpoint) -> str:
        return bytes(checkpoint.root).hex()
