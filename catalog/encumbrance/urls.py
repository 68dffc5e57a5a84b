"""Addresses of encumbrances: the dataset's public page, those of the parties, and those by API."""

from __future__ import annotations

from django.urls import path

from catalog.encumbrance import api as rest, views

OWN = "workspace/<uuid:organization>/encumbrances/"
ONE = "api/v1/encumbrances/<uuid:encumbrance>"

pages = [
    path("catalog/<uuid:dataset>/rights/", views.Public.as_view(), name="encumbrance.public"),
    path("workspace/<uuid:organization>/datasets/<uuid:dataset>/encumbrances/", views.OfDataset.as_view(), name="encumbrance.of_dataset"),
    path(OWN, views.Own.as_view(), name="encumbrance.own"),
    path(f"{OWN}<uuid:encumbrance>/", views.One.as_view(), name="encumbrance.one"),
    path(f"{OWN}<uuid:encumbrance>/paper/", views.Paper.as_view(), name="encumbrance.paper"),
    path(f"{OWN}<uuid:encumbrance>/release/", views.Release.as_view(), name="encumbrance.release"),
    path(f"{OWN}<uuid:encumbrance>/consent/", views.Consent.as_view(), name="encumbrance.consent"),
]
api = [
    path("api/v1/encumbrances", rest.Encumbrances.as_view(), name="api.encumbrance.list"),
    path("api/v1/datasets/<uuid:dataset>/encumbrances", rest.OfDataset.as_view(), name="api.encumbrance.of_dataset"),
    path(ONE, rest.One.as_view(), name="api.encumbrance.one"),
    path(f"{ONE}/release", rest.Release.as_view(), name="api.encumbrance.release"),
    path(f"{ONE}/consent", rest.Consent.as_view(), name="api.encumbrance.consent"),
]
