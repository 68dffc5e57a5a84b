"""What the API takes and gives: serializers that document, and plain functions that render."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from exchange.settlement.models import Deposit, Escrow, Institution, LedgerAccount, LedgerEntry, Payout
from exchange.settlement.states import DepositState, EscrowState, PayoutState
from kernel.money import Money
from web.openapi import MoneyShape, SignedMoneyShape


class InstitutionShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name_zh = serializers.CharField()
    name_en = serializers.CharField()
    license_number = serializers.CharField()
    account_number = serializers.CharField()


class InstitutionInput(serializers.Serializer[Any]):
    name_zh = serializers.CharField(max_length=140)
    name_en = serializers.CharField(max_length=140)
    license_number = serializers.CharField(max_length=64)
    account_number = serializers.CharField(max_length=64)


class AccountShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(["deposit", "payable", "escrow", "fee", "cash"])
    organization = serializers.UUIDField(allow_null=True)
    agreement = serializers.UUIDField(allow_null=True)
    institution = serializers.UUIDField(allow_null=True)
    balance = SignedMoneyShape()
    entries = serializers.IntegerField()


class EntryShape(serializers.Serializer[Any]):
    seq = serializers.IntegerField()
    at = serializers.DateTimeField()
    transaction = serializers.UUIDField()
    kind = serializers.ChoiceField(["deposit", "payout", "fund", "release", "refund", "reversal"])
    agreement = serializers.UUIDField(allow_null=True)
    deposit = serializers.UUIDField(allow_null=True)
    payout = serializers.UUIDField(allow_null=True)
    reverses = serializers.UUIDField(allow_null=True)
    amount = SignedMoneyShape()
    balance = SignedMoneyShape()


class DepositShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    organization = serializers.UUIDField()
    institution = serializers.UUIDField()
    reference = serializers.CharField()
    amount = MoneyShape()
    value_date = serializers.DateField()
    remark = serializers.CharField()
    state = serializers.ChoiceField([s.value for s in DepositState])
    since = serializers.DateTimeField()
    created = serializers.DateTimeField()


class DepositInput(serializers.Serializer[Any]):
    institution = serializers.UUIDField()
    reference = serializers.CharField(max_length=64)
    amount = MoneyShape()
    value_date = serializers.DateField()


class PayoutShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    organization = serializers.UUIDField()
    institution = serializers.UUIDField()
    source = serializers.ChoiceField(["payable", "deposit"])  # type: ignore[assignment]  # the framework has an attribute of this name
    amount = MoneyShape()
    bank_account = serializers.CharField()
    reference = serializers.CharField()
    remark = serializers.CharField()
    state = serializers.ChoiceField([s.value for s in PayoutState])
    since = serializers.DateTimeField()
    created = serializers.DateTimeField()


class PayoutInput(serializers.Serializer[Any]):
    institution = serializers.UUIDField()
    source = serializers.ChoiceField(["payable", "deposit"], default="payable")  # type: ignore[assignment]
    amount = MoneyShape()
    bank_account = serializers.CharField(max_length=64)


class RemarkInput(serializers.Serializer[Any]):
    remark = serializers.CharField(max_length=2000)


class ReferenceInput(serializers.Serializer[Any]):
    reference = serializers.CharField(max_length=64)


class EscrowShape(serializers.Serializer[Any]):
    agreement = serializers.UUIDField()
    price = MoneyShape()
    fee = MoneyShape()
    state = serializers.ChoiceField([s.value for s in EscrowState])
    since = serializers.DateTimeField()
    grounds = serializers.CharField()
    proposed_outcome = serializers.ChoiceField(["", "release", "refund"])
    reasons = serializers.CharField()


class OutcomeInput(serializers.Serializer[Any]):
    outcome = serializers.ChoiceField(["release", "refund"], help_text="The outcome you read (`proposed_outcome`) and agree with. 409 when another one is proposed by now.")


class DecisionInput(serializers.Serializer[Any]):
    outcome = serializers.ChoiceField(["release", "refund"])
    reasons = serializers.CharField(max_length=2000)


def institution(row: Institution) -> dict[str, Any]:
    return {"id": row.pk, "name_zh": row.name_zh, "name_en": row.name_en, "license_number": row.license_number, "account_number": row.account_number}


def account(row: LedgerAccount) -> dict[str, Any]:
    return {
        "id": row.pk, "kind": row.kind, "organization": row.organization_id, "agreement": row.agreement_id, "institution": row.institution_id,
        "balance": row.balance.as_json(), "entries": row.seq,
    }  # fmt: skip


def entry(row: LedgerEntry, currency: str) -> dict[str, Any]:
    done = row.transaction
    return {
        "seq": row.seq, "at": done.at, "transaction": done.pk, "kind": done.kind, "agreement": done.agreement_id, "deposit": done.deposit_id,
        "payout": done.payout_id, "reverses": done.reverses_id, "amount": Money(row.amount_minor, currency).as_json(),
        "balance": Money(row.balance_minor, currency).as_json(),
    }  # fmt: skip


def deposit(row: Deposit) -> dict[str, Any]:
    return {
        "id": row.pk, "organization": row.organization_id, "institution": row.institution_id, "reference": row.reference, "amount": row.money.as_json(),
        "value_date": row.value_date, "remark": row.remark, "state": row.state, "since": row.state_since, "created": row.created,
    }  # fmt: skip


def payout(row: Payout) -> dict[str, Any]:
    return {
        "id": row.pk, "organization": row.organization_id, "institution": row.institution_id, "source": row.source, "amount": row.money.as_json(),
        "bank_account": row.bank_account, "reference": row.reference, "remark": row.remark, "state": row.state, "since": row.state_since, "created": row.created,
    }  # fmt: skip


def escrow(row: Escrow) -> dict[str, Any]:
    return {
        "agreement": row.pk, "price": row.price.as_json(), "fee": row.fee.as_json(), "state": row.state, "since": row.state_since,
        "grounds": row.grounds, "proposed_outcome": row.proposed_outcome, "reasons": row.reasons,
    }  # fmt: skip
