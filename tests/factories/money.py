"""Money in wanted places and deals past their signatures, played by the acts people perform."""

from __future__ import annotations

from itertools import count
from typing import Any

from exchange.agreement.models import Agreement
from exchange.settlement import use_cases as settlement
from exchange.settlement.ledger import balance
from exchange.settlement.models import Deposit, Institution, Payout
from exchange.settlement.posting import Book, Kind
from exchange.transfer import use_cases as transfers
from exchange.transfer.files import files_of
from exchange.transfer.models import Transfer
from exchange.transfer.states import State
from kernel import clock
from kernel.actor import Actor
from kernel.money import Money, parse
from tests.cast import Party
from tests.factories.catalog import dataset_listed
from tests.factories.trade import agreement_again, agreement_in

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
    return balance(Book(kind, currency, party.id))


def funded(provider: Party, consumer: Party, operator: Party, **over: Any) -> Agreement:
    """A signed and funded agreement, in force: the buyer paid in more than the price."""
    agreement = agreement_in("VERIFIED", provider, consumer, operator, **over)
    paid_in(consumer, operator, Money(agreement.price_minor + 12_345, agreement.currency).amount, agreement.currency)
    settlement.fund(consumer.finance, agreement.pk)
    return agreement_again(agreement.pk)


def free(provider: Party, consumer: Party, operator: Party, **over: Any) -> Agreement:
    """An agreement in force that costs nothing."""
    dataset = dataset_listed(provider, operator, price_minor=0)
    return agreement_in("FINALIZED", provider, consumer, operator, dataset=dataset, **over)


def transfer_in(state: State | str, provider: Party, consumer: Party, operator: Party, *, agreement: Agreement | None = None) -> Transfer:
    """A delivery in `state` under a funded agreement, or the one given."""
    state = State(state)
    if agreement is None:
        agreement = funded(provider, consumer, operator)
    found = transfers.request(consumer.trader, agreement.pk)
    if state is State.TERMINATED:
        return transfers.terminate(provider.steward, found.pk)
    if state is not State.REQUESTED:
        found = transfers.start(consumer.trader, found.pk)
    if state is State.SUSPENDED:
        found = transfers.suspend(provider.steward, found.pk)
    if state is State.COMPLETED:
        found = transfers.complete(consumer.trader, found.pk)
    return found


def received(actor: Actor, transfer: Transfer) -> Transfer:
    """The actor has begun to receive the delivery's first file."""
    return transfers.open_file(actor, transfer.pk, files_of(transfer)[0])
