"""REST of demands to grade anew."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.classification.models import CAUSES, RegradeDemand
from catalog.classification.regrading_states import DemandState
from catalog.dataset.render import GRADES, grade
from catalog.scan.api import own_dataset
from web.api import ApiView
from web.openapi import listing, operation


class DemandShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    dataset = serializers.UUIDField()
    revision = serializers.UUIDField()
    cause = serializers.ChoiceField(CAUSES)
    release = serializers.CharField()
    grade = serializers.ChoiceField(GRADES)
    derived = serializers.ChoiceField(GRADES)
    below = serializers.ListField(child=serializers.CharField())
    state = serializers.ChoiceField([str(state) for state in DemandState])
    asked = serializers.DateTimeField()
    until = serializers.DateTimeField(help_text="After it the listing is suspended.")


def as_json(row: RegradeDemand) -> dict[str, Any]:
    return {
        "id": row.pk, "dataset": row.dataset_id, "revision": row.revision_id, "cause": row.cause, "release": row.release, "grade": grade(row.grade), "derived": grade(row.derived),
        "below": row.fields, "state": row.state, "asked": row.asked, "until": row.until,
    }


class Demands(ApiView):
    audience = "party"

    @operation("Demands to grade a dataset anew, newest first", tags=["datasets"], answer=listing(DemandShape), errors=(404,), paged=True)
    def get(self, request: Request, dataset: UUID) -> Response:
        return self.items(RegradeDemand.objects.filter(dataset=own_dataset(self.actor, dataset)), as_json, order=("-asked", "-id"))
