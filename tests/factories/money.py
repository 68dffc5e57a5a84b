"""Money in wanted places and deals past their signatures, played by the acts people perform."""

from __future__ import annotations

from itertools import count
from typing import Any

from exchange.settlement import use_cases as settlement
from exchange.settlement.models import Deposit, Institution, Payout
from exchange.settlement.posting import Kind
from kernel import clock
from kernel.money import Money, parse
from tests.cast import Party

_numbers = count(1)


def institution(operator: Party) -> Institution:
    """The one institution of the test, registered when first asked for."""
    found = Institution.objects.first()
    if found is None:
        names = {"name_zh": "示例存管银行（模拟）", "name_en": "Sample Custody Bank (simulated)"}
        found = settlement.register_institution(operator.one, **names, license_number="SAMPLE-0001", account_number="0000 1111 2222")
    return found


def claimed(party: Party, operator: Party, amount: str = "1000.00", currency: str = "CNY", **changes: Any) -> Deposit:
    """A deposit told of by the organization's finance, not confirmed yet."""
    given = {"institution": institution(operator).pk, "reference": f"BANK-{next(_numbers)}", "amount": parse(amount, currency), "value_date": clock.today()}
    return settlement.claim_deposit(party.finance, **(given | changes))


def paid_in(party: Party, operator: Party, amount: str = "1000.00", currency: str = "CNY") -> Deposit:
    """Money in the organization's deposit account."""
    return settlement.confirm_deposit(operator.one, claimed(party, operator, amount, currency).pk)


def proposed(party: Party, operator: Party, amount: str = "10.00", currency: str = "CNY", source: Kind = Kind.DEPOSIT) -> Payout:
    """A payout asked for by the organization's finance, not confirmed yet."""
    return settlement.propose_payout(party.finance, institution=institution(operator).pk, source=source, amount=parse(amount, currency), bank_account="6222 0000 1111")


def held(party: Party, kind: Kind = Kind.DEPOSIT, currency: str = "CNY") -> Money:
    """What stands in one of the organization's accounts."""
    from exchange.settlement.ledger import balance
    from exchange.settlement.posting import Book

    return balance(Book(kind, currency, party.id))
