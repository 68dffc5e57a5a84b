"""Addresses of authorized operation."""

from __future__ import annotations

from django.urls import path

from catalog.operation import api as rest, views

RUN = "workspace/<uuid:organization>/zones/<uuid:zone>/"

pages = [
    path(RUN, views.Run.as_view(), name="zone.run"),
    path(f"{RUN}authorization/", views.Authorize.as_view(), name="zone.authorize"),
    path(f"{RUN}authorization/end/", views.EndAuthorization.as_view(), name="zone.end_authorization"),
    path(f"{RUN}products/<uuid:dataset>/", views.Product.as_view(), name="zone.product"),
]
api = [
    path("api/v1/zones/<uuid:zone>/authorizations", rest.Authorizations.as_view(), name="api.zone.authorizations"),
    path("api/v1/zone-authorizations/<uuid:authorization>/end", rest.EndAuthorization.as_view(), name="api.zone_authorization.end"),
    path("api/v1/datasets/<uuid:dataset>/product", rest.Product.as_view(), name="api.dataset.product"),
]
