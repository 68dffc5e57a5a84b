"""The provider's statement of one dataset: a year by month with its picture, the transactions behind it, the stated costs, and all as CSV."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.models import Dataset
from exchange.revenue import permissions, use_cases
from exchange.revenue.export import csv_lines
from exchange.revenue.forms import CostForm
from exchange.revenue.gather import Line, lines, own, parts, totals, transactions
from exchange.revenue.models import DatasetCost
from exchange.rules.costs import COSTS
from exchange.settlement.words import TRANSACTIONS
from kernel import clock, money, paging
from kernel.errors import Invalid, NotFound
from kernel.money import EXPONENTS
from kernel.permissions import Permission, allowed, authorise
from web.charts import Chart, bar_chart
from web.pages import Page

EARLIEST, LATEST = 2000, 2100
ROWS, COSTS_SHOWN = 25, 60


def picture(found: list[Line]) -> Chart | None:
    """Proceeds by month in the currency that brought most."""
    best = max(totals(found), key=lambda line: line.net, default=None)
    if best is None or best.net <= 0:
        return None
    rows = [(f"{line.month:%Y-%m}", line.net / 10 ** EXPONENTS[line.currency]) for line in found if line.currency == best.currency and line.net > 0]
    return bar_chart(_("Proceeds by month"), rows, unit=best.currency, label=_("Month"))


class Statement(Page):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"get": permissions.READ, "post": permissions.STATE}

    def get(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponseBase:
        found, year = self.dataset(dataset), self.year()
        if "csv" in request.GET:
            answer = StreamingHttpResponse(csv_lines(found, year), content_type="text/csv; charset=utf-8")
            answer["Content-Disposition"] = f'attachment; filename="revenue-{year}.csv"'
            return answer
        return self.page(found, year, CostForm(initial={"month": clock.today()}))

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponseBase:
        found, form = self.dataset(dataset), CostForm(request.POST)
        if not form.is_valid():
            return self.page(found, self.year(), form, 422)
        given = form.cleaned_data
        try:
            given["amount"] = money.parse(given["amount"], given.pop("currency"))
        except Invalid:
            form.add_error("amount", _("Write the amount as a plain number such as 1234.50."))
            return self.page(found, self.year(), form, 422)
        return self.act(
            use_cases.state_cost, dataset, form=form, again=lambda bound: self.page(found, self.year(), bound), said=_("The cost stands in your statement."),
            to=f"{reverse('revenue.statement', args=[organization, dataset])}?year={given['month'].year}", **given,
        )  # fmt: skip

    def dataset(self, dataset: UUID) -> Dataset:
        """Errors: NotFound, Forbidden."""
        found = own(self.actor, dataset)
        if found is None:
            raise NotFound
        authorise(self.actor, permissions.READ, found)
        return found

    def year(self) -> int:
        raw = self.request.GET.get("year", "")
        year = int(raw) if raw.isascii() and raw.isdigit() and len(raw) == 4 else clock.today().year
        return min(max(year, EARLIEST), LATEST)

    def page(self, dataset: Dataset, year: int, form: Any, status: int = 200) -> HttpResponse:
        months = lines(dataset, year)
        page = paging.page(transactions(dataset, year), ("-at", "-id"), cursor=self.request.GET.get("cursor") or None, limit=ROWS)
        costs = DatasetCost.objects.standing().filter(dataset=dataset, month__year=year).order_by("-month", "-id")[:COSTS_SHOWN]
        context = {
            "organization": self.actor.organization, "dataset": dataset, "year": year, "earlier": year - 1, "later": year + 1, "months": months, "totals": totals(months),
            "chart": picture(months), "page": page, "moves": [(row, _(TRANSACTIONS.get(row.kind, row.kind)), parts(row)) for row in page.items], "form": form,
            "costs": [(row, _(COSTS[row.kind])) for row in costs], "may_state": allowed(self.actor, permissions.STATE, dataset).permitted,
        }  # fmt: skip
        return self.show("exchange/revenue/statement.html", context, status)


class Cancel(Statement):
    """Take a stated cost out of the statement, after one look."""

    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.STATE}

    def get(self, request: HttpRequest, organization: UUID, dataset: UUID, cost: UUID) -> HttpResponseBase:  # type: ignore[override]
        found = self.dataset(dataset)
        row = DatasetCost.objects.standing().filter(pk=cost, dataset=found).first()
        if row is None:
            raise NotFound
        context = {
            "organization": organization, "title": _("Cancel this cost?"), "lede": f"{_(COSTS[row.kind])} · {row.amount}", "effects": [], "act": _("Cancel the cost"),
            "back_url": reverse("revenue.statement", args=[organization, dataset]),
        }  # fmt: skip
        return self.show("web/confirm.html", context)

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID, cost: UUID) -> HttpResponseBase:  # type: ignore[override]
        self.dataset(dataset)
        to = reverse("revenue.statement", args=[organization, dataset])
        return self.act(use_cases.cancel_cost, cost, dataset_id=dataset, to=to, said=_("The cost is cancelled."))
