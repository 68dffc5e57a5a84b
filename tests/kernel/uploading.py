"""The acts of an upload, as a slice would write them, and a folder of the test's own to store in."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from kernel import blobs
from kernel.models import Blob
from kernel.permissions import Permission
from kernel.use_case import Act, use_case
from tests.kernel.specimen import HOME

UPLOAD = Permission("blob:upload", frozenset({"owner"}))


@use_case
def begin(act: Act, **fields: Any) -> Blob:
    act.authorise(UPLOAD)
    blob = blobs.begin(act, HOME, **({"name": "flights.csv", "media_type": "text/csv"} | fields))
    act.record("kernel.blob.begun", blob)
    return blob


@use_case
def complete(act: Act, pk: UUID) -> Blob:
    blob = act.find(Blob, pk)
    act.authorise(UPLOAD, blob)
    blobs.complete(act, blob)
    act.record("kernel.blob.completed", blob)
    return blob


@use_case
def discard(act: Act, pk: UUID) -> None:
    blob = act.find(Blob, pk)
    act.authorise(UPLOAD, blob)
    act.record("kernel.blob.discarded", blob)
    blobs.discard(act, blob)


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def whole(blob: Blob, start: int = 0, end: int | None = None) -> bytes:
    return b"".join(blobs.read(blob, start, end))
