"""REST of price facts: for anyone, because they name nobody."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.dataset.choices import INDUSTRIES
from exchange.price.models import PriceFact
from kernel.money import EXPONENTS
from web.api import PublicReads
from web.openapi import MoneyShape, listing, operation

TAGS = ["price-facts"]


class Filter(serializers.Serializer[Any]):
    industry = serializers.ChoiceField(list(INDUSTRIES), required=False)
    currency = serializers.ChoiceField(sorted(EXPONENTS), required=False)
    cursor = serializers.CharField(required=False)
    limit = serializers.CharField(required=False)


class PriceFactShape(serializers.Serializer[Any]):
    period = serializers.CharField(help_text="A calendar quarter (2026-Q3) or year (2026) in Beijing.")
    industry = serializers.ChoiceField(list(INDUSTRIES))
    deals = serializers.IntegerField(help_text="At least so many: rounded down to a multiple of 5.")
    median = MoneyShape(allow_null=True, help_text="Rounded to two digits; null only in facts counted under an earlier release of the policy.")
    low = MoneyShape(help_text="An end of one digit; every deal cost at least this.")
    high = MoneyShape(help_text="An end of one digit; every deal cost less than this.")


def fact_json(row: PriceFact) -> dict[str, Any]:
    return {
        "period": row.period.name, "industry": row.industry, "deals": row.deals, "median": row.median and row.median.as_json(), "low": row.low.as_json(), "high": row.high.as_json(),
    }  # fmt: skip


class PriceFacts(PublicReads):
    @operation(
        "What deals of a category cost, newest period first", tags=TAGS, parameters=[Filter], answer=listing(PriceFactShape), paged=True, public=True,
        description="Only groups of at least 5 deals of at least 3 providers and 3 buyers, none of whom has more than half; counted once when the period is over.",
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        asked = self.query(Filter)
        rows = PriceFact.objects.select_related("period").filter(**{name: asked[name] for name in ("industry", "currency") if name in asked})
        return self.items(rows, fact_json, order=("-since", "-id"))
