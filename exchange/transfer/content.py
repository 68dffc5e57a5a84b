"""Sending the bytes of a file over HTTP: ranges, validators, digests, and the look at terms and holds while they flow.

Shared by the API's address and the link. The first access of a holder is an act; later requests only ask the gate and are counted,
unless the grade has every read recorded (catalog/rules/driven.py).
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext

from catalog.rules.driven import Recorded, drives
from exchange.rules.places import not_home
from exchange.transfer import gate, permissions
from exchange.transfer.files import DeliveredFile
from exchange.transfer.methods import METHODS
from exchange.transfer.models import Access, Transfer
from exchange.transfer.place import read_from
from exchange.transfer.ranges import NotSatisfiable, Span, digest_header, etag, span, unchanged
from exchange.transfer.use_cases import open_file
from kernel import clock
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.permissions import authorise


def serve(request: HttpRequest, actor: Actor, transfer: Transfer, file: DeliveredFile, *, stated: str = "") -> HttpResponseBase:
    """`stated` is the place from which the reader says it reads. 200, 206, 304 or 416. Errors: Forbidden, Refused (terms, conditions, holds)."""
    tag = etag(file.sha256)
    try:
        wanted = span(request.headers.get("Range"), file.size, if_range=request.headers.get("If-Range"), tag=tag)
    except NotSatisfiable:
        return _outside(file)
    if request.method == "HEAD" or unchanged(request.headers.get("If-None-Match"), tag):
        authorise(actor, permissions.DOWNLOAD, transfer)
        unmodified = unchanged(request.headers.get("If-None-Match"), tag)
        return _headed(HttpResponse(status=304 if unmodified else 206 if wanted.partial else 200), file, wanted)
    places = read_from(request, stated)
    received = _admitted(actor, transfer, file, places)
    body = METHODS[transfer.method].serve(file, wanted, allowed=lambda: _still_open(transfer.pk, places), served=lambda sent: _count(received, sent))
    _give_back_connection()
    return _headed(StreamingHttpResponse(body, status=206 if wanted.partial else 200), file, wanted)


def _admitted(actor: Actor, transfer: Transfer, file: DeliveredFile, places: tuple[str, ...]) -> QuerySet[Access]:
    """The holder's account of this file; asked anew each time, recorded once, or each time where the grade asks for that."""
    holder: dict[str, Any] = {"organization": actor.organization, "holder_kind": actor.kind.value, "holder": actor.id}
    mine = Access.objects.filter(transfer=transfer.pk, distribution=file.id, **holder)
    every = drives(transfer.agreement.revision.grade).recorded is Recorded.EVERY
    known = transfer.first_access is not None and mine.exists()
    if every or not known:
        open_file(actor, transfer.pk, file, read_from=places)
        if known:
            mine.update(requests=F("requests") + 1, last=clock.now())
        return mine
    authorise(actor, permissions.DOWNLOAD, transfer)
    decision = gate.now_open(transfer, clock.now(), places)
    if not decision.permitted:
        if not_home(places):  # the act refuses it as well, and leaves a record of who tried from where
            open_file(actor, transfer.pk, file, read_from=places)
        raise Refused(decision)
    mine.update(requests=F("requests") + 1, last=clock.now())
    return mine


def _still_open(transfer_id: UUID, places: tuple[str, ...]) -> bool:
    try:
        return gate.still_open(transfer_id, places)
    finally:
        _give_back_connection()


def _count(received: QuerySet[Access], sent: int) -> None:
    try:
        received.update(bytes=F("bytes") + sent, last=clock.now())
    finally:
        _give_back_connection()


def _give_back_connection() -> None:
    """A slow reader may take hours; it shall not keep a database connection for them."""
    if not connection.in_atomic_block:
        connection.close()


def _headed(response: HttpResponseBase, file: DeliveredFile, wanted: Span) -> HttpResponseBase:
    response["ETag"] = etag(file.sha256)
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, no-store"
    response["Repr-Digest"] = digest_header(file.sha256)
    if response.status_code == 304:
        return response
    response["Content-Type"] = file.media_type
    response["Content-Length"] = str(wanted.length)
    response["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    if wanted.partial:
        response["Content-Range"] = wanted.content_range
    else:
        response["Content-Digest"] = digest_header(file.sha256)
    return response


def _outside(file: DeliveredFile) -> HttpResponse:
    body = {
        "type": "/errors/range_not_satisfiable",
        "title": gettext("Range not satisfiable"),
        "status": 416,
        "detail": gettext("The range lies outside the file, which has %(size)s bytes.") % {"size": file.size},
        "code": "range_not_satisfiable",
    }
    headers = {"Content-Range": f"bytes */{file.size}", "Accept-Ranges": "bytes"}
    return JsonResponse(body, status=416, content_type="application/problem+json", headers=headers)
