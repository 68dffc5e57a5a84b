"""Index of the catalogue's background work: Celery looks here."""

from catalog.interchange.tasks import run_imports
from catalog.scan.tasks import run_scans

__all__ = ["run_imports", "run_scans"]
