"""Fixtures on the database: each process works on its own clone of the migrated template, as the application's role.

`db` (pytest-django's) rolls every test back. `committed_db` gives one test a clone that it may really commit to, from many
threads and processes. Tables are never emptied between tests: the application's role may not, and the triggers forbid it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import uuid
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connections
from psycopg import sql

from launch.services import Services
from tests.services import ROOT, TEMPLATE_VARIABLE, database_of, with_database


def _as_owner(statement: sql.Composed) -> None:
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as connection:
        connection.execute(statement)


def clone(name: str, template: str | None = None) -> None:
    _as_owner(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template or os.environ[TEMPLATE_VARIABLE])))


def drop(name: str) -> None:
    for _try in range(20):
        try:
            return _as_owner(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        except psycopg.errors.InsufficientPrivilege:  # the server's own vacuum is in it, which nobody may end
            time.sleep(0.5)
    # an embedded server's databases go with it at the end of the run; a clone of this name is made anew only after a new start
    warnings.warn(f"the database {name} could not be dropped", stacklevel=2)


def own() -> str:
    """This process's clone of the template."""
    return database_of(os.environ["DATABASE_URL"])


def current() -> str:
    return str(connections.settings["default"]["NAME"])


def use(name: str) -> None:
    """Every connection opened from now on, in any thread, goes to `name`."""
    if name == current():
        return
    connections["default"].close()
    connections.settings["default"]["NAME"] = name
    connections["default"].settings_dict["NAME"] = name


@pytest.fixture(scope="session")
def django_db_setup() -> Iterator[None]:
    """Instead of pytest-django's own, which would create and migrate a database as the application's role."""
    drop(own())
    clone(own())
    yield
    connections.close_all()
    drop(own())


@dataclass(frozen=True, slots=True)
class CommittedDatabase:
    """`env` is what another process needs to work on the same clone."""

    name: str
    url: str
    owner_url: str
    env: dict[str, str]


@pytest.fixture
def _database(request: pytest.FixtureRequest) -> None:
    """The rolled-back database, unless the test commits to a clone of its own."""
    asked = next((name for name in ("committed_db", "transactional_db") if name in request.fixturenames), "db")
    request.getfixturevalue(asked)


@pytest.fixture
def committed_db(django_db_blocker: Any) -> Iterator[CommittedDatabase]:
    """A clone of this test's own, dropped afterwards. Do not ask for `db` beside it."""
    before = current()
    name = f"{own()}_{uuid.uuid4().hex[:8]}"
    url, owner_url = (with_database(os.environ[variable], name) for variable in ("DATABASE_URL", "DATABASE_OWNER_URL"))
    with django_db_blocker.unblock():
        connections["default"].close()
        clone(name, None if before == own() else before)
        use(name)
        try:
            yield CommittedDatabase(name, url, owner_url, dict(os.environ) | {"DATABASE_URL": url, "DATABASE_OWNER_URL": owner_url})
        finally:
            use(before)
            connections.close_all()
            drop(name)


@pytest.fixture
def transactional_db(committed_db: CommittedDatabase) -> CommittedDatabase:
    """What `live_server` asks for: a clone instead of emptied tables."""
    return committed_db


@pytest.fixture
def owner_connection(committed_db: CommittedDatabase) -> Iterator[psycopg.Connection]:
    """The owner's view of the same clone: what an attacker with the owner's password could do."""
    with psycopg.connect(committed_db.owner_url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def services(committed_db: CommittedDatabase, tmp_path: Path) -> Iterator[Services]:
    """Web, worker and beat as real processes on the clone, once the test starts them: what a small proof runs against."""
    env = committed_db.env | {"DJANGO_SETTINGS_MODULE": "settings.test"}
    parts = Services(env, tmp_path)
    try:
        yield parts
    finally:
        parts.stop()


@pytest.fixture
def celery_worker(committed_db: CommittedDatabase, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A real worker process on the same clone, ready to take tasks."""
    log = tmp_path / "worker.log"
    argv = [sys.executable, "-m", "celery", "-A", "settings.celery", "worker", "-P", "threads", "-c", "2", "--without-gossip", "--without-mingle", "-l", "INFO"]
    with log.open("wb") as out:
        worker = subprocess.Popen(argv, cwd=ROOT, env=committed_db.env, stdout=out, stderr=out)
    try:
        end = time.monotonic() + 120
        while b" ready." not in log.read_bytes():
            if worker.poll() is not None or time.monotonic() > end:
                pytest.fail(f"the worker did not start:\n{log.read_text()[-2000:]}")
            time.sleep(0.1)
        yield worker
    finally:
        worker.terminate()
        try:
            worker.wait(15)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()
