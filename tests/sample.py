"""The sample exchange, loaded once in a run and cloned for every test that asks for it: loading takes longer than most tests."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from seeds.sample.load import load
from tests import databases
from tests.services import TEMPLATE_VARIABLE, WORKER


def _home() -> Path:
    return Path(os.environ["TEST_STATE"]) / "sample"


@contextmanager
def _alone() -> Iterator[None]:
    """One of the run's processes loads; the others wait for it."""
    with (_home().with_suffix(".lock")).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _loaded(name: str) -> None:
    """Into a database of its own. Files are named by their digest, so those of other tests beside them do no harm."""
    before, done = databases.current(), _home() / "loaded"
    if done.exists():
        return
    databases.drop(name)
    databases.clone(name)
    databases.use(name)
    try:
        shutil.rmtree(_home(), ignore_errors=True)
        load(_home() / "keys", say=lambda line: None)
    finally:
        databases.use(before)
        databases.connections.close_all()
    shutil.copytree(os.environ["FILES_ROOT"], _home() / "files")
    done.touch()


@pytest.fixture
def sample(django_db_setup: None, django_db_blocker: Any) -> Iterator[Path]:
    """A clone of the loaded exchange, dropped afterwards; the folder of its clients' signing keys. Do not ask for `db` beside it."""
    before, template = databases.current(), os.environ[TEMPLATE_VARIABLE]
    loaded, name = f"{template}_sample", f"{template}_sample_{WORKER}"
    with django_db_blocker.unblock():
        with _alone():
            _loaded(loaded)
        shutil.copytree(_home() / "files", os.environ["FILES_ROOT"], dirs_exist_ok=True)
        databases.clone(name, loaded)
        databases.use(name)
        try:
            yield _home() / "keys"
        finally:
            databases.use(before)
            databases.connections.close_all()
            databases.drop(name)
