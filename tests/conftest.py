"""Fixtures for every test. Servers come from tests/services.py, which has to be loaded earlier than any conftest."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from kernel import clock
from tests.browser import browser_type_launch_args
from tests.databases import _database, celery_worker, committed_db, django_db_setup, owner_connection, services, transactional_db
from tests.sample import peopled, sample
from tests.staging import begin, cleared, consumer, exported, listed, operator, outsider, overseas, provider, regulator, started

__all__ = [
    "_database", "cleared", "consumer", "exported", "listed", "operator", "outsider", "overseas", "provider", "regulator", "started",
    "browser_type_launch_args", "celery_worker", "committed_db", "django_db_setup", "owner_connection", "peopled", "sample", "services", "transactional_db",
]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    begin(item)


@pytest.fixture(autouse=True)
def _clock_unmoved(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test begins at the real time and reads the movable clock only after moving it, so that statements can be counted."""
    monkeypatch.setattr(clock, "_read_every", 3600.0)
    monkeypatch.setattr(clock, "_offset_read", (time.monotonic(), timedelta()))
