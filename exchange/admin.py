"""Index of the exchange's registers: the console looks here."""

from exchange.agreement.admin import AgreementRegister, ConditionRegister, EvidenceRegister, SignatureRegister, SigningKeyRegister
from exchange.audit.admin import CheckpointRegister, EntryRegister, EventRegister
from exchange.clearance.admin import ClearanceRegister, ExportDeclarationRegister
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
from exchange.supervision.admin import StopOrderRegister
from exchange.trade_request.admin import ProposalRegister, TradeRequestRegister
from exchange.transfer.admin import AccessRegister, TransferRegister

__all__ = [
    "AccessRegister",
    "AgreementRegister",
    "CheckpointRegister",
    "ClearanceRegister",
    "ConditionRegister",
    "DepositRegister",
    "EntryRegister",
    "EscrowRegister",
    "EventRegister",
    "EvidenceRegister",
    "ExportCaseRegister",
    "ExportDeclarationRegister",
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
    "StopOrderRegister",
    "TradeRequestRegister",
    "TransferRegister",
]
