"""Addresses of sponsorships."""

from __future__ import annotations

from django.urls import path

from accounts.sponsoring import api as rest, views

OWN = "workspace/<uuid:organization>/sponsorships/"
ONE = "api/v1/sponsorships/<uuid:sponsorship>"

pages = [
    path(OWN, views.List.as_view(), name="sponsorship.list"),
    path(f"{OWN}<uuid:sponsorship>/", views.One.as_view(), name="sponsorship.one"),
]
api = [
    path("api/v1/sponsorships", rest.Sponsorships.as_view(), name="api.sponsorship.list"),
    path(ONE, rest.One.as_view(), name="api.sponsorship.one"),
    path(f"{ONE}/accept", rest.Accept.as_view(), name="api.sponsorship.accept"),
    path(f"{ONE}/decline", rest.Decline.as_view(), name="api.sponsorship.decline"),
    path(f"{ONE}/vouch", rest.Vouch.as_view(), name="api.sponsorship.vouch"),
    path(f"{ONE}/papers", rest.Papers.as_view(), name="api.sponsorship.papers"),
    path(f"{ONE}/end", rest.End.as_view(), name="api.sponsorship.end"),
]
