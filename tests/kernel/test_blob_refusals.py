"""Blobs that are refused, and disks that fail: a clear error, and nothing half-written."""

from __future__ import annotations

import errno
import io
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage
from pytest_django import Settings

from kernel import blobs
from kernel.errors import Invalid, Unavailable
from kernel.models import Blob, BlobPart
from tests.kernel.specimen import OWNER
from tests.kernel.uploading import begin, complete, files, whole

pytestmark = pytest.mark.usefixtures("folder")


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
