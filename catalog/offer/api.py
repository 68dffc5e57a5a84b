"""REST of offers."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.dataset.api import dataset_of
from catalog.offer import permissions, use_cases
from catalog.offer.models import Offer
from catalog.offer.states import OfferState
from catalog.rules.policy import LONGEST_TERM_DAYS, MOST_DELIVERIES, PURPOSES
from kernel import money
from kernel.permissions import Permission
from web.api import ApiView
from web.openapi import MoneyShape, listing, operation

TAGS = ["datasets"]


class PolicyShape(serializers.Serializer[Any]):
    purposes = serializers.ListField(child=serializers.ChoiceField(list(PURPOSES)), min_length=1, max_length=len(PURPOSES))
    countries = serializers.ListField(child=serializers.RegexField(r"^([A-Z]{2}|\*)$"), min_length=1, max_length=250)
    term_days = serializers.IntegerField(min_value=1, max_value=LONGEST_TERM_DAYS)
    count = serializers.IntegerField(min_value=1, max_value=MOST_DELIVERIES, allow_null=True, required=False)
    redistribution = serializers.BooleanField(default=False)


class NewOfferShape(serializers.Serializer[Any]):
    name_zh = serializers.CharField(max_length=80)
    name_en = serializers.CharField(max_length=80)
    price = MoneyShape(help_text="A zero amount is free.")
    quantity = serializers.IntegerField(min_value=1, max_value=10_000, allow_null=True, required=False, help_text="How many may take it; null for any number.")
    exclusive = serializers.BooleanField(default=False)
    policy = PolicyShape()


class OfferShape(NewOfferShape):
    id = serializers.UUIDField()
    dataset = serializers.UUIDField()
    state = serializers.ChoiceField([str(state) for state in OfferState])


def as_json(row: Offer) -> dict[str, Any]:
    return {
        "id": row.pk, "dataset": row.dataset_id, "name_zh": row.name_zh, "name_en": row.name_en, "price": row.price.as_json(), "quantity": row.quantity,
        "exclusive": row.exclusive, "policy": row.policy, "state": row.state,
    }


class Offers(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.MANAGE}

    @operation("Offers of a dataset", tags=TAGS, answer=listing(OfferShape), errors=(404,), paged=True)
    def get(self, request: Request, dataset: UUID) -> Response:
        rows = Offer.objects.visible_to(self.actor).filter(dataset=dataset_of(self.actor, dataset))
        return self.items(rows, as_json)

    @operation("Make an offer; on a listed dataset it opens at once", tags=TAGS, request=NewOfferShape, answer=OfferShape, status=201, errors=(404, 409), idempotent=True)
    def post(self, request: Request, dataset: UUID) -> Response:
        given = self.input(NewOfferShape)
        price = money.parse(given["price"]["amount"], given["price"]["currency"], field="price")
        return self.act(
            use_cases.add, dataset, name_zh=given["name_zh"], name_en=given["name_en"], price_minor=price.minor, currency=price.currency,
            quantity=given.get("quantity"), exclusive=given["exclusive"], policy=given["policy"], render=as_json, status=201,
        )


class Close(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.MANAGE}

    @operation("Close an offer; agreements made on it go on", tags=TAGS, answer=OfferShape, errors=(404,), idempotent=True)
    def post(self, request: Request, dataset: UUID, offer: UUID) -> Response:
        return self.act(use_cases.close, offer, dataset_id=dataset, render=as_json)
