"""Addresses of shared definitions."""

from __future__ import annotations

from django.urls import path

from catalog.element import api as rest, public, views

DESK = "workspace/<uuid:organization>/elements/"
OF = "api/v1/datasets/<uuid:dataset>"

pages = [
    path("elements/", public.Elements.as_view(), name="element.list"),
    path("elements/<uuid:element>/", public.One.as_view(), name="element.one"),
    path("catalog/<uuid:dataset>/elements/", public.OfDataset.as_view(), name="element.of_dataset"),
    path(DESK, views.Proposals.as_view(), name="element.proposals"),
    path(f"{DESK}new/", views.Propose.as_view(), name="element.propose"),
    path(f"{DESK}<uuid:element>/retire/", views.Retire.as_view(), name="element.retire"),
    path(f"{DESK}<uuid:element_version>/", views.Proposal.as_view(), name="element.proposal"),
    path("workspace/<uuid:organization>/datasets/<uuid:dataset>/elements/", views.Fields.as_view(), name="element.map"),
]
api = [
    path("api/v1/elements", rest.Elements.as_view(), name="api.element.list"),
    path("api/v1/elements/<uuid:element>", rest.One.as_view(), name="api.element.one"),
    path("api/v1/elements/<uuid:element>/versions", rest.Versions.as_view(), name="api.element.versions"),
    path("api/v1/elements/<uuid:element>/datasets", rest.Following.as_view(), name="api.element.datasets"),
    path("api/v1/elements/<uuid:element>/retire", rest.Retire.as_view(), name="api.element.retire"),
    path("api/v1/element-versions", rest.Proposals.as_view(), name="api.element_version.list"),
    path("api/v1/element-versions/<uuid:element_version>/accept", rest.Accept.as_view(), name="api.element_version.accept"),
    path("api/v1/element-versions/<uuid:element_version>/refuse", rest.Refuse.as_view(), name="api.element_version.refuse"),
    path(f"{OF}/elements", rest.OfDataset.as_view(), name="api.element.of_dataset"),
    path(f"{OF}/elements/suggestions", rest.Suggestions.as_view(), name="api.element.suggestions"),
    path(f"{OF}/elements/shared", rest.Shared.as_view(), name="api.element.shared"),
]
