"""Addresses of manifests."""

from __future__ import annotations

from django.urls import path

from catalog.manifest import api as rest, views

pages = [
    path("workspace/<uuid:organization>/datasets/manifest/", views.Upload.as_view(), name="manifest.upload"),
    path("workspace/<uuid:organization>/datasets/<uuid:dataset>/manifest/", views.Download.as_view(), name="manifest.download"),
]
api = [
    path("api/v1/datasets/manifest", rest.Manifests.as_view(), name="api.manifest.apply"),
    path("api/v1/datasets/manifest/schema", rest.Schema.as_view(), name="api.manifest.schema"),
    path("api/v1/datasets/<uuid:dataset>/manifest", rest.Manifest.as_view(), name="api.manifest.one"),
]
