"""The cast is played once in a process for each set of its members, and kept as a database that tests begin from.

A test that asks for a provider and a buyer finds what their acts left, and nobody else: the same rows as if they had been played for
it alone, since every set has a database of its own, cloned from that of the set before it.
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

MAKERS: dict[str, Callable[..., cast.Party]] = {
    "operator": cast.make_operator, "regulator": cast.make_regulator, "provider": cast.make_provider, "consumer": cast.make_consumer,
    "overseas": cast.make_overseas, "outsider": cast.make_outsider,
}  # fmt: skip
ALONE = ("operator", "regulator")
DATABASES = {"db", "committed_db", "transactional_db"}
Parties = dict[str, cast.Party]
_played: dict[tuple[str, ...], Parties] = {}


def _name(members: tuple[str, ...]) -> str:
    return "_".join((databases.own(), *(member[:3] for member in members)))


def _play(members: tuple[str, ...]) -> Parties:
    """The database of these members, made when it is first asked for, and who they are."""
    if not members or members in _played:
        return _played.get(members, {})
    *before, newcomer = members
    parties = _play(tuple(before))
    name = _name(members)
    connections["default"].close()  # nobody may be in what is cloned
    databases.drop(name)
    databases.clone(name, _name(tuple(before)) if before else None)
    databases.use(name)
    apart: Any = transaction.atomic()
    apart._from_testcase = True  # a use case's own durable transaction may begin inside it
    with translation.override("en"), apart:
        maker = MAKERS[newcomer]
        party = maker() if newcomer in ALONE else maker(parties["operator"])
        connection.run_on_commit.clear()  # no worker listens
    _played[members] = parties | {newcomer: party}
    return _played[members]


def begin(item: pytest.Item) -> None:
    """Before any fixture of the test: its connections go to the database of the cast it names, or of the sample."""
    asked = set(getattr(item, "fixturenames", ()))
    if loaded := asked & set(sample.LOADED):
        with item.config.stash[blocking_manager_key].unblock():
            return sample.begin(loaded.pop())
    if asked & (set(MAKERS) - set(ALONE)):
        asked.add("operator")  # who verified them
    members = tuple(member for member in MAKERS if member in asked)
    if not members and not asked & DATABASES and item.get_closest_marker("django_db") is None:
        return  # it asks no database: the next one may want the connection as it is
    with item.config.stash[blocking_manager_key].unblock():
        parties = _play(members)
        databases.use(_name(members))
    item.stash[PARTIES] = parties


PARTIES = pytest.StashKey[Parties]()


def member(name: str) -> Any:
    """The fixture of one member, as it stood when the cast had been played."""

    def party(request: pytest.FixtureRequest, _database: None) -> cast.Party:
        return copy.deepcopy(request.node.stash[PARTIES][name])

    party.__doc__ = MAKERS[name].__doc__
    return pytest.fixture(party, name=name)


operator, regulator, provider, consumer, overseas, outsider = map(member, MAKERS)
