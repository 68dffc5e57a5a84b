"""Rows -> the facts that quality is measured from: the revision's complete files with their newest ended scans, its dictionary, its promise."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from fractions import Fraction
from typing import Any
from uuid import UUID

from catalog.dataset.models import DatasetRevision
from catalog.quality.models import QualityMeasurement
from catalog.rules.measuring import Column, Facts, File, share
from catalog.rules.quality import RELEASE, Promise
from catalog.scan.models import Scan
from catalog.scan.states import ScanState
from kernel.canonical import canonical
from kernel.clock import LOCAL_ZONE
from kernel.use_case import Act


def promise_of(revision: DatasetRevision) -> Promise:
    return Promise.from_json(revision.promises)


def latest(revision_id: UUID | None) -> QualityMeasurement | None:
    return QualityMeasurement.objects.filter(revision=revision_id).order_by("-at", "-id").first() if revision_id else None


def newest_scans(revision: DatasetRevision) -> list[tuple[str, Scan | None]]:
    """Each complete file by name with its newest finished scan, else its newest failed one; a finished one stands, because the bytes are the same."""
    files = list(revision.distributions.filter(completed__isnull=False).order_by("name").values_list("name", "blob"))
    rows = Scan.objects.filter(dataset=revision.dataset_id, blob__in=[blob for _name, blob in files], state__in=[ScanState.FAILED, ScanState.DONE])
    ended: dict[UUID, tuple[UUID, str]] = {}
    for pk, blob, state in rows.order_by("ended", "requested").values_list("pk", "blob", "state"):
        if ended.get(blob, (None, ""))[1] != ScanState.DONE or state == ScanState.DONE:
            ended[blob] = pk, state
    scans = Scan.objects.in_bulk([pk for pk, _state in ended.values()])
    return [(name, scans[ended[blob][0]] if blob in ended else None) for name, blob in files]


def facts(act: Act, revision: DatasetRevision, scans: list[tuple[str, Scan | None]]) -> Facts:
    fields = dict(revision.fields.values_list("name", "type"))
    return Facts(
        tuple(_file(name, scan) for name, scan in scans), fields, revision.frequency, revision.updated_on, act.now.astimezone(LOCAL_ZONE).date(), promise_of(revision)
    )


def _file(name: str, scan: Scan | None) -> File:
    if scan is None or scan.result is None:
        return File(name, code=(scan.error or {}).get("code", "") if scan else "")
    return File(name, int(scan.result["rows"]), tuple(_column(one) for one in scan.result["columns"]), tuple(scan.result.get("keys") or ()))


def _column(one: Mapping[str, Any]) -> Column:
    valid = None if one.get("valid") is None else Fraction(str(one["valid"]))
    return Column(str(one["name"]), str(one["type"]), int(one["present"]), int(one["distinct"]), bool(one["distinct_exact"]), valid)


def column_shares(given: Facts) -> list[dict[str, Any]]:
    """Per column: file, name, type, and the shares that are there and valid; nothing of what stands in it."""
    made = []
    for file in given.files:
        for one in file.columns or ():
            valid = None if one.valid is None or not one.present else share(one.valid, 1)
            made.append({"file": file.name, "name": one.name, "type": one.type, "completeness": share(one.present, file.rows) if file.rows else None, "validity": valid})
    return made


def basis(given: Facts, scans: list[tuple[str, Scan | None]]) -> bytes:
    """SHA-256 over all that a measuring rests on but the day: timeliness is said as of the day on which the rest was first so."""
    told = [RELEASE, [[name, str(scan.pk) if scan else None] for name, scan in scans], dict(given.dictionary), given.frequency, str(given.updated_on), given.promise.as_json()]
    return hashlib.sha256(canonical(told)).digest()
