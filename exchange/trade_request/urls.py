"""Addresses of negotiations."""

from __future__ import annotations

from django.urls import path

from exchange.trade_request import api as rest, export_api, export_views, views

_DEAL = "workspace/<uuid:organization>/deals/<uuid:trade_request>"
_ONE = "api/v1/trade-requests/<uuid:trade_request>"

pages = [
    path("workspace/<uuid:organization>/datasets/<uuid:dataset>/request/", views.New.as_view(), name="trade_request.new"),
    path(f"{_DEAL}/propose/", views.Propose.as_view(), name="trade_request.propose"),
    path(f"{_DEAL}/decline/", views.Decline.as_view(), name="trade_request.decline"),
    path(f"{_DEAL}/withdraw/", views.Withdraw.as_view(), name="trade_request.withdraw"),
    path(f"{_DEAL}/messages/", views.Messages.as_view(), name="trade_request.messages"),
    path(f"{_DEAL}/export-facts/", export_views.ExportFacts.as_view(), name="trade_request.export_facts"),
    path(f"{_DEAL}/export-persons/", export_views.ExportPersons.as_view(), name="trade_request.export_persons"),
]
api = [
    path("api/v1/trade-requests", rest.Requests.as_view(), name="api.trade_request.list"),
    path(_ONE, rest.One.as_view(), name="api.trade_request.detail"),
    path(f"{_ONE}/propose", rest.Propose.as_view(), name="api.trade_request.propose"),
    path(f"{_ONE}/decline", rest.Decline.as_view(), name="api.trade_request.decline"),
    path(f"{_ONE}/withdraw", rest.Withdraw.as_view(), name="api.trade_request.withdraw"),
    path(f"{_ONE}/messages", rest.Messages.as_view(), name="api.trade_request.messages"),
    path(f"{_ONE}/export-facts", export_api.ExportFacts.as_view(), name="api.trade_request.export_facts"),
    path(f"{_ONE}/export-persons", export_api.ExportPersons.as_view(), name="api.trade_request.export_persons"),
    path(f"{_ONE}/determinations", export_api.Determinations.as_view(), name="api.trade_request.determinations"),
    path(f"{_ONE}/border", export_api.Border.as_view(), name="api.trade_request.border"),
]
