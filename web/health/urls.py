"""Addresses for machines that watch."""

from __future__ import annotations

from django.urls import path

from web.health import views

pages = [
    path("healthz", views.alive, name="healthz"),
    path("readyz", views.ready, name="readyz"),
    path("metrics", views.metrics, name="metrics"),
]
api: list[object] = []
