"""Index of the exchange's registers: the console looks here."""

from exchange.agreement.admin import AgreementRegister, ConditionRegister, EvidenceRegister, SignatureRegister, SigningKeyRegister
from exchange.audit.admin import CheckpointRegister, EntryRegister, EventRegister
from exchange.clearance.admin import ClearanceRegister, ExportDeclarationRegister
from exchange.determination.admin import (
    ControlGroupRegister,
    DeterminationRegister,
    FactSheetRegister,
    ListEditionRegister,
    OutsideStatementRegister,
    ReservationRegister,
    YearCountRegister,
)
from exchange.export_case.admin import ExportCaseRegister, LetterRegister, OutcomeRegister
from exchange.pilot.admin import PilotRegister
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
    "ControlGroupRegister",
    "DepositRegister",
    "DeterminationRegister",
    "EntryRegister",
    "EscrowRegister",
    "EventRegister",
    "EvidenceRegister",
    "ExportCaseRegister",
    "ExportDeclarationRegister",
    "FactSheetRegister",
    "InstitutionRegister",
    "LedgerAccountRegister",
    "LedgerEntryRegister",
    "LedgerTransactionRegister",
    "LetterRegister",
    "ListEditionRegister",
    "OutcomeRegister",
    "OutsideStatementRegister",
    "PayoutRegister",
    "PilotRegister",
    "ProposalRegister",
    "ReservationRegister",
    "SignatureRegister",
    "SigningKeyRegister",
    "StopOrderRegister",
    "TradeRequestRegister",
    "TransferRegister",
    "YearCountRegister",
]
