"""Addresses of saved searches."""

from __future__ import annotations

from django.urls import path

from catalog.watch import api as rest, views

SAVED = "workspace/<uuid:organization>/saved-searches/"

pages = [
    path(SAVED, views.Saved.as_view(), name="watch.list"),
    path(f"{SAVED}<uuid:search>/alerts/", views.Alerts.as_view(), name="watch.alerts"),
    path(f"{SAVED}<uuid:search>/remove/", views.Forget.as_view(), name="watch.forget"),
]
api = [
    path("api/v1/saved-searches", rest.SavedSearches.as_view(), name="api.saved_search.list"),
    path("api/v1/saved-searches/<uuid:search>", rest.SavedSearchOne.as_view(), name="api.saved_search"),
]
