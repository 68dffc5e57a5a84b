"""REST of the needs board."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_noop
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.dataset.choices import INDUSTRIES
from catalog.need import permissions, use_cases
from catalog.need.models import Need, NeedAnswer
from catalog.need.states import AnswerState, NeedState
from catalog.need.words import budget_seen, state_seen
from kernel import money
from kernel.actor import Actor
from kernel.decision import Say
from kernel.errors import Invalid, NotFound
from kernel.permissions import Permission
from web.api import ApiView
from web.openapi import MoneyShape, listing, operation

TAGS = ["needs"]
STATES = [str(state) for state in NeedState]


class NewNeedShape(serializers.Serializer[Any]):
    title = serializers.CharField(max_length=use_cases.LONGEST["title"])
    what = serializers.CharField(max_length=use_cases.LONGEST["what"])
    purpose = serializers.CharField(max_length=use_cases.LONGEST["purpose"])
    industry = serializers.ChoiceField(list(INDUSTRIES), required=False, allow_blank=True)
    budget_low = MoneyShape(required=False, allow_null=True)
    budget_high = MoneyShape(required=False, allow_null=True)
    budget_shown = serializers.BooleanField(default=False, help_text="Whether providers read the budget.")
    until = serializers.DateField(help_text="The last day on which it is open.")


class NeedShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    buyer = serializers.UUIDField()
    title = serializers.CharField()
    what = serializers.CharField()
    purpose = serializers.CharField()
    industry = serializers.CharField(allow_blank=True)
    budget_low = MoneyShape(allow_null=True)
    budget_high = MoneyShape(allow_null=True)
    budget_shown = serializers.BooleanField()
    until = serializers.DateTimeField()
    state = serializers.ChoiceField(STATES)
    since = serializers.DateTimeField()
    created = serializers.DateTimeField()
    reason = serializers.CharField(allow_blank=True, help_text="Why the exchange took it down.")


class NewNeedAnswerShape(serializers.Serializer[Any]):
    dataset = serializers.UUIDField(required=False, allow_null=True)
    message = serializers.CharField(max_length=use_cases.LONGEST_MESSAGE, required=False, allow_blank=True)


class NeedAnswerShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    need = serializers.UUIDField()
    provider = serializers.UUIDField()
    dataset = serializers.UUIDField(allow_null=True)
    message = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField([str(state) for state in AnswerState])
    since = serializers.DateTimeField()
    created = serializers.DateTimeField()


class TakeDownShape(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=use_cases.LONGEST_REASON)


class Filter(serializers.Serializer[Any]):
    show = serializers.ChoiceField(["board", "own", "answered"], required=False, help_text="What is open (unless told), your own in any state, or those you have answered.")
    industry = serializers.ChoiceField(list(INDUSTRIES), required=False)
    cursor = serializers.CharField(required=False)
    limit = serializers.CharField(required=False)


def need_json(actor: Actor, row: Need) -> dict[str, Any]:
    seen = budget_seen(actor, row)
    names = ("buyer_id", "title", "what", "purpose", "industry", "budget_shown", "until", "created", "reason")
    return {"id": row.pk, "since": row.state_since, "state": state_seen(actor, row)} | {name.removesuffix("_id"): getattr(row, name) for name in names} | {
        "budget_low": row.low.as_json() if seen and row.low else None, "budget_high": row.high.as_json() if seen and row.high else None,
    }  # fmt: skip


def answer_json(row: NeedAnswer) -> dict[str, Any]:
    names = ("need_id", "provider_id", "dataset_id", "message", "state", "created")
    return {"id": row.pk, "since": row.state_since} | {name.removesuffix("_id"): getattr(row, name) for name in names}


def board(actor: Actor, show: str = "board", industry: str = "") -> Any:
    """Needs as the actor may list them."""
    rows = Need.objects.visible_to(actor)
    if show == "own":
        rows = rows.filter(buyer=actor.organization)
    elif show == "answered":
        rows = rows.filter(pk__in=NeedAnswer.objects.filter(provider=actor.organization).values("need"))
    else:
        rows = rows.filter(state=NeedState.OPEN)
    return rows.filter(industry=industry) if industry else rows


def need_of(actor: Actor, need: UUID) -> Need:
    found = Need.objects.visible_to(actor).select_related("buyer").filter(pk=need).first()
    if found is None:
        raise NotFound
    return found


class _NeedView(ApiView):
    audience = "party"

    def need(self, row: Need) -> dict[str, Any]:
        return need_json(self.actor, row)


class Needs(_NeedView):
    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.POST}

    @operation("Needs on the board, newest first", tags=TAGS, parameters=[Filter], answer=listing(NeedShape), paged=True)
    def get(self, request: Request) -> Response:
        asked = self.query(Filter)
        return self.items(board(self.actor, asked.get("show", "board"), asked.get("industry", "")), self.need)

    @operation("Post a need", tags=TAGS, request=NewNeedShape, answer=NeedShape, status=201, errors=(409,), idempotent=True)
    def post(self, request: Request) -> Response:
        given = self.input(NewNeedShape)
        sums = {name: money.parse(one["amount"], one.get("currency") or "CNY", field=name) for name in ("budget_low", "budget_high") if (one := given.pop(name, None))}
        if len({one.currency for one in sums.values()}) > 1:
            raise Invalid(fields={"budget_high": [Say(gettext_noop("Both ends of the budget have one currency."))]})
        given |= {name: one.minor for name, one in sums.items()} | {"currency": next((one.currency for one in sums.values()), "CNY")}
        return self.act(use_cases.post, render=self.need, status=201, location=lambda row: f"/api/v1/needs/{row.pk}", **given)


class NeedOne(_NeedView):
    @operation("One need", tags=TAGS, answer=NeedShape, errors=(404,))
    def get(self, request: Request, need: UUID) -> Response:
        return Response(self.need(need_of(self.actor, need)))


class Close(_NeedView):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.CLOSE}

    @operation("Close your need", tags=TAGS, answer=NeedShape, errors=(404,), idempotent=True)
    def post(self, request: Request, need: UUID) -> Response:
        return self.act(use_cases.close, need, render=self.need)


class TakeDown(_NeedView):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.TAKE_DOWN}

    @operation("Take a need off the board, with a reason its buyer reads", tags=TAGS, request=TakeDownShape, answer=NeedShape, errors=(404,), idempotent=True)
    def post(self, request: Request, need: UUID) -> Response:
        need_of(self.actor, need)
        return self.act(use_cases.take_down, need, render=self.need, **self.input(TakeDownShape))


class Answers(_NeedView):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.ANSWER}

    @operation("Answers to a need: all of them for its buyer, your own for a provider", tags=TAGS, answer=listing(NeedAnswerShape), errors=(404,), paged=True)
    def get(self, request: Request, need: UUID) -> Response:
        return self.items(NeedAnswer.objects.visible_to(self.actor).filter(need=need_of(self.actor, need)), answer_json)

    @operation("Answer a need with a listed dataset of yours, words, or both", tags=TAGS, request=NewNeedAnswerShape, answer=NeedAnswerShape, status=201, errors=(404,), idempotent=True)
    def post(self, request: Request, need: UUID) -> Response:
        need_of(self.actor, need)
        return self.act(use_cases.answer, need, render=answer_json, status=201, **self.input(NewNeedAnswerShape))


class Withdraw(_NeedView):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.WITHDRAW}

    @operation("Take your answer back", tags=TAGS, answer=NeedAnswerShape, errors=(404,), idempotent=True)
    def post(self, request: Request, need: UUID, answer: UUID) -> Response:
        return self.act(use_cases.withdraw_answer, answer, need_id=need, render=answer_json)


class Decline(_NeedView):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.DECIDE}

    @operation("Decline an answer", tags=TAGS, answer=NeedAnswerShape, errors=(404,), idempotent=True)
    def post(self, request: Request, need: UUID, answer: UUID) -> Response:
        return self.act(use_cases.decline, answer, need_id=need, render=answer_json)


class Accept(_NeedView):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.DECIDE}

    @operation(
        "Accept an answer: the need is met", tags=TAGS, answer=NeedAnswerShape, errors=(404,), idempotent=True,
        description="Binds nobody; ask for the dataset it names with a trade request. The other answers lapse.",
    )  # fmt: skip
    def post(self, request: Request, need: UUID, answer: UUID) -> Response:
        return self.act(use_cases.accept, answer, need_id=need, render=answer_json)
