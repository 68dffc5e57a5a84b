"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from exchange.desk import clock, proof, shown, workspace
from exchange.desk.deal import views

pages = [
    path("workspace/<uuid:organization>/", workspace.Workspace.as_view(), name="desk.workspace"),
    path("workspace/<uuid:organization>/deals/", views.Deals.as_view(), name="desk.deals"),
    path("workspace/<uuid:organization>/deals/<uuid:deal_id>/", views.DealPage.as_view(), name="desk.deal"),
    path("workspace/<uuid:organization>/deals/<uuid:deal_id>/proof/<int:event>/", proof.EventProof.as_view(), name="desk.proof"),
    path("demo/deals/<slug:which>/", shown.Shown.as_view(), name="desk.shown"),
    path("demo/clock/", clock.Clock.as_view(), name="desk.clock"),
]
api: list[object] = []
