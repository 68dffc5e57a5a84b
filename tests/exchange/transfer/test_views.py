"""The delivery page: open, receive, accept, reject; each act first says what it means."""

from __future__ import annotations

from datetime import timedelta

from exchange.transfer.models import Transfer
from kernel import clock, holds
from tests.cast import Party, signed_in
from tests.factories.catalog import CONTENT
from tests.factories.money import funded


def page(party: Party, transfer: Transfer) -> str:
    return f"/workspace/{party.id}/deals/{transfer.agreement_id}/delivery/"


def act(party: Party, transfer: Transfer, name: str) -> str:
    return f"/workspace/{party.id}/deliveries/{transfer.pk}/{name}/"


def test_a_delivery_by_clicking(provider: Party, consumer: Party, operator: Party) -> None:
    agreement = funded(provider, consumer, operator, form={"count": 1})
    browser = signed_in(consumer.trader)
    url = f"/workspace/{consumer.id}/deals/{agreement.pk}/delivery/"
    shown = browser.get(url)
    assert (shown.status_code, b"flights.csv" in shown.content) == (200, True)
    assert browser.post(url).status_code == 302
    transfer = Transfer.objects.get()
    assert transfer.state == "STARTED"
    link = f"/workspace/{consumer.id}/deliveries/{transfer.pk}/link/"
    got = browser.post(link, {"download": "1"}, follow=True)
    assert (got.status_code, got.getvalue()) == (200, CONTENT)
    told = browser.post(link, {"link": "1"})
    assert (told.status_code, b"/download/" in told.content) == (200, True)
    meant = browser.get(act(consumer, transfer, "accept"))
    assert (meant.status_code, b"The escrow is released" in meant.content) == (200, True)
    browser.post(act(consumer, transfer, "accept"))
    transfer.refresh_from_db()
    assert (transfer.state, transfer.acceptance) == ("COMPLETED", "accepted")
    assert browser.get(url).status_code == 200


def test_a_rejection_needs_its_reason(provider: Party, consumer: Party, operator: Party, started: Transfer) -> None:
    transfer = started
    browser = signed_in(consumer.trader)
    url = act(consumer, transfer, "reject")
    assert browser.get(url).status_code == 200
    assert browser.post(url, {"code": "incomplete"}).status_code == 422
    assert browser.post(url, {"code": "incomplete", "note": "Half of it."}).status_code == 302
    transfer.refresh_from_db()
    assert transfer.acceptance == "rejected"


def test_both_sides_on_the_same_page(provider: Party, consumer: Party, outsider: Party, operator: Party, started: Transfer) -> None:
    transfer = started
    seller = signed_in(provider.steward)
    shown = seller.get(page(provider, transfer))
    assert shown.status_code == 200
    assert act(provider, transfer, "suspend").encode() in shown.content
    assert act(provider, transfer, "accept").encode() not in shown.content
    seller.post(act(provider, transfer, "suspend"))
    transfer.refresh_from_db()
    assert transfer.state == "SUSPENDED"
    assert signed_in(consumer.trader).post(act(consumer, transfer, "start")).status_code == 403
    seller.post(act(provider, transfer, "start"))
    stranger = signed_in(outsider.trader)
    for url in (page(outsider, transfer), act(outsider, transfer, "accept")):
        assert stranger.get(url).status_code == 404
    assert stranger.post(f"/workspace/{outsider.id}/deliveries/{transfer.pk}/link/").status_code == 404
    assert seller.post(f"/workspace/{provider.id}/deliveries/{transfer.pk}/link/").status_code == 403


def test_everything_arrived(provider: Party, consumer: Party, operator: Party, started: Transfer) -> None:
    transfer = started
    browser = signed_in(consumer.trader)
    assert browser.get(act(consumer, transfer, "complete")).status_code == 200
    browser.post(act(consumer, transfer, "complete"))
    transfer.refresh_from_db()
    assert (transfer.state, transfer.acceptance) == ("COMPLETED", "pending")


def test_a_refusal_shows_its_card(provider: Party, consumer: Party, operator: Party) -> None:
    agreement = funded(provider, consumer, operator)
    holds.place(agreement, scope=holds.DELIVERY, cause="Under examination", at=clock.now() - timedelta(days=1), by=None)
    browser = signed_in(consumer.trader)
    shown = browser.get(f"/workspace/{consumer.id}/deals/{agreement.pk}/delivery/")
    assert (shown.status_code, b"hold.standing" in shown.content) == (200, True)
    refused = browser.post(f"/workspace/{consumer.id}/deals/{agreement.pk}/delivery/")
    assert (refused.status_code, b"hold.standing" in refused.content) == (409, True)
