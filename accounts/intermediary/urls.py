"""Addresses of the register of service providers."""

from __future__ import annotations

from django.urls import path

from accounts.intermediary import api as rest, views

ONE = "api/v1/service-providers/<uuid:service_provider>"

pages = [
    path("service-providers/", views.Register.as_view(), name="service_provider.register"),
    path("workspace/<uuid:organization>/service-providers/", views.Desk.as_view(), name="service_provider.desk"),
    path("workspace/<uuid:organization>/service-providers/<uuid:service_provider>/", views.Own.as_view(), name="service_provider.own"),
]
api = [
    path("api/v1/service-providers", rest.ServiceProviders.as_view(), name="api.service_provider.list"),
    path(ONE, rest.One.as_view(), name="api.service_provider.one"),
    path(f"{ONE}/entry", rest.Entry.as_view(), name="api.service_provider.entry"),
    path(f"{ONE}/end", rest.End.as_view(), name="api.service_provider.end"),
]
