"""Files of any size as runs of immutable parts in Django's storage "blobs", in constant memory both ways.

A face streams the body of a request to `append`, which stores it piece by piece: each piece is written, settled on disk and
only then entered in the database, so that an interrupted upload goes on from `Blob.size` and a full disk leaves nothing
half-written. `complete` reads everything once more for the SHA-256. Who may upload or read is judged by the caller.
"""

from __future__ import annotations

import errno
import hashlib
import logging
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import Protocol
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.utils.translation import gettext_noop

from kernel.decision import Say
from kernel.errors import Conflict, Invalid, NotFound, Unavailable, WrongState
from kernel.models import Blob, BlobPart
from kernel.use_case import Act

log = logging.getLogger(__name__)

CHUNK = 256 * 1024
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,126}/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}(;[ -~]{1,100})?", re.ASCII)
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Stream(Protocol):
    """What `append` reads: a request's body, an open file."""

    def read(self, size: int, /) -> bytes: ...


def begin(act: Act, organization: UUID, name: str, media_type: str, size: int | None = None, sha256: bytes | None = None) -> Blob:
    """A new, empty blob of `organization`. Declared size (bytes) and SHA-256 (32 bytes) are held to in `complete`. Errors: Invalid."""
    wrong: dict[str, list[Say]] = {}
    if not 0 < len(name) <= 200 or not name.isprintable() or "/" in name or "\\" in name or name.strip(". ") == "":
        wrong["name"] = [Say(gettext_noop("Give the file a plain name of at most 200 characters, without slashes."))]
    if not _MEDIA_TYPE.fullmatch(media_type):
        wrong["media_type"] = [Say(gettext_noop("Give the media type as in text/csv."))]
    if size is not None and not 0 <= size <= settings.BLOB_LARGEST:
        wrong["size"] = [_too_large()]
    if sha256 is not None and len(sha256) != 32:
        wrong["sha256"] = [Say(gettext_noop("A SHA-256 digest has 32 bytes."))]
    if wrong:
        raise Invalid(fields=wrong)
    blob = Blob(organization=organization, name=name, media_type=media_type, declared_size=size, declared_sha256=sha256, created=act.now)
    blob.save(force_insert=True)
    return act.created(blob)


def append(blob_id: UUID, offset: int, stream: Stream) -> int:
    """Store the stream from `offset` on; returns the blob's new size. What arrived before an interruption stays.

    Errors: NotFound; WrongState (complete); Conflict `wrong_offset`, naming the right one; Invalid `too_large`; Unavailable `storage_full`.
    """
    blob = Blob.objects.filter(pk=blob_id).first()
    if blob is None:
        raise NotFound
    _expect(blob, offset)
    most = settings.BLOB_LARGEST if blob.declared_size is None else blob.declared_size
    while first := stream.read(CHUNK):
        if len(first) > most - offset:
            raise Invalid(_too_large(), code="too_large")
        piece = _Piece(first, stream, min(settings.BLOB_PART_BYTES, most - offset))
        path = _stored(piece, f"{blob_id.hex[:2]}/{blob_id}/{offset}-{uuid4().hex}")
        try:
            _enter(blob, offset, piece.size, path)
        except BaseException:
            _forget(path)
            raise
        offset += piece.size
    return offset


def complete(act: Act, blob: Blob) -> Blob:
    """Close the blob: its size and digest are final. Errors: WrongState, Invalid `size_differs` or `digest_differs`."""
    act.lock(blob)
    if blob.completed is not None:
        raise _already_complete()
    if blob.declared_size is not None and blob.declared_size != blob.size:
        raise Invalid(
            Say(gettext_noop("%(received)s of %(declared)s bytes have arrived."), {"received": blob.size, "declared": blob.declared_size}), code="size_differs",
            remedy=Say(gettext_noop("Send the rest from the byte after the last one that arrived.")),
        )
    sha256 = hashlib.sha256()
    for chunk in read(blob):
        sha256.update(chunk)
    if blob.declared_sha256 is not None and bytes(blob.declared_sha256) != sha256.digest():
        raise Invalid(
            Say(gettext_noop("The file that arrived has another SHA-256 digest than the one declared.")), code="digest_differs",
            remedy=Say(gettext_noop("Discard it and upload the file again.")),
        )
    blob.sha256, blob.completed = sha256.digest(), act.now
    blob.save(update_fields=["sha256", "completed"])
    return blob


def read(blob: Blob, start: int = 0, end: int | None = None) -> Iterator[bytes]:
    """Bytes [start, end) in chunks of at most 256 KiB. The parts are looked up now, the bytes read as they are asked for.

    A missing or short part raises OSError in the middle: a file never ends early in silence."""
    end = blob.size if end is None else min(end, blob.size)
    parts = list(BlobPart.objects.filter(blob=blob, start__lt=end).order_by("start")) if start < end else []
    return _chunks([part for part in parts if part.start + part.size > start], max(start, 0), end)


def discard(act: Act, blob: Blob) -> None:
    """Remove the blob with its parts; the stored pieces go once the act is committed (or, after a crash, with `sweep`)."""
    act.lock(blob)
    paths = list(BlobPart.objects.filter(blob=blob).values_list("path", flat=True))
    blob_id = blob.pk
    BlobPart.objects.filter(blob=blob).delete()
    Blob.objects.filter(pk=blob_id)._raw_delete("default")  # who refers to it is asked by the database, not table by table
    act.after_commit(lambda: _forget(*paths, f"{blob_id.hex[:2]}/{blob_id}"))


def sweep(before: datetime) -> int:
    """Remove stored pieces that no blob owns, left by a crash, if written before the time given; returns how many."""
    removed = 0
    for outer in _folders(""):
        for folder in _folders(outer):
            names = _storage().listdir(f"{outer}/{folder}")[1]
            owned = set(BlobPart.objects.filter(path__in=[f"{outer}/{folder}/{name}" for name in names]).values_list("path", flat=True))
            for path in (f"{outer}/{folder}/{name}" for name in names):
                if path not in owned and _storage().get_modified_time(path) < before:
                    _forget(path)
                    removed += 1
    return removed


class _Piece(File):  # type: ignore[type-arg]  # not generic at run time
    """A stream's next bytes, `most` of them or little more, as Django's storages read files; it cannot be rewound."""

    def __init__(self, first: bytes, stream: Stream, most: int) -> None:
        super().__init__(None, "piece")
        self.size = 0
        self._first, self._stream, self._left = first, stream, most

    def read(self, size: int = CHUNK) -> bytes:
        """Exactly `size` bytes unless the piece ends: S3's client takes a shorter answer for the end."""
        found: list[bytes] = []
        while size > 0 and (raw := self._next(size)):
            found.append(raw)
            size -= len(raw)
        return b"".join(found)

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        while raw := self._next(CHUNK):
            yield raw

    def _next(self, size: int) -> bytes:
        if self._first:
            raw, self._first = self._first[:size], self._first[size:]
        else:
            raw = self._stream.read(min(size, CHUNK, self._left)) if self._left > 0 else b""
        self.size += len(raw)
        self._left -= len(raw)
        return raw

    def seekable(self) -> bool:
        return False

    def __bool__(self) -> bool:
        return True


def _storage() -> Storage:
    return storages["blobs"]


def _stored(piece: _Piece, path: str) -> str:
    """Write and settle a piece. Whatever goes wrong, nothing of it remains. Errors: Unavailable `storage_full`."""
    try:
        path = _storage().save(path, piece)
        _settle(path)
    except BaseException as error:
        _forget(path)
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            log.error("the blob storage is full")
            raise Unavailable(
                Say(gettext_noop("There is no room left to store files.")), code="storage_full",
                remedy=Say(gettext_noop("Send the rest later, from the byte after the last one that arrived.")),
            ) from error
        raise
    return path


def _settle(path: str) -> None:
    """Have a local file's bytes on disk before the database speaks of them; other storages do so before they answer."""
    try:
        local = _storage().path(path)
    except NotImplementedError:
        return
    handle = os.open(local, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _enter(blob: Blob, offset: int, size: int, path: str) -> None:
    with transaction.atomic():
        if not Blob.objects.filter(pk=blob.pk, size=offset, completed=None).update(size=offset + size):
            found = Blob.objects.filter(pk=blob.pk).first()
            if found is None:  # discarded meanwhile
                raise NotFound
            _expect(found, offset)
        BlobPart(blob=blob, start=offset, size=size, path=path).save(force_insert=True)


def _expect(blob: Blob, offset: int) -> None:
    if blob.completed is not None:
        raise _already_complete()
    if blob.size != offset:
        raise Conflict(
            Say(gettext_noop("The next byte to send is number %(offset)s."), {"offset": blob.size}), code="wrong_offset",
            remedy=Say(gettext_noop("Go on from there.")),
        )


def _chunks(parts: list[BlobPart], start: int, end: int) -> Iterator[bytes]:
    for part in parts:
        until = min(end, part.start + part.size)
        if part.start > start:
            raise OSError(f"part of blob {part.blob_id} at {start} is missing")
        with _storage().open(part.path, "rb") as file:
            file.seek(start - part.start)
            while start < until:
                chunk = file.read(min(CHUNK, until - start))
                if not chunk:
                    raise OSError(f"part of blob {part.blob_id} ends early, at {start}")
                start += len(chunk)
                yield chunk
    if start < end:
        raise OSError(f"the blob ends early, at {start} of {end}")


def _forget(*paths: str) -> None:
    for path in paths:
        with suppress(OSError):  # swept later
            _storage().delete(path)


def _folders(path: str) -> list[str]:
    try:
        return list(_storage().listdir(path)[0])
    except FileNotFoundError:  # nothing was ever stored
        return []


def _too_large() -> Say:
    return Say(gettext_noop("The file is larger than allowed (%(most)s bytes at most) or than declared."), {"most": settings.BLOB_LARGEST})


def _already_complete() -> WrongState:
    return WrongState(Say(gettext_noop("This upload is complete; nothing can be added.")), remedy=Say(gettext_noop("Begin a new upload.")))
