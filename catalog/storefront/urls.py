"""Addresses of the public face of the catalogue."""

from __future__ import annotations

from django.urls import path

from catalog.storefront import api as rest, views

pages = [
    path("", views.Home.as_view(), name="home"),
    path("catalog/", views.Search.as_view(), name="catalog.search"),
    path("catalog/suggest/", views.Suggest.as_view(), name="catalog.suggest"),
    path("catalog/<uuid:dataset>/", views.DatasetPage.as_view(), name="dataset.detail"),
]
api = [
    path("api/v1/datasets", rest.Datasets.as_view(), name="api.dataset.list"),
    path("api/v1/datasets/<uuid:dataset>", rest.DatasetOne.as_view(), name="api.dataset.detail"),
]
