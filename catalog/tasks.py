"""Index of the catalogue's background work: Celery looks here."""

from catalog.interchange.tasks import run_imports
from catalog.quality.tasks import measure_quality
from catalog.scan.tasks import run_scans

__all__ = ["measure_quality", "run_imports", "run_scans"]
