"""Addresses of demands to grade anew."""

from __future__ import annotations

from django.urls import path

from catalog.regrading import api as rest, views

pages = [path("workspace/<uuid:organization>/datasets/<uuid:dataset>/regrade/", views.Demand.as_view(), name="dataset.regrade")]
api = [path("api/v1/datasets/<uuid:dataset>/regrade-demands", rest.Demands.as_view(), name="api.regrading.list")]
