"""Addresses of determination."""

from __future__ import annotations

from django.urls import path

from exchange.determination.api import counts as counts_api, public as public_api
from exchange.determination.views import counts, public

pages = [
    path("border/what-if/", public.WhatIf.as_view(), name="border.what_if"),
    path("border/outlook/<uuid:dataset>/", public.DatasetOutlook.as_view(), name="border.outlook"),
    path("workspace/<uuid:organization>/export-counts/", counts.Counts.as_view(), name="determination.counts"),
]
api = [
    path("api/v1/determinations", public_api.Determinations.as_view(), name="api.determination"),
    path("api/v1/trade-requests/<uuid:trade_request>/determinations", counts_api.OfDeal.as_view(), name="api.trade_request.determinations"),
    path("api/v1/export-counts", counts_api.Counts.as_view(), name="api.export_counts"),
    path("api/v1/export-counts/reservations", counts_api.Reservations.as_view(), name="api.export_counts.reservations"),
]
