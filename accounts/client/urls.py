"""Addresses of API clients and of the token endpoint."""

from __future__ import annotations

from django.urls import path
from oauth2_provider.views import TokenView

pages = [path("oauth/token", TokenView.as_view(), name="oauth.token")]
api: list[object] = []
