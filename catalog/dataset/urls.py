"""Addresses of preparing a dataset by API. Its pages are the slice editor's."""

from __future__ import annotations

from django.urls import URLPattern, path

from catalog.dataset import api as rest, promise_api as said

ONE = "api/v1/datasets/<uuid:dataset>"
FILE = f"{ONE}/distributions/<uuid:distribution>"

pages: list[URLPattern] = []
api = [
    path(f"{ONE}/fields", rest.Fields.as_view(), name="api.dataset.fields"),
    path(f"{ONE}/promises", said.Promises.as_view(), name="api.dataset.promises"),
    path(f"{ONE}/questions", said.Questions.as_view(), name="api.dataset.questions"),
    path(f"{ONE}/service", said.Service.as_view(), name="api.dataset.service"),
    path(f"{ONE}/visibility", said.DatasetVisibility.as_view(), name="api.dataset.visibility"),
    path(f"{ONE}/sample", rest.Sample.as_view(), name="api.dataset.sample"),
    path(f"{ONE}/revisions", rest.Revisions.as_view(), name="api.dataset.revisions"),
    path(f"{ONE}/revisions/discard", rest.Discard.as_view(), name="api.dataset.discard_revision"),
    path(f"{ONE}/revisions/<uuid:revision>", rest.Revision.as_view(), name="api.dataset.revision"),
    path(f"{ONE}/distributions", rest.Distributions.as_view(), name="api.dataset.distributions"),
    path(FILE, rest.DistributionOne.as_view(), name="api.distribution.detail"),
    path(f"{FILE}/content", rest.Content.as_view(), name="api.distribution.content"),
    path(f"{FILE}/complete", rest.Complete.as_view(), name="api.distribution.complete"),
]
