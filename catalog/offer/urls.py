"""Addresses of offers by API."""

from __future__ import annotations

from django.urls import URLPattern, path

from catalog.offer import api as rest

ONE = "api/v1/datasets/<uuid:dataset>/offers"

pages: list[URLPattern] = []
api = [
    path(ONE, rest.Offers.as_view(), name="api.offer.list"),
    path(f"{ONE}/<uuid:offer>/close", rest.Close.as_view(), name="api.offer.close"),
]
