"""REST of approvals and of the turns that wait for the caller."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Prefetch
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.approval import permissions, use_cases
from accounts.approval.models import Approval, ApprovalStep
from accounts.approval.states import State
from kernel import turns
from kernel.errors import NotFound
from kernel.models import Turn
from kernel.permissions import Permission
from web.api import ApiView
from web.openapi import listing, operation

TAGS = ["approvals"]


class StepShape(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    organization = serializers.UUIDField()
    role = serializers.CharField()
    why = serializers.CharField()
    verdict = serializers.CharField(allow_blank=True)
    note = serializers.CharField(allow_blank=True)
    person = serializers.UUIDField(allow_null=True)
    at = serializers.DateTimeField(allow_null=True)


class ApprovalShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    title = serializers.CharField()
    outcome = serializers.CharField()
    subject_type = serializers.CharField()
    subject_id = serializers.UUIDField()
    organization = serializers.UUIDField()
    requester = serializers.UUIDField()
    state = serializers.ChoiceField(choices=[state.value for state in State])
    state_since = serializers.DateTimeField()
    created = serializers.DateTimeField()
    steps = StepShape(many=True)


class TurnShape(serializers.Serializer[Any]):
    """A wait for the caller's organization: the act is a permission's name, and the scope that a client needs for it."""

    id = serializers.UUIDField()
    subject_type = serializers.CharField()
    subject_id = serializers.UUIDField()
    act = serializers.CharField()
    role = serializers.CharField()
    since = serializers.DateTimeField()
    until = serializers.DateTimeField(allow_null=True)


class NoteShape(serializers.Serializer[Any]):
    note = serializers.CharField(max_length=2000, allow_blank=True, default="")


class ReasonedShape(serializers.Serializer[Any]):
    note = serializers.CharField(max_length=2000)


def step_as_json(step: ApprovalStep) -> dict[str, Any]:
    return {
        "number": step.number, "organization": step.organization, "role": step.role, "why": step.why_in_words(), "verdict": step.verdict, "note": step.note,
        "person": step.person, "at": step.at,
    }


def as_json(row: Approval) -> dict[str, Any]:
    return {
        "id": row.pk, "title": row.title_in_words(), "outcome": row.outcome, "subject_type": row.subject_type, "subject_id": row.subject_id,
        "organization": row.organization, "requester": row.requester, "state": row.state, "state_since": row.state_since, "created": row.created,
        "steps": [step_as_json(step) for step in row.steps.all()],
    }


def turn_as_json(row: Turn) -> dict[str, Any]:
    return {
        "id": row.pk, "subject_type": row.subject_type, "subject_id": row.subject_id, "act": row.act, "role": row.role, "since": row.since, "until": row.until
    }


STEPS = Prefetch("steps", ApprovalStep.objects.order_by("number"))


class Approvals(ApiView):
    audience = "member"

    @operation("Approvals you asked for or are asked for", tags=TAGS, answer=listing(ApprovalShape), paged=True)
    def get(self, request: Request) -> Response:
        return self.items(Approval.objects.visible_to(self.actor).prefetch_related(STEPS), as_json)


class One(ApiView):
    audience = "party"

    @operation("One approval with its steps", tags=TAGS, answer=ApprovalShape, errors=(404,))
    def get(self, request: Request, approval: UUID) -> Response:
        found = Approval.objects.visible_to(self.actor).filter(pk=approval).prefetch_related(STEPS).first()
        if found is None:
            raise NotFound
        return Response(as_json(found))


class Approve(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.APPROVE}

    @operation("Approve the step that asks you", tags=TAGS, request=NoteShape, answer=ApprovalShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, approval: UUID) -> Response:
        return self.act(use_cases.approve, approval, self.input(NoteShape)["note"], render=as_json)


class Return(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.RETURN}

    @operation("Return it to the asker with a remark", tags=TAGS, request=ReasonedShape, answer=ApprovalShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, approval: UUID) -> Response:
        return self.act(use_cases.return_, approval, self.input(ReasonedShape)["note"], render=as_json)


class Refuse(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REFUSE}

    @operation("Refuse it, with a reason", tags=TAGS, request=ReasonedShape, answer=ApprovalShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, approval: UUID) -> Response:
        return self.act(use_cases.refuse, approval, self.input(ReasonedShape)["note"], render=as_json)


class Turns(ApiView):
    audience = "member"

    @operation("What waits for you", tags=["turns"], answer=listing(TurnShape), paged=True, description="Open turns of your organization that your role may take, longest waiting first.")
    def get(self, request: Request) -> Response:
        return self.items(turns.waiting_for(self.actor), turn_as_json, order=("since", "id"))
