"""Lists by API: read by anyone, proposed by one operator's client and confirmed by another person's."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.determination import permissions, use_cases
from exchange.determination.models import ListEdition, ListRow
from exchange.determination.models.lists import NEGATIVE_LIST, RECIPIENTS
from exchange.determination.states import Edition
from kernel.errors import NotFound
from kernel.permissions import Permission
from web.api import ApiView, PublicReads
from web.openapi import listing, operation

TAGS = ["border-lists"]


class EditionInput(serializers.Serializer[Any]):
    kind = serializers.ChoiceField([NEGATIVE_LIST, RECIPIENTS])
    code = serializers.SlugField(max_length=60)
    title_zh = serializers.CharField(max_length=200)
    title_en = serializers.CharField(max_length=200)
    source = serializers.CharField(max_length=500)  # type: ignore[assignment]  # the framework has an attribute of this name
    edition = serializers.CharField(max_length=60)
    since = serializers.DateField()
    verified = serializers.BooleanField(help_text="Whether the rows were compared with the published text; else they are shown as samples and free nothing.")
    rows = serializers.ListField(
        child=serializers.DictField(), max_length=5_000,
        help_text="Negative list: sector, scenario, fields, part (listed_contract, listed_assessment), modalities, at_least, below. Recipients: name, country, flag, reference.",
    )


class EditionShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    kind = serializers.CharField()
    code = serializers.CharField()
    title_zh = serializers.CharField()
    title_en = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]  # as above
    edition = serializers.CharField()
    since = serializers.DateField()
    until = serializers.DateField(allow_null=True)
    verified = serializers.BooleanField()
    digest = serializers.CharField()
    state = serializers.ChoiceField([state.value for state in Edition])


class ListRowShape(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    content = serializers.DictField()
    sample = serializers.BooleanField()


class Lists(PublicReads):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.PROPOSE_LIST}

    @operation("Lists that exports are matched against", tags=TAGS, answer=listing(EditionShape), public=True, paged=True)
    def get(self, request: Request) -> Response:
        return self.items(ListEdition.objects.visible_to(self.actor), edition_as_json)

    @operation("Propose an edition of a list", tags=TAGS, request=EditionInput, answer=EditionShape, status=201, errors=(409,), idempotent=True)
    def post(self, request: Request) -> Response:
        return self.act(use_cases.propose_list, render=edition_as_json, status=201, **self.input(EditionInput))


class Rows(ApiView):
    audience = "public"
    public = True

    @operation("Rows of one edition", tags=TAGS, answer=listing(ListRowShape), errors=(404,), public=True, paged=True)
    def get(self, request: Request, edition: UUID) -> Response:
        found = ListEdition.objects.visible_to(self.actor).filter(pk=edition).first()
        if found is None:
            raise NotFound
        return self.items(
            ListRow.objects.filter(edition=found), lambda row: {"number": row.number, "content": row.content, "sample": not found.verified}, order=("number",)
        )


class Confirm(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.CONFIRM_LIST}

    @operation("Confirm an edition as a second person", tags=TAGS, answer=EditionShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, edition: UUID) -> Response:
        return self.act(use_cases.confirm_list, edition, render=edition_as_json)


class Refuse(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.CONFIRM_LIST}

    @operation("Refuse an edition as a second person", tags=TAGS, answer=EditionShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, edition: UUID) -> Response:
        return self.act(use_cases.refuse_list, edition, render=edition_as_json)


def edition_as_json(row: ListEdition) -> dict[str, Any]:
    return {
        "id": row.pk, "kind": row.kind, "code": row.code, "title_zh": row.title_zh, "title_en": row.title_en, "source": row.source, "edition": row.edition,
        "since": row.since, "until": row.until, "verified": row.verified, "digest": row.digest, "state": row.state,
    }  # fmt: skip
