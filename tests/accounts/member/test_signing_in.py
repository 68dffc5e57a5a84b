"""Signing in as people do it: password, lock-out, second factor, reauthentication, sessions, the demo's strip."""

from __future__ import annotations

import time
from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.test import Client

from accounts.member import use_cases as members
from accounts.member.models import Membership, User
from accounts.member.tokens import token_of
from kernel.actor import SYSTEM
from tests.cast import Party, signed_in

PASSWORD = "a long password for tests"


@pytest.fixture(autouse=True)
def clean_limits() -> Any:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def steward(provider: Party) -> User:
    user = provider.user("steward")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(browser: Client, email: str, password: str = PASSWORD, **more: Any) -> Any:
    return browser.post("/account/login/", {"login": email, "password": password}, **more)


def test_a_password_opens_the_workspace(steward: User, provider: Party) -> None:
    browser = Client()
    answer = sign_in(browser, steward.email.upper())
    assert answer.status_code == 302 and answer["Location"] == f"/workspace/{provider.id}/"
    assert browser.get(f"/workspace/{provider.id}/organization/").status_code == 200


def test_five_wrong_passwords_lock_the_login_even_for_the_right_one(steward: User) -> None:
    browser = Client(headers={"Accept-Language": "en"})
    for _ in range(5):
        assert sign_in(browser, steward.email, "wrong").status_code == 200
    answer = sign_in(Client(headers={"Accept-Language": "en"}), steward.email)
    assert answer.status_code == 200 and "Too many failed login attempts" in answer.content.decode()


def test_a_second_factor_is_asked_where_it_is_set_up(steward: User, provider: Party) -> None:
    totp = TOTP.activate(steward, "JBSWY3DPEHPK3PXP")
    assert Authenticator.objects.filter(user=steward).count() == 1 and get_adapter()
    browser = Client()
    answer = sign_in(browser, steward.email)
    assert answer["Location"].startswith("/account/2fa/authenticate/")
    assert browser.get(f"/workspace/{provider.id}/organization/").status_code == 302  # not in yet
    counter = next(iter(yield_hotp_counters_from_time()))
    code = format_hotp_value(hotp_value("JBSWY3DPEHPK3PXP", counter))
    assert browser.post(answer["Location"], {"code": code}).status_code == 302
    assert browser.get(f"/workspace/{provider.id}/organization/").status_code == 200
    assert totp


def test_reauthentication_makes_the_session_fresh(steward: User, provider: Party) -> None:
    browser = signed_in(provider.steward, fresh=False)
    path = f"/workspace/{provider.id}/clients/new/"
    form = {"name": "Loader", "days": "10", "scopes": ["read"]}
    first = browser.post(path, form)
    assert first.status_code == 302
    assert browser.post(first["Location"], {"password": "wrong"}).status_code == 200
    assert browser.post(path, form).status_code == 302
    assert browser.post(first["Location"], {"password": PASSWORD}).status_code == 302
    assert browser.post(path, form).status_code == 200


def test_freshness_wears_off(steward: User, provider: Party, settings: Any) -> None:
    browser = Client()
    sign_in(browser, steward.email)
    session = browser.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT - 1}]
    session.save()
    answer = browser.post(f"/workspace/{provider.id}/clients/new/", {"name": "Loader", "days": "10", "scopes": ["read"]})
    assert "/account/reauthenticate/" in answer["Location"]


def test_sessions_are_listed(steward: User) -> None:
    browser, other = Client(headers={"User-Agent": "First"}), Client(headers={"User-Agent": "Second"})
    sign_in(browser, steward.email)
    sign_in(other, steward.email)
    page = browser.get("/account/sessions/").content.decode()
    assert "First" in page and "Second" in page


def test_signing_up_by_invitation_needs_no_second_mail(provider: Party) -> None:
    invitation = members.invite(provider.owner, "new@provider.example", ["viewer"])
    mail.outbox.clear()
    path = f"/join/{token_of(invitation.pk)}/"
    browser = Client()
    assert browser.get(path).status_code == 200
    form = {"email": "new@provider.example", "password1": PASSWORD, "password2": PASSWORD, "next": path}
    answer = browser.post("/account/signup/", form)
    assert answer.status_code == 302 and answer["Location"] == path
    answer = browser.post(path)
    assert answer.status_code == 303 and answer["Location"] == f"/workspace/{provider.id}/"
    assert Membership.objects.filter(user__email="new@provider.example", roles=["viewer"]).exists()


def test_signing_up_otherwise_must_confirm_the_address(db: None) -> None:
    browser = Client()
    answer = browser.post("/account/signup/", {"email": "stranger@else.example", "password1": PASSWORD, "password2": PASSWORD})
    assert answer.status_code == 302 and "confirm-email" in answer["Location"]
    assert len(mail.outbox) == 1 and browser.get("/organizations/register/").status_code == 302


def test_an_address_that_has_a_login_is_not_told(steward: User) -> None:
    known = Client().post("/account/signup/", {"email": steward.email, "password1": PASSWORD, "password2": PASSWORD})
    unknown = Client().post("/account/signup/", {"email": "nobody@else.example", "password1": PASSWORD, "password2": PASSWORD})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_the_wrong_reader_of_an_invitation_is_told(provider: Party, consumer: Party) -> None:
    invitation = members.invite(provider.owner, "new@provider.example", ["viewer"])
    browser = signed_in(consumer.owner)
    assert "another address" in browser.get(f"/join/{token_of(invitation.pk)}/").content.decode()
    assert browser.post(f"/join/{token_of(invitation.pk)}/").status_code == 404
    assert browser.get("/join/nonsense/").status_code == 404


def test_the_demo_strip_signs_in_with_a_new_session(provider: Party, settings: Any) -> None:
    user = provider.user("owner")
    browser = signed_in(provider.viewer)
    before = browser.session.session_key
    answer = browser.post("/demo/role/provider/")
    assert answer.status_code == 302 and answer["Location"] == f"/workspace/{provider.id}/"
    assert browser.session.session_key != before and browser.session["_auth_user_id"] == str(user.pk)
    assert browser.post("/demo/role/nonsense/").status_code == 404
    assert browser.get("/demo/role/provider/").status_code == 405
    settings.DEMO = False
    assert browser.post("/demo/role/provider/").status_code == 404


def test_addresses_are_one_whatever_their_case(db: None) -> None:
    from kernel.errors import Conflict

    members.register_person(SYSTEM, "One@Else.example")
    with pytest.raises(Conflict):
        members.register_person(SYSTEM, "one@else.example")
