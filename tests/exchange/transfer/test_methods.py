"""One suite that every way of delivery passes: the right bytes, flat memory, and a stop as fast as it says."""

from __future__ import annotations

import io
import os
import tracemalloc
from typing import Any
from uuid import uuid4

import pytest

from catalog.rules.driven import drives
from exchange.transfer.files import DeliveredFile
from exchange.transfer.methods import METHODS, base, download
from exchange.transfer.ranges import Span
from kernel import blobs, clock
from kernel.models import Blob

MIB = 1024 * 1024
every_method = pytest.mark.parametrize("method", METHODS.values(), ids=list(METHODS))


class Clock:
    """Seconds as the methods see them; each chunk takes `pace` of them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        monkeypatch.setattr(download.time, "monotonic", lambda: self.now)


def stored(content: bytes) -> DeliveredFile:
    blob = Blob.objects.create(organization=uuid4(), name="data.bin", media_type="application/octet-stream", created=clock.now())
    blobs.append(blob.pk, 0, io.BytesIO(content))
    blob.refresh_from_db()
    return DeliveredFile(uuid4(), uuid4(), blob.name, blob.media_type, blob.size, b"", blob)


def span(file: DeliveredFile, start: int = 0, end: int | None = None) -> Span:
    return Span(start, file.size if end is None else end, file.size, partial=True)


@every_method
def test_it_says_what_it_is(method: base.Method) -> None:
    assert METHODS[method.name] is method
    assert method.label
    assert 0 < method.stops_within <= 60


@every_method
@pytest.mark.parametrize(("start", "end"), [(0, None), (0, 1), (5, 700_000), (MIB - 1, MIB + 1), (2 * MIB, None)])
def test_it_gives_exactly_the_span_and_tells_what_went_out(db: None, method: base.Method, start: int, end: int | None) -> None:
    content = os.urandom(2 * MIB + 17)
    file, told = stored(content), []
    wanted = span(file, start, end)
    got = b"".join(method.serve(file, wanted, allowed=lambda: True, served=told.append))
    assert got == content[wanted.start : wanted.end]
    assert sum(told) == wanted.length


@every_method
def test_it_stops_within_the_time_it_names(db: None, monkeypatch: pytest.MonkeyPatch, method: base.Method) -> None:
    file, told, time = stored(os.urandom(4 * MIB)), [], Clock(monkeypatch)
    held_at: list[float] = []
    stream = method.serve(file, span(file), allowed=lambda: not held_at, served=told.append)
    last = got = 0.0
    with pytest.raises(base.Stopped):
        for number, chunk in enumerate(stream):
            got, last = got + len(chunk), time.now
            if number == 3:
                held_at.append(time.now)
            time.now += 0.3
    assert last - held_at[0] <= method.stops_within
    assert sum(told) == got < file.size


@every_method
def test_a_slow_reader_gets_nothing_more_once_it_is_held(db: None, monkeypatch: pytest.MonkeyPatch, method: base.Method) -> None:
    """It comes back for the next chunk an hour later: the look is taken before any byte is given."""
    file, time, open_ = stored(os.urandom(MIB)), Clock(monkeypatch), True
    stream = method.serve(file, span(file), allowed=lambda: open_, served=lambda sent: None)
    next(stream)
    open_ = False
    time.now += 3600
    with pytest.raises(base.Stopped):
        next(stream)


@every_method
def test_a_reader_who_leaves_is_counted(db: None, method: base.Method) -> None:
    file, told = stored(os.urandom(MIB)), []
    stream: Any = method.serve(file, span(file), allowed=lambda: True, served=told.append)
    first = next(stream)
    stream.close()
    assert sum(told) == len(first)


@every_method
def test_memory_stays_flat(db: None, method: base.Method) -> None:
    file = stored(bytes(48 * MIB))
    tracemalloc.start()
    try:
        total = sum(len(chunk) for chunk in method.serve(file, span(file), allowed=lambda: True, served=lambda sent: None))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert total == file.size
    assert peak < 3 * MIB


def test_what_important_data_asks_for_is_met_by_download() -> None:
    assert METHODS["download"].stops_within <= drives(5).stops_within
    assert METHODS["download"].stops_within > download.ASK_EVERY
