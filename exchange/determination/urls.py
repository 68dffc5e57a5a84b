"""Addresses of determination."""

from __future__ import annotations

from django.urls import path

from exchange.determination.api import control as control_api, counts as counts_api, lists as lists_api, public as public_api
from exchange.determination.views import counts, lists, public

pages = [
    path("border/what-if/", public.WhatIf.as_view(), name="border.what_if"),
    path("border/outlook/<uuid:dataset>/", public.DatasetOutlook.as_view(), name="border.outlook"),
    path("border/lists/", lists.Lists.as_view(), name="border.lists"),
    path("border/lists/<uuid:edition>/", lists.Rows.as_view(), name="border.list_rows"),
    path("workspace/<uuid:organization>/export-counts/", counts.Counts.as_view(), name="determination.counts"),
]
api = [
    path("api/v1/determinations", public_api.Determinations.as_view(), name="api.determination"),
    path("api/v1/export-counts", counts_api.Counts.as_view(), name="api.export_counts"),
    path("api/v1/export-counts/reservations", counts_api.Reservations.as_view(), name="api.export_counts.reservations"),
    path("api/v1/border-lists", lists_api.Lists.as_view(), name="api.border_lists"),
    path("api/v1/border-lists/<uuid:edition>/rows", lists_api.Rows.as_view(), name="api.border_lists.rows"),
    path("api/v1/border-lists/<uuid:edition>/confirm", lists_api.Confirm.as_view(), name="api.border_lists.confirm"),
    path("api/v1/border-lists/<uuid:edition>/refuse", lists_api.Refuse.as_view(), name="api.border_lists.refuse"),
    path("api/v1/control-groups", control_api.Groups.as_view(), name="api.control_groups"),
    path("api/v1/control-groups/<uuid:group>/confirm", control_api.Confirm.as_view(), name="api.control_groups.confirm"),
    path("api/v1/control-groups/<uuid:group>/refuse", control_api.Refuse.as_view(), name="api.control_groups.refuse"),
    path("api/v1/control-groups/<uuid:group>/propose-end", control_api.ProposeEnd.as_view(), name="api.control_groups.propose_end"),
    path("api/v1/control-groups/<uuid:group>/confirm-end", control_api.ConfirmEnd.as_view(), name="api.control_groups.confirm_end"),
    path("api/v1/control-groups/<uuid:group>/refuse-end", control_api.RefuseEnd.as_view(), name="api.control_groups.refuse_end"),
]
