"""Index of the catalogue's background work: Celery looks here."""

from catalog.interchange.tasks import run_imports
from catalog.regrading.tasks import check_gradings
from catalog.scan.tasks import run_scans

__all__ = ["check_gradings", "measure_quality", "run_imports", "run_scans"]
from catalog.quality.tasks import measure_quality
