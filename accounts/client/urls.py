"""Addresses of API clients and of the token endpoint."""

from __future__ import annotations

from django.urls import path

from accounts.client import api as rest, views
from accounts.client.token import Token

OWN = "workspace/<uuid:organization>/clients/"
REST = "api/v1/api-clients"

pages = [
    path("oauth/token", Token.as_view(), name="oauth.token"),
    path(OWN, views.List.as_view(), name="client.list"),
    path(f"{OWN}new/", views.New.as_view(), name="client.new"),
    path(f"{OWN}<uuid:client>/", views.Detail.as_view(), name="client.detail"),
    path(f"{OWN}<uuid:client>/rotate/", views.Rotate.as_view(), name="client.rotate"),
    path(f"{OWN}<uuid:client>/revoke/", views.Revoke.as_view(), name="client.revoke"),
]
api = [
    path(REST, rest.Clients.as_view(), name="api.client.list"),
    path(f"{REST}/<uuid:client>", rest.One.as_view(), name="api.client.detail"),
    path(f"{REST}/<uuid:client>/rotate", rest.Rotate.as_view(), name="api.client.rotate"),
    path(f"{REST}/<uuid:client>/revoke", rest.Revoke.as_view(), name="api.client.revoke"),
]
