"""Blobs: resumed where they broke off, never half-written, whole or not at all, in constant memory."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import tracemalloc
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.storage import FileSystemStorage
from pytest_django import Settings

from kernel import blobs, clock
from kernel.actor import NOBODY, SYSTEM
from kernel.errors import Conflict, Invalid, NotFound, Unavailable, WrongState
from kernel.models import Blob, BlobPart
from kernel.permissions import Permission
from kernel.use_case import Act, use_case
from tests.databases import CommittedDatabase
from tests.kernel.specimen import HOME, OUTSIDER, OWNER, at_once

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


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.STORAGES = settings.STORAGES | {"blobs": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}}
    settings.BLOB_PART_BYTES = 1024 * 1024
    settings.BLOB_LARGEST = 500 * 1024 * 1024
    return tmp_path


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def whole(blob: Blob, start: int = 0, end: int | None = None) -> bytes:
    return b"".join(blobs.read(blob, start, end))


class Breaking(io.BytesIO):
    """A connection that breaks after `good` bytes."""

    def __init__(self, body: bytes, good: int) -> None:
        super().__init__(body)
        self.good = good

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() >= self.good:
            raise OSError("the client went away")
        return super().read(size)


def test_a_file_goes_in_and_comes_out(db: None, folder: Path) -> None:
    body = os.urandom(2_500_000)
    blob = begin(OWNER, size=len(body), sha256=hashlib.sha256(body).digest())
    assert blobs.append(blob.pk, 0, io.BytesIO(body)) == len(body)
    done = complete(OWNER, blob.pk)
    assert (done.size, bytes(done.sha256 or b"")) == (len(body), hashlib.sha256(body).digest())
    assert done.completed is not None
    assert whole(done) == body
    assert [part.size for part in done.parts.order_by("start")] == [1048576, 1048576, 402848]
    assert len(files(folder)) == 3


@pytest.mark.parametrize(("start", "end"), [(0, 1), (0, 0), (5, 5), (1048575, 1048577), (1048576, 1048577), (2_000_000, None), (2_499_999, None), (0, 10**12), (2_500_000, None), (7, 3)])
def test_any_range(db: None, start: int, end: int | None) -> None:
    body = os.urandom(2_500_000)
    blob = begin(OWNER)
    blobs.append(blob.pk, 0, io.BytesIO(body))
    assert whole(complete(OWNER, blob.pk), start, end) == body[start:end]


def test_an_empty_file(db: None) -> None:
    blob = begin(OWNER, size=0)
    assert blobs.append(blob.pk, 0, io.BytesIO(b"")) == 0
    assert bytes(complete(OWNER, blob.pk).sha256 or b"") == hashlib.sha256(b"").digest()
    assert whole(Blob.objects.get()) == b""


def test_an_interrupted_upload_goes_on_where_it_broke_off(db: None, folder: Path) -> None:
    body = os.urandom(3_000_000)
    blob = begin(OWNER, size=len(body))
    with pytest.raises(OSError, match="went away"):
        blobs.append(blob.pk, 0, Breaking(body, 2_200_000))
    there = Blob.objects.get().size
    assert there == 2 * 1024 * 1024
    assert len(files(folder)) == 2
    blobs.append(blob.pk, there, io.BytesIO(body[there:]))
    assert whole(complete(OWNER, blob.pk)) == body


@pytest.mark.parametrize("offset", [0, 99, 101, 10**15, -1])
def test_a_wrong_offset_is_a_conflict_that_names_the_right_one(db: None, folder: Path, offset: int) -> None:
    blob = begin(OWNER)
    blobs.append(blob.pk, 0, io.BytesIO(b"x" * 100))
    with pytest.raises(Conflict, match="100") as caught:
        blobs.append(blob.pk, offset, io.BytesIO(b"y"))
    assert caught.value.code == "wrong_offset"
    assert len(files(folder)) == 1


def test_two_at_one_offset_one_wins_and_nothing_is_left_of_the_other(committed_db: CommittedDatabase, folder: Path) -> None:
    blob = begin(OWNER)
    results = at_once(*[lambda letter=letter: blobs.append(blob.pk, 0, io.BytesIO(letter * 300_000)) for letter in (b"a", b"b", b"c", b"d")])
    assert [result for result in results if not isinstance(result, Exception)] == [300_000]
    assert all(isinstance(result, Conflict) for result in results if isinstance(result, Exception))
    assert len(files(folder)) == BlobPart.objects.count() == 1
    assert len(set(whole(Blob.objects.get()))) == 1


def test_what_is_not_there_or_complete_takes_nothing(db: None) -> None:
    with pytest.raises(NotFound):
        blobs.append(uuid4(), 0, io.BytesIO(b"x"))
    blob = complete(OWNER, begin(OWNER).pk)
    with pytest.raises(WrongState):
        blobs.append(blob.pk, 0, io.BytesIO(b"x"))
    with pytest.raises(WrongState):
        complete(OWNER, blob.pk)


def test_more_than_declared_is_refused(db: None, folder: Path) -> None:
    blob = begin(OWNER, size=10)
    with pytest.raises(Invalid) as caught:
        blobs.append(blob.pk, 0, io.BytesIO(b"x" * 11))
    assert caught.value.code == "too_large"
    blobs.append(blob.pk, 0, io.BytesIO(b"x" * 10))
    with pytest.raises(Invalid):
        blobs.append(blob.pk, 10, io.BytesIO(b"x"))
    assert Blob.objects.get().size == 10
    assert len(files(folder)) == 1


def test_more_than_allowed_is_refused(db: None, settings: Settings) -> None:
    settings.BLOB_LARGEST = 1_500_000
    with pytest.raises(Invalid):
        begin(OWNER, size=1_500_001)
    blob = begin(OWNER)
    with pytest.raises(Invalid):
        blobs.append(blob.pk, 0, io.BytesIO(bytes(1_600_000)))
    assert Blob.objects.get().size <= 1_500_000


def test_less_than_declared_is_not_complete(db: None) -> None:
    blob = begin(OWNER, size=10)
    blobs.append(blob.pk, 0, io.BytesIO(b"x" * 9))
    with pytest.raises(Invalid, match="9") as caught:
        complete(OWNER, blob.pk)
    assert caught.value.code == "size_differs"
    assert Blob.objects.get().completed is None


def test_another_digest_than_declared_is_refused(db: None) -> None:
    blob = begin(OWNER, sha256=bytes(32))
    blobs.append(blob.pk, 0, io.BytesIO(b"x"))
    with pytest.raises(Invalid) as caught:
        complete(OWNER, blob.pk)
    assert caught.value.code == "digest_differs"
    assert Blob.objects.get().completed is None


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "a\\b", "../x", "x\x00y", "x\ny", "x" * 201, "\u202ecod.exe"])
def test_names_that_are_no_names(db: None, name: str) -> None:
    with pytest.raises(Invalid) as caught:
        begin(OWNER, name=name)
    assert "name" in caught.value.fields


@pytest.mark.parametrize("media_type", ["", "text", "text/", "/csv", "text/csv\n", "text/csv; \x00", "TEXT/CSV", "text/csv;", "a b/c"])
def test_media_types_that_are_none(db: None, media_type: str) -> None:
    with pytest.raises(Invalid):
        begin(OWNER, media_type=media_type)


def test_sizes_and_digests_that_are_none(db: None) -> None:
    for fields in ({"size": -1}, {"sha256": b"x"}):
        with pytest.raises(Invalid):
            begin(OWNER, **fields)
    assert not Blob.objects.exists()


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_says_so_and_leaves_nothing_half_written(db: None, folder: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    blob = begin(OWNER)
    body = os.urandom(2_500_000)
    real_write = os.write
    written = 0

    class Full(FileSystemStorage):
        def _save(self, name: str, content: Any) -> str:
            nonlocal written
            path = Path(self.path(name))
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
            try:
                for chunk in content.chunks():
                    if written + len(chunk) > 1_700_000:
                        real_write(handle, chunk[:10])
                        raise OSError(code, "full")
                    written += real_write(handle, chunk)
            finally:
                os.close(handle)
            return name

    with monkeypatch.context() as full:
        full.setattr(blobs, "_storage", lambda: Full(location=str(folder)))
        with pytest.raises(Unavailable) as caught:
            blobs.append(blob.pk, 0, io.BytesIO(body))
        assert (caught.value.status, caught.value.code) == (503, "storage_full")
    there = Blob.objects.get().size
    assert [path.stat().st_size for path in files(folder)] == [there] == [1024 * 1024]
    blobs.append(blob.pk, there, io.BytesIO(body[there:]))
    assert whole(complete(OWNER, blob.pk)) == body


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_really_full_disk(db: None, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blob = begin(OWNER)
    real_open = os.open

    def full(path: Any, flags: int, *args: Any, **more: Any) -> int:
        if flags & os.O_CREAT and str(folder) in str(path):
            os.close(real_open(path, flags, *args, **more))
            return real_open("/dev/full", os.O_WRONLY)
        return real_open(path, flags, *args, **more)

    monkeypatch.setattr(os, "open", full)
    with pytest.raises(Unavailable):
        blobs.append(blob.pk, 0, io.BytesIO(bytes(300_000)))
    assert not files(folder)
    assert not BlobPart.objects.exists()


def test_a_lost_or_cut_piece_is_an_error_and_not_a_short_file(db: None, folder: Path) -> None:
    blob = begin(OWNER)
    blobs.append(blob.pk, 0, io.BytesIO(bytes(1_500_000)))
    largest = max(files(folder), key=lambda path: path.stat().st_size)
    os.truncate(largest, 1000)
    with pytest.raises(OSError, match="ends early"):
        whole(Blob.objects.get())
    largest.unlink()
    with pytest.raises(OSError, match=largest.name):
        whole(Blob.objects.get())
    BlobPart.objects.filter(start=0).delete()
    with pytest.raises(OSError, match="missing"):
        whole(Blob.objects.get())


def test_discard_takes_rows_and_pieces(committed_db: CommittedDatabase, folder: Path) -> None:
    blob = begin(OWNER)
    blobs.append(blob.pk, 0, io.BytesIO(bytes(1_500_000)))
    with pytest.raises(NotFound):
        discard(OUTSIDER, blob.pk)
    assert len(files(folder)) == 2
    discard(OWNER, blob.pk)
    assert not Blob.objects.exists()
    assert not files(folder)
    with pytest.raises(NotFound):
        blobs.append(blob.pk, 0, io.BytesIO(b"x"))


def test_sweep_removes_only_old_pieces_without_an_owner(db: None, folder: Path) -> None:
    assert blobs.sweep(clock.machine()) == 0
    blob = begin(OWNER)
    blobs.append(blob.pk, 0, io.BytesIO(b"kept"))
    (kept,) = files(folder)
    orphan, fresh = kept.with_name("orphan"), kept.with_name("fresh")
    orphan.write_bytes(b"")
    fresh.write_bytes(b"")
    os.utime(orphan, (1, 1))
    os.utime(kept, (1, 1))
    assert blobs.sweep(clock.machine() - timedelta(days=1)) == 1
    assert sorted(files(folder)) == sorted([kept, fresh])


def test_visible_to_its_organization(db: None) -> None:
    blob = begin(OWNER)
    assert list(Blob.objects.visible_to(OWNER)) == list(Blob.objects.visible_to(SYSTEM)) == [blob]
    assert not Blob.objects.visible_to(OUTSIDER)
    assert not Blob.objects.visible_to(NOBODY)


class Endless:
    """`size` bytes that are never held together."""

    def __init__(self, size: int) -> None:
        self.left = size

    def read(self, size: int, /) -> bytes:
        self.left -= (count := min(size, self.left))
        return bytes(count)


@pytest.fixture
def memory() -> Iterator[None]:
    tracemalloc.start()
    yield
    tracemalloc.stop()


def test_memory_stays_flat_for_a_large_file(db: None, memory: None, settings: Settings) -> None:
    size = 200 * 1024 * 1024
    settings.BLOB_PART_BYTES = 16 * 1024 * 1024
    blob = begin(OWNER, size=size)
    tracemalloc.reset_peak()
    before = tracemalloc.get_traced_memory()[0]
    assert blobs.append(blob.pk, 0, Endless(size)) == size
    done = complete(OWNER, blob.pk)
    assert sum(map(len, blobs.read(done, 100, size - 100))) == size - 200
    assert tracemalloc.get_traced_memory()[1] - before < 6 * 1024 * 1024
