"""Addresses of the platform rules."""

from __future__ import annotations

from django.urls import path

from accounts.platform_rules import api as rest, views

OWN = "workspace/<uuid:organization>/rules/"

pages = [
    path("rules/", views.Read.as_view(), name="platform_rules.read"),
    path(OWN, views.Accept.as_view(), name="platform_rules.accept"),
    path(f"{OWN}publish/", views.Publish.as_view(), name="platform_rules.publish"),
]
api = [
    path("api/v1/platform-rules", rest.Versions.as_view(), name="api.platform_rules.list"),
    path("api/v1/platform-rules/<int:number>/accept", rest.Accept.as_view(), name="api.platform_rules.accept"),
]
