"""The cast and the scenes it plays most often are played once in a process, and kept as databases that tests begin from.

A test that asks for a provider and a buyer finds what their acts left, and nobody else: the same rows as if they had been played for
it alone, since every set of names has a database of its own, cloned from that of the set before it. A test that asks for a scene
(`listed`, `started`, `exported`, `cleared`) gets the row that the scene left, with all that led to it.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.utils import translation
from pytest_django.plugin import blocking_manager_key

from tests import cast, databases, sample
from tests.factories.catalog import dataset_listed
from tests.factories.clearance import export_cleared
from tests.factories.export_case import export_deal
from tests.factories.money import transfer_in

Played = dict[str, Any]
MAKERS: dict[str, Callable[[Played], Any]] = {
    "operator": lambda _: cast.make_operator(),
    "regulator": lambda _: cast.make_regulator(),
    "provider": lambda said: cast.make_provider(said["operator"]),
    "consumer": lambda said: cast.make_consumer(said["operator"]),
    "overseas": lambda said: cast.make_overseas(said["operator"]),
    "outsider": lambda said: cast.make_outsider(said["operator"]),
    "listed": lambda said: dataset_listed(said["provider"], said["operator"]),
    "started": lambda said: transfer_in("STARTED", said["provider"], said["consumer"], said["operator"]),
    "exported": lambda said: export_deal(said["provider"], said["overseas"], said["operator"]),
    "cleared": lambda said: export_cleared(said["provider"], said["overseas"], said["operator"]),
}
NEEDS = {
    "provider": ("operator",), "consumer": ("operator",), "overseas": ("operator",), "outsider": ("operator",), "listed": ("operator", "provider"),
    "started": ("operator", "provider", "consumer"), "exported": ("operator", "provider", "overseas"),
    "cleared": ("operator", "provider", "overseas"),
}  # fmt: skip
CLONED = {"committed_db", "transactional_db"}
DATABASES = {"db", *CLONED}
_played: dict[tuple[str, ...], Played] = {}


def _name(members: tuple[str, ...]) -> str:
    return "_".join((databases.own(), *(member[:3] for member in members)))


def _play(members: tuple[str, ...]) -> Played:
    """The database of these members, made when it is first asked for, and who they are."""
    if not members or members in _played:
        return _played.get(members, {})
    *before, newcomer = members
    said = _play(tuple(before))
    name = _name(members)
    connections["default"].close()  # nobody may be in what is cloned
    databases.drop(name)
    databases.clone(name, _name(tuple(before)) if before else None)
    databases.use(name)
    apart: Any = transaction.atomic()
    apart._from_testcase = True  # a use case's own durable transaction may begin inside it
    with translation.override("en"), apart:
        made = MAKERS[newcomer](said)
        connection.run_on_commit.clear()  # no worker listens
    _played[members] = said | {newcomer: made}
    return _played[members]


def begin(item: pytest.Item) -> None:
    """Before any fixture of the test: its connections go to the database of the cast it names, or of the sample."""
    asked = set(getattr(item, "fixturenames", ()))
    if loaded := asked & set(sample.LOADED):
        with item.config.stash[blocking_manager_key].unblock():
            return sample.begin(loaded.pop())
    asked |= {needed for name in asked & set(NEEDS) for needed in NEEDS[name]}
    members = tuple(member for member in MAKERS if member in asked)
    if not members and not asked & DATABASES and item.get_closest_marker("django_db") is None:
        return  # it asks no database: the next one may want the connection as it is
    with item.config.stash[blocking_manager_key].unblock():
        said = _play(members)
        databases.use(_name(members))
        if asked & CLONED:
            connections["default"].close()  # here too, not in the fixture only: beside a browser's loop that one has other connections
    item.stash[SAID] = said


SAID = pytest.StashKey[Played]()


def _kept(name: str) -> Any:
    """The fixture of one name, as it stood when everything had been played."""

    def kept(request: pytest.FixtureRequest, _database: None) -> Any:
        return copy.deepcopy(request.node.stash[SAID][name])

    return pytest.fixture(kept, name=name)


operator, regulator, provider, consumer, overseas, outsider, listed, started, exported, cleared = map(_kept, MAKERS)
