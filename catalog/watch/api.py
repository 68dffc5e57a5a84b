"""REST of a person's saved searches."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.urls import reverse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.search.filters import FILTERS
from catalog.watch import use_cases
from catalog.watch.models import SavedSearch
from catalog.watch.permissions import SAVE
from kernel.errors import NotFound
from kernel.permissions import Permission
from web.api import ApiView
from web.openapi import listing, operation

TAGS = ["saved searches"]


class FiltersShape(serializers.Serializer[Any]):
    """Words and filters as in the list of datasets."""

    q = serializers.ListField(child=serializers.CharField(max_length=200), max_length=1, required=False)


for _each in FILTERS:
    FiltersShape._declared_fields[_each.name] = serializers.ListField(
        child=serializers.ChoiceField(list(_each.words)) if _each.words is not None else serializers.CharField(max_length=40), max_length=20, required=False
    )


class NewSearchShape(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=use_cases.LONGEST_NAME)
    asked = FiltersShape()
    alerts = serializers.BooleanField(default=True)


class AlertsShape(serializers.Serializer[Any]):
    alerts = serializers.BooleanField()


class SavedSearchShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    asked = FiltersShape()
    alerts = serializers.BooleanField()
    looked = serializers.DateTimeField()
    told_at = serializers.DateTimeField(allow_null=True)
    created = serializers.DateTimeField()


def as_json(row: SavedSearch) -> dict[str, Any]:
    return {"id": row.pk, "name": row.name, "asked": row.asked, "alerts": row.alerts, "looked": row.looked, "told_at": row.told_at, "created": row.created}


class SavedSearches(ApiView):
    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": SAVE}

    @operation("Your saved searches", tags=TAGS, answer=listing(SavedSearchShape), paged=True)
    def get(self, request: Request) -> Response:
        return self.items(SavedSearch.objects.visible_to(self.actor), as_json)

    @operation("Save a search; with alerts you are told of newly listed datasets that match", tags=TAGS, request=NewSearchShape, answer=SavedSearchShape, status=201, errors=(409,), idempotent=True)
    def post(self, request: Request) -> Response:
        given = self.input(NewSearchShape)
        return self.act(use_cases.save, render=as_json, status=201, location=lambda row: reverse("api.saved_search", args=[row.pk]), **given)


class SavedSearchOne(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"patch": SAVE, "delete": SAVE}

    @operation("One of your saved searches", tags=TAGS, answer=SavedSearchShape, errors=(404,))
    def get(self, request: Request, search: UUID) -> Response:
        row = SavedSearch.objects.visible_to(self.actor).filter(pk=search).first()
        if row is None:
            raise NotFound
        return Response(as_json(row))

    @operation("Be told of newly listed datasets, or no more", tags=TAGS, request=AlertsShape, answer=SavedSearchShape, errors=(404,), idempotent=True)
    def patch(self, request: Request, search: UUID) -> Response:
        return self.act(use_cases.set_alerts, search, render=as_json, **self.input(AlertsShape))

    @operation("Remove a saved search", tags=TAGS, status=204, errors=(404,), idempotent=True)
    def delete(self, request: Request, search: UUID) -> Response:
        return self.act(use_cases.forget, search, render=lambda _none: {}, status=204)
