"""Index of the exchange's registers: the console looks here."""

from exchange.agreement.admin import AgreementRegister, ConditionRegister, EvidenceRegister, SignatureRegister, SigningKeyRegister
from exchange.audit.admin import CheckpointRegister, EntryRegister, EventRegister
from exchange.export_case.admin import ExportCaseRegister, LetterRegister, OutcomeRegister
from exchange.settlement.admin import (
    DepositRegister,
    EscrowRegister,
    InstitutionRegister,
    LedgerAccountRegister,
    LedgerEntryRegister,
    LedgerTransactionRegister,
    PayoutRegister,
)
from exchange.trade_request.admin import ProposalRegister, TradeRequestRegister
from exchange.transfer.admin import AccessRegister, TransferRegister

__all__ = [
    "AccessRegister",
    "AgreementRegister",
    "CheckpointRegister",
    "ConditionRegister",
    "DepositRegister",
    "EntryRegister",
    "EscrowRegister",
    "EventRegister",
    "EvidenceRegister",
    "ExportCaseRegister",
    "InstitutionRegister",
    "LedgerAccountRegister",
    "LedgerEntryRegister",
    "LedgerTransactionRegister",
    "LetterRegister",
    "OutcomeRegister",
    "PayoutRegister",
    "ProposalRegister",
    "SignatureRegister",
    "SigningKeyRegister",
    "TradeRequestRegister",
    "TransferRegister",
]
