"""Fixtures of the kernel's tests: the specimen's table, and a clock, a nudge and keys that remember nothing of the test before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from pytest_django import Settings

from kernel import clock, keys, nudge
from tests.databases import CommittedDatabase
from tests.kernel.specimen import CREATE


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    yield
    clock.forget_offset()
    nudge._resting_until = 0.0
    nudge._just_asked.clear()
    keys._open_keys = keys._OpenKeys()


@pytest.fixture
def specimens(db: None) -> None:
    """The specimen's table, for a test that is rolled back."""
    with connection.cursor() as cursor:
        cursor.execute(CREATE.format(kind="temporary"))


@pytest.fixture
def committed_specimens(committed_db: CommittedDatabase, owner_connection: psycopg.Connection) -> CommittedDatabase:
    """The specimen's table, for a test that commits."""
    owner_connection.execute(CREATE.format(kind=""))
    owner_connection.execute("grant select, insert, update, delete on kernel_specimen to public")
    return committed_db


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Blobs are stored here, in parts of 1 MiB, up to 500 MiB."""
    settings.STORAGES = settings.STORAGES | {"blobs": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}}
    settings.BLOB_PART_BYTES = 1024 * 1024
    settings.BLOB_LARGEST = 500 * 1024 * 1024
    return tmp_path
