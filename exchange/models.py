"""Index of the exchange's models: Django looks here. Each slice keeps its own."""

from exchange.agreement.models import Agreement, Condition, Evidence, Signature, SigningKey
from exchange.audit.models import Checkpoint, Entry, LogHead, Node
from exchange.determination.models import (
    ControlGroup,
    ControlMember,
    Determination,
    FactSheet,
    ListEdition,
    ListRow,
    OutsideStatement,
    Reservation,
    SubjectDigest,
    SubjectSet,
    YearCount,
)
from exchange.export_case.models import CaseNumber, ExportCase, LegalDocument, Letter, Opinion, Outcome, Paper, PaperRequest, PaperText
from exchange.settlement.models import Deposit, Escrow, Institution, LedgerAccount, LedgerEntry, LedgerTransaction, Payout
from exchange.trade_request.models import Message, Proposal, TradeRequest
from exchange.transfer.models import Access, DownloadLink, Transfer

__all__ = [
    "Access",
    "Agreement",
    "CaseNumber",
    "Checkpoint",
    "Condition",
    "ControlGroup",
    "ControlMember",
    "Deposit",
    "Determination",
    "DownloadLink",
    "Entry",
    "Escrow",
    "Evidence",
    "ExportCase",
    "FactSheet",
    "Institution",
    "LedgerAccount",
    "LedgerEntry",
    "LedgerTransaction",
    "LegalDocument",
    "Letter",
    "ListEdition",
    "ListRow",
    "LogHead",
    "Message",
    "Node",
    "Opinion",
    "Outcome",
    "OutsideStatement",
    "Paper",
    "PaperRequest",
    "PaperText",
    "Payout",
    "Proposal",
    "Reservation",
    "Signature",
    "SigningKey",
    "SubjectDigest",
    "SubjectSet",
    "TradeRequest",
    "Transfer",
    "YearCount",
]
