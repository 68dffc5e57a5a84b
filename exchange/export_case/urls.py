"""Addresses of export cases."""

from __future__ import annotations

from django.urls import path

from exchange.export_case.api import cases, documents

_API = "api/v1/export-cases"
_ONE = f"{_API}/<uuid:case>"

pages: list[object] = []
api = [
    path(_API, cases.Cases.as_view(), name="api.export_cases"),
    path(_ONE, cases.OneCase.as_view(), name="api.export_case"),
    path(f"{_ONE}/documents", documents.Dossier.as_view(), name="api.export_case.documents"),
    path(f"{_ONE}/documents/<slug:code>", documents.Document.as_view(), name="api.export_case.document"),
    path(f"{_ONE}/documents/<slug:code>/generate", documents.Generate.as_view(), name="api.export_case.generate"),
    path(f"{_ONE}/papers/<uuid:document>", documents.PaperContent.as_view(), name="api.export_case.paper"),
    path(f"{_ONE}/legal-document", documents.LegalDocuments.as_view(), name="api.export_case.legal_document"),
    path(f"{_ONE}/submit", cases.Submit.as_view(), name="api.export_case.submit"),
    path(f"{_ONE}/supply", cases.Supply.as_view(), name="api.export_case.supply"),
    path(f"{_ONE}/withdraw", cases.Withdraw.as_view(), name="api.export_case.withdraw"),
    path(f"{_ONE}/reevaluate", cases.Reevaluate.as_view(), name="api.export_case.reevaluate"),
    path(f"{_ONE}/decide", cases.Decide.as_view(), name="api.export_case.decide"),
    path(f"{_ONE}/decline", cases.Decline.as_view(), name="api.export_case.decline"),
    path(f"{_ONE}/end-filing", cases.EndFiling.as_view(), name="api.export_case.end_filing"),
    path(f"{_ONE}/ask-for-papers", cases.AskForPapers.as_view(), name="api.export_case.ask_for_papers"),
    path(f"{_ONE}/extend", cases.Extend.as_view(), name="api.export_case.extend"),
    path(f"{_ONE}/opinions", cases.Opine.as_view(), name="api.export_case.opine"),
    path(f"{_ONE}/outcomes", cases.Outcomes.as_view(), name="api.export_case.outcomes"),
    path(f"{_ONE}/outcomes/confirm", cases.ConfirmOutcome.as_view(), name="api.export_case.confirm_outcome"),
    path(f"{_ONE}/outcomes/decline", cases.DeclineOutcome.as_view(), name="api.export_case.decline_outcome"),
    path(f"{_ONE}/letters", cases.Letters.as_view(), name="api.export_case.letters"),
]
