"""Index of the catalogue's background work: Celery looks here."""

from catalog.interchange.tasks import run_imports

__all__ = ["run_imports"]
