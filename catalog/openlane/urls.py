"""Addresses of the open lane."""

from __future__ import annotations

from django.urls import path

from catalog.openlane import api as rest, views

ONE = "api/v1/open-applications/<uuid:application>"

pages = [
    path("catalog/<uuid:dataset>/open/", views.OfDataset.as_view(), name="open.public"),
    path("catalog/<uuid:dataset>/open/<uuid:distribution>/", views.File.as_view(), name="open.file"),
    path("workspace/<uuid:organization>/datasets/<uuid:dataset>/open/", views.Release.as_view(), name="open.release"),
    path("workspace/<uuid:organization>/open-data/<uuid:release>/", views.Apply.as_view(), name="open.apply"),
    path("workspace/<uuid:organization>/open-applications/<uuid:application>/", views.Application.as_view(), name="open.application"),
]
api = [
    path("api/v1/datasets/<uuid:dataset>/open", rest.OfDataset.as_view(), name="api.dataset.open"),
    path("api/v1/open-releases/<uuid:release>/close", rest.Close.as_view(), name="api.open_release.close"),
    path("api/v1/open-releases/<uuid:release>/applications", rest.Apply.as_view(), name="api.open_release.apply"),
    path("api/v1/open-applications", rest.Applications.as_view(), name="api.open_application.list"),
    path(ONE, rest.Application.as_view(), name="api.open_application.one"),
    path(f"{ONE}/admit", rest.Admit.as_view(), name="api.open_application.admit"),
    path(f"{ONE}/refuse", rest.Refuse.as_view(), name="api.open_application.refuse"),
    path(f"{ONE}/end", rest.End.as_view(), name="api.open_application.end"),
]
