"""The pages on which orders that stop exports are listed, placed and lifted."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, gettext_noop

from exchange.clearance.words import badge
from exchange.supervision import permissions, use_cases
from exchange.supervision.models import StopOrder
from exchange.supervision.states import Scope, State
from exchange.supervision.use_cases import BASES
from kernel import paging
from kernel.errors import NotFound
from kernel.permissions import Permission, allowed
from web.pages import Page
from web.shapes import Effect

ROWS = 25
SCOPES: dict[str, str] = {
    Scope.DEAL: gettext_noop("One deal"),
    Scope.CLEARANCE: gettext_noop("One clearance"),
    Scope.EXPORTER: gettext_noop("All exports of an exporter"),
    Scope.DATASET: gettext_noop("A dataset, wherever it goes"),
}
STATES: dict[str, tuple[str, str]] = {State.STANDING: ("hold", gettext_noop("Stands")), State.LIFTED: ("done", gettext_noop("Lifted"))}


class OrderForm(forms.Form):
    scope = forms.ChoiceField(label=gettext_lazy("What is stopped"), widget=forms.RadioSelect)
    subject = forms.UUIDField(label=gettext_lazy("Its number"), help_text=gettext_lazy("The id of the deal, clearance, organization or dataset."))
    basis = forms.ChoiceField(label=gettext_lazy("Article on which it rests"), choices=[(one, one) for one in BASES])
    cause = forms.CharField(label=gettext_lazy("Cause"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), help_text=gettext_lazy("Both parties read this."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scope"].choices = [(scope, _(words)) for scope, words in SCOPES.items()]  # type: ignore[attr-defined]


class LiftForm(forms.Form):
    remark = forms.CharField(label=gettext_lazy("Why it may go on"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class Orders(Page):
    """Stop orders, newest first: all of them at the desk, an exporter's own."""

    audience = "member"

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        rows = StopOrder.objects.visible_to(self.actor).select_related("exporter")
        page = paging.page(rows, ("-placed", "-id"), cursor=request.GET.get("cursor") or None, limit=ROWS)
        lines = [
            {"row": row, "scope": _(SCOPES[row.scope]), "state": badge(STATES, row.state), "lift": row.state == State.STANDING and allowed(self.actor, permissions.LIFT, row).permitted}
            for row in page.items
        ]
        context = {"organization": organization, "rows": lines, "page": page, "may_place": allowed(self.actor, permissions.PLACE).permitted}
        return self.show("exchange/supervision/orders.html", context)


class Place(Page):
    """A supervisor orders that something stops."""

    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.PLACE}

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        self.desk_only()
        return self._page(OrderForm(initial={"scope": request.GET.get("scope", ""), "subject": request.GET.get("subject", "")}))

    def post(self, request: HttpRequest, organization: UUID) -> HttpResponseBase:
        self.desk_only()
        form = OrderForm(request.POST)
        if not form.is_valid():
            return self._page(form, 422)
        return self.act(
            use_cases.place, form=form, again=lambda wrong: self._page(wrong), to=reverse("supervision.orders", args=[organization]), said=_("Ordered. What runs ends within seconds."), **form.cleaned_data
        )

    def _page(self, form: Any, status: int = 200) -> HttpResponse:
        title = _("Order that exports stop")
        effects = [Effect(_("Running deliveries end within two seconds."), _("Nothing new begins until another person lifts the order."), "stop"), Effect(_("It is recorded in the log."), "", "check")]
        context = {"title": title, "act": title, "effects": effects, "form": form, "danger": True, "back_url": reverse("supervision.orders", args=[self.actor.organization])}
        return self.show("web/confirm.html", context, status)


class Lift(Page):
    """Another person lifts an order."""

    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.LIFT}

    def get(self, request: HttpRequest, organization: UUID, order: UUID) -> HttpResponse:
        return self._page(self._row(order), LiftForm())

    def post(self, request: HttpRequest, organization: UUID, order: UUID) -> HttpResponseBase:
        row, form = self._row(order), LiftForm(request.POST)
        if not form.is_valid():
            return self._page(row, form, 422)
        to = reverse("supervision.orders", args=[organization])
        return self.act(use_cases.lift, row.pk, form=form, again=lambda wrong: self._page(row, wrong), to=to, said=_("Lifted, and recorded."), **form.cleaned_data)

    def _row(self, pk: UUID) -> StopOrder:
        found: StopOrder | None = StopOrder.objects.visible_to(self.actor).filter(pk=pk).first()
        if found is None:
            raise NotFound
        return found

    def _page(self, row: StopOrder, form: Any, status: int = 200) -> HttpResponse:
        title = _("Lift the stop order")
        effects = [Effect(_("Deliveries may start again."), _("Other holds and orders stay."), "play")]
        context = {"title": title, "act": title, "lede": f"{row.number}: {row.cause}", "effects": effects, "form": form, "back_url": reverse("supervision.orders", args=[self.actor.organization])}
        return self.show("web/confirm.html", context, status)
