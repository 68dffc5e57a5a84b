"""The JSON of agreements, conditions and signing keys: shapes for input and documentation, and rows to plain values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rest_framework import serializers

from exchange.agreement.models import Agreement, Condition, Signature, SigningKey
from exchange.agreement.states import Blocks, State
from exchange.rules import signing
from exchange.rules.domestic import Shown
from exchange.rules.faces.table import table
from exchange.rules.recognition import Crossing
from exchange.trade_request.shapes import NamedShape, RowShape, StoredTermsShape, terms_as_json
from exchange.trade_request.states import State as Negotiation
from web.openapi import DecisionShape, MoneyShape


class AgreementShape(serializers.Serializer[Any]):
    """`negotiation` is the state of the trade request with the same id."""

    id = serializers.UUIDField()
    state = serializers.ChoiceField(choices=[state.value for state in State])
    state_since = serializers.DateTimeField()
    negotiation = serializers.ChoiceField(choices=[state.value for state in Negotiation])
    until = serializers.DateTimeField(allow_null=True)
    created = serializers.DateTimeField()
    consumer = NamedShape()
    provider = NamedShape()
    dataset = NamedShape()
    revision = serializers.UUIDField()
    offer = serializers.UUIDField()
    number = serializers.IntegerField()
    price = MoneyShape()
    fee = MoneyShape()
    digest = serializers.CharField()
    in_force_from = serializers.DateTimeField(allow_null=True)
    in_force_until = serializers.DateTimeField(allow_null=True)
    crossing = serializers.ChoiceField(choices=["", *(crossing.value for crossing in Crossing)])
    code = serializers.CharField(allow_blank=True)
    reason = serializers.CharField(allow_blank=True)


class TextShape(serializers.Serializer[Any]):
    zh = serializers.CharField()
    en = serializers.CharField()


class ToSignShape(serializers.Serializer[Any]):
    """The exact text, line feeds included, that an own key signs for each side."""

    provider = serializers.CharField()
    consumer = serializers.CharField()


class SignatureShape(serializers.Serializer[Any]):
    side = serializers.ChoiceField(choices=["provider", "consumer"])
    organization = serializers.UUIDField()
    key_kind = serializers.ChoiceField(choices=["hosted", "own"])
    key = serializers.UUIDField()
    public_key = serializers.CharField()
    signature = serializers.CharField()
    at = serializers.DateTimeField()


class WholeAgreementShape(AgreementShape):
    terms = StoredTermsShape()
    table = RowShape(many=True)
    text = TextShape()
    odrl = serializers.DictField()
    document = serializers.DictField(help_text="What the digest covers: SHA-256 of its RFC 8785 form.")
    to_sign = ToSignShape()
    signatures = SignatureShape(many=True)


class SignShape(serializers.Serializer[Any]):
    key = serializers.UUIDField(help_text="The id of a registered signing key of your organization.")
    signature = serializers.CharField(max_length=200, help_text="Base64 of the Ed25519 signature over to_sign of your side.")


class ConditionShape(serializers.Serializer[Any]):
    kind = serializers.CharField()
    blocks = serializers.ChoiceField(choices=[blocks.value for blocks in Blocks])
    organization = serializers.UUIDField(help_text="Who must act.")
    role = serializers.CharField()
    act = serializers.CharField()
    since = serializers.DateTimeField()
    until = serializers.DateTimeField(allow_null=True)
    met_at = serializers.DateTimeField(allow_null=True)
    met_by = serializers.CharField(allow_null=True, help_text="The event that met it.")


class ConditionsShape(serializers.Serializer[Any]):
    items = ConditionShape(many=True)
    lawful_basis = DecisionShape(allow_null=True)
    border = DecisionShape(allow_null=True)


class BasisShape(serializers.Serializer[Any]):
    answer = serializers.ChoiceField(choices=[Shown.YES.value, Shown.NO.value, Shown.UNKNOWN.value])
    reference = serializers.CharField(max_length=500, help_text="Which paper shows it and where it is kept.")
    done_on = serializers.DateField()
    document_sha256 = serializers.RegexField(r"^[0-9a-f]{64}$", required=False)


class SigningKeyShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    public_key = serializers.CharField()
    created = serializers.DateTimeField()
    retired = serializers.DateTimeField(allow_null=True)


class SigningKeysShape(serializers.Serializer[Any]):
    items = SigningKeyShape(many=True)
    next = serializers.URLField(allow_null=True)


class RegisterShape(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=100)
    public_key = serializers.CharField(max_length=100, help_text="Base64 of the raw 32 bytes of an Ed25519 public key.")
    signature = serializers.CharField(
        max_length=200, help_text="Base64 of its signature over: shugang signing key registration 1, your organization's id, public_key; each ended by a line feed."
    )


def as_json(row: Agreement) -> dict[str, Any]:
    """`row` read with its request and both organizations."""
    return {
        "id": row.pk, "state": row.state, "state_since": row.state_since, "negotiation": row.request.state, "until": row.request.until, "created": row.created,
        "consumer": {"id": row.consumer_id, "name": row.consumer.name}, "provider": {"id": row.provider_id, "name": row.provider.name},
        "dataset": {"id": row.dataset_id, "name": row.title}, "revision": row.revision_id, "offer": row.offer_id, "number": row.number,
        "price": row.price.as_json(), "fee": row.fee.as_json(), "digest": row.digest, "in_force_from": row.in_force_from, "in_force_until": row.in_force_until,
        "crossing": row.crossing, "code": row.code, "reason": row.reason,
    }


def whole(row: Agreement, signatures: Iterable[Signature]) -> dict[str, Any]:
    """With all its faces."""
    return as_json(row) | {
        "terms": terms_as_json(row.value), "table": [one.as_json() for one in table(row.value)], "text": {"zh": row.text_zh, "en": row.text_en}, "odrl": row.odrl,
        "document": signing.document(row.value, row.parties_and_subject),
        "to_sign": {side: signing.statement(str(row.pk), side, row.digest).decode() for side in signing.SIDES},
        "signatures": [
            {
                "side": one.side, "organization": one.organization, "key_kind": one.key_kind, "key": one.key, "public_key": one.public_key, "signature": one.signature,
                "at": one.at,
            }
            for one in signatures
        ],
    }


def condition_as_json(row: Condition) -> dict[str, Any]:
    return {
        "kind": row.kind, "blocks": row.blocks, "organization": row.organization_id, "role": row.role, "act": row.act, "since": row.since, "until": row.until,
        "met_at": row.met_at, "met_by": str(row.met_by) if row.met_by is not None else None,
    }


def key_as_json(row: SigningKey) -> dict[str, Any]:
    return {"id": row.pk, "name": row.name, "public_key": row.public_key, "created": row.created, "retired": row.retired}
