"""Addresses of zones by API."""

from __future__ import annotations

from django.urls import URLPattern, path

from catalog.zone import api as rest

pages: list[URLPattern] = []
api = [
    path("api/v1/zones", rest.Zones.as_view(), name="api.zone.list"),
    path("api/v1/zones/<uuid:zone>/close", rest.Close.as_view(), name="api.zone.close"),
    path("api/v1/zones/<uuid:zone>/reopen", rest.Reopen.as_view(), name="api.zone.reopen"),
]
