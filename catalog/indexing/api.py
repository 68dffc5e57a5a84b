"""REST of rebuilding the search index (operator)."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.urls import reverse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.indexing import use_cases
from catalog.indexing.models import Reindexing
from catalog.indexing.permissions import REINDEX
from catalog.indexing.states import ReindexState
from kernel.errors import NotFound
from kernel.permissions import Permission
from web.api import ApiView
from web.openapi import listing, operation

TAGS = ["search index"]


class NewReindexingShape(serializers.Serializer[Any]):
    every = serializers.BooleanField(default=False, help_text="All rows, not only those cut by an older analyzer.")


class ReindexingShape(NewReindexingShape):
    id = serializers.UUIDField()
    analyzer = serializers.IntegerField()
    state = serializers.ChoiceField([str(state) for state in ReindexState])
    state_since = serializers.DateTimeField()
    created = serializers.DateTimeField()
    total = serializers.IntegerField()
    done = serializers.IntegerField()


def as_json(row: Reindexing) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("id", "every", "analyzer", "state", "state_since", "created", "total", "done")}


class Reindexings(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": REINDEX}

    @operation("Rebuilds of the search index with their progress (operator)", tags=TAGS, answer=listing(ReindexingShape), paged=True)
    def get(self, request: Request) -> Response:
        return self.items(Reindexing.objects.visible_to(self.actor), as_json)

    @operation("Rebuild the search index in the background (operator)", tags=TAGS, request=NewReindexingShape, answer=ReindexingShape, status=201, errors=(409,), idempotent=True)
    def post(self, request: Request) -> Response:
        return self.act(use_cases.ask, render=as_json, status=201, location=lambda row: reverse("api.reindexing", args=[row.pk]), **self.input(NewReindexingShape))


class ReindexingOne(ApiView):
    audience = "operator"

    @operation("One rebuild and its progress (operator)", tags=TAGS, answer=ReindexingShape, errors=(404,))
    def get(self, request: Request, reindexing: UUID) -> Response:
        row = Reindexing.objects.visible_to(self.actor).filter(pk=reindexing).first()
        if row is None:
            raise NotFound
        return Response(as_json(row))


class ReindexingCancel(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": REINDEX}

    @operation("Stop a rebuild (operator)", tags=TAGS, answer=ReindexingShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, reindexing: UUID) -> Response:
        return self.act(use_cases.cancel, reindexing, render=as_json, status=200)
