"""The operator's pages of harvests: the plans, one plan with its history, and the acts on both."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.harvest import course, use_cases
from catalog.harvest.api import plan_of
from catalog.harvest.forms import KIND_NAMES, MB, RHYTHM_NAMES, NewPlanForm, PlanForm, filled
from catalog.harvest.models import Harvest, HarvestPlan
from catalog.harvest.permissions import HARVEST
from catalog.harvest.states import LIVE, HarvestState, PlanState
from catalog.interchange.models import ForeignSource
from catalog.interchange.report import failure_words
from catalog.interchange.views import OperatorPage
from kernel import paging
from kernel.permissions import Permission

POST: dict[str, Permission] = {"post": HARVEST}


def plan_words(plan: HarvestPlan) -> tuple[str, str]:
    """Badge and word of a plan's state."""
    if plan.state == PlanState.ACTIVE:
        return ("now", _("Active"))
    return ("stop", _("Paused after failures")) if plan.failures else ("idle", _("Paused"))


def harvest_words(row: Harvest) -> tuple[str, str]:
    """Badge and word of a harvest's state."""
    if row.state == HarvestState.RUNNING:
        return ("now", _("Importing") if row.run_id else _("Fetching"))
    if row.state == HarvestState.COMPLETED:
        return ("done", _("Unchanged") if row.unchanged else _("Completed"))
    return {
        "queued": ("wait", _("Waiting")), "failed": ("stop", _("Failed")), "cancelled": ("idle", _("Cancelled")), "doubted": ("wait", _("Withdrawal in doubt")),
        "rejected": ("idle", _("Withdrawal rejected")),
    }[row.state]  # fmt: skip


class Plans(OperatorPage):
    """What is harvested, and the form of a new plan."""

    permissions: ClassVar[dict[str, Permission]] = POST

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        self.operator()
        return self._page(organization, NewPlanForm())

    def post(self, request: HttpRequest, organization: UUID) -> HttpResponseBase:
        self.operator()
        form = NewPlanForm(request.POST)
        if not form.is_valid():
            return self._page(organization, form, 422)
        return self.act(
            use_cases.plan, form.cleaned_data["source"].pk, **form.given(), form=form, again=lambda bound: self._page(organization, bound),
            to=lambda made: reverse("harvest.plan", args=[organization, made.pk]), said=_("The source is harvested from now on."),
        )  # fmt: skip

    def _page(self, organization: UUID, form: Any, status: int = 200) -> HttpResponse:
        rows = HarvestPlan.objects.visible_to(self.actor).select_related("source")
        page = paging.page(rows, ("-created", "-id"), cursor=self.request.GET.get("cursor") or None)
        lines = [(plan, plan_words(plan), RHYTHM_NAMES[plan.rhythm]) for plan in page.items]
        unplanned = ForeignSource.objects.filter(harvest_plan=None).exists()
        return self.show("catalog/harvest/plans.html", {"organization": organization, "page": page, "lines": lines, "form": form, "unplanned": unplanned}, status)


class Plan(OperatorPage):
    """One plan: what it is, each time it was harvested, and the form that changes it."""

    permissions: ClassVar[dict[str, Permission]] = POST

    def get(self, request: HttpRequest, organization: UUID, harvest_plan: UUID) -> HttpResponse:
        self.operator()
        plan = plan_of(self, harvest_plan)
        return self._page(organization, plan, PlanForm(initial=filled(plan)))

    def post(self, request: HttpRequest, organization: UUID, harvest_plan: UUID) -> HttpResponseBase:
        self.operator()
        plan, form = plan_of(self, harvest_plan), PlanForm(request.POST)
        if not form.is_valid():
            return self._page(organization, plan, form, 422)
        return self.act(
            use_cases.change, harvest_plan, **form.given(), form=form, again=lambda bound: self._page(organization, plan, bound),
            to=reverse("harvest.plan", args=[organization, harvest_plan]), said=_("The plan is changed."),
        )  # fmt: skip

    def _page(self, organization: UUID, plan: HarvestPlan, form: Any, status: int = 200) -> HttpResponse:
        rows = Harvest.objects.filter(plan=plan).select_related("run")
        page = paging.page(rows, ("-requested", "-id"), cursor=self.request.GET.get("cursor") or None)
        live = next((row for row in Harvest.objects.filter(plan=plan, state__in=LIVE).select_related("run")), None)
        context = {
            "organization": organization, "plan": plan, "state": plan_words(plan), "paused": plan.state == PlanState.PAUSED, "kind": KIND_NAMES[plan.format],
            "rhythm": RHYTHM_NAMES[plan.rhythm], "megabytes": plan.most_bytes // MB, "page": page, "form": form, "live": live,
            "doubted": Harvest.objects.filter(plan=plan, state=HarvestState.DOUBTED).select_related("run").first(), "stoppable": live is not None and (live.run is None or live.run.state == "draft"),
            "lines": [(row, harvest_words(row), failure_words(row.failure) if row.failure else "") for row in page.items],
        }  # fmt: skip
        return self.show("catalog/harvest/plan.html", context, status)


class _OnPlan(OperatorPage):
    """A button of the plan's page."""

    permissions: ClassVar[dict[str, Permission]] = POST
    use_case: ClassVar[Any]

    def post(self, request: HttpRequest, organization: UUID, harvest_plan: UUID) -> HttpResponseBase:
        self.operator()
        return self.act(type(self).use_case, harvest_plan, to=reverse("harvest.plan", args=[organization, harvest_plan]), said=self.said())

    def said(self) -> str:
        raise NotImplementedError


class Run(_OnPlan):
    use_case = staticmethod(use_cases.request)

    def said(self) -> str:
        return _("It is harvested now.")


class Pause(_OnPlan):
    use_case = staticmethod(use_cases.pause)

    def said(self) -> str:
        return _("No more harvests by the clock.")


class Resume(_OnPlan):
    use_case = staticmethod(use_cases.resume)

    def said(self) -> str:
        return _("The source is harvested from now on.")


class _OnHarvest(_OnPlan):
    """A button for one harvest on the page of its plan."""

    def post(self, request: HttpRequest, organization: UUID, harvest_plan: UUID, harvest: UUID) -> HttpResponseBase:  # type: ignore[override]
        self.operator()
        return self.act(type(self).use_case, harvest, to=reverse("harvest.plan", args=[organization, harvest_plan]), said=self.said())


class Cancel(_OnHarvest):
    use_case = staticmethod(course.cancel)

    def said(self) -> str:
        return _("The harvest is cancelled.")


class Confirm(_OnHarvest):
    use_case = staticmethod(course.confirm_withdrawal)

    def said(self) -> str:
        return _("What the source withdrew is gone here too.")


class Reject(_OnHarvest):
    use_case = staticmethod(course.reject_withdrawal)

    def said(self) -> str:
        return _("What the source lacks stays here.")
