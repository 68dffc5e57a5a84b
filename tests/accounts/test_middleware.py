"""For whom one acts on a page: the address decides, a foreign form is a conflict, freshness comes from the session."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Party, joined, signed_in


def test_nobody_is_sent_to_sign_in(provider: Party) -> None:
    from django.test import Client

    answer = Client().get(f"/workspace/{provider.id}/organization/")
    assert answer.status_code == 302 and answer["Location"].startswith("/account/login/?next=")


def test_a_foreign_workspace_does_not_exist(provider: Party, outsider: Party) -> None:
    browser = signed_in(outsider.owner)
    assert browser.get(f"/workspace/{provider.id}/organization/").status_code == 404
    assert browser.post(f"/workspace/{provider.id}/organization/apply/").status_code == 404


def test_the_address_decides_between_two_organizations(provider: Party, consumer: Party) -> None:
    joined(consumer, "owner@provider.example", "viewer")
    browser = signed_in(provider.owner)
    assert "Invite a person" in browser.get(f"/workspace/{provider.id}/members/").content.decode()
    assert "Invite a person" not in browser.get(f"/workspace/{consumer.id}/members/").content.decode()
    # elsewhere: the one last worked for
    assert browser.session["organization"] == str(consumer.id)


def test_a_form_of_another_organization_is_a_conflict(provider: Party, consumer: Party) -> None:
    joined(consumer, "owner@provider.example", "owner")
    browser = signed_in(provider.owner)
    answer = browser.post(f"/workspace/{provider.id}/organization/close/", {"organization": str(consumer.id)})
    assert answer.status_code == 409
    assert provider.again().state == consumer.again().state == "verified"


def test_an_inactive_person_is_nobody(provider: Party) -> None:
    browser = signed_in(provider.owner)
    user = provider.user("owner")
    user.is_active = False
    user.save(update_fields=["is_active"])
    assert browser.get(f"/workspace/{provider.id}/organization/").status_code == 302


@pytest.mark.parametrize(("fresh", "reauthenticates"), [(True, False), (False, True)])
def test_sensitive_acts_ask_for_the_password_again(provider: Party, fresh: bool, reauthenticates: bool) -> None:
    browser = signed_in(provider.owner, fresh=fresh)
    answer: Any = browser.post(f"/workspace/{provider.id}/clients/new/", {"name": "Loader", "days": "10", "scopes": ["read"]})
    assert ("/account/reauthenticate/" in answer.headers.get("Location", "")) is reauthenticates
