"""Index of the exchange's background work: Celery looks here."""

from exchange.audit.tasks import seal
from exchange.transfer.tasks import close_ended

__all__ = ["close_ended", "seal"]
