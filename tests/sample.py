"""The sample exchange, loaded once in a run and cloned for every test that asks for it: loading takes longer than most tests.

It is kept twice: when its people and datasets are there, and when they have traded.
"""

from __future__ import annotations

import fcntl
import os
import pickle
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from seeds.sample import load
from tests import databases
from tests.services import TEMPLATE_VARIABLE


def _home(name: str) -> Path:
    return Path(os.environ["TEST_STATE"]) / name


def _database_of(name: str) -> str:
    return f"{os.environ[TEMPLATE_VARIABLE]}_{name}"


@contextmanager
def _alone(name: str) -> Iterator[None]:
    """One of the run's processes loads; the others wait for it."""
    with (_home(name).with_suffix(".lock")).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _making(name: str, template: str | None) -> Iterator[None]:
    """Work on a new database of that name. Files are named by their digest, so those of other tests beside them do no harm."""
    databases.connections.close_all()
    databases.drop(_database_of(name))
    databases.clone(_database_of(name), template)
    databases.use(_database_of(name))
    try:
        yield
    finally:
        databases.connections.close_all()


def _peopled() -> load.Sample:
    """The sample before anybody trades, loaded by whoever comes first."""
    home = _home("peopled")
    with _alone("peopled"):
        if not (home / "files").exists():
            shutil.rmtree(home, ignore_errors=True)
            with _making("peopled", None):
                found = load.peopled(home / "keys", say=lambda line: None)
            (home / "said").write_bytes(pickle.dumps(found))
            shutil.copytree(os.environ["FILES_ROOT"], home / "files")
    shutil.copytree(home / "files", os.environ["FILES_ROOT"], dirs_exist_ok=True)
    said: load.Sample = pickle.loads((home / "said").read_bytes())  # noqa: S301 - what this run wrote
    return said


def _played() -> None:
    home = _home("played")
    with _alone("played"):
        if not (home / "files").exists():
            shutil.rmtree(home, ignore_errors=True)
            before = _peopled()
            with _making("played", _database_of("peopled")):
                load.played(before, say=lambda line: None)
            shutil.copytree(os.environ["FILES_ROOT"], home / "files")
    shutil.copytree(home / "files", os.environ["FILES_ROOT"], dirs_exist_ok=True)


LOADED: dict[str, Callable[[], Any]] = {"peopled": _peopled, "sample": _played}


def begin(name: str) -> None:
    """The test's own database will be cloned from this one."""
    LOADED[name]()
    databases.use(_database_of("peopled" if name == "peopled" else "played"))


@pytest.fixture
def peopled(committed_db: databases.CommittedDatabase) -> load.Sample:
    """A clone with the sample's people and datasets, dropped afterwards."""
    return _peopled()


@pytest.fixture
def sample(committed_db: databases.CommittedDatabase) -> Path:
    """A clone of the whole loaded exchange, dropped afterwards; the folder of its clients' signing keys. Do not ask for `db` beside it."""
    return _home("peopled") / "keys"
