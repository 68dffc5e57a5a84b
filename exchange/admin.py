"""Index of the exchange's registers: the console looks here."""

from exchange.agreement.admin import AgreementRegister, ConditionRegister, EvidenceRegister, SignatureRegister, SigningKeyRegister
from exchange.audit.admin import CheckpointRegister, EntryRegister, EventRegister
from exchange.trade_request.admin import ProposalRegister, TradeRequestRegister

__all__ = [
    "AgreementRegister",
    "CheckpointRegister",
    "ConditionRegister",
    "EntryRegister",
    "EventRegister",
    "EvidenceRegister",
    "ProposalRegister",
    "SignatureRegister",
    "SigningKeyRegister",
    "TradeRequestRegister",
]
