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
from exchange.settlement.models import Deposit, Escrow, Institution, LedgerAccount, LedgerEntry, LedgerTransaction, Payout
from exchange.trade_request.models import Message, Proposal, TradeRequest
from exchange.transfer.models import Access, DownloadLink, Transfer

__all__ = [
    "Access",
    "Agreement",
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
    "FactSheet",
    "Institution",
    "LedgerAccount",
    "LedgerEntry",
    "LedgerTransaction",
    "ListEdition",
    "ListRow",
    "LogHead",
    "Message",
    "Node",
    "OutsideStatement",
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
