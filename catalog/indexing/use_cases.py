"""Asking for a rebuild of the search rows, carrying it out, stopping it. Progress is written with each batch, without an event."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from catalog.indexing.models import Reindexing
from catalog.indexing.permissions import REINDEX
from catalog.indexing.states import ReindexState
from catalog.listing.reindex import due
from catalog.search import analyzer
from kernel.decision import Say
from kernel.errors import Conflict
from kernel.nudge import nudge
from kernel.use_case import Act, use_case

TASK = "catalog.reindex"


@use_case
def ask(act: Act, *, every: bool = False) -> Reindexing:
    """Errors: Conflict (one is under way)."""
    act.authorise(REINDEX)
    run = Reindexing(every=every, analyzer=analyzer.VERSION, state=ReindexState.QUEUED, state_since=act.now, created=act.now)
    try:
        with transaction.atomic():
            run.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(Say(gettext_noop("The index is being rebuilt already. Wait for its end, or stop it."))) from error
    act.created(run)
    act.record("catalog.reindex.asked", run, {"every": every})
    act.after_commit(lambda: nudge(TASK))
    return run


@use_case
def start(act: Act, run_id: UUID) -> Reindexing:
    run = act.find(Reindexing, run_id)
    act.authorise(REINDEX, run)
    act.move(run, ReindexState.RUNNING, total=due(every=run.every).count())
    act.record("catalog.reindex.started", run, {"total": run.total})
    return run


@use_case
def complete(act: Act, run_id: UUID) -> Reindexing:
    run = act.find(Reindexing, run_id)
    act.authorise(REINDEX, run)
    act.move(run, ReindexState.COMPLETED)
    act.record("catalog.reindex.completed", run, {"done": run.done})
    return run


@use_case
def cancel(act: Act, run_id: UUID) -> Reindexing:
    """What is done stays done; rows of older words are found by them as before."""
    run = act.find(Reindexing, run_id)
    act.authorise(REINDEX, run)
    act.move(run, ReindexState.CANCELLED)
    act.record("catalog.reindex.cancelled", run, {"done": run.done})
    return run
