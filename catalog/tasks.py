"""Index of the catalogue's background work: Celery looks here."""

from catalog.harvest.tasks import run_harvests
from catalog.indexing.tasks import run_reindexing
from catalog.interchange.tasks import run_imports
from catalog.quality.tasks import measure_quality
from catalog.regrading.tasks import check_gradings
from catalog.scan.tasks import run_scans
from catalog.watch.tasks import tell_searches

__all__ = ["check_gradings", "measure_quality", "run_harvests", "run_imports", "run_reindexing", "run_scans", "tell_searches"]
