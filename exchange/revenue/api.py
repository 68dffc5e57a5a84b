"""REST of a dataset's statement: what it brought in by month, its transactions, and the costs its provider states."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.models import Dataset
from exchange.revenue import permissions, use_cases
from exchange.revenue.gather import Line, lines, own, totals
from exchange.revenue.models import DatasetCost
from exchange.rules.costs import COSTS
from kernel import clock, money
from kernel.errors import NotFound
from kernel.money import Money
from kernel.permissions import Permission, authorise
from web.api import ApiView
from web.openapi import MoneyShape, SignedMoneyShape, listing, operation

TAGS = ["revenue"]


class Filter(serializers.Serializer[Any]):
    year = serializers.IntegerField(min_value=2000, max_value=2100, required=False, help_text="This year, unless told.")


class RevenueLineShape(serializers.Serializer[Any]):
    month = serializers.DateField(allow_null=True)
    sales = serializers.IntegerField()
    gross = SignedMoneyShape()
    fee = SignedMoneyShape()
    net = SignedMoneyShape()
    refunded = SignedMoneyShape()
    cost = SignedMoneyShape()
    result = SignedMoneyShape(help_text="net less the costs the provider states itself.")


class RevenueShape(serializers.Serializer[Any]):
    dataset = serializers.UUIDField()
    year = serializers.IntegerField()
    months = RevenueLineShape(many=True)
    totals = RevenueLineShape(many=True)


class NewCostShape(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(sorted(COSTS))
    month = serializers.DateField(help_text="Any day of the month.")
    amount = MoneyShape()
    note = serializers.CharField(max_length=use_cases.LONGEST_NOTE, required=False, allow_blank=True)


class CostShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    dataset = serializers.UUIDField()
    kind = serializers.ChoiceField(sorted(COSTS))
    month = serializers.DateField()
    amount = MoneyShape()
    note = serializers.CharField(allow_blank=True)
    at = serializers.DateTimeField()
    cancels = serializers.UUIDField(allow_null=True, help_text="The cost that this row takes out of the statement.")


def line_json(line: Line) -> dict[str, Any]:
    amounts = {name: Money(getattr(line, name), line.currency).as_json() for name in ("gross", "fee", "net", "refunded", "cost", "result")}
    return {"month": line.month, "sales": line.sales, **amounts}


def cost_json(row: DatasetCost) -> dict[str, Any]:
    return {
        "id": row.pk, "dataset": row.dataset_id, "kind": row.kind, "month": row.month, "amount": row.amount.as_json(), "note": row.note, "at": row.at, "cancels": row.cancels_id,
    }  # fmt: skip


class _Own(ApiView):
    audience = "party"

    def dataset(self, dataset: UUID) -> Dataset:
        """Errors: NotFound, Forbidden."""
        found = own(self.actor, dataset)
        if found is None:
            raise NotFound
        authorise(self.actor, permissions.READ, found)
        return found


class Revenue(_Own):
    permissions: ClassVar[dict[str, Permission]] = {"get": permissions.READ}

    @operation("What a dataset of yours brought in and cost, by month", tags=TAGS, parameters=[Filter], answer=RevenueShape, errors=(404, 422))
    def get(self, request: Request, dataset: UUID) -> Response:
        found, year = self.dataset(dataset), self.query(Filter).get("year") or clock.today().year
        months = lines(found, year)
        return Response({"dataset": found.pk, "year": year, "months": [line_json(line) for line in months], "totals": [line_json(line) for line in totals(months)]})


class Costs(_Own):
    permissions: ClassVar[dict[str, Permission]] = {"get": permissions.READ, "post": permissions.STATE}

    @operation("Costs you have stated for a dataset, cancellations among them", tags=TAGS, answer=listing(CostShape), errors=(404,), paged=True)
    def get(self, request: Request, dataset: UUID) -> Response:
        return self.items(DatasetCost.objects.filter(dataset=self.dataset(dataset)), cost_json, order=("-month", "-id"))

    @operation("State a cost of a dataset", tags=TAGS, request=NewCostShape, answer=CostShape, status=201, errors=(404,), idempotent=True)
    def post(self, request: Request, dataset: UUID) -> Response:
        self.dataset(dataset)
        given = self.input(NewCostShape)
        given["amount"] = money.parse(given["amount"]["amount"], given["amount"].get("currency") or "CNY")
        return self.act(use_cases.state_cost, dataset, render=cost_json, status=201, **given)


class Cancel(_Own):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.STATE}

    @operation("Cancel a stated cost: answers the row that cancels it", tags=TAGS, answer=CostShape, errors=(404,), idempotent=True)
    def post(self, request: Request, dataset: UUID, cost: UUID) -> Response:
        self.dataset(dataset)
        return self.act(use_cases.cancel_cost, cost, dataset_id=dataset, render=cost_json)
