"""From token to actor: what a machine may do follows its person, its own end, and its organization."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client as Browser
from oauth2_provider.models import get_access_token_model
from rest_framework.exceptions import AuthenticationFailed

from accounts.admission import use_cases as admission
from accounts.client import use_cases as clients
from accounts.client.authentication import actor_of_token
from accounts.client.models import Client
from accounts.member import use_cases as members
from accounts.member.models import Membership
from kernel import clock
from kernel.actor import ActorKind
from kernel.errors import Forbidden
from tests.cast import Party, bearer


def token_of(header: str) -> str:
    return header.removeprefix("Bearer ")


def ask(client_id: str, secret: str, **form: str) -> Any:
    pair = base64.b64encode(f"{client_id}:{secret}".encode()).decode()
    return Browser().post("/oauth/token", {"grant_type": "client_credentials", **form}, headers={"Authorization": f"Basic {pair}"})


def test_the_token_endpoint_gives_what_was_granted(provider: Party) -> None:
    issued = clients.create(provider.steward, "Loader", ["read", "client:create"])
    answer = ask(issued.client.client_id, issued.secret)
    assert answer.status_code == 200
    body = answer.json()
    assert body["token_type"] == "Bearer" and set(body["scope"].split()) == {"read", "client:create"}
    actor = actor_of_token(body["access_token"])
    assert (actor.kind, actor.id, actor.person) == (ActorKind.CLIENT, issued.client.pk, provider.steward.person)
    assert actor.roles == {"steward"} and actor.scopes == {"read", "client:create"} and not actor.fresh


def test_fewer_scopes_can_be_asked_for_but_no_others(provider: Party) -> None:
    issued = clients.create(provider.steward, "Loader", ["read", "client:create"])
    assert ask(issued.client.client_id, issued.secret, scope="read").json()["scope"] == "read"
    assert ask(issued.client.client_id, issued.secret, scope="member:invite").json()["error"] == "invalid_scope"
    assert ask(issued.client.client_id, "wrong").status_code == 401
    assert ask(issued.client.client_id, issued.secret, grant_type="password", username="x", password="y").status_code in (400, 401)


@pytest.mark.parametrize(
    "form",
    [
        {}, {"grant_type": "urn:ietf:params:oauth:grant-type:device_code"}, {"grant_type": "authorization_code", "code": "x"}, {"grant_type": "refresh_token"},
        {"grant_type": "client_credentials", "client_id": "\x00", "client_secret": "x"}, {"grant_type": "client_credentials", "client_id": "北京"},
    ],
)
def test_what_the_token_endpoint_does_not_serve(db: None, form: dict[str, str]) -> None:
    assert Browser().post("/oauth/token", form).status_code in (400, 401)
    assert Browser().post("/oauth/token", b"\xff\xfe%%", content_type="application/x-www-form-urlencoded").status_code == 400
    basic = {"Authorization": "Basic " + base64.b64encode(b"a\x00b:c").decode()}
    assert Browser().post("/oauth/token", {"grant_type": "client_credentials"}, headers=basic).status_code in (400, 401)


def test_guessing_secrets_is_slowed_down(provider: Party) -> None:
    cache.clear()
    issued = clients.create(provider.steward, "Loader", ["read"])
    answers = [ask(issued.client.client_id, "wrong").status_code for _ in range(21)]
    assert answers == [401] * 20 + [429]
    cache.clear()
    assert ask(issued.client.client_id, issued.secret).status_code == 200


def test_neither_secret_nor_token_is_kept_in_clear(provider: Party) -> None:
    issued = clients.create(provider.steward, "Loader", ["read"])
    token = ask(issued.client.client_id, issued.secret).json()["access_token"]
    stored = Client.objects.get(pk=issued.client.pk)
    assert issued.secret not in stored.client_secret
    assert not get_access_token_model().objects.filter(token=token).exists()


def test_one_statement_finds_the_actor(provider: Party, django_assert_num_queries: Any) -> None:
    token = token_of(bearer(provider.owner))
    with django_assert_num_queries(2):  # the first call of a minute also notes that the client was used
        actor_of_token(token)
    with django_assert_num_queries(1):
        actor_of_token(token)
    assert Client.objects.get().last_used is not None


def test_a_client_loses_what_its_person_loses(provider: Party) -> None:
    token = token_of(bearer(provider.steward))
    membership = Membership.objects.get(user_id=provider.steward.person)
    members.set_roles(provider.owner, membership.pk, ["viewer"])
    assert actor_of_token(token).roles == {"viewer"}
    members.remove(provider.owner, membership.pk)
    with pytest.raises(AuthenticationFailed):
        actor_of_token(token)


def test_a_revoked_client_stops_and_gets_no_token(provider: Party) -> None:
    issued = clients.create(provider.steward, "Loader", ["read"])
    token = ask(issued.client.client_id, issued.secret).json()["access_token"]
    clients.revoke(provider.owner, issued.client.pk)
    with pytest.raises(AuthenticationFailed):
        actor_of_token(token)
    assert ask(issued.client.client_id, issued.secret).status_code == 401


def test_a_client_ends(provider: Party) -> None:
    issued = clients.create(provider.steward, "Loader", ["read"], days=3)
    token = ask(issued.client.client_id, issued.secret).json()["access_token"]
    with clock.fixed(clock.now() + timedelta(days=3)):
        with pytest.raises(AuthenticationFailed):
            actor_of_token(token)
        assert ask(issued.client.client_id, issued.secret).status_code == 401


def test_a_token_ends(provider: Party) -> None:
    token = token_of(bearer(provider.steward))
    get_access_token_model().objects.update(expires=clock.now() - timedelta(seconds=1))
    with pytest.raises(AuthenticationFailed):
        actor_of_token(token)


def test_a_suspended_organization_is_told_so(provider: Party, operator: Party) -> None:
    token = token_of(bearer(provider.steward))
    admission.suspend(operator.one, provider.id, "False papers.")
    with pytest.raises(Forbidden) as caught:
        actor_of_token(token)
    assert caught.value.code == "organization_stopped"


def test_rotation_stops_the_old_secret_and_its_tokens(provider: Party) -> None:
    issued = clients.create(provider.steward, "Loader", ["read"])
    token = ask(issued.client.client_id, issued.secret).json()["access_token"]
    fresh = clients.rotate(provider.steward, issued.client.pk)
    with pytest.raises(AuthenticationFailed):
        actor_of_token(token)
    assert ask(issued.client.client_id, issued.secret).status_code == 401
    assert ask(issued.client.client_id, fresh.secret).status_code == 200


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Basic abc", "Bearer " + "x" * 300, "Bearer nothing"])
def test_a_malformed_header_is_no_crash(header: str, db: None) -> None:
    from django.test import RequestFactory
    from rest_framework.request import Request

    from accounts.client.authentication import Bearer

    with pytest.raises(AuthenticationFailed):
        Bearer().authenticate(Request(RequestFactory().get("/", headers={"Authorization": header})))
