"""The JSON of negotiations: shapes for input and documentation, and rows to plain values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from catalog.rules.policy import PURPOSES
from catalog.rules.questions import LONGEST_ANSWER, MOST as MOST_QUESTIONS
from exchange.rules.faces.table import table
from exchange.rules.terms import LegalBasis, Terms
from exchange.trade_request.models import MESSAGE_LENGTH, Message, Proposal, TradeRequest
from exchange.trade_request.states import Code, State
from kernel import money
from web.openapi import MoneyShape


class RecipientShape(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=200)
    country = serializers.CharField(min_length=2, max_length=2)


def _countries() -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(min_length=2, max_length=2), max_length=250, required=False)


class TermsShape(serializers.Serializer[Any]):
    """Terms to propose. What is left out stays as last proposed, or as the offer has it in a first request."""

    purpose = serializers.CharField(max_length=500, required=False)
    purpose_code = serializers.ChoiceField(choices=list(PURPOSES), required=False)
    legal_basis = serializers.ChoiceField(choices=[basis.value for basis in LegalBasis], required=False)
    method = serializers.CharField(max_length=500, allow_blank=True, required=False)
    security = serializers.CharField(max_length=500, allow_blank=True, required=False)
    recipients = RecipientShape(many=True, required=False)
    processing_countries = _countries()
    storage_countries = _countries()
    data_fields = serializers.ListField(child=serializers.CharField(max_length=120), max_length=500, required=False)
    term_days = serializers.IntegerField(min_value=1, max_value=3650, required=False)
    count = serializers.IntegerField(min_value=1, max_value=10_000, allow_null=True, required=False)
    redistribution = serializers.BooleanField(required=False)
    deletion_days = serializers.IntegerField(min_value=0, max_value=365, required=False)
    acceptance_days = serializers.IntegerField(min_value=1, max_value=60, required=False)
    price = MoneyShape(required=False)
    clauses = serializers.ListField(child=serializers.CharField(max_length=1000), max_length=20, required=False)


class SubmitShape(TermsShape):
    offer = serializers.UUIDField()
    purpose = serializers.CharField(max_length=500)
    purpose_code = serializers.ChoiceField(choices=list(PURPOSES))
    recipients = RecipientShape(many=True)
    processing_countries = serializers.ListField(child=serializers.CharField(min_length=2, max_length=2), min_length=1, max_length=250)
    storage_countries = serializers.ListField(child=serializers.CharField(min_length=2, max_length=2), min_length=1, max_length=250)
    answers = serializers.ListField(
        child=serializers.CharField(max_length=LONGEST_ANSWER, allow_blank=True), max_length=MOST_QUESTIONS, required=False, help_text="To the questions of the listed revision, in their order."
    )


class ProposeShape(TermsShape):
    binds_days = serializers.IntegerField(min_value=1, max_value=60, required=False, help_text="Days for which a provider's offer binds; 14 unless told.")


class AcceptShape(serializers.Serializer[Any]):
    number = serializers.IntegerField(min_value=1, max_value=32_767, required=False, help_text="The proposal that was read; another one standing is a conflict.")


class ReasonShape(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=MESSAGE_LENGTH, allow_blank=True, default="")


class TextShape(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=MESSAGE_LENGTH, trim_whitespace=True)


class NamedShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()


class RowShape(serializers.Serializer[Any]):
    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    value = serializers.CharField(allow_blank=True)


class StoredTermsShape(TermsShape):
    fee_basis_points = serializers.IntegerField()


class ProposalShape(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    side = serializers.ChoiceField(choices=["provider", "consumer"])
    at = serializers.DateTimeField()
    until = serializers.DateTimeField(allow_null=True)
    terms = StoredTermsShape()
    table = RowShape(many=True)


class TradeRequestShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    state = serializers.ChoiceField(choices=[state.value for state in State])
    state_since = serializers.DateTimeField()
    until = serializers.DateTimeField(allow_null=True)
    created = serializers.DateTimeField()
    consumer = NamedShape()
    provider = NamedShape()
    dataset = NamedShape()
    revision = serializers.UUIDField()
    offer = serializers.UUIDField()
    round = serializers.IntegerField()
    price = MoneyShape()
    code = serializers.ChoiceField(choices=["", *(code.value for code in Code)])
    reason = serializers.CharField(allow_blank=True)
    agreement = serializers.UUIDField(allow_null=True)


class TradeRequestWithProposals(TradeRequestShape):
    proposals = ProposalShape(many=True)


class MessageShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    organization = serializers.UUIDField()
    at = serializers.DateTimeField()
    text = serializers.CharField()


def terms_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """Checked input as the values a draft takes. Errors: Invalid (the amount)."""
    form = {name: value for name, value in given.items() if name not in ("offer", "binds_days", "price", "answers")}
    if "price" in given:
        price = money.parse(given["price"]["amount"], given["price"]["currency"], field="price")
        form |= {"price_minor": price.minor, "currency": price.currency}
    return form


def terms_as_json(terms: Terms) -> dict[str, Any]:
    data = terms.as_json()
    data["price"] = money.Money(data.pop("price_minor"), data.pop("currency")).as_json()
    return data


def proposal_as_json(row: Proposal) -> dict[str, Any]:
    return {
        "number": row.number, "side": row.side, "at": row.at, "until": row.until, "terms": terms_as_json(row.value), "table": [one.as_json() for one in table(row.value)]
    }


def as_json(row: TradeRequest) -> dict[str, Any]:
    """`row` read with both organizations and its revision. An agreement has its negotiation's id, from acceptance on."""
    return {
        "id": row.pk, "state": row.state, "state_since": row.state_since, "until": row.until, "created": row.created,
        "consumer": {"id": row.consumer_id, "name": row.consumer.name}, "provider": {"id": row.provider_id, "name": row.provider.name},
        "dataset": {"id": row.dataset_id, "name": row.revision.title}, "revision": row.revision_id, "offer": row.offer_id, "round": row.round,
        "price": row.price.as_json(), "code": row.code, "reason": row.reason, "agreement": row.pk if row.accepted is not None else None,
    }


def with_proposals(row: TradeRequest) -> dict[str, Any]:
    return as_json(row) | {"proposals": [proposal_as_json(proposal) for proposal in row.proposals.order_by("number")]}


def message_as_json(row: Message) -> dict[str, Any]:
    return {"id": row.pk, "organization": row.organization_id, "at": row.at, "text": row.text}
