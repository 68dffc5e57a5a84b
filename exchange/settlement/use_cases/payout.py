"""Payouts: finance asks for money to be sent to the organization's bank account, an operator who is another person confirms."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from accounts.member.own_case import not_their_own
from accounts.organization.use_cases import exchange
from exchange.settlement import gather, ledger, permissions, posting
from exchange.settlement.models import Payout
from exchange.settlement.posting import Book, Kind
from exchange.settlement.states import PayoutState
from kernel.decision import Certainty, Citation, Reason, Say, refuse
from kernel.errors import Conflict, Invalid
from kernel.money import Money
from kernel.permissions import Permission
from kernel.use_case import Act, use_case

CONFIRM_WITHIN = timedelta(days=3)


@use_case
def propose_payout(act: Act, *, institution: UUID, source: Kind, amount: Money, bank_account: str) -> Payout:
    """Ask for `amount` out of `source` (payable or deposit). Errors: Refused when less is free, open payouts counted."""
    act.authorise(permissions.PROPOSE_PAYOUT)
    place = gather.institution(act.actor, institution)
    if source not in (Kind.PAYABLE, Kind.DEPOSIT) or act.actor.organization is None:
        raise Invalid(fields={"source": [Say(gettext_noop("Choose proceeds or deposit."))]})
    gather.positive(amount)
    there = ledger.locked_balance(Book(source, amount.currency, act.actor.organization), act.now)
    asked = gather.open_payouts(act.actor.organization, source.value, amount.currency)
    if amount.minor > there.minor - asked.minor:
        free = Money(there.minor - asked.minor, amount.currency)
        finding = Say(gettext_noop("%(free)s are free; %(asked)s are already asked for."), {"free": free, "asked": asked})
        remedy = Say(gettext_noop("Ask for less, or withdraw a payout that still waits."))
        cite = Citation("platform rules", "ledger", Certainty.PLATFORM)
        act.require(refuse(Reason("settlement.payout_is_covered", ledger.RULES, finding, (cite,), remedy), facts={"free": free, "asked": asked}))
    row = Payout(
        organization_id=act.actor.organization,
        institution=place,
        source=source.value,
        amount_minor=amount.minor,
        currency=amount.currency,
        bank_account=gather.text(bank_account, "bank_account", longest=64),
        state_since=act.now,
        proposed_by=act.person(),
        created=act.now,
    )
    row.save(force_insert=True)
    act.created(row)
    operator = exchange()
    act.wait(row, organization=operator, act=permissions.CONFIRM_PAYOUT, role="operator", within=CONFIRM_WITHIN)
    act.record("exchange.payout.proposed", row, _facts(row), parties=[operator])
    return row


@use_case
def withdraw_payout(act: Act, payout_id: UUID) -> Payout:
    """The organization takes its wish back before it is confirmed."""
    row = act.find(Payout, payout_id)
    act.authorise(permissions.WITHDRAW_PAYOUT, row)
    return _move(act, row, PayoutState.WITHDRAWN)


@use_case
def confirm_payout(act: Act, payout_id: UUID, *, reference: str) -> Payout:
    """A second person has told the institution to pay, under the bank's `reference`: it is booked.

    Errors: Refused when the account no longer covers it, Conflict when the reference was used before."""
    row = _before_operator(act, payout_id, permissions.CONFIRM_PAYOUT)
    try:
        with transaction.atomic():
            _move(act, row, PayoutState.PAID, decided_by=act.person(), reference=gather.text(reference, "reference", longest=64))
    except IntegrityError as error:
        raise Conflict(Say(gettext_noop("This bank reference stands on another payout.")), code="reference_used") from error
    legs = posting.paid_out(row.organization_id, row.institution_id, row.amount_minor, row.currency, source=Kind(row.source), payout=row.pk)
    ledger.post("payout", legs, at=act.now, payout=row.pk)
    return row


@use_case
def refuse_payout(act: Act, payout_id: UUID, *, remark: str) -> Payout:
    """The operator does not pay this out, and says why."""
    row = _before_operator(act, payout_id, permissions.CONFIRM_PAYOUT)
    return _move(act, row, PayoutState.REFUSED, decided_by=act.person(), remark=gather.remark(remark))


@use_case
def propose_payout_reversal(act: Act, payout_id: UUID, *, remark: str) -> Payout:
    """The bank sent the money back: one operator says so, another must agree."""
    row = _before_operator(act, payout_id, permissions.REVERSE_PAYOUT)
    _move(act, row, PayoutState.REVERSAL_PROPOSED, proposed_by=act.person(), decided_by=None, remark=gather.remark(remark))
    act.wait(row, organization=exchange(), act=permissions.CONFIRM_PAYOUT_REVERSAL, role="operator", within=CONFIRM_WITHIN)
    return row


@use_case
def confirm_payout_reversal(act: Act, payout_id: UUID) -> Payout:
    """The money is back in the organization's account."""
    row = _before_operator(act, payout_id, permissions.CONFIRM_PAYOUT_REVERSAL)
    _move(act, row, PayoutState.REVERSED, decided_by=act.person())
    ledger.reverse(row.ledger_transactions.get(reverses=None), at=act.now)
    return row


@use_case
def decline_payout_reversal(act: Act, payout_id: UUID) -> Payout:
    """The second operator disagrees: the payout stands."""
    row = _before_operator(act, payout_id, permissions.CONFIRM_PAYOUT_REVERSAL)
    return _move(act, row, PayoutState.PAID, decided_by=act.person())


def _before_operator(act: Act, payout_id: UUID, permission: Permission) -> Payout:
    """Errors: NotFound, Forbidden, Refused (the operator belongs to the organization)."""
    row = act.find(Payout, payout_id)
    act.authorise(permission, row)
    act.require(not_their_own(act.actor, row.organization_id))
    return row


def _move(act: Act, row: Payout, to: PayoutState, **fields: object) -> Payout:
    done = act.move(row, to, **fields)
    act.done_waiting(row)
    act.record(done.event, row, _facts(row), parties=[row.organization_id])
    return row


def _facts(row: Payout) -> dict[str, str]:
    return {"organization": str(row.organization_id), "institution": str(row.institution_id), "amount": str(row.money), "state": row.state}
