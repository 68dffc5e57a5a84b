"""Addresses of scans by API. The provider's page is the editor's."""

from __future__ import annotations

from django.urls import URLPattern, path

from catalog.scan import api as rest

ONE = "api/v1/datasets/<uuid:dataset>"

pages: list[URLPattern] = []
api = [
    path(f"{ONE}/distributions/<uuid:distribution>/scans", rest.Scans.as_view(), name="api.scan.list"),
    path(f"{ONE}/scans/<uuid:scan>", rest.ScanOne.as_view(), name="api.scan"),
    path(f"{ONE}/scans/<uuid:scan>/cancel", rest.Cancel.as_view(), name="api.scan.cancel"),
    path(f"{ONE}/scans/<uuid:scan>/sample", rest.Sample.as_view(), name="api.scan.sample"),
    path(f"{ONE}/suggestions", rest.Suggestions.as_view(), name="api.scan.suggestions"),
    path(f"{ONE}/lowerings", rest.Lowerings.as_view(), name="api.lowering.list"),
    path("api/v1/lowerings", rest.Waiting.as_view(), name="api.lowering.waiting"),
    path("api/v1/lowerings/<uuid:lowering>", rest.Verdict.as_view(), name="api.lowering"),
]
