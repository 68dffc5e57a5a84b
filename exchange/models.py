"""Index of the exchange's models: Django looks here. Each slice keeps its own."""

from exchange.agreement.models import Agreement, Condition, Evidence, Signature, SigningKey
from exchange.audit.models import Checkpoint, Entry, LogHead, Node
from exchange.trade_request.models import Message, Proposal, TradeRequest

__all__ = [
    "Agreement",
    "Checkpoint",
    "Condition",
    "Entry",
    "Evidence",
    "LogHead",
    "Message",
    "Node",
    "Proposal",
    "Signature",
    "SigningKey",
    "TradeRequest",
]
