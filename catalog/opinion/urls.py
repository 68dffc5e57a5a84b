"""Addresses of opinions."""

from __future__ import annotations

from django.urls import path

from catalog.opinion import api as rest, views

WORK = "workspace/<uuid:organization>/opinions/"
ONE = "api/v1/opinions/<uuid:opinion>"

pages = [
    path("catalog/<uuid:dataset>/opinions/", views.OfDataset.as_view(), name="opinion.public"),
    path("workspace/<uuid:organization>/datasets/<uuid:dataset>/opinions/", views.Ask.as_view(), name="opinion.ask"),
    path(WORK, views.Own.as_view(), name="opinion.own"),
    path(f"{WORK}<uuid:opinion>/", views.One.as_view(), name="opinion.one"),
]
api = [
    path("api/v1/datasets/<uuid:dataset>/opinions", rest.OfDataset.as_view(), name="api.dataset.opinions"),
    path("api/v1/opinions", rest.Opinions.as_view(), name="api.opinion.list"),
    path(ONE, rest.One.as_view(), name="api.opinion.one"),
    path(f"{ONE}/cancel", rest.Cancel.as_view(), name="api.opinion.cancel"),
    path(f"{ONE}/refuse", rest.Refuse.as_view(), name="api.opinion.refuse"),
    path(f"{ONE}/issue", rest.Issue.as_view(), name="api.opinion.issue"),
    path(f"{ONE}/withdraw", rest.Withdraw.as_view(), name="api.opinion.withdraw"),
]
