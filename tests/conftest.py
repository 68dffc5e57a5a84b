"""Fixtures for every test. Servers come from tests/services.py, which has to be loaded earlier than any conftest."""

from __future__ import annotations

from tests.browser import browser_type_launch_args
from tests.cast import _database, consumer, operator, outsider, overseas, provider, regulator
from tests.databases import celery_worker, committed_db, django_db_setup, owner_connection, services, transactional_db

__all__ = [
    "_database", "consumer", "operator", "outsider", "overseas", "provider", "regulator",
    "browser_type_launch_args", "celery_worker", "committed_db", "django_db_setup", "owner_connection", "services", "transactional_db",
]
