"""Money on pages: what a member sees and does, what two operators decide, and what nobody else finds."""

from __future__ import annotations

import pytest

from exchange.settlement import use_cases as settlement
from exchange.settlement.models import Deposit, Escrow, LedgerAccount, Payout
from exchange.transfer import use_cases as transfers
from exchange.transfer.models import Transfer
from kernel import clock
from kernel.money import Money
from tests.cast import Party, signed_in
from tests.factories.money import claimed, held, institution, paid_in, proposed, received
from tests.factories.trade import agreement_in


def work(party: Party, rest: str) -> str:
    return f"/workspace/{party.id}/{rest}"


def test_a_member_tells_of_a_deposit_takes_it_back_and_reads_its_statement(consumer: Party, operator: Party) -> None:
    browser = signed_in(consumer.finance)
    given = {"institution": institution(operator).pk, "reference": "REF-1", "amount": "12.345", "currency": "CNY", "value_date": clock.today().isoformat()}
    wrong = browser.post(work(consumer, "money/deposit/"), given)
    assert (wrong.status_code, b"too many decimals" in wrong.content) == (422, True)
    told = browser.post(work(consumer, "money/deposit/"), given | {"amount": "12.34"}, follow=True)
    assert (told.status_code, b"REF-1" in told.content, b"holds no money" in told.content) == (200, True, True)
    deposit = Deposit.objects.get()
    assert browser.get(work(consumer, f"money/deposits/{deposit.pk}/withdraw/")).status_code == 200
    browser.post(work(consumer, f"money/deposits/{deposit.pk}/withdraw/"))
    deposit.refresh_from_db()
    assert deposit.state == "withdrawn"
    paid_in(consumer, operator, "77.00")
    account = LedgerAccount.objects.get(organization=consumer.id)
    page = browser.get(work(consumer, f"money/accounts/{account.pk}/"))
    assert (page.status_code, b"77.00" in page.content) == (200, True)


def test_two_people_for_each_movement(consumer: Party, operator: Party) -> None:
    deposit = claimed(consumer, operator, "50.00")
    one, two = signed_in(operator.one), signed_in(operator.two)
    queue = one.get(work(operator, "settlement/"))
    assert (queue.status_code, b"50.00" in queue.content) == (200, True)
    one.post(work(operator, f"settlement/deposits/{deposit.pk}/confirm/"))
    assert held(consumer) == Money(5_000)
    reversal = work(operator, f"settlement/deposits/{deposit.pk}/reversal/")
    assert one.post(reversal, {"remark": ""}).status_code == 422
    one.post(reversal, {"remark": "The bank took it back."})
    assert one.get(work(operator, f"settlement/deposits/{deposit.pk}/confirm/"))["Location"] == reversal
    assert one.post(reversal).status_code == 403
    assert b"The bank took it back." in two.get(reversal).content
    two.post(reversal, {"decline": "1"})
    assert held(consumer) == Money(5_000)

    payout = proposed(consumer, operator, "20.00")
    confirm = work(operator, f"settlement/payouts/{payout.pk}/confirm/")
    assert one.get(confirm).status_code == 200
    one.post(confirm, {"reference": "OUT-1"})
    assert held(consumer) == Money(3_000)
    other = proposed(consumer, operator, "20.00")
    one.post(work(operator, f"settlement/payouts/{other.pk}/refuse/"), {"remark": "The account number is wrong."})
    page = signed_in(consumer.finance).get(work(consumer, "money/"))
    assert b"The account number is wrong." in page.content
    assert {row.state for row in Payout.objects.all()} == {"paid", "refused"}


def test_an_act_with_money_asks_who_it_is(consumer: Party, operator: Party) -> None:
    deposit = claimed(consumer, operator)
    answer = signed_in(operator.one, fresh=False).post(work(operator, f"settlement/deposits/{deposit.pk}/confirm/"))
    assert answer.status_code == 302
    assert "reauthenticate" in answer["Location"]
    assert held(consumer) == Money(0)


def test_funding_names_its_effect_first(provider: Party, consumer: Party, operator: Party) -> None:
    agreement = agreement_in("VERIFIED", provider, consumer, operator)
    url = work(consumer, f"deals/{agreement.pk}/fund/")
    browser = signed_in(consumer.finance)
    page = browser.get(url)
    assert (page.status_code, agreement.price.amount.encode() in page.content) == (200, True)
    short = browser.post(url)
    assert (short.status_code, b"settlement.account_covers" in short.content) == (409, True)
    paid_in(consumer, operator, agreement.price.amount)
    assert browser.post(url).status_code == 302
    assert Escrow.objects.get(pk=agreement.pk).state == "held"
    assert signed_in(consumer.trader).get(url).status_code == 403


def test_a_contested_escrow_on_its_page(provider: Party, consumer: Party, operator: Party, started: Transfer) -> None:
    transfer = started
    received(consumer.trader, transfer)
    transfers.reject(consumer.trader, transfer.pk, code="incomplete", note="Rows after March are missing.")
    url = work(operator, f"settlement/escrows/{transfer.agreement_id}/")
    one, two = signed_in(operator.one), signed_in(operator.two)
    assert b"Rows after March are missing." in one.get(url).content
    assert one.post(url, {"outcome": "refund"}).status_code == 422
    one.post(url, {"outcome": "refund", "reasons": "They are missing indeed."})
    assert one.post(url, {"confirm": "refund"}).status_code == 403
    assert b"They are missing indeed." in two.get(url).content
    two.post(url, {"return": "1"})
    assert Escrow.objects.get().state == "contested"
    two.post(url, {"outcome": "refund", "reasons": "They are."})
    one.post(url, {"confirm": "refund"})
    assert Escrow.objects.get().state == "refunded"


def test_nobody_finds_another_s_money(consumer: Party, outsider: Party, operator: Party) -> None:
    paid_in(consumer, operator)
    deposit, payout = claimed(consumer, operator), proposed(consumer, operator)
    account = LedgerAccount.objects.get(organization=consumer.id)
    stranger = signed_in(outsider.finance)
    for rest in (f"money/accounts/{account.pk}/", f"money/deposits/{deposit.pk}/withdraw/", f"money/payouts/{payout.pk}/withdraw/"):
        assert signed_in(consumer.finance).get(work(consumer, rest)).status_code == 200
        assert stranger.get(work(outsider, rest)).status_code == 404
        assert stranger.get(work(consumer, rest)).status_code == 404
    for rest in ("settlement/", f"settlement/deposits/{deposit.pk}/confirm/", f"settlement/deposits/{deposit.pk}/reversal/", f"settlement/payouts/{payout.pk}/reversal/"):
        assert signed_in(operator.one).get(work(operator, rest)).status_code == 200
        assert stranger.get(work(outsider, rest)).status_code == 404


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_pages_in_both_languages(consumer: Party, operator: Party, language: str) -> None:
    paid_in(consumer, operator)
    assert signed_in(consumer.finance, language=language).get(work(consumer, "money/")).status_code == 200
    assert signed_in(operator.one, language=language).get(work(operator, "settlement/")).status_code == 200
    settlement.withdraw_payout(consumer.finance, proposed(consumer, operator).pk)
