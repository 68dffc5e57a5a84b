"""Addresses of a dataset's statement, for its provider."""

from __future__ import annotations

from django.urls import path

from exchange.revenue import api as rest, views

PAGE = "workspace/<uuid:organization>/datasets/<uuid:dataset>/revenue/"
ONE = "api/v1/datasets/<uuid:dataset>"

pages = [
    path(PAGE, views.Statement.as_view(), name="revenue.statement"),
    path(f"{PAGE}costs/<uuid:cost>/cancel/", views.Cancel.as_view(), name="revenue.cancel"),
]
api = [
    path(f"{ONE}/revenue", rest.Revenue.as_view(), name="api.revenue"),
    path(f"{ONE}/costs", rest.Costs.as_view(), name="api.cost.list"),
    path(f"{ONE}/costs/<uuid:cost>/cancel", rest.Cancel.as_view(), name="api.cost.cancel"),
]
