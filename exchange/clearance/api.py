"""The REST face of clearances and declarations: under the case they belong to, and by themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.clearance import permissions, use_cases
from exchange.clearance.models import Clearance, ExportDeclaration
from exchange.clearance.states import Declared, State
from exchange.export_case.models import ExportCase
from exchange.rules.lanes import Lane
from exchange.rules.watching import CHANGES
from kernel.errors import NotFound
from web.api import ApiView
from web.openapi import listing, operation

TAGS, DECLARATIONS = ["clearances"], ["declarations"]
ERRORS = (404, 409)


class ClearanceShape(serializers.Serializer[Any]):
    """`credential` is the signed text: it can be checked at /check/ and with the exchange's public key. `basis` is the exporter's and the
    desk's; the recipient gets an empty one."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    agreement = serializers.UUIDField()
    case = serializers.UUIDField()
    path = serializers.CharField()
    state = serializers.ChoiceField([s.value for s in State])
    since = serializers.DateTimeField()
    cause = serializers.CharField()
    revision = serializers.UUIDField()
    cleared_fields = serializers.ListField(child=serializers.CharField())
    recipients = serializers.ListField(child=serializers.CharField())
    purposes = serializers.ListField(child=serializers.CharField())
    places = serializers.ListField(child=serializers.CharField())
    ordinary = serializers.IntegerField()
    ordinary_used = serializers.IntegerField()
    sensitive = serializers.IntegerField()
    sensitive_used = serializers.IntegerField()
    valid_from = serializers.DateField()
    valid_until = serializers.DateField()
    filing_due = serializers.DateField(allow_null=True)
    filed = serializers.DateTimeField(allow_null=True)
    conditions = serializers.ListField(child=serializers.CharField())
    basis = serializers.DictField()
    credential = serializers.CharField()
    created = serializers.DateTimeField()


class IssueInput(serializers.Serializer[Any]):
    """Everything may be left out; what is given narrows the agreed scope."""

    only = serializers.ListField(child=serializers.CharField(), required=False, help_text="The fields cleared, of those agreed.")
    ordinary = serializers.IntegerField(required=False, min_value=0)
    sensitive = serializers.IntegerField(required=False, min_value=0)
    valid_until = serializers.DateField(required=False)


class CauseInput(serializers.Serializer[Any]):
    cause = serializers.CharField(max_length=2000)


class ChangeInput(serializers.Serializer[Any]):
    code = serializers.ChoiceField(sorted(CHANGES))


class LaneRemarkInput(serializers.Serializer[Any]):
    remark = serializers.CharField(max_length=2000)


class DeclarationShape(serializers.Serializer[Any]):
    """`reasons` of the lane and `remark` are the exporter's and the desk's; the recipient gets none. `repeat`: the same persons went out this year before."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    clearance = serializers.UUIDField()
    agreement = serializers.UUIDField()
    transfer = serializers.UUIDField()
    destination = serializers.CharField()
    method = serializers.CharField()
    cleared_fields = serializers.ListField(child=serializers.CharField())
    ordinary = serializers.IntegerField()
    sensitive = serializers.IntegerField()
    repeat = serializers.BooleanField()
    bytes = serializers.IntegerField()
    lane = serializers.ChoiceField([lane.value for lane in Lane])
    reasons = serializers.ListField(child=serializers.DictField())
    state = serializers.ChoiceField([s.value for s in Declared])
    since = serializers.DateTimeField()
    remark = serializers.CharField()
    delivered = serializers.DateTimeField(allow_null=True)
    at = serializers.DateTimeField()


DECLARATION_LIST = listing(DeclarationShape)


def clearance_json(row: Clearance, *, basis: bool = True) -> dict[str, Any]:
    return {
        "id": row.pk, "number": row.number, "agreement": row.agreement_id, "case": row.case_id, "path": row.path, "state": row.state, "since": row.state_since, "cause": row.cause,
        "revision": row.revision_id, "cleared_fields": row.fields, "recipients": row.recipients, "purposes": row.purposes, "places": row.places, "ordinary": row.ordinary_quota,
        "ordinary_used": row.ordinary_used, "sensitive": row.sensitive_quota, "sensitive_used": row.sensitive_used, "valid_from": row.valid_from, "valid_until": row.valid_until,
        "filing_due": row.filing_due, "filed": row.filed, "conditions": row.conditions, "basis": row.basis if basis else {}, "credential": row.credential, "created": row.created,
    }  # fmt: skip


def declaration_json(row: ExportDeclaration, *, reasons: bool = True) -> dict[str, Any]:
    return {
        "id": row.pk, "number": row.number, "clearance": row.clearance_id, "agreement": row.agreement, "transfer": row.transfer, "destination": row.destination, "method": row.method,
        "cleared_fields": row.fields, "ordinary": row.ordinary, "sensitive": row.sensitive, "repeat": row.repeat, "bytes": row.bytes, "lane": row.lane,
        "reasons": row.reasons if reasons else [], "state": row.state, "since": row.state_since, "remark": row.remark if reasons else "", "delivered": row.delivered, "at": row.at,
    }  # fmt: skip


class OfCase(ApiView):
    """The clearance that a case led to: the live one, or the last there was."""

    audience = "party"
    permissions = {"post": permissions.ISSUE}  # noqa: RUF012

    @operation("Read the clearance of an export case", tags=TAGS, answer=ClearanceShape, errors=(404,))
    def get(self, request: Request, case: UUID) -> Response:
        found = Clearance.objects.visible_to(self.actor).filter(case=case).order_by("-created").first()
        if found is None:
            raise NotFound
        return Response(clearance_json(found, basis=told(self.actor, found)))

    @operation(
        "Issue the clearance of an export case", tags=TAGS, request=IssueInput, answer=ClearanceShape, status=201, errors=ERRORS, idempotent=True,
        description="By an operator other than whoever decided the case.",
    )
    def post(self, request: Request, case: UUID) -> Response:
        agreement = ExportCase.objects.visible_to(self.actor).filter(pk=case).values_list("agreement", flat=True).first()
        if agreement is None:
            raise NotFound
        given = self.input(IssueInput)
        return self.act(use_cases.issue, agreement, fields=given.pop("only", None), render=clearance_json, status=201, **given)


class DeclarationsOfCase(ApiView):
    audience = "party"

    @operation("List the declared exports of a case", tags=DECLARATIONS, answer=DECLARATION_LIST, paged=True, errors=(404,))
    def get(self, request: Request, case: UUID) -> Response:
        if not ExportCase.objects.visible_to(self.actor).filter(pk=case).exists():
            raise NotFound
        return _listed(self, ExportDeclaration.objects.visible_to(self.actor).filter(clearance__case=case))


class Declarations(ApiView):
    audience = "member"

    @operation("List declared exports: one's own, or all of them at the desk", tags=DECLARATIONS, answer=DECLARATION_LIST, paged=True)
    def get(self, request: Request) -> Response:
        return _listed(self, ExportDeclaration.objects.visible_to(self.actor))


class OneDeclaration(ApiView):
    audience = "party"

    @operation("Read a declared export", tags=DECLARATIONS, answer=DeclarationShape, errors=(404,))
    def get(self, request: Request, declaration: UUID) -> Response:
        found = ExportDeclaration.objects.visible_to(self.actor).filter(pk=declaration).first()
        if found is None:
            raise NotFound
        return Response(declaration_json(found, reasons=told(self.actor, found)))


def told(actor: Any, row: Clearance | ExportDeclaration) -> bool:
    """Whether this reader may know what a clearance rests on, and why an export has its lane."""
    return bool(actor.jurisdiction) or actor.organization == row.exporter_id


def _listed(view: ApiView, rows: Any) -> Response:
    return view.items(rows, lambda row: declaration_json(row, reasons=told(view.actor, row)), order=("-at", "-id"))


def _act(name: str, summary: str, noun: str, use_case: Callable[..., Any], permission: Any, body: Any) -> type[ApiView]:
    shape, render, tags = (ClearanceShape, clearance_json, TAGS) if noun == "clearance" else (DeclarationShape, declaration_json, DECLARATIONS)

    @operation(summary, tags=tags, request=body, answer=shape, errors=ERRORS, idempotent=True)
    def post(self: ApiView, request: Request, **ids: UUID) -> Response:
        return self.act(use_case, ids[noun], render=render, **self.input(body))

    return type(name, (ApiView,), {"post": post, "audience": "party", "permissions": {"post": permission}, "__doc__": summary})


Suspend = _act("Suspend", "Suspend a clearance", "clearance", use_cases.suspend, permissions.SUSPEND, CauseInput)
Reinstate = _act("Reinstate", "Put a suspended clearance in force again, as another person", "clearance", use_cases.reinstate, permissions.REINSTATE, CauseInput)
Revoke = _act("Revoke", "Revoke a clearance", "clearance", use_cases.revoke, permissions.REVOKE, CauseInput)
Change = _act("Change", "Tell of a change that asks for a new declaration; the clearance rests", "clearance", use_cases.tell_change, permissions.TELL_CHANGE, ChangeInput)
Release = _act("Release", "Release an export that waits for a person", "declaration", use_cases.release, permissions.DECIDE, LaneRemarkInput)
Refuse = _act("Refuse", "Refuse an export that waits for a person", "declaration", use_cases.refuse, permissions.DECIDE, LaneRemarkInput)
