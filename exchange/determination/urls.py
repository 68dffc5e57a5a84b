"""Addresses of determination."""

from __future__ import annotations

from django.urls import path

from exchange.determination.api import public as public_api
from exchange.determination.views import public

pages = [
    path("border/what-if/", public.WhatIf.as_view(), name="border.what_if"),
    path("border/outlook/<uuid:dataset>/", public.DatasetOutlook.as_view(), name="border.outlook"),
]
api = [
    path("api/v1/determinations", public_api.Determinations.as_view(), name="api.determination"),
]
