"""REST of agreements: read in all faces, sign with an own key, end, conditions and their evidence."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.agreement import judgement, permissions, use_cases
from exchange.agreement.api.shapes import AgreementShape, BasisShape, ConditionsShape, SignShape, WholeAgreementShape, as_json, condition_as_json, whole
from exchange.agreement.models import Agreement, Condition, Evidence, Signature
from exchange.agreement.states import State
from exchange.trade_request.permissions import ACCEPT
from exchange.trade_request.shapes import AcceptShape, ReasonShape, TradeRequestShape, as_json as request_as_json
from kernel.decision import Decision
from kernel.errors import NotFound
from kernel.permissions import Permission
from web.api import ApiView
from web.openapi import listing, operation

TAGS = ["agreements"]
SUMMARY = ("request", "consumer", "provider")
WHOLE = ("odrl", "text_zh", "text_en", "facts")


class FilterShape(serializers.Serializer[Any]):
    side = serializers.ChoiceField(choices=["provider", "consumer"], required=False)
    state = serializers.ChoiceField(choices=[state.value for state in State], required=False)
    cursor = serializers.CharField(required=False, max_length=500)
    limit = serializers.CharField(required=False, max_length=10)


class AgreementView(ApiView):
    """Reads one agreement that the caller sees."""

    def row(self, pk: UUID) -> Agreement:
        """Errors: NotFound."""
        found = Agreement.objects.visible_to(self.actor).select_related(*SUMMARY).filter(pk=pk).first()
        if found is None:
            raise NotFound
        return found


class Accept(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": ACCEPT}

    @operation(
        "Accept the binding offer as it stands", tags=["trade-requests"], request=AcceptShape, answer=TradeRequestShape, errors=(404, 409), idempotent=True,
        description="Prepares the agreement, which has the same id and waits for the provider's signature.",
    )
    def post(self, request: Request, trade_request: UUID) -> Response:
        return self.act(use_cases.accept, trade_request, number=self.input(AcceptShape).get("number"), render=request_as_json)


class Agreements(ApiView):
    audience = "member"

    @operation("Agreements of your organization", tags=TAGS, answer=listing(AgreementShape), parameters=[FilterShape], paged=True)
    def get(self, request: Request) -> Response:
        given = self.query(FilterShape)
        rows = Agreement.objects.visible_to(self.actor).select_related(*SUMMARY).defer(*WHOLE)
        if "side" in given:
            rows = rows.filter(**{given["side"]: self.actor.organization})
        if "state" in given:
            rows = rows.filter(state=given["state"])
        return self.items(rows, as_json)


class One(AgreementView):
    audience = "party"

    @operation("One agreement: text, ODRL, table, what to sign, signatures", tags=TAGS, answer=WholeAgreementShape, errors=(404,))
    def get(self, request: Request, agreement: UUID) -> Response:
        return Response(whole(self.row(agreement), Signature.objects.filter(agreement=agreement).order_by("at")))


class Sign(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.SIGN}

    @operation(
        "Sign with your own key", tags=TAGS, request=SignShape, answer=AgreementShape, errors=(404, 409), idempotent=True,
        description="The detached signature of a registered key over to_sign of your side. The hosted key is released on the page only.",
    )
    def post(self, request: Request, agreement: UUID) -> Response:
        given = self.input(SignShape)
        return self.act(use_cases.sign, agreement, key=given["key"], signature=given["signature"], render=as_json)


class Terminate(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.TERMINATE}

    @operation("End it while nothing can have been delivered", tags=TAGS, request=ReasonShape, answer=AgreementShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, agreement: UUID) -> Response:
        return self.act(use_cases.terminate, agreement, reason=self.input(ReasonShape)["reason"], render=as_json)


class Conditions(AgreementView):
    audience = "party"

    @operation("What must happen first, by whom, since when and until when", tags=TAGS, answer=ConditionsShape, errors=(404,))
    def get(self, request: Request, agreement: UUID) -> Response:
        row = self.row(agreement)
        conditions = list(Condition.objects.filter(agreement=row))
        basis = judgement.lawful_basis(row, Evidence.objects.filter(agreement=row))
        border = judgement.border(row, conditions)
        shown = {"lawful_basis": _decision(basis), "border": _decision(border)}
        return Response({"items": [condition_as_json(one) for one in conditions], **shown})


class Basis(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.SHOW_BASIS}

    @operation(
        "Show a lawful-basis duty", tags=TAGS, request=BasisShape, answer=AgreementShape, errors=(404, 409), idempotent=True,
        description="The provider's statement that it was done, when, and where the paper is kept. `no` is refused, `unknown` is undetermined. "
        "`lawful_basis_minors` asks whether persons under 14 are among the data: there `no` is an answer too, and what only they would need falls away.",
    )
    def post(self, request: Request, agreement: UUID, kind: str) -> Response:
        return self.act(use_cases.show_basis, agreement, kind, render=as_json, **self.input(BasisShape))


def _decision(found: Decision | None) -> dict[str, Any] | None:
    return found.as_json() if found else None
