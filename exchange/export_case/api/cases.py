"""Cases by API: open, read, hand in, answer, withdraw; the desk's steps and the decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.export_case import gather, letters, permissions, use_cases
from exchange.export_case.api import shapes
from exchange.export_case.looking import looked
from exchange.export_case.models import ExportCase, Letter, Outcome
from exchange.export_case.states import Holder, Path, State
from kernel.decision import Say
from kernel.errors import Invalid, NotFound
from kernel.permissions import Permission
from web.api import ApiView
from web.openapi import listing, operation

TAGS = ["export-cases"]
ERRORS = (404, 409)


class FilterShape(serializers.Serializer[Any]):
    state = serializers.ChoiceField(choices=[state.value for state in State], required=False)
    holder = serializers.ChoiceField(choices=[holder.value for holder in Holder], required=False)
    path = serializers.ChoiceField(choices=[path.value for path in Path], required=False)
    agreement = serializers.UUIDField(required=False)
    cursor = serializers.CharField(required=False, max_length=500)
    limit = serializers.CharField(required=False, max_length=10)


class Cases(ApiView):
    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.OPEN}

    @operation("List the export cases you can see, newest first", tags=TAGS, answer=listing(shapes.CaseShape), paged=True, parameters=[FilterShape])
    def get(self, request: Request) -> Response:
        given = self.query(FilterShape)
        rows = ExportCase.objects.visible_to(self.actor).filter(**{name: value for name, value in given.items() if name not in ("cursor", "limit")})
        return self.items(rows, lambda case: shapes.as_json(case, self.actor))

    @operation(
        "Open the case of an export", tags=TAGS, request=shapes.OpenInput, answer=shapes.CaseShape, status=201, errors=ERRORS, idempotent=True,
        description="The path is the one the determination found; where it leaves a choice, name it.",
    )
    def post(self, request: Request) -> Response:
        given = self.input(shapes.OpenInput)
        return self.act(
            use_cases.open_, given["agreement"], path=given.get("path", ""), kind=given["kind"], render=shapes.as_json, status=201,
            location=lambda case: f"/api/v1/export-cases/{case.pk}",
        )


class OneCase(ApiView):
    audience = "party"

    @operation(
        "Read a case: where it stands, its clock, what is asked, whose word the decision is", tags=TAGS, answer=shapes.CaseShape, errors=(404,),
        description="That somebody of the desk, the exchange or a regulator read it is recorded: their tokens need the scope export_case:look.",
    )
    def get(self, request: Request, case: UUID) -> Response:
        looked(self.actor, case)
        row = gather.one(self.actor, case)
        return Response(shapes.as_json(row, self.actor, gather.asked(row)))


def _act(name: str, summary: str, use_case: Callable[..., Any], permission: Permission, who: str, body: Any = None) -> type[ApiView]:
    """One act on a case: POST, with a small body or none."""

    @operation(summary, tags=TAGS, request=body, answer=shapes.CaseShape, errors=ERRORS, idempotent=True)
    def post(self: ApiView, request: Request, case: UUID) -> Response:
        return self.act(use_case, case, render=shapes.as_json, **(self.input(body) if body else {}))

    return type(name, (ApiView,), {"post": post, "audience": who, "permissions": {"post": permission}, "__doc__": summary})


Submit = _act("Submit", "Hand the dossier in, or in again once it is completed", use_cases.submit, permissions.SUBMIT, "party")
Supply = _act("Supply", "Answer what was asked for during the review", use_cases.supply, permissions.SUBMIT, "party", shapes.AnswerInput)
Withdraw = _act("Withdraw", "Withdraw a case", use_cases.withdraw, permissions.WITHDRAW, "party", shapes.WithdrawInput)
Reevaluate = _act("Reevaluate", "Ask for re-evaluation of an assessment's result", use_cases.ask_reevaluation, permissions.REEVALUATE, "party", shapes.GroundsInput)
Decline = _act("Decline", "Do not accept a case, in writing", use_cases.decline, permissions.TAKE_IN, "party", shapes.ReasonInput)
EndFiling = _act("EndFiling", "End a filing that came back incomplete", use_cases.end_filing, permissions.TAKE_IN, "party", shapes.ReasonInput)
AskForPapers = _act("AskForPapers", "Ask for further papers; the clock stands still", use_cases.ask_for_papers, permissions.REVIEW, "party", shapes.ItemsInput)
Extend = _act("Extend", "Tell that a complex assessment takes longer", use_cases.extend, permissions.REVIEW, "party", shapes.ExtendInput)
Opine = _act("Opine", "Write the opinion and hand the case to the approver", use_cases.opine, permissions.REVIEW, "party", shapes.OpinionInput)
ConfirmOutcome = _act("ConfirmOutcome", "Confirm a recorded outcome as a second person", use_cases.confirm_outcome, permissions.CONFIRM, "party")
DeclineOutcome = _act("DeclineOutcome", "Decline a recorded outcome as a second person", use_cases.decline_outcome, permissions.CONFIRM, "party")


class Decide(ApiView):
    """Intake and decision in one address, told apart by the verdict."""

    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.DECIDE}

    @operation(
        "Decide: accept or return the dossier, approve, approve with conditions, give back to the reviewer, refuse", tags=TAGS, request=shapes.DecideInput,
        answer=shapes.CaseShape, errors=ERRORS, idempotent=True,
        description="accept and return (with all gaps in `items`) need the scope export_case:take_in, the others export_case:decide. Intake, reviewer and approver are three persons.",
    )
    def post(self, request: Request, case: UUID) -> Response:
        given = self.input(shapes.DecideInput)
        verdict, version = given.pop("verdict"), given.pop("version", None)
        if verdict == "accept":
            return self.act(use_cases.accept, case, version=version, render=shapes.as_json)
        items = given.pop("items", [])
        if verdict == "return":
            return self.act(use_cases.return_, case, items=items, version=version, render=shapes.as_json)
        if items:
            raise Invalid(fields={"items": [Say("Gaps are named when a dossier is returned.")]})
        return self.act(use_cases.decide, case, verdict="return" if verdict == "give_back" else verdict, version=version, render=shapes.as_json, **given)


class Outcomes(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.RECORD}

    @operation("List the recorded outcomes of the authority", tags=TAGS, answer=listing(shapes.OutcomeShape), errors=(404,), paged=True)
    def get(self, request: Request, case: UUID) -> Response:
        row = gather.one(self.actor, case)
        inside = self.actor.organization != row.consumer_id
        return self.items(Outcome.objects.filter(case=row), lambda one: shapes.outcome(one, inside=inside), order=("-recorded", "-id"))

    @operation(
        "Record what the authority, or a certification body, decided elsewhere", tags=TAGS, request=shapes.ExportOutcomeInput, answer=shapes.CaseShape, status=201, errors=ERRORS,
        idempotent=True, description="Nothing changes until another person of the exchange confirms it.",
    )
    def post(self, request: Request, case: UUID) -> Response:
        return self.act(use_cases.record_outcome, case, render=shapes.as_json, status=201, **self.input(shapes.ExportOutcomeInput))


class Letters(ApiView):
    audience = "party"

    @operation("List the desk's signed letters", tags=TAGS, answer=listing(shapes.LetterShape), errors=(404,), paged=True)
    def get(self, request: Request, case: UUID) -> Response:
        row = gather.one(self.actor, case)
        if self.actor.organization == row.consumer_id:
            raise NotFound
        return self.items(Letter.objects.filter(case=row).select_related("case"), letters.as_json, order=("at", "id"))
