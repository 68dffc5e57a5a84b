"""Blobs: resumed where they broke off, whole or not at all, in constant memory."""

from __future__ import annotations

import hashlib
import io
import os
import tracemalloc
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from pytest_django import Settings

from kernel import blobs, clock
from kernel.actor import NOBODY, SYSTEM
from kernel.errors import Conflict, NotFound, WrongState
from kernel.models import Blob, BlobPart
from tests.databases import CommittedDatabase
from tests.kernel.specimen import OUTSIDER, OWNER, at_once
from tests.kernel.uploading import begin, complete, discard, files, whole

pytestmark = pytest.mark.usefixtures("folder")


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
