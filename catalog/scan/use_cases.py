"""The acts on scans: ask, begin, finish, fail, stop. The database is the truth: each may come twice and changes things once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_noop

from catalog.dataset.classification_states import ClassificationState
from catalog.dataset.grading import standing_classification
from catalog.dataset.meaning import checked_sample
from catalog.dataset.models import Classification, Dataset, Distribution
from catalog.dataset.use_cases.working import JOINED, changed, void_grading, working
from catalog.rules.visibility import SampleNature
from catalog.scan import permissions
from catalog.scan.assessing import again, kept_facts, kept_to_assessment
from catalog.scan.gather import kept_to_suggestions
from catalog.scan.models import FieldSuggestion, Scan
from catalog.scan.states import LIVE, ScanState
from catalog.scan.synthetic import synthetic_rows
from catalog.scan.words import told
from kernel.decision import Say
from kernel.errors import Conflict, NotFound, WrongState
from kernel.nudge import nudge
from kernel.use_case import Act, use_case

TASK, REGRADE = "catalog.scan", "catalog.regrade"
MOST_ATTEMPTS = 3


@use_case
def request(act: Act, dataset_id: UUID, distribution_id: UUID) -> Scan:
    """Have a complete file scanned. Errors: NotFound, WrongState (upload not complete), Conflict (a scan is live)."""
    dataset = act.find(Dataset, dataset_id, join=JOINED)
    act.authorise(permissions.REQUEST, dataset)
    file = Distribution.objects.filter(pk=distribution_id, revision__dataset=dataset).first()
    if file is None:
        raise NotFound
    if file.completed is None:
        raise WrongState(Say(gettext_noop("This upload is not complete.")), remedy=Say(gettext_noop("Send the rest of the file first.")))
    if Scan.objects.filter(distribution=file.pk, state__in=LIVE).exists():
        raise Conflict(Say(gettext_noop("This file is being scanned already.")), code="scan_live", remedy=Say(gettext_noop("Wait for it, or stop it first.")))
    scan = Scan(dataset=dataset, distribution=file.pk, blob=file.blob_id, name=file.name, state_since=act.now, requested=act.now, requested_by=act.actor.person)
    scan.save(force_insert=True)
    act.created(scan)
    act.record("catalog.scan.requested", dataset, _facts(scan))
    act.after_commit(lambda: nudge(TASK))
    return scan


@use_case
def scan_arrived(act: Act, distribution_id: UUID) -> Scan:
    """A file that has arrived whole waits for its scan, without anybody asking. Errors: NotFound, WrongState (it was scanned, or is)."""
    known = Distribution.objects.filter(pk=distribution_id, completed__isnull=False).values_list("revision__dataset", "blob", "name").first()
    if known is None:
        raise NotFound
    dataset = act.find(Dataset, known[0], join=JOINED)
    act.authorise(permissions.RUN, dataset)
    if Scan.objects.filter(blob=known[1]).exists():
        raise WrongState(Say(gettext_noop("This file was scanned before.")))
    scan = Scan(dataset=dataset, distribution=distribution_id, blob=known[1], name=known[2], state_since=act.now, requested=act.now)
    scan.save(force_insert=True)
    act.created(scan)
    act.record("catalog.scan.requested", dataset, _facts(scan), parties=[dataset.provider_id])
    return scan


@use_case
def begin(act: Act, scan_id: UUID) -> Scan:
    """A worker takes the scan, also one whose worker is gone: whoever calls this holds the row's turn (kernel.rounds).

    After MOST_ATTEMPTS it fails. Errors: WrongState (ended)."""
    scan, dataset = _found(act, scan_id)
    act.authorise(permissions.RUN, scan)
    if scan.state == ScanState.RUNNING and scan.attempt >= MOST_ATTEMPTS:
        return _failed(act, scan, dataset, "interrupted", {})
    if scan.state != ScanState.RUNNING:
        act.move(scan, ScanState.RUNNING)
    scan.attempt += 1
    scan.started, scan.progress, scan.bytes_read = act.now, 0, 0
    scan.save(update_fields=["attempt", "started", "progress", "bytes_read"])
    act.record("catalog.scan.begun", dataset, _facts(scan) | {"attempt": scan.attempt})
    return scan


def report(scan: Scan, progress: int, bytes_read: int) -> bool:
    """Note how far this attempt has come; False when it shall stop, because it was cancelled or another one has taken over.

    No act: it says nothing that lasts, and comes every second."""
    rows = Scan.objects.filter(pk=scan.pk, state=ScanState.RUNNING, attempt=scan.attempt)
    return bool(rows.update(progress=min(max(progress, 0), 99), bytes_read=max(bytes_read, 0)))


@use_case
def finish(act: Act, scan_id: UUID, attempt: int, result: Mapping[str, Any]) -> Scan:
    """Keep the result and its suggestions. A grading of the revision in work that stands below them becomes void.

    Errors: WrongState (ended, or another attempt runs)."""
    scan, dataset = _running(act, scan_id, attempt)
    act.move(scan, ScanState.DONE, progress=100, ended=act.now, bytes_read=result["bytes"], rows=result["rows"], result=dict(result))
    different = {column["name"]: column["distinct"] for column in result["columns"]}
    FieldSuggestion.objects.bulk_create(
        FieldSuggestion(scan=scan, dataset=dataset, distinct=different.get(one["column"]), **{name: one[name] for name in ("column", "personal", "sensitive", "category", "grade", "reasons")})
        for one in result["suggestions"]
    )
    act.record("catalog.scan.done", dataset, _facts(scan) | {"rows": scan.rows, "suggestions": len(result["suggestions"])}, parties=[dataset.provider_id])
    _void_what_is_below(act, dataset)
    # the listed grading is derived anew by the round of regrading, which looks for itself
    if Classification.objects.filter(revision=dataset.current_id, state=ClassificationState.CONFIRMED).update(checked_release=""):
        act.after_commit(lambda: nudge(REGRADE))
    return scan


@use_case
def fail(act: Act, scan_id: UUID, attempt: int, *, code: str, values: Mapping[str, Any]) -> Scan:
    """The file could not be read; `code` is one of words.ERRORS. Errors: WrongState."""
    scan, dataset = _running(act, scan_id, attempt)
    return _failed(act, scan, dataset, code, values)


@use_case
def cancel(act: Act, dataset_id: UUID, scan_id: UUID) -> Scan:
    """Stop a scan; one that runs ends within seconds. Errors: NotFound, WrongState (ended)."""
    dataset = act.find(Dataset, dataset_id, join=JOINED)
    act.authorise(permissions.REQUEST, dataset)
    scan = act.find(Scan, scan_id, dataset=dataset)
    act.subject = dataset
    act.move(scan, ScanState.CANCELLED, ended=act.now)
    act.record("catalog.scan.cancelled", dataset, _facts(scan))
    return scan


@use_case
def take_sample(act: Act, dataset_id: UUID, scan_id: UUID) -> Dataset:
    """Make the sample of the revision in work from the scan: synthetic rows. Errors: NotFound, WrongState (not done), Invalid."""
    dataset = act.find(Dataset, dataset_id, join=JOINED)
    act.authorise(permissions.REQUEST, dataset)
    scan = act.find(Scan, scan_id, dataset=dataset)
    act.subject = dataset
    if scan.state != ScanState.DONE:
        raise WrongState(Say(gettext_noop("This scan has no result.")), remedy=Say(gettext_noop("Have the file scanned first.")))
    revision = working(act, dataset)
    revision.sample_nature, revision.sample = checked_sample(SampleNature.SYNTHETIC, synthetic_rows(scan.result or {}, str(scan.pk)))
    changed(revision, "sample_nature", "sample")
    act.record("catalog.scan.sampled", dataset, _facts(scan) | {"revision": str(revision.pk)})
    return dataset


def _void_what_is_below(act: Act, dataset: Dataset) -> None:
    revision = dataset.working
    standing = standing_classification(revision) if revision is not None else None
    if revision is None or standing is None:
        return
    if kept_to_suggestions(revision).permitted and kept_to_assessment(again(revision, kept_facts(revision)), revision).permitted:
        return
    void_grading(act, dataset, revision)


def _failed(act: Act, scan: Scan, dataset: Dataset, code: str, values: Mapping[str, Any]) -> Scan:
    act.move(scan, ScanState.FAILED, ended=act.now, error=told(code, values).as_json() | {"code": code})
    act.record("catalog.scan.failed", dataset, _facts(scan) | {"code": code}, parties=[dataset.provider_id])
    return scan


def _found(act: Act, scan_id: UUID) -> tuple[Scan, Dataset]:
    """Dataset first, as every act locks it. Errors: NotFound."""
    known = Scan.objects.filter(pk=scan_id).values_list("dataset", flat=True).first()
    dataset = act.find(Dataset, known, join=JOINED)
    scan = act.find(Scan, scan_id)
    act.subject = dataset
    return scan, dataset


def _running(act: Act, scan_id: UUID, attempt: int) -> tuple[Scan, Dataset]:
    scan, dataset = _found(act, scan_id)
    act.authorise(permissions.RUN, scan)
    if scan.state != ScanState.RUNNING or scan.attempt != attempt:
        raise WrongState(Say(gettext_noop("This reading of the file no longer counts.")))
    return scan, dataset


def _facts(scan: Scan) -> dict[str, Any]:
    return {"scan": str(scan.pk), "distribution": str(scan.distribution)}
