"""Addresses of transfer."""

from __future__ import annotations

from django.urls import path

from exchange.transfer import api as rest
from exchange.transfer.views import delivery, download

pages = [
    path("download/<str:secret>", download.Download.as_view(), name="transfer.download"),
    path("workspace/<uuid:organization>/deals/<uuid:agreement>/delivery/", delivery.Delivery.as_view(), name="transfer.deal"),
    path("workspace/<uuid:organization>/deliveries/<uuid:transfer>/link/", delivery.Link.as_view(), name="transfer.link"),
    path("workspace/<uuid:organization>/deliveries/<uuid:transfer>/<slug:name>/", delivery.ActOn.as_view(), name="transfer.act"),
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
