"""Index of the exchange's models: Django looks here. Each slice keeps its own."""

from exchange.agreement.models import Agreement, Condition, Evidence, Signature, SigningKey
from exchange.audit.models import Checkpoint, Entry, LogHead, Node
from exchange.clearance.models import Clearance, ClearanceAlert, ExportDay, ExportDeclaration
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
from exchange.pilot.models import Pilot, PilotDeviation, PilotParticipant, PilotUse
from exchange.price.models import PriceFact, PricePeriod
from exchange.revenue.models import DatasetCost
from exchange.settlement.models import Deposit, Escrow, Institution, LedgerAccount, LedgerEntry, LedgerTransaction, Payout
from exchange.supervision.models import StopOrder
from exchange.trade_request.models import Message, Proposal, TradeRequest
from exchange.transfer.models import Access, DownloadLink, Projection, Transfer

__all__ = [
    "Access",
    "Agreement",
    "ClearanceAlert",
    "CaseNumber",
    "Checkpoint",
    "Clearance",
    "Condition",
    "ControlGroup",
    "ControlMember",
    "DatasetCost",
    "Deposit",
    "Determination",
    "DownloadLink",
    "Entry",
    "Escrow",
    "Evidence",
    "ExportCase",
    "ExportDay",
    "ExportDeclaration",
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
    "Pilot",
    "PilotDeviation",
    "PilotParticipant",
    "PilotUse",
    "PriceFact",
    "PricePeriod",
    "Projection",
    "Proposal",
    "Reservation",
    "Signature",
    "SigningKey",
    "StopOrder",
    "SubjectDigest",
    "SubjectSet",
    "TradeRequest",
    "Transfer",
    "YearCount",
]
