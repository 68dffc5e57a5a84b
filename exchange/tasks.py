"""Index of the exchange's background work: Celery looks here."""

from exchange.audit.tasks import seal

__all__ = ["seal"]
