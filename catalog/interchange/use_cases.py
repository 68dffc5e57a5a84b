"""The acts around foreign catalogues: naming a source, announcing a file, sending it, carrying out the run. One event a run, not one a row."""

from __future__ import annotations

import re
from collections.abc import Mapping as Named
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_noop

from accounts.models import Organization
from catalog.interchange.models import CatalogRecord, ForeignSource, ImportRun
from catalog.interchange.permissions import IMPORT
from catalog.interchange.reading.formats import AUTO, FORMATS
from catalog.interchange.reading.limits import BadInput
from catalog.interchange.reading.mapping import from_json
from catalog.interchange.states import UNDER_WAY, RunState
from kernel import blobs
from kernel.actor import Actor
from kernel.decision import Say
from kernel.errors import Conflict, Invalid, NotFound, WrongState
from kernel.nudge import nudge
from kernel.permissions import authorise
from kernel.use_case import Act, use_case

TASK = "catalog.import"
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
MEDIA_TYPE = "application/octet-stream"
COUNTS = ("rows_read", "entries", "new", "changed", "same", "repeated", "refused", "gone")


@use_case
def name_source(act: Act, *, code: str, name_zh: str, name_en: str, url: str = "", license: str = "", reexport: bool = False) -> ForeignSource:
    """Errors: Invalid (code, names, address), Conflict (the code is taken)."""
    act.authorise(IMPORT)
    wrong = {name: [Say(gettext_noop("Write a name."))] for name, value in (("name_zh", name_zh), ("name_en", name_en)) if not value.strip()}
    if not CODE.match(code) or len(code) > 40:
        wrong["code"] = [Say(gettext_noop("Use up to 40 lower-case letters, digits and hyphens."))]
    if url and not re.match(r"https?://[^/\s]+", url):
        wrong["url"] = [Say(gettext_noop("Write an address that begins with http:// or https://."))]
    if wrong:
        raise Invalid(fields=wrong)
    source = ForeignSource(code=code, name_zh=name_zh.strip(), name_en=name_en.strip(), url=url.strip(), license=license.strip(), reexport=reexport, created=act.now)
    try:
        with transaction.atomic():
            source.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(Say(gettext_noop("A source with this code exists."))) from error
    act.created(source)
    act.record("catalog.source.named", source, {"code": code, "reexport": reexport})
    return source


@use_case
def permit_reexport(act: Act, source_id: UUID, *, reexport: bool) -> ForeignSource:
    """Whether our own export repeats the public records of the source."""
    source = act.find(ForeignSource, source_id)
    act.authorise(IMPORT, source)
    source.reexport = reexport
    source.save(update_fields=["reexport"])
    act.record("catalog.source.reexport", source, {"reexport": reexport})
    return source


@use_case
def begin_import(
    act: Act, source_id: UUID, *, name: str, format: str = AUTO, mapping: Named[str, Any] | None = None, dry_run: bool = False, whole: bool = False, size: int | None = None,
    pages: int | None = None,
) -> ImportRun:
    """Announce a file; its bytes follow. `pages` is for a harvest alone. Errors: NotFound (source), Invalid (format, mapping, name)."""
    source = act.find(ForeignSource, source_id)
    act.authorise(IMPORT, source)
    if format not in (AUTO, *FORMATS):
        raise Invalid(fields={"format": [Say(gettext_noop("Choose one of the list."))]})
    if mapping is not None:
        _judged(mapping)
    exchange = act.actor.organization or Organization.objects.filter(kind="exchange").values_list("pk", flat=True).first()
    if exchange is None:
        raise Invalid(Say(gettext_noop("The exchange is not established yet.")))
    blob = blobs.begin(act, exchange, name, MEDIA_TYPE, size)
    run = ImportRun(
        source=source, blob=blob, format=format, mapping=mapping, dry_run=dry_run, whole=whole and not dry_run, pages=pages, state=RunState.DRAFT, state_since=act.now,
        created=act.now,
    )
    run.save(force_insert=True)
    act.created(run)
    act.record("catalog.import.begun", run, {"source": source.code, "format": format, "dry_run": dry_run})
    return run


def append_bytes(actor: Actor, run_id: UUID, offset: int, stream: blobs.Stream) -> int:
    """Bytes of the file from `offset` on; answers how many have arrived. Errors: NotFound, Forbidden, WrongState, Conflict."""
    run = ImportRun.objects.visible_to(actor).filter(pk=run_id).first()
    if run is None:
        raise NotFound
    authorise(actor, IMPORT, run)
    if run.state != RunState.DRAFT:
        raise WrongState(Say(gettext_noop("The file of this run has arrived already.")))
    return blobs.append(run.blob_id, offset, stream)


@use_case
def submit(act: Act, run_id: UUID) -> ImportRun:
    """The file is whole: a worker may read it."""
    run = act.find(ImportRun, run_id, join=("source", "blob"))
    act.authorise(IMPORT, run)
    if run.state == RunState.DRAFT:
        blobs.complete(act, run.blob)
    act.move(run, RunState.SUBMITTED)
    act.record("catalog.import.submitted", run, {"sha256": bytes(run.blob.sha256 or b"").hex(), "size": run.blob.size})
    act.after_commit(lambda: nudge(TASK))
    return run


@use_case
def repeat(act: Act, run_id: UUID, *, mapping: Named[str, Any] | None = None, dry_run: bool = False) -> ImportRun:
    """The file of a dry run once more, now to be written (or dry again), with its mapping, a corrected one, or the guessed one that is hereby confirmed.

    Errors: NotFound, WrongState (no dry run that ended well), Invalid (mapping)."""
    former = act.find(ImportRun, run_id, join=("source", "blob"))
    act.authorise(IMPORT, former)
    if former.state != RunState.COMPLETED or not former.dry_run:
        raise WrongState(Say(gettext_noop("Only a dry run that has ended is carried out again.")))
    given = former.mapping if mapping is None else dict(mapping)
    if given is not None:
        _judged(given)
    run = ImportRun(
        source=former.source, blob=former.blob, format=former.format, mapping=given, dry_run=dry_run, state=RunState.DRAFT, state_since=act.now, created=act.now,
    )
    run.save(force_insert=True)
    act.created(run)
    act.move(run, RunState.SUBMITTED)
    act.record("catalog.import.submitted", run, {"repeats": str(former.pk), "dry_run": dry_run, "confirmed": former.guessed})
    act.after_commit(lambda: nudge(TASK))
    return run


def _judged(given: Named[str, Any]) -> None:
    """Errors: Invalid."""
    try:
        from_json(dict(given))
    except BadInput as error:
        raise Invalid(fields={"mapping": [error.finding]}, remedy=error.remedy) from error


@use_case
def start(act: Act, run_id: UUID) -> ImportRun:
    """A worker takes it. Runs of one source follow each other: what one has seen another must not mark as gone. Errors: WrongState (not next in line)."""
    run = _after_source(act, run_id)
    if run.state == RunState.SUBMITTED and not ImportRun.objects.next_in_line().filter(pk=run_id).exists():
        raise WrongState(Say(gettext_noop("Another import of this source comes first.")), remedy=Say(gettext_noop("Nothing has to be done: it is carried out after that one.")))
    act.move(run, RunState.RUNNING)
    act.record("catalog.import.started", run)
    return run


def _after_source(act: Act, run_id: UUID) -> ImportRun:
    """The run, locked after its source, as the batches do. Errors: NotFound, Forbidden."""
    source = ImportRun.objects.visible_to(act.actor).filter(pk=run_id).values_list("source", flat=True).first()
    if source is None:
        raise NotFound
    ForeignSource.objects.select_for_update(no_key=True).get(pk=source)
    run = act.find(ImportRun, run_id, join=("source", "blob"))
    act.authorise(IMPORT, run)
    return run


@use_case
def complete(act: Act, run_id: UUID) -> ImportRun:
    run = act.find(ImportRun, run_id)
    act.authorise(IMPORT, run)
    act.move(run, RunState.COMPLETED)
    act.record("catalog.import.completed", run, {"dry_run": run.dry_run, **{name: getattr(run, name) for name in COUNTS}})
    _next(act, run)
    return run


@use_case
def fail(act: Act, run_id: UUID, *, failure: Named[str, Any]) -> ImportRun:
    """The file could not be read: nothing of it was written, and the run says why."""
    run = act.find(ImportRun, run_id)
    act.authorise(IMPORT, run)
    run.failure = dict(failure)
    run.save(update_fields=["failure"])
    act.move(run, RunState.FAILED)
    act.record("catalog.import.failed", run, {"rule": failure["rule"], "where": failure["where"]})
    _next(act, run)
    return run


def _next(act: Act, run: ImportRun) -> None:
    """Whatever of the same source waited for this one is carried out now."""
    if ImportRun.objects.filter(source=run.source_id, state=RunState.SUBMITTED).exists():
        act.after_commit(lambda: nudge(TASK))


@use_case
def follow_withdrawal(act: Act, run_id: UUID) -> ImportRun:
    """What a completed harvest lacked, and nothing brought back since, is gone. Errors: NotFound, WrongState (it lacked no more than usual, or this is settled,
    or an import of the source is under way: half of what that one brings may not have been seen yet)."""
    run = _after_source(act, run_id)
    if run.state != RunState.COMPLETED or run.missing is None or run.whole:
        raise WrongState(Say(gettext_noop("There is no withdrawal to follow here.")))
    if ImportRun.objects.filter(source=run.source_id, state__in=UNDER_WAY, dry_run=False).exists():
        raise WrongState(
            Say(gettext_noop("Another import of this source is under way and decides what is there.")), remedy=Say(gettext_noop("Wait for its end, then look whether this question still stands.")),
        )  # fmt: skip
    run.gone, run.whole = mark_gone(run, act.now), True
    run.save(update_fields=["gone", "whole"])
    act.record("catalog.import.withdrawal_followed", run, {"gone": run.gone})
    return run


def mark_gone(run: ImportRun, now: datetime) -> int:
    """Mark what neither this run has seen nor any that ended after it; returns how many. The source's row is locked."""
    seen = Q(seen_in=run) | Q(seen_in__state_since__gt=run.state_since)
    return CatalogRecord.objects.filter(source=run.source_id, gone=None).exclude(seen).update(gone=now, changed_at=now)
