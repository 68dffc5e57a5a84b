"""Addresses of certificates: the holder's and the operator's pages, the public ones, and those that machines verify by."""

from __future__ import annotations

from django.urls import path

from catalog.certificate import api as rest, public, views

OWN = "workspace/<uuid:organization>/datasets/<uuid:dataset>/"
DESK = "workspace/<uuid:organization>/certificates/"
ONE = "api/v1/certificates/<uuid:certificate>"

pages = [
    path(f"{OWN}certificate/", views.OfDataset.as_view(), name="certificate.of_dataset"),
    path(f"{OWN}certificate/<uuid:certificate>/withdraw/", views.Withdraw.as_view(), name="certificate.withdraw"),
    path(f"{OWN}right-ended/", views.RightEnded.as_view(), name="certificate.right_ended"),
    path(DESK, views.Queue.as_view(), name="certificate.queue"),
    path(f"{DESK}<uuid:certificate>/", views.Decide.as_view(), name="certificate.decide"),
    path(f"{DESK}<uuid:certificate>/refuse/", views.Refuse.as_view(), name="certificate.refuse"),
    path(f"{DESK}<uuid:certificate>/revoke/", views.Revoke.as_view(), name="certificate.revoke"),
    path("certificates/<str:number>/", public.Register.as_view(), name="certificate.public"),
    path("credentials/status/<int:number>", public.StatusList.as_view(), name="certificate.status_list"),
    path(".well-known/did.json", public.DidDocument.as_view(), name="certificate.did"),
]
api = [
    path("api/v1/certificates", rest.Certificates.as_view(), name="api.certificate.list"),
    path("api/v1/datasets/<uuid:dataset>/certificates", rest.OfDataset.as_view(), name="api.certificate.request"),
    path("api/v1/datasets/<uuid:dataset>/rights/end", rest.RightEnded.as_view(), name="api.rights.end"),
    path(ONE, rest.One.as_view(), name="api.certificate.one"),
    path(f"{ONE}/withdraw", rest.Withdraw.as_view(), name="api.certificate.withdraw"),
    path(f"{ONE}/issue", rest.Issue.as_view(), name="api.certificate.issue"),
    path(f"{ONE}/refuse", rest.Refuse.as_view(), name="api.certificate.refuse"),
    path(f"{ONE}/revoke", rest.Revoke.as_view(), name="api.certificate.revoke"),
]
