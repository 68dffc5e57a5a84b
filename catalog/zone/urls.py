"""Addresses of zones: public pages, those of users and of whoever runs one, and by API."""

from __future__ import annotations

from django.urls import path

from catalog.zone import api as rest, views

OWN = "workspace/<uuid:organization>/zones/"
ONE = "api/v1/zone-admissions/<uuid:admission>"

pages = [
    path("zones/", views.Zones.as_view(), name="zone.list"),
    path("zones/<slug:zone_code>/", views.ZonePage.as_view(), name="zone.public"),
    path(OWN, views.Own.as_view(), name="zone.own"),
    path(f"{OWN}<uuid:zone>/apply/", views.Apply.as_view(), name="zone.apply"),
    path(f"{OWN}admissions/<uuid:admission>/", views.Admission.as_view(), name="zone.admission"),
]
api = [
    path("api/v1/zones", rest.Zones.as_view(), name="api.zone.list"),
    path("api/v1/zones/<uuid:zone>", rest.One.as_view(), name="api.zone.one"),
    path("api/v1/zones/<uuid:zone>/rules", rest.Rules.as_view(), name="api.zone.rules"),
    path("api/v1/zones/<uuid:zone>/close", rest.Close.as_view(), name="api.zone.close"),
    path("api/v1/zones/<uuid:zone>/reopen", rest.Reopen.as_view(), name="api.zone.reopen"),
    path("api/v1/zones/<uuid:zone>/admissions", rest.Apply.as_view(), name="api.zone.apply"),
    path("api/v1/zone-admissions", rest.Admissions.as_view(), name="api.zone_admission.list"),
    path(ONE, rest.Admission.as_view(), name="api.zone_admission.one"),
    path(f"{ONE}/admit", rest.Admit.as_view(), name="api.zone_admission.admit"),
    path(f"{ONE}/refuse", rest.Refuse.as_view(), name="api.zone_admission.refuse"),
    path(f"{ONE}/suspend", rest.Suspend.as_view(), name="api.zone_admission.suspend"),
    path(f"{ONE}/resume", rest.Resume.as_view(), name="api.zone_admission.resume"),
    path(f"{ONE}/end", rest.End.as_view(), name="api.zone_admission.end"),
]
