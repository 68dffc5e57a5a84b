"""Deposits: an organization tells of money it paid in, an operator who is another person finds it on the bank's statement."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from accounts.member.own_case import not_their_own
from accounts.organization.models import Organization
from accounts.organization.use_cases import exchange
from accounts.platform_rules.gather import may_trade
from exchange.settlement import gather, ledger, permissions, posting
from exchange.settlement.models import Deposit, Institution
from exchange.settlement.states import DepositState
from kernel.decision import Say
from kernel.errors import Conflict, Invalid
from kernel.money import Money
from kernel.permissions import Permission
from kernel.use_case import Act, use_case

CONFIRM_WITHIN = timedelta(days=3)


@use_case
def register_institution(act: Act, *, name_zh: str, name_en: str, license_number: str, account_number: str) -> Institution:
    """Name an institution where members may pay in. Errors: Invalid, Conflict (the license number is listed already)."""
    act.authorise(permissions.REGISTER_INSTITUTION)
    row = Institution(
        name_zh=gather.text(name_zh, "name_zh"),
        name_en=gather.text(name_en, "name_en"),
        license_number=gather.text(license_number, "license_number", longest=64),
        account_number=gather.text(account_number, "account_number", longest=64),
        created=act.now,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(Say(gettext_noop("This institution is listed already."))) from error
    act.created(row)
    act.record("exchange.institution.registered", row, {"license_number": row.license_number})
    return row


@use_case
def claim_deposit(act: Act, *, institution: UUID, reference: str, amount: Money, value_date: date) -> Deposit:
    """Tell that `amount` was paid in under the bank's `reference`. Nothing is booked before an operator confirms it."""
    act.authorise(permissions.CLAIM_DEPOSIT)
    act.require(may_trade(Organization.objects.get(pk=act.actor.organization), act.now))  # type: ignore[misc]  # authorised
    place = gather.institution(act.actor, institution)
    if value_date > act.now.date() + timedelta(days=1):
        raise Invalid(fields={"value_date": [Say(gettext_noop("The day of the payment cannot lie in the future."))]})
    row = Deposit(
        organization_id=act.actor.organization,  # type: ignore[misc]
        institution=place,
        reference=gather.text(reference, "reference", longest=64),
        amount_minor=gather.positive(amount).minor,
        currency=amount.currency,
        value_date=value_date,
        state_since=act.now,
        proposed_by=act.person(),
        created=act.now,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(
            Say(gettext_noop("Your organization told of a deposit with this bank reference before.")),
            code="reference_used",
            remedy=Say(gettext_noop("Check the reference on your bank's statement. If it is right, write to the operator.")),
        ) from error
    act.created(row)
    operator = exchange()
    act.wait(row, organization=operator, act=permissions.CONFIRM_DEPOSIT, role="operator", within=CONFIRM_WITHIN)
    act.record("exchange.deposit.claimed", row, _facts(row), parties=[operator])
    return row


@use_case
def withdraw_deposit(act: Act, deposit_id: UUID) -> Deposit:
    """The organization takes its notice back before it is confirmed."""
    row = act.find(Deposit, deposit_id)
    act.authorise(permissions.WITHDRAW_DEPOSIT, row)
    return _move(act, row, DepositState.WITHDRAWN)


@use_case
def confirm_deposit(act: Act, deposit_id: UUID) -> Deposit:
    """A second person has found the money on the institution's statement: it is booked.

    Errors: Conflict when this payment was booked before, for whomever."""
    row = _before_operator(act, deposit_id, permissions.CONFIRM_DEPOSIT)
    try:
        with transaction.atomic():
            _move(act, row, DepositState.CONFIRMED, decided_by=act.person())
    except IntegrityError as error:
        raise Conflict(
            Say(gettext_noop("A payment with this bank reference is booked already, on another deposit at this institution.")),
            code="reference_used",
            remedy=Say(gettext_noop("Compare both with the institution's statement, then refuse this one or reverse the other.")),
        ) from error
    legs = posting.deposited(row.organization_id, row.institution_id, row.amount_minor, row.currency, deposit=row.pk)
    ledger.post("deposit", legs, at=act.now, deposit=row.pk)
    return row


@use_case
def refuse_deposit(act: Act, deposit_id: UUID, *, remark: str) -> Deposit:
    """The money is not on the statement. The reference becomes free for whoever really paid."""
    row = _before_operator(act, deposit_id, permissions.CONFIRM_DEPOSIT)
    return _move(act, row, DepositState.REFUSED, decided_by=act.person(), remark=gather.remark(remark))


@use_case
def propose_deposit_reversal(act: Act, deposit_id: UUID, *, remark: str) -> Deposit:
    """A confirmed deposit was a mistake, or the bank took it back: one operator says so, another must agree."""
    row = _before_operator(act, deposit_id, permissions.REVERSE_DEPOSIT)
    _move(act, row, DepositState.REVERSAL_PROPOSED, proposed_by=act.person(), decided_by=None, remark=gather.remark(remark))
    act.wait(row, organization=exchange(), act=permissions.CONFIRM_DEPOSIT_REVERSAL, role="operator", within=CONFIRM_WITHIN)
    return row


@use_case
def confirm_deposit_reversal(act: Act, deposit_id: UUID) -> Deposit:
    """Errors: Refused when the money has been used meanwhile."""
    row = _before_operator(act, deposit_id, permissions.CONFIRM_DEPOSIT_REVERSAL)
    _move(act, row, DepositState.REVERSED, decided_by=act.person())
    ledger.reverse(row.ledger_transactions.get(reverses=None), at=act.now)
    return row


@use_case
def decline_deposit_reversal(act: Act, deposit_id: UUID) -> Deposit:
    """The second operator disagrees: the deposit stands."""
    row = _before_operator(act, deposit_id, permissions.CONFIRM_DEPOSIT_REVERSAL)
    return _move(act, row, DepositState.CONFIRMED, decided_by=act.person())


def _before_operator(act: Act, deposit_id: UUID, permission: Permission) -> Deposit:
    """Errors: NotFound, Forbidden, Refused (the operator belongs to the organization)."""
    row = act.find(Deposit, deposit_id)
    act.authorise(permission, row)
    act.require(not_their_own(act.actor, row.organization_id))
    return row


def _move(act: Act, row: Deposit, to: DepositState, **fields: object) -> Deposit:
    done = act.move(row, to, **fields)
    act.done_waiting(row)
    act.record(done.event, row, _facts(row), parties=[row.organization_id])
    return row


def _facts(row: Deposit) -> dict[str, str]:
    return {"organization": str(row.organization_id), "institution": str(row.institution_id), "amount": str(row.money), "state": row.state}
