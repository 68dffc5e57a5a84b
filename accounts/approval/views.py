"""Pages of approvals: those that wait for this organization, those it asked for, and one with its steps and acts."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from accounts.approval import permissions, use_cases
from accounts.approval.models import Approval, ApprovalStep
from accounts.rules.roles import ROLE_NAMES, Role
from kernel import turns
from kernel.errors import NotFound
from kernel.paging import page
from kernel.permissions import Permission, allowed
from web.pages import Page
from web.shapes import Buoy

STATES: dict[str, tuple[str, Any]] = {
    "asked": ("wait", gettext_lazy("Waiting")),
    "approved": ("done", gettext_lazy("Approved")),
    "returned": ("stop", gettext_lazy("Returned with remarks")),
    "refused": ("stop", gettext_lazy("Refused")),
    "expired": ("idle", gettext_lazy("Run out")),
}
STEPS = Prefetch("steps", ApprovalStep.objects.order_by("number"))


def role_name(role: str) -> str:
    return _(ROLE_NAMES[Role(role)]) if role in set(Role) else role


class NoteForm(forms.Form):
    note = forms.CharField(label=gettext_lazy("Note"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, required=False)


class List(Page):
    audience = "member"

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        rows = page(Approval.objects.visible_to(self.actor).prefetch_related(STEPS), ("-created", "-id"), cursor=request.GET.get("cursor"))
        mine = {turn.subject_id for turn in turns.waiting_for(self.actor).filter(act=permissions.APPROVE.name)}
        lines = [(row, *STATES[row.state], row.pk in mine and row.requester != self.actor.person) for row in rows.items]
        return self.show("accounts/approval/list.html", {"lines": lines, "page": rows})


class Detail(Page):
    audience = "party"

    def get(self, request: HttpRequest, organization: UUID, approval: UUID) -> HttpResponse:
        return self._page(approval)

    def _page(self, approval: UUID, form: Any = None, status: int = 200) -> HttpResponse:
        row = Approval.objects.visible_to(self.actor).filter(pk=approval).prefetch_related(STEPS).first()
        if row is None:
            raise NotFound
        look, label = STATES[row.state]
        step = row.open_step
        asked = step is not None and allowed(self.actor, permissions.APPROVE, row).permitted
        person = self.actor.person
        answered = person == row.requester or any(one.person == person for one in row.steps.all())
        context = {
            "approval": row, "look": look, "label": label, "step": step, "asked": asked and not answered, "own": asked and answered,
            "turn": turns.waits_on(row).first(), "buoys": _buoys(row), "form": form or NoteForm(), "reason": row.facts.get("reason", ""), "role": role_name(step.role) if step else "",
        }
        return self.show("accounts/approval/detail.html", context, status)


def _buoys(row: Approval) -> list[Buoy]:
    looks: dict[str, Any] = {"approved": "done", "returned": "stop", "refused": "stop", "": "todo"}
    lines = []
    for step in reversed(row.steps.all()):
        state: Any = "wait" if step == row.open_step else looks[step.verdict]
        words = str(STATES[step.verdict][1]) if step.verdict else _("Waits for a person with the role %(role)s") % {"role": role_name(step.role)}
        lines.append(Buoy(state, words, step.at, " ".join(filter(None, [step.why_in_words(), step.note]))))
    return [*lines, Buoy("done", _("Asked for"), row.created)]


class _Answer(Detail):
    http_method_names = ("post",)

    def answer(self, use_case: Any, approval: UUID, said: str) -> HttpResponseBase:
        form = NoteForm(self.request.POST)
        if not form.is_valid():
            return self._page(approval, form, 422)
        to = reverse("approval.detail", args=[self.actor.organization, approval])
        return self.act(use_case, approval, form.cleaned_data["note"], form=form, again=lambda bound: self._page(approval, bound), to=to, said=said)


class Approve(_Answer):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.APPROVE}

    def post(self, request: HttpRequest, organization: UUID, approval: UUID) -> HttpResponseBase:
        return self.answer(use_cases.approve, approval, _("You approved this step."))


class Return(_Answer):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.RETURN}

    def post(self, request: HttpRequest, organization: UUID, approval: UUID) -> HttpResponseBase:
        return self.answer(use_cases.return_, approval, _("It is returned to the asker."))


class Refuse(_Answer):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REFUSE}

    def post(self, request: HttpRequest, organization: UUID, approval: UUID) -> HttpResponseBase:
        return self.answer(use_cases.refuse, approval, _("It is refused."))
