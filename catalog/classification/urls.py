"""Addresses of gradings by API and of the page that explains grades. The page of the second person is the editor's."""

from __future__ import annotations

from django.urls import URLPattern, path

from catalog.classification import api as rest, views

ONE = "api/v1/datasets/<uuid:dataset>/classification"

pages: list[URLPattern] = [path("catalog/grades/", views.Grades.as_view(), name="catalog.grades")]
api = [
    path(ONE, rest.Gradings.as_view(), name="api.classification.list"),
    path("api/v1/datasets/<uuid:dataset>/assessment", rest.Assessment.as_view(), name="api.classification.assessment"),
    path(f"{ONE}/confirm", rest.Confirm.as_view(), name="api.classification.confirm"),
    path(f"{ONE}/reject", rest.Reject.as_view(), name="api.classification.reject"),
]
