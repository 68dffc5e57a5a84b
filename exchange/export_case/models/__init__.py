"""Tables of the procedure: the case, its dossier, and what the desk said about it."""

from exchange.export_case.models.case import CaseNumber, ExportCase
from exchange.export_case.models.dossier import LegalDocument, Paper, PaperRequest, PaperText
from exchange.export_case.models.ruling import Letter, Opinion, Outcome

__all__ = ["CaseNumber", "ExportCase", "LegalDocument", "Letter", "Opinion", "Outcome", "Paper", "PaperRequest", "PaperText"]
