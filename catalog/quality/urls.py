"""Addresses of quality: the report for everyone who sees the dataset, how it is measured, and the provider's own."""

from __future__ import annotations

from django.urls import path

from catalog.quality import api as rest, views

OWN = "workspace/<uuid:organization>/datasets/<uuid:dataset>/quality/"
ONE = "api/v1/datasets/<uuid:dataset>"

pages = [
    path("quality/", views.Method.as_view(), name="quality.method"),
    path("catalog/<uuid:dataset>/quality/", views.ReportPage.as_view(), name="quality.report"),
    path(OWN, views.Own.as_view(), name="quality.own"),
    path(f"{OWN}<uuid:breach>/", views.Answer.as_view(), name="quality.answer"),
]
api = [
    path(f"{ONE}/quality", rest.Quality.as_view(), name="api.quality"),
    path(f"{ONE}/quality/breaches", rest.Breaches.as_view(), name="api.quality.breaches"),
    path(f"{ONE}/quality/breaches/<uuid:breach>/answer", rest.Answer.as_view(), name="api.quality.answer"),
    path(f"{ONE}/revisions/<uuid:revision>/quality", rest.OfRevision.as_view(), name="api.quality.revision"),
]
