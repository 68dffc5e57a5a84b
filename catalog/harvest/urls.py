"""Addresses of harvests: the operator's pages and their REST."""

from __future__ import annotations

from django.urls import path

from catalog.harvest import api as rest, views

PLANS = "workspace/<uuid:organization>/harvests/"
ONE = f"{PLANS}<uuid:harvest_plan>/"
REST = "api/v1/harvest-plans"

pages = [
    path(PLANS, views.Plans.as_view(), name="harvest.plans"),
    path(ONE, views.Plan.as_view(), name="harvest.plan"),
    path(f"{ONE}run/", views.Run.as_view(), name="harvest.run"),
    path(f"{ONE}pause/", views.Pause.as_view(), name="harvest.pause"),
    path(f"{ONE}resume/", views.Resume.as_view(), name="harvest.resume"),
    path(f"{ONE}<uuid:harvest>/cancel/", views.Cancel.as_view(), name="harvest.cancel"),
    path(f"{ONE}<uuid:harvest>/confirm/", views.Confirm.as_view(), name="harvest.confirm"),
    path(f"{ONE}<uuid:harvest>/reject/", views.Reject.as_view(), name="harvest.reject"),
]
api = [
    path(REST, rest.Plans.as_view(), name="api.harvest_plan.list"),
    path(f"{REST}/<uuid:harvest_plan>", rest.PlanOne.as_view(), name="api.harvest_plan"),
    path(f"{REST}/<uuid:harvest_plan>/pause", rest.PlanPause.as_view(), name="api.harvest_plan.pause"),
    path(f"{REST}/<uuid:harvest_plan>/resume", rest.PlanResume.as_view(), name="api.harvest_plan.resume"),
    path(f"{REST}/<uuid:harvest_plan>/harvests", rest.Harvests.as_view(), name="api.harvest.list"),
    path("api/v1/harvests/<uuid:harvest>", rest.HarvestOne.as_view(), name="api.harvest"),
    path("api/v1/harvests/<uuid:harvest>/cancel", rest.HarvestCancel.as_view(), name="api.harvest.cancel"),
    path("api/v1/harvests/<uuid:harvest>/confirm", rest.HarvestConfirm.as_view(), name="api.harvest.confirm"),
    path("api/v1/harvests/<uuid:harvest>/reject", rest.HarvestReject.as_view(), name="api.harvest.reject"),
]
