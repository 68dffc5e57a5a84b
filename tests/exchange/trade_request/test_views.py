"""Pages of a negotiation: the form, the counter-proposal with both rounds, the confirm pages."""

from __future__ import annotations

from typing import Any

from catalog.models import Dataset
from exchange.trade_request.models import Message, Proposal, TradeRequest
from exchange.trade_request.states import State
from tests.cast import Party, signed_in
from tests.factories.catalog import offer_of
from tests.factories.trade import trade_request_in

FILLED: dict[str, Any] = {
    "purpose_code": "analysis", "purpose": "Forecast delays", "legal_basis": "not_personal", "method": "", "security": "", "recipients": "Buyer Co., Ltd., CN\n",
    "processing_countries": "cn", "storage_countries": "CN", "data_fields": ["delay"], "term_days": "30", "count": "2", "price": "1100.00", "deletion_days": "30",
    "acceptance_days": "10", "clauses": "One\nTwo",
}


def test_the_request_form(provider: Party, consumer: Party, outsider: Party, operator: Party, listed: Dataset) -> None:
    dataset = listed
    offer = offer_of(dataset)
    url = f"/workspace/{consumer.id}/datasets/{dataset.pk}/request/"
    browser = signed_in(consumer.trader)
    page = browser.get(url)
    assert page.status_code == 200 and str(offer.pk) in page.content.decode()
    assert signed_in(consumer.trader, language="zh-hans").get(url).status_code == 200
    wrong = browser.post(url, FILLED | {"offer": str(offer.pk), "storage_countries": "XX", "organization": str(consumer.id)})
    assert wrong.status_code == 422 and "XX" in wrong.content.decode()
    refused = browser.post(url, FILLED | {"offer": str(offer.pk), "term_days": "3650"})
    assert refused.status_code == 409 and "policy.term" in refused.content.decode()
    done = browser.post(url, FILLED | {"offer": str(offer.pk)})
    request = TradeRequest.objects.get()
    assert done.status_code == 302 and done["Location"] == f"/workspace/{consumer.id}/deals/{request.pk}/"
    terms = Proposal.objects.get().value
    assert (terms.price_minor, terms.clauses, terms.data_fields, terms.recipients[0].name) == (110_000, ("One", "Two"), ("delay",), "Buyer Co., Ltd.")
    # another organization's address, or another organization's form
    assert signed_in(outsider.trader).get(url).status_code == 404
    assert browser.post(url, FILLED | {"offer": str(offer.pk), "organization": str(outsider.id)}).status_code == 409
    assert signed_in(consumer.finance).get(url).status_code == 403
    assert TradeRequest.objects.count() == 1


def test_counter_proposals_side_by_side(provider: Party, consumer: Party, outsider: Party, operator: Party) -> None:
    request = trade_request_in(State.REQUESTED, provider, consumer, operator)
    url = f"deals/{request.pk}/propose/"
    seller, buyer = signed_in(provider.steward), signed_in(consumer.trader)
    first = seller.get(f"/workspace/{provider.id}/{url}")
    assert first.status_code == 200 and "binding offer" in first.content.decode()
    assert buyer.get(f"/workspace/{consumer.id}/{url}").status_code == 409
    filled = FILLED | {"price": "1300", "binds_days": "5", "data_fields": []}
    assert seller.post(f"/workspace/{provider.id}/{url}", filled).status_code == 302
    second = buyer.get(f"/workspace/{consumer.id}/{url}").content.decode()
    assert "<ins>1300.00</ins>" in second and "<del>1200.00</del>" in second
    assert buyer.post(f"/workspace/{consumer.id}/{url}", FILLED | {"price": "1250.00"}).status_code == 302
    assert [row.value.price_minor for row in Proposal.objects.order_by("number")] == [120_000, 130_000, 125_000]
    assert signed_in(outsider.trader).get(f"/workspace/{outsider.id}/{url}").status_code == 404
    assert signed_in(outsider.trader).post(f"/workspace/{outsider.id}/{url}", FILLED).status_code == 404


def test_confirm_pages_name_the_effect(provider: Party, consumer: Party, outsider: Party, operator: Party, listed: Dataset) -> None:
    dataset = listed
    first = trade_request_in(State.REQUESTED, provider, consumer, operator, dataset=dataset)
    second = trade_request_in(State.OFFERED, provider, consumer, operator, dataset=dataset)
    seller, buyer, other = signed_in(provider.steward), signed_in(consumer.trader), signed_in(outsider.trader)
    decline, withdraw = f"/workspace/{provider.id}/deals/{first.pk}/decline/", f"/workspace/{consumer.id}/deals/{second.pk}/withdraw/"
    assert "The negotiation ends." in seller.get(decline).content.decode()
    assert "It cannot be undone." in buyer.get(withdraw).content.decode()
    assert other.post(f"/workspace/{outsider.id}/deals/{first.pk}/decline/").status_code == 404
    assert seller.post(decline, {"reason": "No."}).status_code == 302
    assert buyer.post(withdraw, {}).status_code == 302
    assert set(TradeRequest.objects.values_list("code", flat=True)) == {"declined", "withdrawn"}
    assert seller.post(decline).status_code == 409


def test_messages_page(provider: Party, consumer: Party, outsider: Party, operator: Party) -> None:
    request = trade_request_in(State.REQUESTED, provider, consumer, operator)
    url = f"deals/{request.pk}/messages/"
    assert signed_in(provider.steward).post(f"/workspace/{provider.id}/{url}", {"text": "<b>Which</b> crews?"}).status_code == 302
    page = signed_in(consumer.trader).get(f"/workspace/{consumer.id}/{url}").content.decode()
    assert "&lt;b&gt;Which&lt;/b&gt; crews?" in page
    assert signed_in(consumer.trader).post(f"/workspace/{consumer.id}/{url}", {"text": " "}).status_code == 422
    assert signed_in(outsider.trader).get(f"/workspace/{outsider.id}/{url}").status_code == 404
    assert Message.objects.count() == 1
