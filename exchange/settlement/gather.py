"""Rows the acts of settlement need to know before they judge."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q, Sum
from django.utils.translation import gettext_noop

from exchange.settlement import ledger
from exchange.settlement.models import Deposit, Escrow, Institution, LedgerAccount, Payout
from exchange.settlement.posting import Book, Kind
from exchange.settlement.states import DepositState, EscrowState, PayoutState
from kernel.actor import Actor
from kernel.decision import PERMITTED, Certainty, Citation, Decision, Reason, Say, refuse
from kernel.errors import Invalid
from kernel.money import LARGEST, Money

SETTLED = (EscrowState.RELEASED.value, EscrowState.REFUNDED.value)


def institution(actor: Actor, pk: UUID) -> Institution:
    """Errors: Invalid, on the field `institution`."""
    found = Institution.objects.visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise Invalid(fields={"institution": [Say(gettext_noop("Choose one of the listed institutions."))]})
    return found


def open_payouts(organization: UUID, source: str, currency: str) -> Money:
    """What is asked for already and not paid yet, from the same account."""
    rows = Payout.objects.filter(organization=organization, source=source, currency=currency, state=PayoutState.PROPOSED.value)
    return Money(rows.aggregate(total=Sum("amount_minor"))["total"] or 0, currency)


def unpromised(organization: UUID, price: Money, at: datetime) -> Decision:
    """Does the deposit cover the price beside the payouts that wait? A bank may have paid them out already."""
    there = ledger.locked_balance(Book(Kind.DEPOSIT, price.currency, organization), at)
    promised = open_payouts(organization, Kind.DEPOSIT.value, price.currency)
    if there.minor - promised.minor >= price.minor:
        return PERMITTED
    finding = Say(gettext_noop("The deposit holds %(there)s, of which %(promised)s are asked to be paid out; %(needed)s are needed."), {"there": there, "promised": promised, "needed": price})
    remedy = Say(gettext_noop("Pay in at a licensed institution, or take back the payout; then fund again."))
    facts = {"balance": there, "promised": promised, "needed": price}
    return refuse(Reason("settlement.account_covers", "2026.1", finding, (Citation("platform rules", "ledger", Certainty.PLATFORM),), remedy), facts=facts)


def open_money(organization: UUID) -> list[Say]:
    """What of an organization's money must be finished before it closes, a sentence each."""
    found = []
    if LedgerAccount.objects.filter(organization=organization).exclude(balance_minor=0).exists():
        found.append(Say(gettext_noop("Money stands in its accounts: have it paid out first.")))
    if Escrow.objects.filter(Q(agreement__consumer=organization) | Q(agreement__provider=organization)).exclude(state__in=SETTLED).exists():
        found.append(Say(gettext_noop("Money of a deal is still in escrow.")))
    waiting = Deposit.objects.filter(organization=organization, state=DepositState.CLAIMED.value).exists()
    if waiting or Payout.objects.filter(organization=organization, state=PayoutState.PROPOSED.value).exists():
        found.append(Say(gettext_noop("A deposit or a payout still waits to be confirmed.")))
    return found


def positive(money: Money) -> Money:
    """Errors: Invalid, on the field `amount`."""
    if not 0 < money.minor <= LARGEST:
        raise Invalid(fields={"amount": [Say(gettext_noop("Give an amount above zero."))]})
    return money


def text(value: str, field: str, *, longest: int = 140) -> str:
    """A required line of text. Errors: Invalid."""
    value = value.strip()
    if not 0 < len(value) <= longest or not value.isprintable():
        raise Invalid(fields={field: [Say(gettext_noop("Write one line of 1 to %(longest)s characters."), {"longest": longest})]})
    return value


def remark(value: str, field: str = "remark") -> str:
    """Why somebody says no: a few required sentences. Errors: Invalid."""
    value = value.strip()
    if not 0 < len(value) <= 2000:
        raise Invalid(fields={field: [Say(gettext_noop("Say why, in 1 to 2,000 characters."))]})
    return value
