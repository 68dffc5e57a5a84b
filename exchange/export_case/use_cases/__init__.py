"""The acts on a case, one file for each part of its life."""

from exchange.export_case.use_cases.decision import ask_reevaluation, decide
from exchange.export_case.use_cases.dossier import add_paper, fill, generate_paper, open_case, open_paper, state_document
from exchange.export_case.use_cases.expiry import close_ended, end, escalate, lapse, remind
from exchange.export_case.use_cases.exporter import open_, submit, supply, withdraw
from exchange.export_case.use_cases.intake import accept, decline, end_filing, return_
from exchange.export_case.use_cases.outcome import confirm_outcome, decline_outcome, record_outcome
from exchange.export_case.use_cases.review import ask_for_papers, extend, opine

__all__ = [
    "accept", "add_paper", "ask_for_papers", "ask_reevaluation", "close_ended", "confirm_outcome", "decide", "decline", "decline_outcome", "end", "end_filing", "escalate", "extend",
    "fill", "generate_paper", "lapse", "open_", "open_case", "open_paper", "opine", "record_outcome", "remind", "return_", "state_document", "submit", "supply", "withdraw",
]
