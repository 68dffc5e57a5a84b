"""REST of harvests, for the operator: plans, their harvests, and the acts on both."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.harvest import course, use_cases
from catalog.harvest.models import LARGEST, LONGEST, MOST_PAGES, RHYTHMS, Harvest, HarvestPlan
from catalog.harvest.permissions import HARVEST
from catalog.harvest.states import HarvestState, PlanState
from catalog.interchange.reading.formats import AUTO
from catalog.interchange.report import failure_words
from kernel.errors import NotFound
from kernel.permissions import Permission
from web.api import ApiView
from web.openapi import listing, operation

TAGS = ["harvests"]


class HarvestLimitsShape(serializers.Serializer[Any]):
    address = serializers.CharField(max_length=2_000, help_text="https on the public internet. For ckan-api the site, or its package_search.")
    format = serializers.ChoiceField(list(use_cases.KINDS), default=AUTO)
    mapping = serializers.DictField(required=False, allow_null=True, help_text="For a table: what its columns mean.")
    rhythm = serializers.ChoiceField(list(RHYTHMS), default="day")
    most_bytes = serializers.IntegerField(min_value=1, max_value=LARGEST, default=64 * 1024**2, help_text="Of all pages of one harvest.")
    most_seconds = serializers.IntegerField(min_value=1, max_value=LONGEST, default=300)
    most_pages = serializers.IntegerField(min_value=1, max_value=MOST_PAGES, default=500)


class NewHarvestPlanShape(HarvestLimitsShape):
    source = serializers.UUIDField()  # type: ignore[assignment]


class HarvestPlanShape(HarvestLimitsShape):
    id = serializers.UUIDField()
    source = serializers.UUIDField()  # type: ignore[assignment]
    state = serializers.ChoiceField([str(state) for state in PlanState])
    state_since = serializers.DateTimeField()
    created = serializers.DateTimeField()
    next_due = serializers.DateTimeField()
    failures = serializers.IntegerField(help_text="One after the other; the plan pauses at the third.")


class HarvestShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    plan = serializers.UUIDField()
    state = serializers.ChoiceField([str(state) for state in HarvestState])
    state_since = serializers.DateTimeField()
    requested = serializers.DateTimeField()
    attempts = serializers.IntegerField()
    pages = serializers.IntegerField()
    bytes = serializers.IntegerField()
    unchanged = serializers.BooleanField(help_text="The source holds what it held the last time.")
    whole = serializers.BooleanField(help_text="Known to be all there is: only then what it lacks counts as gone.")
    run = serializers.UUIDField(allow_null=True, help_text="The import of what came, with its report.")
    missing = serializers.IntegerField(allow_null=True, help_text="Doubted: so many records, more than half of those known, are missing; they stay until the operator confirms.")
    failure = serializers.CharField(allow_null=True)


def plan_json(row: HarvestPlan) -> dict[str, Any]:
    return {
        "id": row.pk, "source": row.source_id, "address": row.address, "format": row.format, "mapping": row.mapping, "rhythm": row.rhythm, "most_bytes": row.most_bytes,
        "most_seconds": row.most_seconds, "most_pages": row.most_pages, "state": row.state, "state_since": row.state_since, "created": row.created, "next_due": row.next_due,
        "failures": row.failures,
    }  # fmt: skip


def harvest_json(row: Harvest) -> dict[str, Any]:
    return {
        "id": row.pk, "plan": row.plan_id, "state": row.state, "state_since": row.state_since, "requested": row.requested, "attempts": row.attempts, "pages": row.pages, "bytes": row.bytes,
        "unchanged": row.unchanged, "whole": row.whole, "run": row.run_id,
        "missing": row.run.missing if row.run else None, "failure": failure_words(row.failure) if row.failure else None,
    }  # fmt: skip


def plan_of(view: Any, pk: UUID) -> HarvestPlan:
    """Errors: NotFound."""
    found = HarvestPlan.objects.visible_to(view.actor).select_related("source").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


class Plans(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": HARVEST}

    @operation("Plans of what is harvested, newest first (operator)", tags=TAGS, answer=listing(HarvestPlanShape), paged=True)
    def get(self, request: Request) -> Response:
        return self.items(HarvestPlan.objects.visible_to(self.actor), plan_json)

    @operation("Harvest a source from now on (operator)", tags=TAGS, request=NewHarvestPlanShape, answer=HarvestPlanShape, status=201, errors=(404, 409), idempotent=True)
    def post(self, request: Request) -> Response:
        given = self.input(NewHarvestPlanShape)
        return self.act(use_cases.plan, given.pop("source"), render=plan_json, status=201, location=lambda row: f"/api/v1/harvest-plans/{row.pk}", **given)


class PlanOne(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"put": HARVEST}

    @operation("One plan (operator)", tags=TAGS, answer=HarvestPlanShape, errors=(404,))
    def get(self, request: Request, harvest_plan: UUID) -> Response:
        return Response(plan_json(plan_of(self, harvest_plan)))

    @operation("Change a plan (operator)", tags=TAGS, request=HarvestLimitsShape, answer=HarvestPlanShape, errors=(404, 409), idempotent=True)
    def put(self, request: Request, harvest_plan: UUID) -> Response:
        given = self.input(HarvestLimitsShape)
        return self.act(use_cases.change, harvest_plan, render=plan_json, **{"mapping": None, **given})


class PlanPause(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": HARVEST}

    @operation("No more harvests by the clock (operator)", tags=TAGS, answer=HarvestPlanShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, harvest_plan: UUID) -> Response:
        return self.act(use_cases.pause, harvest_plan, render=plan_json)


class PlanResume(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": HARVEST}

    @operation("Harvest again, and at once (operator)", tags=TAGS, answer=HarvestPlanShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, harvest_plan: UUID) -> Response:
        return self.act(use_cases.resume, harvest_plan, render=plan_json)


class Harvests(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": HARVEST}

    @operation("Harvests of a plan, newest first (operator)", tags=TAGS, answer=listing(HarvestShape), errors=(404,), paged=True)
    def get(self, request: Request, harvest_plan: UUID) -> Response:
        return self.items(Harvest.objects.filter(plan=plan_of(self, harvest_plan)).select_related("run"), harvest_json, order=("-requested", "-id"))

    @operation("Harvest now (operator)", tags=TAGS, answer=HarvestShape, status=202, errors=(404, 409), idempotent=True)
    def post(self, request: Request, harvest_plan: UUID) -> Response:
        return self.act(use_cases.request, harvest_plan, render=harvest_json, status=202, location=lambda row: f"/api/v1/harvests/{row.pk}")


class HarvestOne(ApiView):
    audience = "operator"

    @operation("One harvest (operator)", tags=TAGS, answer=HarvestShape, errors=(404,))
    def get(self, request: Request, harvest: UUID) -> Response:
        found = Harvest.objects.visible_to(self.actor).select_related("run").filter(pk=harvest).first()
        if found is None:
            raise NotFound
        return Response(harvest_json(found))


class HarvestCancel(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": HARVEST}

    @operation("Stop fetching (operator)", tags=TAGS, answer=HarvestShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, harvest: UUID) -> Response:
        return self.act(course.cancel, harvest, render=harvest_json)


class HarvestConfirm(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": HARVEST}

    @operation("The source has withdrawn what a doubted harvest lacks: mark it as gone (operator)", tags=TAGS, answer=HarvestShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, harvest: UUID) -> Response:
        return self.act(course.confirm_withdrawal, harvest, render=harvest_json)


class HarvestReject(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": HARVEST}

    @operation("The source is broken: keep what a doubted harvest lacks (operator)", tags=TAGS, answer=HarvestShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, harvest: UUID) -> Response:
        return self.act(course.reject_withdrawal, harvest, render=harvest_json)
