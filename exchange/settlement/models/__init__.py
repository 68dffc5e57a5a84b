"""The tables of settlement: the ledger, and what moves it."""

from exchange.settlement.models.ledger import Institution, LedgerAccount, LedgerEntry, LedgerTransaction
from exchange.settlement.models.movement import Deposit, Escrow, Payout

__all__ = ["Deposit", "Escrow", "Institution", "LedgerAccount", "LedgerEntry", "LedgerTransaction", "Payout"]
