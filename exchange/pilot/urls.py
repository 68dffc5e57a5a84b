"""Addresses of pilots."""

from __future__ import annotations

from django.urls import path

from exchange.pilot import api as rest
from exchange.pilot.views import desk, public

_DESK = "workspace/<uuid:organization>/pilots/"
_ONE = "api/v1/pilots/<uuid:pilot>"

pages = [
    path("border/pilots/", public.Pilots.as_view(), name="pilot.register"),
    path("border/pilots/<uuid:pilot>/", public.OnePilot.as_view(), name="pilot.public"),
    path(_DESK, desk.Desk.as_view(), name="pilot.desk"),
    path(f"{_DESK}new/", desk.Draft.as_view(), name="pilot.draft"),
    path(f"{_DESK}<uuid:pilot>/", desk.OfDesk.as_view(), name="pilot.one"),
    path(f"{_DESK}<uuid:pilot>/file/", desk.Document.as_view(), name="pilot.document"),
    path(f"{_DESK}<uuid:pilot>/<slug:step>/", desk.Take.as_view(), name="pilot.step"),
]
api = [
    path("api/v1/pilots", rest.Pilots.as_view(), name="api.pilots"),
    path(_ONE, rest.OnePilot.as_view(), name="api.pilot"),
    path(f"{_ONE}/document", rest.Document.as_view(), name="api.pilot.document"),
    path(f"{_ONE}/propose", rest.Propose.as_view(), name="api.pilot.propose"),
    path(f"{_ONE}/confirm", rest.Confirm.as_view(), name="api.pilot.confirm"),
    path(f"{_ONE}/stop", rest.Stop.as_view(), name="api.pilot.stop"),
    path(f"{_ONE}/participants", rest.Participants.as_view(), name="api.pilot.participants"),
    path(f"{_ONE}/participants/<uuid:participant>/end", rest.EndPart.as_view(), name="api.pilot.end_part"),
]
