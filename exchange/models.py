"""Index of the exchange's models: Django looks here. Each slice keeps its own."""

from exchange.agreement.models import Agreement, Condition, Evidence, Signature, SigningKey
from exchange.audit.models import Checkpoint, Entry, LogHead, Node
from exchange.settlement.models import Deposit, Escrow, Institution, LedgerAccount, LedgerEntry, LedgerTransaction, Payout
from exchange.trade_request.models import Message, Proposal, TradeRequest
from exchange.transfer.models import Access, DownloadLink, Transfer

__all__ = [
    "Access",
    "Agreement",
    "Checkpoint",
    "Condition",
    "Deposit",
    "DownloadLink",
    "Entry",
    "Escrow",
    "Evidence",
    "Institution",
    "LedgerAccount",
    "LedgerEntry",
    "LedgerTransaction",
    "LogHead",
    "Message",
    "Node",
    "Payout",
    "Proposal",
    "Signature",
    "SigningKey",
    "TradeRequest",
    "Transfer",
]
