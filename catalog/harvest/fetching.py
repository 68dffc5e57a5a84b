"""Fetching a catalogue page by page into files, within limits of size, time and number, whatever the source does.

Only kernel.outbound calls: each address, redirects and further pages included, is judged before it is called. No Django models, no database.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from django.utils.translation import gettext_noop

from catalog.interchange.reading import ckan, jsonparts
from catalog.interchange.reading.formats import following
from catalog.interchange.reading.limits import LIMITS, BadInput
from catalog.interchange.reading.opening import opened
from kernel import outbound
from kernel.decision import Say

CKAN_API = "ckan-api"
PAGE_SECONDS = 120.0
REDIRECTS = 3
ROWS = 100
ACCEPT = "text/turtle, application/rdf+xml;q=0.9, application/ld+json;q=0.8, application/json;q=0.8, */*;q=0.5"
_NEXT = re.compile(r'<([^<>]*)>\s*;[^,<]*\brel="?next\b', re.IGNORECASE)
_LATER = gettext_noop("It is tried again by itself. If it goes on, ask whoever runs the source.")
_CHECK = gettext_noop("Check the address and the limits of the plan.")


class Stopped(Exception):
    """The harvest was cancelled or taken over: nothing is left to say."""


class Later(Exception):
    """The source did not answer this time; another time it may. `failure` is what to say when it never does."""

    def __init__(self, failure: BadInput) -> None:
        super().__init__(str(failure))
        self.failure = failure


@dataclass(frozen=True, slots=True)
class Order:
    """What to fetch and what it may cost; `etag` and `last_modified` are of the last time."""

    address: str
    format: str
    most_bytes: int
    most_seconds: float
    most_pages: int
    etag: str = ""
    last_modified: str = ""


@dataclass(slots=True)
class Fetched:
    """What came: `whole` if it is known to be all there is; `not_modified` if the source says it is as it was."""

    pages: int = 0
    size: int = 0
    whole: bool = True
    not_modified: bool = False
    etag: str = ""
    last_modified: str = ""
    seen: list[bytes] = field(default_factory=list)

    @property
    def digest(self) -> bytes:
        return hashlib.sha256(b"".join(self.seen)).digest()


def fetch(order: Order, into: BinaryIO, go_on: Callable[[int, int], bool]) -> Fetched:
    """The pages as they came, in a ZIP `into`. Errors: BadInput (what another try does not mend), Later, Stopped."""
    found, ends = Fetched(), time.monotonic() + order.most_seconds
    walk: _Linked | _Ckan = _Ckan(order.address) if order.format == CKAN_API else _Linked(order.address)
    visited: set[str] = set()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bundle:
        while (address := walk.address) is not None:
            if address in visited:
                raise _cycle(address)
            if found.pages >= order.most_pages:
                raise BadInput("harvest.pages", Say(gettext_noop("The source has more than %(most)s pages."), {"most": order.most_pages}), Say(_CHECK), address)
            visited.add(address)
            with tempfile.TemporaryFile() as page:
                reply = _got(order, address, page, found, ends)
                if reply is None:
                    found.not_modified = True
                    return found
                _note(found, page, reply, address, bundle)
                walk.read(page, reply)
            if not go_on(found.pages, found.size):
                raise Stopped
    found.whole = found.whole and walk.whole
    if found.pages > 1:
        found.etag = found.last_modified = ""  # the first page's words say nothing of the others
    return found


def _got(order: Order, address: str, page: BinaryIO, found: Fetched, ends: float) -> outbound.Reply | None:
    """One page; None if the source says that nothing has changed. Errors: BadInput, Later."""
    headers = {"Accept": ACCEPT}
    if not found.pages:
        headers |= {name: value for name, value in (("If-None-Match", order.etag), ("If-Modified-Since", order.last_modified)) if value}
    left, room = min(PAGE_SECONDS, ends - time.monotonic()), order.most_bytes - found.size
    if left <= 0:
        raise BadInput("harvest.time", Say(gettext_noop("The source was not read to its end within %(most)s seconds."), {"most": int(order.most_seconds)}), Say(_CHECK), address)
    try:
        reply = outbound.call("GET", address, headers=headers, most=room, seconds=left, redirects=REDIRECTS, into=page)
    except outbound.OutboundRefused as error:
        finding = Say(gettext_noop("This address is not called: only https on open ports to the public internet is."))
        raise BadInput("harvest.address", finding, Say(_CHECK), address[:500]) from error
    except outbound.OutboundTooLarge as error:
        raise BadInput("harvest.too_large", Say(gettext_noop("The source holds more than %(most)s MB."), {"most": _megabytes(order.most_bytes)}), Say(_CHECK), address) from error
    except outbound.OutboundError as error:
        raise Later(BadInput("harvest.no_answer", Say(gettext_noop("The source did not answer in time, or its answer broke off.")), Say(_LATER), address)) from error
    if reply.status == 304 and not found.pages and (order.etag or order.last_modified):
        return None
    if reply.status != 200:
        failure = BadInput("harvest.status", Say(gettext_noop("The source answered with status %(status)s."), {"status": reply.status}), Say(_LATER), reply.url)
        raise Later(failure) if reply.status in (408, 425, 429) or reply.status >= 500 else failure
    return reply


def _note(found: Fetched, page: BinaryIO, reply: outbound.Reply, address: str, bundle: zipfile.ZipFile) -> None:
    """Keep a page. Errors: BadInput for one that came before: a source that leads in a circle never ends."""
    digest, size = hashlib.sha256(), 0
    page.seek(0)
    with bundle.open(f"{found.pages:05}", "w", force_zip64=True) as member:
        while chunk := page.read(256 * 1024):
            digest.update(chunk)
            size += len(chunk)
            member.write(chunk)
    page.seek(0)
    if digest.digest() in found.seen:
        raise _cycle(address)
    if not found.pages:
        found.etag, found.last_modified = reply.headers.get("etag", "")[:500], reply.headers.get("last-modified", "")[:100]
    # an answer that ends where the connection does may have been cut: nothing it lacks counts as gone
    found.whole = found.whole and ("content-length" in reply.headers or "chunked" in reply.headers.get("transfer-encoding", "").lower())
    found.seen.append(digest.digest())
    found.pages += 1
    found.size += size


def _cycle(address: str) -> BadInput:
    return BadInput("harvest.cycle", Say(gettext_noop("The pages of the source lead in a circle.")), Say(gettext_noop("Ask whoever runs the source to correct its paging.")), address)


def _megabytes(size: int) -> int:
    return max(1, size // 1024**2)


class _Linked:
    """A file, or pages that name the next one: by the Link header or in the document (hydra:next)."""

    def __init__(self, address: str) -> None:
        self.address: str | None = address
        self.whole = True

    def read(self, page: BinaryIO, reply: outbound.Reply) -> None:
        link = _NEXT.search(reply.headers.get("link", ""))
        found = link.group(1) if link else following(page, reply.url)
        self.address = _beside(reply.url, found) if found else None


class _Ckan:
    """package_search of CKAN's API: on from as many packages as came, until there is no more."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        path = parts.path.rstrip("/")
        if not path.endswith("package_search"):
            path = f"{re.sub(r'/api(/3(/action)?)?$', '', path)}/api/3/action/package_search"
        self._parts = parts._replace(path=path, fragment="")
        self._came = 0
        self.whole = True
        self.address: str | None = self._from(0)

    def _from(self, start: int) -> str:
        given = [(name, value) for name, value in parse_qsl(self._parts.query) if name not in ("rows", "start", "sort")]
        return urlunsplit(self._parts._replace(query=urlencode([*given, ("rows", ROWS), ("start", start), ("sort", "id asc")])))

    def read(self, page: BinaryIO, reply: outbound.Reply) -> None:
        head = jsonparts.Head()
        with opened(page) as text:
            number = sum(1 for _ in jsonparts.records(text, ckan.PATHS, head, LIMITS))
        said: Any = head.document if isinstance(head.document, dict) else {}
        result = said.get("result")
        if said.get("success") is not True or not isinstance(result, dict) or head.found != ("result", "results"):
            raise BadInput("harvest.ckan", Say(gettext_noop("This is no answer of CKAN's package_search.")), Say(_CHECK), reply.url)
        count = result.get("count")
        self._came += number
        self.address = self._from(self._came) if number and (not isinstance(count, int) or self._came < count) else None
        self.whole = self.address is None and isinstance(count, int) and self._came >= count


def _beside(address: str, found: str) -> str:
    """The next page's address. Errors: BadInput for one at another host: a catalogue's pages stand at one."""
    here, there = urlsplit(address), urlsplit(urljoin(address, found.strip()))
    if here.scheme == "https" and there.scheme == "http":  # many a catalogue behind a proxy thinks that it is called without TLS
        there = there._replace(scheme="https")
    if (here.scheme, here.netloc) != (there.scheme, there.netloc):
        raise BadInput("harvest.elsewhere", Say(gettext_noop("The next page stands at another host: %(host)s."), {"host": there.netloc[:200]}), Say(gettext_noop("Make a plan of its own for the other catalog.")), found[:500])
    return urlunsplit(there._replace(fragment=""))
