"""Download: the files of the agreed revision over HTTP, resumable, stopped within a second and a chunk."""

from __future__ import annotations

import time
from collections.abc import Iterator

from django.utils.translation import gettext_noop

from exchange.transfer.files import DeliveredFile
from exchange.transfer.methods.base import Allowed, Served, Stopped
from exchange.transfer.ranges import Span
from kernel import blobs

ASK_EVERY = 1.0
"""Seconds between two looks at terms and holds while bytes flow."""


class Download:
    name = "download"
    label = gettext_noop("Download")
    stops_within = 2.0
    projects = False

    def serve(self, file: DeliveredFile, span: Span, *, allowed: Allowed, served: Served) -> Iterator[bytes]:
        asked, sent = time.monotonic(), 0
        try:
            for chunk in blobs.read(file.blob, span.start, span.end):
                # a slow reader comes back here late: the look is taken before the bytes are given
                if time.monotonic() - asked >= ASK_EVERY:
                    if sent:
                        served(sent)
                        sent = 0
                    if not allowed():
                        raise Stopped
                    asked = time.monotonic()
                sent += len(chunk)
                yield chunk
        finally:
            if sent:
                served(sent)
