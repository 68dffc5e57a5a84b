"""API clients: whose they are, what they may be given, when they end."""

from __future__ import annotations

import dataclasses

import pytest

from accounts.client import use_cases as clients
from accounts.client.authentication import actor_of_token
from accounts.client.models import Client
from accounts.member import use_cases as members
from kernel.actor import ActorKind
from kernel.errors import Conflict, Forbidden, FreshAuthenticationNeeded, Invalid, NotFound
from kernel.models import Event
from tests.cast import Party, bearer


def test_scopes_are_those_of_its_person(provider: Party) -> None:
    assert "member:invite" in clients.grantable(provider.owner) and "member:invite" not in clients.grantable(provider.steward)
    assert "organization:verify" not in clients.grantable(provider.owner) and "approval:ask" not in clients.grantable(provider.owner)
    with pytest.raises(Invalid):
        clients.create(provider.steward, "Loader", ["read", "member:invite"])
    with pytest.raises(Invalid):
        clients.create(provider.steward, "", [], days=0)


def test_a_client_gives_no_more_than_it_has(provider: Party) -> None:
    actor = actor_of_token(bearer(provider.owner, "read", "client:create").removeprefix("Bearer "))
    with pytest.raises(Invalid):
        clients.create(actor, "Second", ["member:invite"])
    assert clients.create(actor, "Second", ["read"]).client.responsible_id == provider.owner.person


def test_a_client_acts_by_scope_without_a_password(provider: Party) -> None:
    actor = actor_of_token(bearer(provider.owner, "read", "member:invite").removeprefix("Bearer "))
    members.invite(actor, "new@provider.example", ["viewer"])
    with pytest.raises(Forbidden):
        members.invite(dataclasses.replace(actor, scopes=frozenset({"read"})), "other@provider.example", ["viewer"])


def test_creating_asks_for_the_password_on_pages(provider: Party) -> None:
    with pytest.raises(FreshAuthenticationNeeded):
        clients.create(dataclasses.replace(provider.owner, fresh=False), "Loader", ["read"])


def test_rotating_and_revoking_are_for_those_concerned(provider: Party, outsider: Party) -> None:
    issued = clients.create(provider.steward, "Loader", ["read"])
    with pytest.raises(NotFound):
        clients.revoke(outsider.owner, issued.client.pk)
    for act in (clients.rotate, clients.revoke):
        with pytest.raises(Forbidden):
            act(provider.viewer, issued.client.pk)
    with pytest.raises(Forbidden):
        clients.rotate(provider.owner, issued.client.pk)  # an owner would learn a secret that acts as another person
    clients.revoke(provider.owner, issued.client.pk)
    with pytest.raises(Conflict):
        clients.revoke(provider.steward, issued.client.pk)
    with pytest.raises(Conflict):
        clients.rotate(provider.steward, issued.client.pk)


def test_no_event_holds_a_secret(provider: Party) -> None:
    issued = clients.create(provider.steward, "Loader", ["read"])
    assert not Event.objects.filter(payload__contains=issued.secret).exists()
    assert Client.objects.get().client_secret != issued.secret


def test_a_client_cannot_win_scopes_by_rotating_another_one(provider: Party) -> None:
    strong = clients.create(provider.owner, "Strong", ["read", "agreement:fund", "client:rotate"])
    weak = dataclasses.replace(provider.owner, kind=ActorKind.CLIENT, scopes=frozenset({"read", "client:rotate"}))
    with pytest.raises(Forbidden):
        clients.rotate(weak, strong.client.pk)
