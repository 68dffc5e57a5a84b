"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from exchange.desk import clock, workspace
from exchange.desk.deal import views

pages = [
    path("workspace/<uuid:organization>/", workspace.Workspace.as_view(), name="desk.workspace"),
    path("workspace/<uuid:organization>/deals/", views.Deals.as_view(), name="desk.deals"),
    path("workspace/<uuid:organization>/deals/<uuid:deal_id>/", views.DealPage.as_view(), name="desk.deal"),
    path("demo/clock/", clock.Clock.as_view(), name="desk.clock"),
]
api: list[object] = []
