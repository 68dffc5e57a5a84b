"""The page of price facts: one category at a time, with its trend by quarter and the policy that hides small groups."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from catalog.dataset.choices import INDUSTRIES
from exchange.price.models import PriceFact
from exchange.rules.prices import LEAST_BUYERS, LEAST_DEALS, LEAST_PROVIDERS
from kernel.money import EXPONENTS
from web.charts import Chart, Series, line_chart
from web.pages import Page
from web.shapes import Link

SHOWN = 60
MOST_LINES = 4


def trend(rows: list[PriceFact]) -> Chart | None:
    """Medians by quarter, a line for each currency; a quarter that may not be told leaves a gap."""
    quarters = sorted((row for row in rows if row.quarterly), key=lambda row: row.since)
    if not quarters:
        return None
    labels = list(dict.fromkeys(row.period.name for row in quarters))
    currencies = sorted({row.currency for row in quarters})[:MOST_LINES]
    told: dict[tuple[str, str], int | float] = {(row.currency, row.period.name): row.median_minor / 10 ** EXPONENTS[row.currency] for row in quarters if row.median_minor is not None}
    lines = [Series(currency, [told.get((currency, label)) for label in labels]) for currency in currencies]
    return line_chart(_("Median price by quarter"), labels, lines, note=_("Quarters with too few deals are left out."), label=_("Quarter"))


class Prices(Page):
    public = True
    audience = "public"

    def get(self, request: HttpRequest) -> HttpResponse:
        industry = request.GET.get("industry", "")
        industry = industry if industry in INDUSTRIES else next(iter(INDUSTRIES))
        rows = list(PriceFact.objects.filter(industry=industry).select_related("period").order_by("-since", "-id")[:SHOWN])
        context: dict[str, Any] = {
            "industry": _(INDUSTRIES[industry]), "rows": rows, "chart": trend(rows), "deals": LEAST_DEALS, "providers": LEAST_PROVIDERS, "buyers": LEAST_BUYERS,
            "links": [Link(_(name), f"?industry={code}", current=code == industry) for code, name in INDUSTRIES.items()],
        }  # fmt: skip
        return self.show("exchange/price/facts.html", context)
