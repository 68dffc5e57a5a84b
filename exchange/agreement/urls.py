"""Addresses of agreements and signing keys; acceptance of a negotiation's offer is served here too."""

from __future__ import annotations

from django.urls import path

from exchange.agreement import outside_views, views
from exchange.agreement.api import agreements, keys, outside

_DEAL = "workspace/<uuid:organization>/deals/<uuid:agreement>"
_KEYS = "workspace/<uuid:organization>/signing-keys/"
_ONE = "api/v1/agreements/<uuid:agreement>"

pages = [
    path("workspace/<uuid:organization>/deals/<uuid:trade_request>/accept/", views.Accept.as_view(), name="agreement.accept"),
    path(f"{_DEAL}/sign/", views.Sign.as_view(), name="agreement.sign"),
    path(f"{_DEAL}/text/", views.Text.as_view(), name="agreement.text"),
    path(f"{_DEAL}/terminate/", views.Terminate.as_view(), name="agreement.terminate"),
    path(f"{_DEAL}/conditions/<slug:kind>/", views.Basis.as_view(), name="agreement.basis"),
    path(_KEYS, views.Keys.as_view(), name="signing_key.list"),
    path(f"{_KEYS}<uuid:key>/retire/", views.RetireKey.as_view(), name="signing_key.retire"),
    path("workspace/<uuid:organization>/export-counts/state/", outside_views.StateOutside.as_view(), name="outside.state"),
]
api = [
    path("api/v1/trade-requests/<uuid:trade_request>/accept", agreements.Accept.as_view(), name="api.trade_request.accept"),
    path("api/v1/agreements", agreements.Agreements.as_view(), name="api.agreement.list"),
    path(_ONE, agreements.One.as_view(), name="api.agreement.detail"),
    path(f"{_ONE}/sign", agreements.Sign.as_view(), name="api.agreement.sign"),
    path(f"{_ONE}/terminate", agreements.Terminate.as_view(), name="api.agreement.terminate"),
    path(f"{_ONE}/conditions", agreements.Conditions.as_view(), name="api.agreement.conditions"),
    path(f"{_ONE}/conditions/<slug:kind>", agreements.Basis.as_view(), name="api.agreement.basis"),
    path("api/v1/signing-keys", keys.Keys.as_view(), name="api.signing_key.list"),
    path("api/v1/signing-keys/<uuid:key>", keys.One.as_view(), name="api.signing_key.detail"),
    path("api/v1/signing-keys/<uuid:key>/retire", keys.Retire.as_view(), name="api.signing_key.retire"),
    path("api/v1/outside-statements", outside.Statements.as_view(), name="api.outside_statements"),
]
