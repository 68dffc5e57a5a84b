"""Addresses of determination."""

from __future__ import annotations

from django.urls import path

from exchange.determination.api import control as control_api, counts as counts_api, lists as lists_api, public as public_api
from exchange.determination.views import control, counts, lists, public, registers

_LISTS = "workspace/<uuid:organization>/border-lists/"
_GROUPS = "workspace/<uuid:organization>/control-groups/"

pages = [
    path("border/what-if/", public.WhatIf.as_view(), name="border.what_if"),
    path("border/outlook/<uuid:dataset>/", public.DatasetOutlook.as_view(), name="border.outlook"),
    path("border/lists/", lists.Lists.as_view(), name="border.lists"),
    path("border/lists/<uuid:edition>/", lists.Rows.as_view(), name="border.list_rows"),
    path("workspace/<uuid:organization>/export-counts/", counts.Counts.as_view(), name="determination.counts"),
    path(_LISTS, registers.Editions.as_view(), name="determination.editions"),
    path(f"{_LISTS}propose/", registers.ProposeEdition.as_view(), name="determination.propose_edition"),
    path(f"{_LISTS}<uuid:edition>/", registers.OneEdition.as_view(), name="determination.edition"),
    path(f"{_LISTS}<uuid:edition>/changes/", registers.Changes.as_view(), name="determination.edition_changes"),
    path(f"{_LISTS}<uuid:edition>/<slug:verdict>/", registers.DecideEdition.as_view(), name="determination.decide_edition"),
    path(_GROUPS, control.Groups.as_view(), name="determination.groups"),
    path(f"{_GROUPS}propose/", control.ProposeGroup.as_view(), name="determination.propose_group"),
    path(f"{_GROUPS}<uuid:group>/", control.OneGroup.as_view(), name="determination.group"),
    path(f"{_GROUPS}<uuid:group>/<slug:act>/", control.ActOnGroup.as_view(), name="determination.act_on_group"),
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
