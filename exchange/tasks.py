"""Index of the exchange's background work: Celery looks here."""

from exchange.audit.tasks import seal
from exchange.clearance.tasks import watch
from exchange.determination.tasks import erase
from exchange.export_case.tasks import close_cases
from exchange.price.tasks import count_prices
from exchange.supervision.tasks import count_days
from exchange.transfer.tasks import close_ended, go_on, make_files, prune, remove_files

__all__ = ["close_cases", "close_ended", "count_days", "count_prices", "erase", "go_on", "make_files", "prune", "remove_files", "seal", "watch"]
