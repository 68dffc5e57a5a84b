"""Addresses of rebuilding the search index."""

from __future__ import annotations

from django.urls import path

from catalog.indexing import api as rest, views

INDEX = "workspace/<uuid:organization>/search-index/"

pages = [
    path(INDEX, views.SearchIndex.as_view(), name="indexing.index"),
    path(f"{INDEX}<uuid:reindexing>/cancel/", views.Cancel.as_view(), name="indexing.cancel"),
]
api = [
    path("api/v1/reindexings", rest.Reindexings.as_view(), name="api.reindexing.list"),
    path("api/v1/reindexings/<uuid:reindexing>", rest.ReindexingOne.as_view(), name="api.reindexing"),
    path("api/v1/reindexings/<uuid:reindexing>/cancel", rest.ReindexingCancel.as_view(), name="api.reindexing.cancel"),
]
