"""The account pages in the look: every page a person meets, signed in or not, in both languages, under the strict policy."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.member.models import User
from tests.web.test_components_page import outline

OUTSIDE = ["login/", "signup/", "password/reset/", "inactive/", "confirm-email/"]
INSIDE = ["email/", "password/change/", "2fa/", "2fa/webauthn/", "sessions/", "reauthenticate/", "logout/"]


@pytest.fixture
def signed_in(db: None, client: Client, settings: Any) -> Client:
    settings.SHELL_PROVIDERS = []
    person = User.objects.create_user("reader@member.example", "a-long-password-4711")
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    client.force_login(person)
    return client


def whole(html: str) -> None:
    found = outline(html)
    assert found.open == []
    assert found.forbidden == []
    assert [given for given in found.inputs if given.get("id") not in found.labels] == []
    assert '<link rel="stylesheet" href="/static/web/shugang.css">' in html


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("address", OUTSIDE)
def test_before_signing_in(client: Client, settings: Any, address: str, language: str) -> None:
    settings.SHELL_PROVIDERS = []
    client.cookies["language"] = language
    answer = client.get(f"/account/{address}", follow=True)
    assert answer.status_code == 200
    whole(answer.content.decode())


@pytest.mark.parametrize("address", INSIDE)
def test_after_signing_in(signed_in: Client, address: str) -> None:
    answer = signed_in.get(f"/account/{address}", follow=True)
    assert answer.status_code == 200
    whole(answer.content.decode())
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_a_wrong_password_is_told_in_the_summary(client: Client, settings: Any) -> None:
    settings.SHELL_PROVIDERS = []
    answer = client.post("/account/login/", {"login": "nobody@member.example", "password": "wrong"})
    assert b'class="errsum"' in answer.content
