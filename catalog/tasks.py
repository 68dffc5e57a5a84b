"""Index of the catalogue's background work: Celery looks here."""

from catalog.indexing.tasks import run_reindexing
from catalog.interchange.tasks import run_imports
from catalog.scan.tasks import run_scans
from catalog.watch.tasks import tell_searches

__all__ = ["run_imports", "run_reindexing", "run_scans", "tell_searches"]
