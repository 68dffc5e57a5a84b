"""What every way to deliver must be able to do and must say about itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from exchange.transfer.files import DeliveredFile
from exchange.transfer.ranges import Span

Allowed = Callable[[], bool]
Served = Callable[[int], None]


class Method(Protocol):
    """`stops_within` is how many seconds may pass between a hold and the last byte; grades of important data ask for two.
    `projects` says that it gives files cut to some of their fields, which are made before the delivery starts."""

    name: str
    label: str
    stops_within: float
    projects: bool

    def serve(self, file: DeliveredFile, span: Span, *, allowed: Allowed, served: Served) -> Iterator[bytes]:
        """The bytes of `span`. `allowed` is asked at least as often as `stops_within` says; `served` is told what went out.

        Errors, in the middle: Stopped."""
        ...


class Stopped(ConnectionAbortedError):
    """The delivery was stopped in the middle: the connection is cut, so that a part is never taken for the whole."""
