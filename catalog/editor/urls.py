"""Addresses of the provider's pages around a dataset."""

from __future__ import annotations

from django.urls import URLPattern, path

from catalog.editor import deciding, saying, scanning, steps, views

OWN = "workspace/<uuid:organization>/datasets/"
ONE = f"{OWN}<uuid:dataset>/"

pages = [
    path(OWN, views.Own.as_view(), name="dataset.own"),
    path(f"{OWN}new/", views.New.as_view(), name="dataset.new"),
    path(ONE, views.Edit.as_view(), name="dataset.edit"),
    path(f"{ONE}describe/", views.Describe.as_view(), name="dataset.describe"),
    path(f"{ONE}fields/", views.Fields.as_view(), name="dataset.fields"),
    path(f"{ONE}rights/", steps.Rights.as_view(), name="dataset.rights"),
    path(f"{ONE}rights/evidence/", steps.AddEvidence.as_view(), name="dataset.add_evidence"),
    path(f"{ONE}rights/evidence/<uuid:evidence>/remove/", steps.RemoveEvidence.as_view(), name="dataset.remove_evidence"),
    path(f"{ONE}files/", steps.Files.as_view(), name="dataset.files"),
    path(f"{ONE}files/<uuid:distribution>/remove/", steps.RemoveFile.as_view(), name="dataset.remove_file"),
    path(f"{ONE}files/<uuid:distribution>/scan/", scanning.Scanning.as_view(), name="dataset.scan"),
    path(f"{ONE}files/<uuid:distribution>/scan/<uuid:scan>/cancel/", scanning.Cancel.as_view(), name="dataset.cancel_scan"),
    path(f"{ONE}files/<uuid:distribution>/scan/<uuid:scan>/sample/", scanning.Sample.as_view(), name="dataset.scan_sample"),
    path(f"{ONE}grading/lower/", scanning.Lower.as_view(), name="dataset.lower"),
    path(f"{ONE}sample/", steps.Sample.as_view(), name="dataset.sample"),
    path(f"{ONE}offers/", steps.Offers.as_view(), name="dataset.offers"),
    path(f"{ONE}offers/<uuid:offer>/close/", steps.CloseOffer.as_view(), name="dataset.close_offer"),
    path(f"{ONE}service/", saying.Service.as_view(), name="dataset.service"),
    path(f"{ONE}quality/", saying.Quality.as_view(), name="dataset.quality"),
    path(f"{ONE}readers/", saying.Audience.as_view(), name="dataset.audience"),
    path(f"{ONE}questions/", saying.Questions.as_view(), name="dataset.questions"),
    path(f"{ONE}preview/", saying.Preview.as_view(), name="dataset.preview"),
    path(f"{ONE}revoke/", saying.Revoke.as_view(), name="dataset.revoke"),
    path(f"{ONE}grading/", deciding.Classify.as_view(), name="dataset.classify"),
    path(f"{ONE}grading/confirm/", deciding.Confirm.as_view(), name="classification.confirm"),
    path("workspace/<uuid:organization>/lowerings/", scanning.Lowerings.as_view(), name="lowering.waiting"),
    path("workspace/<uuid:organization>/lowerings/<uuid:lowering>/", scanning.Decide.as_view(), name="lowering.decide"),
    path(f"{ONE}submit/", deciding.Submit.as_view(), name="dataset.submit"),
    path(f"{ONE}take-back/", deciding.TakeBack.as_view(), name="dataset.take_back"),
    path(f"{ONE}revise/", deciding.Revise.as_view(), name="dataset.revise"),
    path(f"{ONE}discard/", deciding.Discard.as_view(), name="dataset.discard"),
    path(f"{ONE}withdraw/", deciding.Withdraw.as_view(), name="dataset.withdraw"),
]
api: list[URLPattern] = []
