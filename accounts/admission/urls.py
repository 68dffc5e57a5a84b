"""Addresses of admission: the applicant's pages, the exchange's queue, and the API."""

from __future__ import annotations

from django.urls import path

from accounts.admission import api as rest
from accounts.admission.views import applicant, exchange, papers

OWN = "workspace/<uuid:organization>/organization/"
QUEUE = "workspace/<uuid:organization>/verification/"
ONE = f"{QUEUE}<uuid:subject>/"
REST = "api/v1/organizations"

pages = [
    path("organizations/register/", applicant.Register.as_view(), name="organization.register"),
    path(OWN, applicant.Detail.as_view(), name="organization.detail"),
    path(f"{OWN}particulars/", applicant.Amend.as_view(), name="organization.amend"),
    path(f"{OWN}renew/", applicant.Renew.as_view(), name="organization.renew"),
    path(f"{OWN}apply/", applicant.Apply.as_view(), name="organization.apply"),
    path(f"{OWN}close/", applicant.Close.as_view(), name="organization.close"),
    path(f"{OWN}papers/", papers.Add.as_view(), name="organization.add_paper"),
    path(f"{OWN}papers/<uuid:paper>/", papers.Download.as_view(), name="organization.paper"),
    path(f"{OWN}papers/<uuid:paper>/remove/", papers.Remove.as_view(), name="organization.remove_paper"),
    path(QUEUE, exchange.Queue.as_view(), name="verification.queue"),
    path(ONE, exchange.Decide.as_view(), name="verification.decide"),
    path(f"{ONE}verify/", exchange.Verify.as_view(), name="verification.verify"),
    path(f"{ONE}return/", exchange.Return.as_view(), name="verification.return"),
    path(f"{ONE}refuse/", exchange.Refuse.as_view(), name="verification.refuse"),
    path(f"{ONE}suspend/", exchange.Suspend.as_view(), name="verification.suspend"),
    path(f"{ONE}resume/", exchange.Resume.as_view(), name="verification.resume"),
]
api = [
    path(REST, rest.Organizations.as_view(), name="api.organization.list"),
    path(f"{REST}/<uuid:organization>", rest.One.as_view(), name="api.organization.detail"),
    path(f"{REST}/<uuid:organization>/checklist", rest.Checklist.as_view(), name="api.organization.checklist"),
    path(f"{REST}/<uuid:organization>/papers", rest.Papers.as_view(), name="api.organization.papers"),
    path(f"{REST}/<uuid:organization>/papers/<uuid:paper>", rest.PaperOne.as_view(), name="api.organization.paper"),
    path(f"{REST}/<uuid:organization>/papers/<uuid:paper>/content", rest.PaperContent.as_view(), name="api.organization.paper_content"),
    path(f"{REST}/<uuid:organization>/apply", rest.Apply.as_view(), name="api.organization.apply"),
    path(f"{REST}/<uuid:organization>/renew", rest.Renew.as_view(), name="api.organization.renew"),
    path(f"{REST}/<uuid:organization>/verify", rest.Verify.as_view(), name="api.organization.verify"),
    path(f"{REST}/<uuid:organization>/return", rest.Return.as_view(), name="api.organization.return"),
    path(f"{REST}/<uuid:organization>/refuse", rest.Refuse.as_view(), name="api.organization.refuse"),
    path(f"{REST}/<uuid:organization>/suspend", rest.Suspend.as_view(), name="api.organization.suspend"),
    path(f"{REST}/<uuid:organization>/resume", rest.Resume.as_view(), name="api.organization.resume"),
    path(f"{REST}/<uuid:organization>/close", rest.Close.as_view(), name="api.organization.close"),
]
