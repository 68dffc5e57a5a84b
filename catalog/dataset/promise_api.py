"""REST of what a provider says around its data: promised quality, questions to buyers, a service's address, who may see the dataset."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.dataset import permissions, use_cases
from catalog.dataset.api import IF_MATCH, matched
from catalog.dataset.choices import SERVICE_OUTCOMES
from catalog.dataset.connecting import connect
from catalog.dataset.models import Dataset
from catalog.dataset.render import DatasetStateShape, PromisesShape, state_json
from catalog.dataset.use_cases.promise import MOST_READERS
from catalog.rules.questions import LONGEST, MOST
from catalog.rules.visibility import Visibility
from kernel.errors import NotFound
from kernel.permissions import Permission
from web.api import ApiView
from web.openapi import operation

TAGS = ["datasets"]


class QuestionShape(serializers.Serializer[Any]):
    zh = serializers.CharField(max_length=LONGEST)
    en = serializers.CharField(max_length=LONGEST)
    required = serializers.BooleanField(default=False)  # type: ignore[assignment]


class QuestionsShape(serializers.Serializer[Any]):
    questions = serializers.ListField(child=QuestionShape(), max_length=MOST)


class ServiceInput(serializers.Serializer[Any]):
    url = serializers.CharField(max_length=2_000, allow_blank=True, help_text="An https address on the public internet; empty takes the service away.")


class ServiceShape(serializers.Serializer[Any]):
    url = serializers.CharField()
    outcome = serializers.ChoiceField(list(SERVICE_OUTCOMES))
    status = serializers.IntegerField(allow_null=True)
    tested = serializers.DateTimeField()


class ServiceAnswer(DatasetStateShape):
    service = ServiceShape(allow_null=True)


class VisibilityShape(serializers.Serializer[Any]):
    to = serializers.ChoiceField([str(one) for one in Visibility])
    readers = serializers.ListField(
        child=serializers.CharField(max_length=64), max_length=MOST_READERS, required=False, help_text="Ids or social credit codes of verified organizations, for `named`."
    )


def service_json(row: Dataset) -> dict[str, Any]:
    service = getattr(row.working, "service", None)
    found = None if service is None else {"url": service.url, "outcome": service.outcome, "status": service.status, "tested": service.tested}
    return state_json(row) | {"service": found}


class _Part(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"put": permissions.EDIT}


class Promises(_Part):
    @operation(
        "Replace what is promised of the quality of the revision in work; an empty promise takes all back", tags=TAGS, request=PromisesShape, answer=DatasetStateShape,
        errors=(404, 409, 412), parameters=[IF_MATCH], idempotent=True,
    )  # fmt: skip
    def put(self, request: Request, dataset: UUID) -> Response:
        return self.act(use_cases.promise, dataset, self.input(PromisesShape), expected=matched(request), render=state_json)


class Questions(_Part):
    @operation("Replace the questions to buyers", tags=TAGS, request=QuestionsShape, answer=DatasetStateShape, errors=(404, 409, 412), parameters=[IF_MATCH], idempotent=True)
    def put(self, request: Request, dataset: UUID) -> Response:
        return self.act(use_cases.ask_buyers, dataset, self.input(QuestionsShape)["questions"], expected=matched(request), render=state_json)


class Service(_Part):
    @operation("Test a service's address and keep it with what came of it", tags=TAGS, request=ServiceInput, answer=ServiceAnswer, errors=(404, 409, 412), parameters=[IF_MATCH], idempotent=True)
    def put(self, request: Request, dataset: UUID) -> Response:
        return self.act(connect, dataset, self.input(ServiceInput)["url"], expected=matched(request), render=service_json)


class DatasetVisibility(_Part):
    @operation("Who may see the dataset while it is listed", tags=TAGS, answer=VisibilityShape, errors=(404,))
    def get(self, request: Request, dataset: UUID) -> Response:
        found = Dataset.objects.visible_to(self.actor).filter(pk=dataset).first()
        if found is None or not (self.actor.jurisdiction or self.actor.organization == found.provider_id):
            raise NotFound
        readers = found.readers.order_by("organization").values_list("organization", flat=True)
        return Response({"to": found.visibility, "readers": [str(one) for one in readers]})

    @operation("Choose who may see the dataset; takes effect at once", tags=TAGS, request=VisibilityShape, answer=DatasetStateShape, errors=(404, 409), idempotent=True)
    def put(self, request: Request, dataset: UUID) -> Response:
        given = self.input(VisibilityShape)
        return self.act(use_cases.show_to, dataset, given["to"], given.get("readers", ()), render=state_json)
