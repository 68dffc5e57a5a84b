"""Addresses of export cases."""

from __future__ import annotations

from django.urls import path

from exchange.export_case.api import cases, documents
from exchange.export_case.views import dossier, pages as reading, steps

_API = "api/v1/export-cases"
_ONE = f"{_API}/<uuid:case>"

_DESK = "workspace/<uuid:organization>/border/"
_CASE = f"{_DESK}cases/<uuid:case>/"
_STEPS = {
    "submit": steps.Submit, "supply": steps.Supply, "withdraw": steps.Withdraw, "reevaluate": steps.Reevaluate, "accept": steps.Accept, "decline": steps.Decline,
    "end_filing": steps.EndFiling, "return": steps.Return, "ask": steps.Ask, "extend": steps.Extend, "opine": steps.Opine, "decide": steps.Decide,
    "record_outcome": steps.RecordOutcome, "confirm_outcome": steps.ConfirmOutcome,
}  # fmt: skip

pages = [
    path(_DESK, reading.Border.as_view(), name="export_case.border"),
    path(f"{_DESK}open/<uuid:agreement>/", dossier.Open.as_view(), name="export_case.open"),
    path(_CASE, reading.Case.as_view(), name="export_case.case"),
    path(f"{_CASE}papers/<slug:code>/", dossier.Paper.as_view(), name="export_case.paper"),
    path(f"{_CASE}files/<uuid:document>/", dossier.File.as_view(), name="export_case.file"),
    path(f"{_CASE}legal-document/", dossier.StateDocument.as_view(), name="export_case.document"),
    path(f"{_CASE}letters/<uuid:writ>/", reading.OneLetter.as_view(), name="export_case.letter"),
    *(path(f"{_CASE}{name.replace('_', '-')}/", view.as_view(), name=f"export_case.{name}") for name, view in _STEPS.items()),
]
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
