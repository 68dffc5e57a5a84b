"""REST of reading the catalogue: the list with words, filters and facets, and one dataset.

The list is the exchange's most read answer, so its path is thin: one statement, plain dicts, one encoder.
"""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

import orjson
from django.http import HttpResponse
from django.utils.translation import gettext_noop
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.dataset import permissions, use_cases
from catalog.dataset.api import IF_MATCH, matched, revision_of, sample_shown
from catalog.dataset.choices import FREQUENCIES, INDUSTRIES
from catalog.dataset.models import Dataset
from catalog.dataset.render import (
    GRADES,
    DatasetStateShape,
    ProviderShape,
    RevisionBriefShape,
    RevisionShape,
    Words,
    grade,
    revision_brief,
    revision_json,
    state_json,
    words,
)
from catalog.dataset.states import DatasetState
from catalog.dataset.use_cases.working import etag
from catalog.offer.api import OfferShape, as_json as offer_json
from catalog.offer.models import Offer
from catalog.search import query
from catalog.search.filters import FILTERS, ORDERS, wish
from kernel.actor import Actor
from kernel.decision import Say
from kernel.errors import Invalid, NotFound
from kernel.money import Money
from kernel.permissions import Permission
from web.api import PublicReads
from web.openapi import MoneyShape, listing, operation

TAGS = ["datasets"]
MARKS = ("none", "personal", "sensitive")
STATES = [str(state) for state in DatasetState]


class DatasetItemShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    state = serializers.ChoiceField(STATES)
    revision = serializers.UUIDField(allow_null=True)
    title = Words()
    summary = Words()
    provider = ProviderShape()
    industry = serializers.ChoiceField(list(INDUSTRIES), allow_blank=True)
    frequency = serializers.ChoiceField(list(FREQUENCIES))
    zone = serializers.CharField(allow_null=True)
    grade = serializers.ChoiceField(GRADES, allow_null=True)
    marks = serializers.ChoiceField(MARKS)
    formats = serializers.ListField(child=serializers.CharField())
    price_from = MoneyShape(allow_null=True)
    available = serializers.BooleanField()
    updated_on = serializers.DateField(allow_null=True)
    listed_at = serializers.DateTimeField(allow_null=True)


class CountsShape(serializers.Serializer[Any]):
    total = serializers.IntegerField()
    capped = serializers.BooleanField(help_text="There are more: total and facets count the first 10,000 found.")
    facets = serializers.DictField(child=serializers.DictField(child=serializers.IntegerField()))



class DescriptionShape(serializers.Serializer[Any]):
    title_zh = serializers.CharField(max_length=120, allow_blank=True, required=False)
    title_en = serializers.CharField(max_length=200, allow_blank=True, required=False)
    description_zh = serializers.CharField(max_length=5_000, allow_blank=True, required=False)
    description_en = serializers.CharField(max_length=8_000, allow_blank=True, required=False)
    keywords = serializers.ListField(child=serializers.CharField(max_length=40), max_length=20, required=False)
    industry = serializers.ChoiceField(list(INDUSTRIES), required=False)
    zone = serializers.CharField(max_length=40, allow_null=True, required=False)
    coverage_zh = serializers.CharField(max_length=200, allow_blank=True, required=False)
    coverage_en = serializers.CharField(max_length=200, allow_blank=True, required=False)
    places = serializers.ListField(child=serializers.CharField(max_length=6), max_length=60, required=False)
    covers_from = serializers.DateField(allow_null=True, required=False)
    covers_until = serializers.DateField(allow_null=True, required=False)
    frequency = serializers.ChoiceField(list(FREQUENCIES), required=False)
    updated_on = serializers.DateField(allow_null=True, required=False)
    persons = serializers.IntegerField(min_value=0, max_value=10**12, allow_null=True, required=False)
    synthetic = serializers.BooleanField(required=False)


class DatasetShape(DatasetStateShape):
    provider = ProviderShape()  # type: ignore[assignment]
    listed_at = serializers.DateTimeField(allow_null=True)
    current = RevisionBriefShape(allow_null=True)
    working = RevisionBriefShape(allow_null=True)
    revision = RevisionShape()
    offers = OfferShape(many=True)


def _text(name: str, description: str, **more: Any) -> OpenApiParameter:
    return OpenApiParameter(name, OpenApiTypes.STR, description=description, **more)


PARAMETERS = [
    _text(
        "q",
        "Words, in Chinese (either script, or pinyin) or English; all must be held, or what stands for them. Nothing found: what holds them spelled"
        " another way is given, with the words in `corrected`; else what holds some, and `related` is true.",
    ),
    *(_text(each.name, "Any of these.", many=True, enum=list(each.words) if each.words is not None else None) for each in FILTERS),
    _text("order", "By relevance (with words), newest, lowest price (in CNY first, other currencies after) or best measured quality first.", enum=list(ORDERS)),
    OpenApiParameter("facets", OpenApiTypes.BOOL, description="Also count: total and facets, capped at 10,000."),
    OpenApiParameter("mine", OpenApiTypes.BOOL, description="The datasets of your own organization, in any state."),
    _text("state", "Datasets in this state that you can see (for providers and the exchange).", enum=STATES),
]
KNOWN = {parameter.name for parameter in PARAMETERS} | {"limit", "cursor", "format"}


def item(row: query.Row) -> dict[str, Any]:
    price = row["price_minor"]
    return {
        "id": row["dataset_id"],
        "state": "listed",
        "revision": row["revision_id"],
        "title": {"zh": row["title_zh"], "en": row["title_en"]},
        "summary": {"zh": row["summary_zh"], "en": row["summary_en"]},
        "provider": {"id": row["provider_id"], "name": {"zh": row["provider_zh"], "en": row["provider_en"]}},
        "industry": row["industry"],
        "frequency": row["frequency"],
        "zone": row["zone_code"],
        "grade": f"g{row['grade']}",
        "marks": MARKS[row["marks"]],
        "formats": row["formats"],
        "price_from": None if price is None else Money(price, row["currency"]).as_json(),
        "available": row["available"],
        "updated_on": row["updated_on"],
        "listed_at": row["listed_at"],
    }


def register_item(row: Dataset) -> dict[str, Any]:
    """A dataset in any state, for its provider and the exchange; prices stand with its offers."""
    face = row.face
    return {
        "id": row.pk,
        "state": row.state,
        "revision": face.pk,
        "title": words(face.title_zh, face.title_en),
        "summary": words(face.description_zh[:80], face.description_en[:160]),
        "provider": {"id": row.provider_id, "name": words(row.provider.name_zh, row.provider.name_en)},
        "industry": face.industry,
        "frequency": face.frequency,
        "zone": face.zone.code if face.zone else None,
        "grade": grade(face.grade),
        "marks": MARKS[2 if face.sensitive else 1 if face.personal else 0],
        "formats": [],
        "price_from": None,
        "available": False,
        "updated_on": face.updated_on,
        "listed_at": row.listed_at,
    }


class Datasets(PublicReads):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.EDIT}

    @operation(
        "Search and list datasets", tags=TAGS, parameters=PARAMETERS, paged=True, public=True,
        answer=listing(DatasetItemShape, related=serializers.BooleanField(), corrected=serializers.ListField(child=serializers.CharField()),
                       ranked_newest=serializers.BooleanField(), counts=CountsShape(allow_null=True)),
        description="All you can see, listed. With words, up to 5,000 hits are ranked; beyond that the newest 2,000 (`ranked_newest`).",
    )
    def get(self, request: Request) -> HttpResponse:
        params = request.query_params
        if unknown := [name for name in params if name not in KNOWN]:
            raise Invalid(fields={name: [Say(gettext_noop("This field is not known here."))] for name in unknown})
        state, mine = params.get("state"), _flag(params.get("mine"), "mine")
        if state not in (None, *STATES):
            raise Invalid(fields={"state": [Say(gettext_noop("Choose one of the list."))]})
        if state or mine:
            return self._register(state, mine=mine)
        asked = wish(dict(params.lists()))
        counted = query.counts(self.actor, asked) if _flag(params.get("facets"), "facets") else None
        found = query.search(self.actor, asked, cursor=params.get("cursor"), limit=self.limit(), known=counted)
        body = {
            "items": [item(row) for row in found.rows],
            "next": self.next_url(found.next),
            "related": found.related,
            "corrected": found.corrected,
            "ranked_newest": found.ranked_newest,
            "counts": counted and {"total": counted.total, "capped": counted.capped, "facets": counted.facets},
        }
        return HttpResponse(orjson.dumps(body, option=orjson.OPT_UTC_Z), content_type="application/json")

    def _register(self, state: str | None, *, mine: bool) -> Response:
        rows = Dataset.objects.visible_to(self.actor).select_related("provider", "current__zone", "working__zone")
        if mine:
            rows = rows.filter(provider=self.actor.organization)
        if state:
            rows = rows.filter(state=state)
        return self.items(rows, register_item, extra={"related": False, "corrected": [], "ranked_newest": False, "counts": None})

    @operation("Create a draft", tags=TAGS, request=DescriptionShape, answer=DatasetStateShape, status=201, errors=(404, 409), idempotent=True)
    def post(self, request: Request) -> Response:
        return self.act(use_cases.create, render=state_json, status=201, location=lambda row: f"/api/v1/datasets/{row.pk}", **self.input(DescriptionShape))


def _flag(value: str | None, name: str) -> bool:
    if value in (None, "", "false", "0"):
        return False
    if value in ("true", "1"):
        return True
    raise Invalid(fields={name: [Say(gettext_noop("Say true or false."))]})


def sees_work(actor: Actor, dataset: Dataset) -> bool:
    """Its provider sees the revision in work; operator and regulators once it was submitted."""
    if actor.is_system or actor.organization == dataset.provider_id:
        return True
    return bool(actor.jurisdiction) and dataset.working is not None and dataset.working.state != "draft"


def dataset_json(actor: Actor, dataset: UUID) -> tuple[dict[str, Any], str]:
    """One dataset in full with its entity tag: its provider gets the revision in work, others the listed one. Errors: NotFound."""
    found = Dataset.objects.visible_to(actor).select_related("provider", "current", "working").filter(pk=dataset).first()
    if found is None:
        raise NotFound
    own = sees_work(actor, found)
    shown = found.working if own and found.working else found.current or found.working
    if shown is None:
        raise NotFound
    revision = revision_of(actor, found.pk, shown.pk)
    offers = Offer.objects.visible_to(actor).filter(dataset=found).exclude(state="closed")
    body = {
        **state_json(found),
        "provider": {"id": found.provider_id, "name": words(found.provider.name_zh, found.provider.name_en)},
        "working": revision_brief(found.working) if own else None,
        "listed_at": found.listed_at,
        "revision": revision_json(revision, with_sample=sample_shown(revision)),
        "offers": [offer_json(offer) for offer in offers],
    }
    return body, etag(revision)


class DatasetOne(PublicReads):
    permissions: ClassVar[dict[str, Permission]] = {"patch": permissions.EDIT}

    @operation("One dataset", tags=TAGS, answer=DatasetShape, errors=(404,), public=True)
    def get(self, request: Request, dataset: UUID) -> Response:
        body, tag = dataset_json(self.actor, dataset)
        return Response(body, headers={"ETag": f'"{tag}"'})

    @operation(
        "Change the description; a listed dataset gets a new revision in work", tags=TAGS, request=DescriptionShape, answer=DatasetStateShape, errors=(404, 409, 412, 428),
        parameters=[IF_MATCH], idempotent=True,
    )
    def patch(self, request: Request, dataset: UUID) -> Response:
        tag = matched(request, needed=True)
        return self.act(use_cases.describe, dataset, self.input(DescriptionShape), expected=tag, render=state_json)
