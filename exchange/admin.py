"""Index of the exchange's registers: the console looks here."""

from exchange.audit.admin import CheckpointRegister, EntryRegister, EventRegister

__all__ = ["CheckpointRegister", "EntryRegister", "EventRegister"]
