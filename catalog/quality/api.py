"""REST of quality: the report, broken promises and the answers to them."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.dataset.api import dataset_of
from catalog.dataset.render import PromisesShape
from catalog.quality import permissions, use_cases
from catalog.quality.models import QualityBreach
from catalog.quality.report import Report, report
from catalog.quality.states import BreachState
from catalog.quality.words import FORMULAS
from catalog.rules.quality import CITES, UNKNOWN, Dimension, Measure
from kernel.errors import NotFound
from kernel.permissions import Permission
from web.api import ApiView, PublicReads
from web.openapi import listing, operation

TAGS = ["quality"]


class QualityMeasureShape(serializers.Serializer[Any]):
    dimension = serializers.ChoiceField([str(one) for one in Dimension])
    value = serializers.CharField(allow_null=True, help_text="A share from 0.0000 to 1.0000, rounded down; null where it could not be measured.")
    reason = serializers.CharField(allow_null=True)
    reason_code = serializers.ChoiceField(sorted(UNKNOWN), allow_null=True)
    part = serializers.IntegerField(allow_null=True)
    whole = serializers.IntegerField(allow_null=True)
    formula = serializers.CharField()
    cites = serializers.DictField()


class ColumnQualityShape(serializers.Serializer[Any]):
    file = serializers.CharField()
    name = serializers.CharField()
    type = serializers.CharField()
    completeness = serializers.CharField(allow_null=True)
    validity = serializers.CharField(allow_null=True)


class KeptPromiseShape(serializers.Serializer[Any]):
    name = serializers.CharField()
    promised = serializers.CharField()
    found = serializers.CharField(allow_null=True)
    kept = serializers.BooleanField(allow_null=True, help_text="null where it could not be measured: neither kept nor broken.")


class BrokenPromiseShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    dataset = serializers.UUIDField()
    revision = serializers.UUIDField()
    name = serializers.CharField()
    promised = serializers.CharField()
    found = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField([str(state) for state in BreachState])
    since = serializers.DateTimeField()
    created = serializers.DateTimeField()
    answer = serializers.CharField(allow_blank=True)


class QualityShape(serializers.Serializer[Any]):
    dataset = serializers.UUIDField()
    revision = serializers.UUIDField()
    number = serializers.IntegerField()
    measured = serializers.DateTimeField(allow_null=True)
    release = serializers.CharField(allow_null=True)
    scans = serializers.ListField(child=serializers.UUIDField())
    score = serializers.IntegerField(allow_null=True, min_value=0, max_value=100, help_text="The mean of the known measures; null where fewer than four are known.")
    measures = QualityMeasureShape(many=True)
    columns = ColumnQualityShape(many=True)
    promise = PromisesShape()
    compared = KeptPromiseShape(many=True)
    breaches = BrokenPromiseShape(many=True)


class QualityAnswerShape(serializers.Serializer[Any]):
    answer = serializers.CharField(max_length=use_cases.LONGEST_ANSWER)


def measure_json(one: Measure) -> dict[str, Any]:
    return {
        "dimension": str(one.dimension), "value": one.value, "reason": gettext(UNKNOWN[one.reason]) if one.reason else None, "reason_code": one.reason or None, "part": one.part,
        "whole": one.whole, "formula": gettext(FORMULAS[one.dimension]), "cites": CITES[one.dimension].as_json(),
    }  # fmt: skip


def breach_json(row: QualityBreach) -> dict[str, Any]:
    names = ("dataset_id", "revision_id", "name", "promised", "found", "state", "created", "answer")
    return {"id": row.pk, "since": row.state_since} | {name.removesuffix("_id"): getattr(row, name) for name in names}


def report_json(found: Report) -> dict[str, Any]:
    row = found.measurement
    return {
        "dataset": found.dataset.pk, "revision": found.revision.pk, "number": found.revision.number, "measured": row.at if row else None, "release": row.release if row else None,
        "scans": row.scans if row else [], "score": row.score if row else None, "measures": [measure_json(one) for one in row.values] if row else [],
        "columns": row.columns if row else [], "promise": found.promise.as_json(), "breaches": [breach_json(one) for one in found.breaches],
        "compared": [{"name": one.name, "promised": one.promised, "found": one.found, "kept": one.kept} for one in found.kept],
    }  # fmt: skip


class Quality(PublicReads):
    @operation("Measured quality of the listed revision, beside what is promised", tags=TAGS, answer=QualityShape, errors=(404,), public=True)
    def get(self, request: Request, dataset: UUID) -> Response:
        return Response(report_json(report(self.actor, dataset)))


class OfRevision(ApiView):
    audience = "party"

    @operation("Measured quality of one revision", tags=TAGS, answer=QualityShape, errors=(404,))
    def get(self, request: Request, dataset: UUID, revision: UUID) -> Response:
        return Response(report_json(report(self.actor, dataset, revision)))


class Breaches(ApiView):
    audience = "party"

    @operation("Broken promises of a dataset, newest first", tags=TAGS, answer=listing(BrokenPromiseShape), errors=(404,), paged=True)
    def get(self, request: Request, dataset: UUID) -> Response:
        rows = QualityBreach.objects.visible_to(self.actor).filter(dataset=dataset_of(self.actor, dataset))
        return self.items(rows, breach_json)


class Answer(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.ANSWER}

    @operation("Answer for a broken promise; the answer is public", tags=TAGS, request=QualityAnswerShape, answer=BrokenPromiseShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, dataset: UUID, breach: UUID) -> Response:
        if not QualityBreach.objects.visible_to(self.actor).filter(pk=breach, dataset=dataset).exists():
            raise NotFound
        return self.act(use_cases.answer, breach, dataset_id=dataset, render=breach_json, **self.input(QualityAnswerShape))
