"""Addresses of rights statements by API."""

from __future__ import annotations

from django.urls import URLPattern, path

from catalog.rights import api as rest

ONE = "api/v1/datasets/<uuid:dataset>/rights"

pages: list[URLPattern] = []
api = [
    path(ONE, rest.Rights.as_view(), name="api.rights.state"),
    path(f"{ONE}/evidence", rest.Evidence.as_view(), name="api.rights.evidence"),
    path(f"{ONE}/evidence/<uuid:evidence>", rest.EvidenceOne.as_view(), name="api.rights.evidence_one"),
]
