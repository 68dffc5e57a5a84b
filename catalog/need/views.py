"""Pages of the needs board: the board, a new need, one need with what is answered, and the acts that are asked before they are done."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.dataset.choices import INDUSTRIES
from catalog.dataset.models import Dataset
from catalog.dataset.states import DatasetState
from catalog.need import permissions, use_cases
from catalog.need.api import board, need_of
from catalog.need.forms import AnswerForm, NeedForm, ReasonForm
from catalog.need.models import Need, NeedAnswer
from catalog.need.states import AnswerState, NeedState
from catalog.need.words import ANSWERS, NEEDS, badge, budget, state_seen
from kernel import paging
from kernel.errors import NotFound
from kernel.permissions import Permission, allowed
from web.pages import Page
from web.shapes import Effect, Link

MOST_DATASETS = 200


class Board(Page):
    """What is looked for, newest first; one's own needs; those one has answered."""

    audience = "member"

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        labels = {"board": _("Board"), "own": _("My needs"), "answered": _("Answered by us")}
        show = request.GET.get("show", "board")
        show = show if show in labels else "board"
        page = paging.page(board(self.actor, show).select_related("buyer"), ("-created", "-id"), cursor=request.GET.get("cursor") or None)
        own = reverse("need.board", args=[organization])
        tabs = [] if self.actor.jurisdiction else [Link(label, f"{own}?show={name}", current=name == show) for name, label in labels.items()]
        lines = [(row, badge(NEEDS, state_seen(self.actor, row)), budget(self.actor, row), _(INDUSTRIES[row.industry]) if row.industry else "") for row in page.items]
        context = {"organization": organization, "page": page, "lines": lines, "tabs": tabs, "may_post": allowed(self.actor, permissions.POST).permitted}
        return self.show("catalog/need/board.html", context)


class New(Page):
    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.POST}

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        return self._page(NeedForm())

    def post(self, request: HttpRequest, organization: UUID) -> HttpResponseBase:
        form = NeedForm(request.POST)
        if not form.is_valid():
            return self._page(form, 422)
        return self.act(
            use_cases.post, form=form, again=lambda bound: self._page(bound), to=lambda row: reverse("need.one", args=[organization, row.pk]),
            said=_("Your need stands on the board."), **form.cleaned_data,
        )  # fmt: skip

    def _page(self, form: Any, status: int = 200) -> HttpResponse:
        return self.show("catalog/need/new.html", {"organization": self.actor.organization, "form": form}, status)


class One(Page):
    """One need: its buyer sees every answer, a provider its own and the form that answers."""

    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.ANSWER}

    def get(self, request: HttpRequest, organization: UUID, need: UUID) -> HttpResponse:
        return self._page(need_of(self.actor, need), AnswerForm(datasets=self._datasets()))

    def post(self, request: HttpRequest, organization: UUID, need: UUID) -> HttpResponseBase:
        found = need_of(self.actor, need)
        form = AnswerForm(request.POST, datasets=self._datasets())
        if not form.is_valid():
            return self._page(found, form, 422)
        given = form.cleaned_data
        return self.act(
            use_cases.answer, need, dataset=UUID(given["dataset"]) if given["dataset"] else None, message=given["message"], form=form, again=lambda bound: self._page(found, bound),
            to=reverse("need.one", args=[organization, need]), said=_("Your answer is with the buyer; no other provider sees it."),
        )  # fmt: skip

    def _datasets(self) -> list[tuple[str, str]]:
        rows = Dataset.objects.filter(provider=self.actor.organization, state=DatasetState.LISTED).select_related("current").order_by("-listed_at", "pk")[:MOST_DATASETS]
        return [(str(row.pk), row.title) for row in rows]

    def _page(self, need: Need, form: Any, status: int = 200) -> HttpResponse:
        mine = self.actor.organization == need.buyer_id
        rows = NeedAnswer.objects.visible_to(self.actor).filter(need=need).select_related("provider", "dataset__current", "dataset__working")
        page = paging.page(rows, ("-created", "-id"), cursor=self.request.GET.get("cursor") or None)
        is_open = need.state == NeedState.OPEN
        stands = any(row.provider_id == self.actor.organization and row.state == AnswerState.GIVEN for row in page.items)
        context = {
            "organization": self.actor.organization, "need": need, "state": badge(NEEDS, state_seen(self.actor, need)), "budget": budget(self.actor, need), "mine": mine, "page": page, "form": form,
            "industry": _(INDUSTRIES[need.industry]) if need.industry else "", "answers": [(row, badge(ANSWERS, row.state), row.state == AnswerState.GIVEN) for row in page.items],
            "may_answer": is_open and not mine and not stands and not self.actor.jurisdiction and allowed(self.actor, permissions.ANSWER).permitted,
            "may_decide": mine and allowed(self.actor, permissions.DECIDE, need).permitted, "may_close": is_open and mine and allowed(self.actor, permissions.CLOSE, need).permitted,
            "may_take_down": is_open and allowed(self.actor, permissions.TAKE_DOWN).permitted,
        }  # fmt: skip
        return self.show("catalog/need/one.html", context, status)


class _Asked(Page):
    """A page that says what an act does before it is done."""

    audience = "party"

    def sure(self, need: Need, form: Any = None, status: int = 200) -> HttpResponse:
        context = {
            "organization": self.actor.organization, "form": form, "back_url": reverse("need.one", args=[self.actor.organization, need.pk]), "lede": need.title, **self.words(),
        }  # fmt: skip
        return self.show("catalog/editor/sure.html", context, status)

    def words(self) -> dict[str, Any]:
        return {}

    def answer_of(self, need: UUID, answer: UUID) -> NeedAnswer:
        row = NeedAnswer.objects.visible_to(self.actor).select_related("need").filter(pk=answer, need=need).first()
        if row is None:
            raise NotFound
        return row

    def to(self, need: UUID) -> str:
        return reverse("need.one", args=[self.actor.organization, need])


class Close(_Asked):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.CLOSE}

    def get(self, request: HttpRequest, organization: UUID, need: UUID) -> HttpResponse:
        return self.sure(need_of(self.actor, need))

    def post(self, request: HttpRequest, organization: UUID, need: UUID) -> HttpResponseBase:
        return self.act(use_cases.close, need, to=self.to(need), said=_("The need is closed."))

    def words(self) -> dict[str, Any]:
        return {"title": _("Close this need?"), "act": _("Close the need"), "effects": [Effect(_("It leaves the board at once."), _("Answers you have not settled lapse."))]}


class TakeDown(_Asked):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.TAKE_DOWN}

    def get(self, request: HttpRequest, organization: UUID, need: UUID) -> HttpResponse:
        self.desk_only()
        return self.sure(need_of(self.actor, need), ReasonForm())

    def post(self, request: HttpRequest, organization: UUID, need: UUID) -> HttpResponseBase:
        self.desk_only()
        found, form = need_of(self.actor, need), ReasonForm(request.POST)
        if not form.is_valid():
            return self.sure(found, form, 422)
        return self.act(
            use_cases.take_down, need, reason=form.cleaned_data["reason"], form=form, again=lambda bound: self.sure(found, bound), to=self.to(need), said=_("The need is taken down."),
        )  # fmt: skip

    def words(self) -> dict[str, Any]:
        effects = [Effect(_("It leaves the board at once."), _("Answers lapse, and providers no longer see it.")), Effect(_("The buyer reads your reason."))]
        return {"title": _("Take this need down?"), "act": _("Take the need down"), "effects": effects, "danger": True}


class Accept(_Asked):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.DECIDE}

    def get(self, request: HttpRequest, organization: UUID, need: UUID, answer: UUID) -> HttpResponse:
        return self.sure(self.answer_of(need, answer).need)

    def post(self, request: HttpRequest, organization: UUID, need: UUID, answer: UUID) -> HttpResponseBase:
        """Goes on to the request form of the dataset that was offered."""
        row = self.answer_of(need, answer)
        onward = reverse("trade_request.new", args=[organization, row.dataset_id]) if row.dataset_id else self.to(need)
        return self.act(use_cases.accept, answer, need_id=need, to=onward, said=_("The need is met by this answer."))

    def words(self) -> dict[str, Any]:
        effects = [Effect(_("Your need is met and leaves the board."), _("Other answers lapse.")), Effect(_("It binds nobody."), _("If a dataset is offered, its request form opens next."))]
        return {"title": _("Accept this answer?"), "act": _("Accept the answer"), "effects": effects}


class Decline(_Asked):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.DECIDE}

    def get(self, request: HttpRequest, organization: UUID, need: UUID, answer: UUID) -> HttpResponse:
        return self.sure(self.answer_of(need, answer).need)

    def post(self, request: HttpRequest, organization: UUID, need: UUID, answer: UUID) -> HttpResponseBase:
        return self.act(use_cases.decline, answer, need_id=need, to=self.to(need), said=_("The answer is declined."))

    def words(self) -> dict[str, Any]:
        return {"title": _("Decline this answer?"), "act": _("Decline the answer"), "effects": [Effect(_("The provider sees that you declined."), _("It may answer anew."))]}


class Withdraw(_Asked):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.WITHDRAW}

    def get(self, request: HttpRequest, organization: UUID, need: UUID, answer: UUID) -> HttpResponse:
        return self.sure(self.answer_of(need, answer).need)

    def post(self, request: HttpRequest, organization: UUID, need: UUID, answer: UUID) -> HttpResponseBase:
        return self.act(use_cases.withdraw_answer, answer, need_id=need, to=self.to(need), said=_("Your answer is taken back."))

    def words(self) -> dict[str, Any]:
        return {"title": _("Take your answer back?"), "act": _("Take it back"), "effects": [Effect(_("The buyer sees that you took it back."))]}
