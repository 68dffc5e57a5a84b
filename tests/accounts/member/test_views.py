"""Pages of people and their machines."""

from __future__ import annotations

from accounts.client.models import Client
from accounts.member.models import Invitation, Membership
from tests.cast import Party, signed_in


def test_invite_withdraw_change_remove(provider: Party) -> None:
    browser = signed_in(provider.owner)
    base = f"/workspace/{provider.id}/members/"
    assert browser.get(f"{base}invite/").status_code == 200
    assert browser.post(f"{base}invite/", {"email": "x", "roles": ["viewer"]}).status_code == 422
    assert browser.post(f"{base}invite/", {"email": "new@provider.example", "roles": ["viewer"]}).status_code == 302
    invitation = Invitation.objects.get(email="new@provider.example")
    assert "new@provider.example" in browser.get(base).content.decode()
    assert browser.post(f"{base}invitations/{invitation.pk}/withdraw/").status_code == 302
    steward = Membership.objects.get(user_id=provider.steward.person)
    assert browser.get(f"{base}{steward.pk}/roles/").status_code == 200
    assert browser.post(f"{base}{steward.pk}/roles/", {"roles": ["viewer"]}).status_code == 302
    assert browser.get(f"{base}{steward.pk}/remove/").status_code == 200
    assert browser.post(f"{base}{steward.pk}/remove/").status_code == 302
    assert browser.get(f"{base}{steward.pk}/roles/").status_code == 404
    owner = Membership.objects.get(user_id=provider.owner.person)
    assert browser.post(f"{base}{owner.pk}/remove/").status_code == 409


def test_others_only_look_and_may_leave(provider: Party, consumer: Party) -> None:
    browser = signed_in(provider.viewer)
    base = f"/workspace/{provider.id}/members/"
    assert "Invite a person" not in browser.get(base).content.decode()
    assert browser.post(f"{base}invite/", {"email": "new@provider.example", "roles": ["viewer"]}).status_code == 403
    foreign = Membership.objects.get(user_id=consumer.trader.person)
    assert browser.post(f"{base}{foreign.pk}/remove/").status_code == 404
    own = Membership.objects.get(user_id=provider.viewer.person)
    assert browser.post(f"{base}{own.pk}/remove/").status_code == 302
    assert browser.get(base).status_code == 404


def test_a_client_is_created_shown_once_replaced_and_revoked(provider: Party, consumer: Party) -> None:
    browser = signed_in(provider.steward)
    base = f"/workspace/{provider.id}/clients/"
    assert browser.get(base).status_code == 200 and browser.get(f"{base}new/").status_code == 200
    page = browser.post(f"{base}new/", {"name": "Loader", "days": "30", "scopes": ["read"]})
    client = Client.objects.get()
    assert page.status_code == 200 and page["Cache-Control"] == "no-store" and client.client_id in page.content.decode()
    assert "shown once" in page.content.decode()
    detail = browser.get(f"{base}{client.pk}/").content.decode()
    assert 'id="secret"' not in detail and client.client_secret not in detail
    assert browser.post(f"{base}new/", {"name": "Bad", "days": "30", "scopes": ["member:invite"]}).status_code == 422
    assert browser.get(f"{base}{client.pk}/rotate/").status_code == 200
    assert 'id="secret"' in browser.post(f"{base}{client.pk}/rotate/").content.decode()
    assert browser.get(f"{base}{client.pk}/revoke/").status_code == 200
    assert browser.post(f"{base}{client.pk}/revoke/").status_code == 302
    assert signed_in(consumer.owner).get(f"/workspace/{consumer.id}/clients/{client.pk}/").status_code == 404


def test_rules_are_read_accepted_and_published(provider: Party, operator: Party) -> None:
    desk = signed_in(operator.one)
    base = f"/workspace/{operator.id}/rules/"
    assert desk.get(base).status_code == 200 and desk.get(f"{base}publish/").status_code == 200
    assert desk.post(f"{base}publish/", {"text_zh": "二", "text_en": ""}).status_code == 422
    assert desk.post(f"{base}publish/", {"text_zh": "二", "text_en": "Second text"}).status_code == 302
    browser = signed_in(provider.owner)
    own = f"/workspace/{provider.id}/rules/"
    assert "Second text" in browser.get(own).content.decode()
    assert browser.post(own, {"number": "2"}).status_code == 302
    assert "has accepted this version" in browser.get(own).content.decode()
    assert browser.get(f"{own}publish/").status_code == 404
    assert browser.post(own, {"number": "x"}).status_code == 404
    from django.test import Client as Browser

    assert Browser().get("/rules/").status_code == 200
