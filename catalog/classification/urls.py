"""Addresses of gradings by API. The page of the second person is the editor's."""

from __future__ import annotations

from django.urls import URLPattern, path

from catalog.classification import api as rest

ONE = "api/v1/datasets/<uuid:dataset>/classification"

pages: list[URLPattern] = []
api = [
    path(ONE, rest.Gradings.as_view(), name="api.classification.list"),
    path(f"{ONE}/confirm", rest.Confirm.as_view(), name="api.classification.confirm"),
    path(f"{ONE}/reject", rest.Reject.as_view(), name="api.classification.reject"),
]
