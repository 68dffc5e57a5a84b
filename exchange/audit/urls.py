"""Addresses of the log, of the check page and of events in the API."""

from __future__ import annotations

from django.urls import path

from exchange.audit import api as rest, views

pages = [
    path("check/", views.Check.as_view(), name="audit.check"),
    path("log/vkey", views.VerifierKeys.as_view(), name="log.vkey"),
    path("log/checkpoint", views.LastCheckpoint.as_view(), name="log.checkpoint"),
    path("log/tile/entries/<path:place>", rest.EntryBundle.as_view(), name="log.entries"),
    path("log/tile/<path:place>", views.HashTile.as_view(), name="log.tile"),
]
api = [
    path("api/v1/events", rest.Events.as_view(), name="api.event.list"),
    path("api/v1/events/<int:event>/proof", rest.Proof.as_view(), name="api.event.proof"),
]
