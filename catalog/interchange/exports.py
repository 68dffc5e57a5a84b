"""The catalogue as DCAT-AP 3 by content negotiation, page by page: what is public for everyone, whoever asks.

First our listed datasets, then public records of sources that permit it, each in the order of their ids: a page goes on from the last one.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.http.request import MediaType
from django.utils.translation import gettext as _, gettext_noop
from django.views import View

from catalog.dataset.models import DatasetRevision, Distribution
from catalog.interchange.describing import catalog_page, dataset_nodes, metric_nodes, record_nodes
from catalog.interchange.models import CatalogRecord
from catalog.interchange.writing.nodes import THEME, Node
from catalog.interchange.writing.writers import MEDIA_TYPES, write
from catalog.offer.models import Offer
from catalog.offer.states import OfferState
from catalog.quality.statements import newest, statements
from catalog.search.models import SearchEntry
from kernel import paging
from kernel.actor import NOBODY
from kernel.decision import Say
from kernel.errors import Invalid

PAGE = 100
OWN, FOREIGN = "dataset", "record"


class Export(View):
    """`form` is jsonld, ttl or rdf where the address names it; otherwise what the caller accepts best."""

    audience = "public"
    http_method_names = ("get", "head", "options")
    form = ""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = self.form or accepted(request.headers.get("Accept", "*/*"))
        if not form:
            return HttpResponse(_("Ask for application/ld+json, text/turtle or application/rdf+xml."), status=406, content_type="text/plain; charset=utf-8")
        try:
            part, after = _mark(request.GET.get("page", ""))
        except Invalid as error:
            return HttpResponse(str(error.detail), status=422, content_type="text/plain; charset=utf-8")
        base = settings.PUBLIC_URL.rstrip("/")
        own, foreign = _page(part, after)
        mark = _next(own, foreign)
        address = f"{base}{request.path}"
        following = f"{address}?{urlencode({'page': mark})}" if mark else None
        here = f"{address}?{urlencode({'page': request.GET['page']})}" if request.GET.get("page") else f"{base}/dcat/catalog?page="
        response = StreamingHttpResponse(write(form, _nodes(base, here, following, own, foreign)), content_type=MEDIA_TYPES[form])
        response["Vary"] = "Accept"
        response["Cache-Control"] = "public, max-age=60"
        if following:
            response["Link"] = f'<{following}>; rel="next"'
        return response


def accepted(header: str) -> str:
    """The form an Accept header likes best; JSON-LD for one that takes anything, none if it takes nothing there is. Parameters of media types
    (a profile, a charset) rule out nothing: only `q` counts. A range that cannot be read is left out."""
    ranges = [found for one in header.split(",") if one.strip() and (found := _range(one))]
    offered = {media: form for form, media in MEDIA_TYPES.items()} | {"application/json": "jsonld", "application/xml": "rdf", "text/html": "jsonld"}

    def liked(media: str) -> float:
        kind, _slash, name = media.partition("/")
        fits = [one for one in ranges if one.main_type.lower() in (kind, "*") and one.sub_type.lower() in (name, "*")]
        closest = max(fits, key=lambda one: (one.main_type != "*") + (one.sub_type != "*"), default=None)
        return float(closest.quality) if closest else 0.0

    best = max(offered, key=liked)
    return offered[best] if liked(best) > 0 else ""


def _range(said: str) -> MediaType | None:
    try:
        return MediaType(said)
    except ValueError:  # a parameter in an encoding there is not
        return None


def _mark(cursor: str) -> tuple[str, UUID | None]:
    """Errors: Invalid."""
    if not cursor:
        return OWN, None
    wrong = Invalid(fields={"page": [Say(gettext_noop("This page marker is not valid. Start again from the first page."))]})
    _back, (part, after) = paging.decode(cursor, 2)
    if part not in (OWN, FOREIGN):
        raise wrong
    try:
        return part, UUID(after) if after else None
    except ValueError as error:
        raise wrong from error


def _page(part: str, after: UUID | None) -> tuple[list[SearchEntry], list[CatalogRecord]]:
    """Up to a page and one more: what is over says that there is a next page."""
    own: list[SearchEntry] = []
    if part == OWN:
        rows = SearchEntry.objects.visible_to(NOBODY).defer("vector", "headline").order_by("pk")
        own = list((rows.filter(pk__gt=after) if after else rows)[: PAGE + 1])
        after = None
    records = CatalogRecord.objects.visible_to(NOBODY).filter(source__reexport=True).select_related("source").defer("received", "words").order_by("pk")
    room = PAGE + 1 - len(own)
    return own, list((records.filter(pk__gt=after) if after else records)[:room]) if room else []


def _next(own: list[SearchEntry], foreign: list[CatalogRecord]) -> str | None:
    """Drops the row that is over, and says where the next page begins."""
    if len(own) + len(foreign) <= PAGE:
        return None
    (foreign or own).pop()
    return paging.encode([FOREIGN, str(foreign[-1].pk)] if foreign else [OWN, str(own[-1].pk)])


def _nodes(base: str, here: str, following: str | None, own: list[SearchEntry], foreign: list[CatalogRecord]) -> Iterator[Node]:
    members = [f"{base}/catalog/{entry.pk}/" for entry in own] + [f"{base}/catalog/foreign/{record.pk}/" for record in foreign]
    yield from catalog_page(base, here, following, members)
    revisions = DatasetRevision.objects.select_related("dataset__provider", "zone").defer("sample").in_bulk([entry.revision_id for entry in own])
    files: dict[UUID, list[Distribution]] = {}
    for file in Distribution.objects.filter(revision__in=revisions, completed__isnull=False):
        files.setdefault(file.revision_id, []).append(file)
    offers: dict[UUID, list[Offer]] = {}
    for offer in Offer.objects.filter(dataset__in=[entry.pk for entry in own], state=OfferState.OPEN).select_related("dataset"):
        offers.setdefault(offer.dataset_id, []).append(offer)
    quality = {pk: statements(base, row) for pk, row in newest(revisions).items()}
    yield from metric_nodes([one for of_one in quality.values() for one in of_one])
    described = (
        dataset_nodes(base, revisions[one.revision_id], one.listed_at, files.get(one.revision_id, []), quality.get(one.revision_id), offers.get(one.pk, [])) for one in own
    )
    themes: set[str] = set()
    for nodes in itertools.chain(described, (record_nodes(base, record) for record in foreign)):
        for node in nodes:
            if node.iri not in themes:  # a theme many share is described once
                yield node
            if node.iri.startswith(THEME):
                themes.add(node.iri)
