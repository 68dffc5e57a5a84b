"""Index of the exchange's models: Django looks here. Each slice keeps its own."""

from exchange.audit.models import Checkpoint, Entry, LogHead, Node

__all__ = ["Checkpoint", "Entry", "LogHead", "Node"]
