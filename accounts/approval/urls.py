"""Addresses of approvals and turns."""

from __future__ import annotations

from django.urls import path

from accounts.approval import api as rest, views

OWN = "workspace/<uuid:organization>/approvals/"
ONE = f"{OWN}<uuid:approval>/"
REST = "api/v1/approvals"

pages = [
    path(OWN, views.List.as_view(), name="approval.list"),
    path(ONE, views.Detail.as_view(), name="approval.detail"),
    path(f"{ONE}approve/", views.Approve.as_view(), name="approval.approve"),
    path(f"{ONE}return/", views.Return.as_view(), name="approval.return"),
    path(f"{ONE}refuse/", views.Refuse.as_view(), name="approval.refuse"),
]
api = [
    path(REST, rest.Approvals.as_view(), name="api.approval.list"),
    path(f"{REST}/<uuid:approval>", rest.One.as_view(), name="api.approval.detail"),
    path(f"{REST}/<uuid:approval>/approve", rest.Approve.as_view(), name="api.approval.approve"),
    path(f"{REST}/<uuid:approval>/return", rest.Return.as_view(), name="api.approval.return"),
    path(f"{REST}/<uuid:approval>/refuse", rest.Refuse.as_view(), name="api.approval.refuse"),
    path("api/v1/turns", rest.Turns.as_view(), name="api.turn.list"),
]
