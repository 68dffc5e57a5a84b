"""Celery's hands on scans: read the files that wait for it; the judgement is the acts'."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from django.db.models import Exists, OuterRef, QuerySet

from catalog.dataset.models import Distribution
from catalog.dataset.states import OPEN
from catalog.scan.models import Scan
from catalog.scan.running import Stopped, read_file
from catalog.scan.states import LIVE, ScanState
from catalog.scan.use_cases import TASK, begin, fail, finish, scan_arrived
from kernel import rounds
from kernel.actor import SYSTEM
from kernel.errors import WrongState
from kernel.nudge import begin as begin_task

ARRIVED = "catalog.scan.arrived"


@shared_task(name=TASK)
def run_scans() -> int:
    """Files that have arrived are queued; then queued scans, oldest first, and those whose worker is gone: a live worker holds its row. Returns how many were finished."""
    begin_task(TASK)
    rounds.each(ARRIVED, _arrived(), lambda file: scan_arrived(SYSTEM, file.pk))
    return rounds.each(TASK, Scan.objects.filter(state__in=LIVE).order_by("requested"), _run)


def _arrived() -> QuerySet[Distribution]:
    """Whole files of revisions in work of which no scan knows the bytes."""
    scanned = Scan.objects.filter(blob=OuterRef("blob"))
    return Distribution.objects.filter(completed__isnull=False, revision__state__in=OPEN).exclude(Exists(scanned)).order_by("completed")


def _run(row: Scan) -> bool:
    scan = begin(SYSTEM, row.pk)
    if scan.state != ScanState.RUNNING:
        return False
    file = Distribution.objects.select_related("blob").filter(pk=scan.distribution).first()
    try:
        said: dict[str, Any] = read_file(scan, file) if file else {"failed": "gone", "values": {}}
        if "result" in said:
            finish(SYSTEM, scan.pk, scan.attempt, said["result"])
            return True
        fail(SYSTEM, scan.pk, scan.attempt, code=said["failed"], values=said["values"])
    except (Stopped, WrongState):  # cancelled meanwhile, or taken over
        return False
    except OSError:
        fail(SYSTEM, scan.pk, scan.attempt, code="room" if file else "gone", values={})
    return False
