"""The operator's register of organizations under common control: found, confirmed and ended by two persons each. Regulators read it too."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_noop

from exchange.determination import permissions, use_cases
from exchange.determination.list_forms import GroupForm
from exchange.determination.list_words import control_badge, tabs
from exchange.determination.models import ControlGroup, ControlMember
from exchange.determination.states import Control
from exchange.determination.views.desk import Step, decide_page
from kernel import paging
from kernel.actor import Actor
from kernel.errors import NotFound
from kernel.permissions import Permission, allowed, authorise
from web.pages import Page

GROUPS = 25
STEPS: dict[str, Step] = {
    "confirm": Step(
        gettext_noop("Confirm the group"), permissions.CONFIRM_CONTROL, use_cases.confirm_group, (Control.PROPOSED.value,),
        gettext_noop("From now on the persons of all of them are added up, as an upper bound."), gettext_noop("Each learns only how many others are counted with it."), "check",
    ),
    "refuse": Step(
        gettext_noop("Refuse the group"), permissions.CONFIRM_CONTROL, use_cases.refuse_group, (Control.PROPOSED.value,),
        gettext_noop("Each is counted by itself, as before."), gettext_noop("It is recorded in the log."), "stop", danger=True,
    ),
    "propose_end": Step(
        gettext_noop("Propose the end"), permissions.PROPOSE_CONTROL_END, use_cases.propose_end, (Control.IN_FORCE.value,),
        gettext_noop("They stay counted together until another operator agrees."), gettext_noop("It is recorded in the log."), "undo",
    ),
    "confirm_end": Step(
        gettext_noop("Confirm the end"), permissions.CONFIRM_CONTROL_END, use_cases.confirm_end, (Control.END_PROPOSED.value,),
        gettext_noop("From now on each is counted by itself: their counts fall."), gettext_noop("Exports signed before keep the answer they have."), "check", danger=True,
    ),
    "refuse_end": Step(
        gettext_noop("Refuse the end"), permissions.CONFIRM_CONTROL_END, use_cases.refuse_end, (Control.END_PROPOSED.value,),
        gettext_noop("They stay counted together."), gettext_noop("It is recorded in the log."), "stop",
    ),
}  # fmt: skip


def groups(actor: Actor) -> QuerySet[ControlGroup]:
    """With the organizations' names. Two statements."""
    members = ControlMember.objects.select_related("organization").order_by("organization__created", "organization")
    return ControlGroup.objects.visible_to(actor).prefetch_related(Prefetch("members", members))


def group_of(page: Page, pk: UUID) -> ControlGroup:
    """Errors: NotFound."""
    page.desk_only()
    found = groups(page.actor).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


class Groups(Page):
    """All groups, newest first."""

    audience = "operator"

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        self.desk_only()
        page = paging.page(groups(self.actor), ("-created", "-id"), cursor=request.GET.get("cursor") or None, limit=GROUPS)
        context = {
            "organization": organization, "tabs": tabs(organization, "control"), "page": page, "lines": [(row, control_badge(row.state)) for row in page.items],
            "may_propose": allowed(self.actor, permissions.PROPOSE_CONTROL).permitted,
        }  # fmt: skip
        return self.show("exchange/determination/groups.html", context)


class OneGroup(Page):
    """One group: its organizations, how their common control is known, and what may happen now."""

    audience = "party"

    def get(self, request: HttpRequest, organization: UUID, group: UUID) -> HttpResponse:
        row = group_of(self, group)
        steps = [
            (_(step.label), reverse("determination.act_on_group", args=[organization, row.pk, name]), "danger" if step.danger else "primary")
            for name, step in STEPS.items() if row.state in step.states and allowed(self.actor, step.permission, row).permitted
        ]  # fmt: skip
        own = self.actor.person == (row.proposed_by if row.state == Control.PROPOSED else row.end_proposed_by if row.state == Control.END_PROPOSED else None)
        context = {"organization": organization, "row": row, "badge": control_badge(row.state), "steps": steps, "own": own and self.actor.person is not None}
        return self.show("exchange/determination/group.html", context)


class ProposeGroup(Page):
    """Two or more organizations, and how it is known that one controls them."""

    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.PROPOSE_CONTROL}

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        self.desk_only()
        authorise(self.actor, permissions.PROPOSE_CONTROL)
        return self._page(GroupForm())

    def post(self, request: HttpRequest, organization: UUID) -> HttpResponseBase:
        self.desk_only()
        authorise(self.actor, permissions.PROPOSE_CONTROL)
        form = GroupForm(request.POST)
        if not form.is_valid():
            return self._page(form, 422)
        return self.act(
            use_cases.propose_group, form=form, again=lambda wrong: self._page(wrong), to=lambda made: reverse("determination.group", args=[organization, made.pk]),
            said=_("Proposed. A second operator confirms."), **form.cleaned_data,
        )  # fmt: skip

    def _page(self, form: Any, status: int = 200) -> HttpResponse:
        context = {"form": form, "title": _("Propose organizations under common control"), "effect": _("They are counted together once another operator confirms it.")}
        return self.show("exchange/determination/propose.html", context | {"back_url": reverse("determination.groups", args=[self.actor.organization])}, status)


class ActOnGroup(Page):
    """The page that says what an act on a group does, and does it."""

    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.CONFIRM_CONTROL}

    def get(self, request: HttpRequest, organization: UUID, group: UUID, act: str) -> HttpResponse:
        row, step = self._found(group, act)
        names = ", ".join(one.organization.name for one in row.members.all())
        facts = [(_("Name"), row.name), (_("How it is known"), row.grounds), (_("Organizations"), names)]
        back = reverse("determination.group", args=[organization, row.pk])
        return decide_page(self, row, step, facts=facts, badge=control_badge(row.state), back=back)

    def post(self, request: HttpRequest, organization: UUID, group: UUID, act: str) -> HttpResponseBase:
        row, step = self._found(group, act)
        return self.act(step.run, row.pk, to=reverse("determination.group", args=[organization, row.pk]), said=_("Done, and recorded."))

    def _found(self, group: UUID, act: str) -> tuple[ControlGroup, Step]:
        row = group_of(self, group)
        if act not in STEPS:
            raise NotFound
        return row, STEPS[act]
