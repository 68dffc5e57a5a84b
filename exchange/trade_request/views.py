"""Pages of a negotiation: ask, propose with both rounds side by side, decline, withdraw, write. The deal's own page stands above."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _, gettext_lazy

from accounts.models import Organization
from catalog.models import DataField, Dataset, Offer
from catalog.offer.states import OfferState
from catalog.rules.policy import PURPOSES
from exchange.trade_request import drafting, gather, permissions, show, use_cases
from exchange.trade_request.forms import MessageForm, OfferForm, ReasonForm, RequestForm, TermsForm
from exchange.trade_request.models import Proposal, TradeRequest
from exchange.trade_request.states import State
from kernel.errors import NotFound, WrongState
from kernel.permissions import Permission, authorise
from web.pages import Page
from web.shapes import Effect


class New(Page):
    """The request form."""

    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.CREATE}

    def get(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponse:
        authorise(self.actor, permissions.CREATE)
        found = self._dataset(dataset)
        offers = self._offers(found)
        chosen = next((offer for offer in offers if str(offer.pk) == request.GET.get("offer")), offers[0] if offers else None)
        form = self._form(found, offers, initial=self._initial(chosen, found.current.personal)) if chosen and found.current else None
        return self._page(found, form)

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponseBase:
        found = self._dataset(dataset)
        form = self._form(found, self._offers(found), data=request.POST)

        def again(_form: Any) -> HttpResponse:
            return self._page(found, form, 422)

        if not form.is_valid():
            return again(form)
        offer = next(one for one in self._offers(found) if str(one.pk) == form.cleaned_data["offer"])
        form.currency = offer.currency
        return self.act(
            use_cases.submit, offer.pk, form.said(), answers=form.answers(), form=form, again=again, to=lambda made: show.deal_url(self.actor.organization, made.pk),
            said=_("The request is with the provider."),
        )

    def _dataset(self, pk: UUID) -> Dataset:
        row = Dataset.objects.visible_to(self.actor).select_related("provider", "current").filter(pk=pk, current__isnull=False).first()
        if row is None:
            raise NotFound
        return row

    def _offers(self, dataset: Dataset) -> list[Offer]:
        return list(Offer.objects.visible_to(self.actor).filter(dataset=dataset, state=OfferState.OPEN).order_by("price_minor", "pk"))

    def _form(self, dataset: Dataset, offers: list[Offer], **kwargs: Any) -> RequestForm:
        purposes = {purpose for offer in offers for purpose in offer.terms.purposes}
        rows = DataField.objects.filter(revision=dataset.current_id).order_by("position")
        questions = dataset.current.questions if dataset.current else ()
        return RequestForm(offers=offers, questions=questions, purposes=purposes, fields=rows, currency=offers[0].currency if offers else "CNY", **kwargs)

    def _initial(self, offer: Offer, personal: bool) -> dict[str, Any]:
        own = Organization.objects.get(pk=permissions.acting(self.actor))
        policy = offer.terms
        return {
            "offer": str(offer.pk), "purpose_code": policy.purposes[0], "legal_basis": "unknown" if personal else "not_personal",
            "recipients": f"{own.name}, {own.country}", "processing_countries": own.country, "storage_countries": own.country, "term_days": policy.term_days,
            "count": policy.count, "price": offer.price.amount, "deletion_days": drafting.DELETION_DAYS, "acceptance_days": drafting.ACCEPTANCE_DAYS,
        }

    def _page(self, dataset: Dataset, form: RequestForm | None, status: int = 200) -> HttpResponse:
        return self.show("exchange/trade_request/new.html", {"dataset": dataset, "revision": dataset.current, "form": form}, status)


class NegotiationPage(Page):
    """Reads one negotiation that the actor sees and is a party to."""

    def row(self, pk: UUID) -> TradeRequest:
        """Errors: NotFound."""
        found = TradeRequest.objects.visible_to(self.actor).select_related(*use_cases.SUMMARY).filter(pk=pk).first()
        if found is None:
            raise NotFound
        return found

    def back(self, pk: UUID) -> str:
        return show.deal_url(self.actor.organization, pk)


class Propose(NegotiationPage):
    """The provider's answer or the buyer's counter-proposal, with the last two rounds side by side."""

    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.OFFER}

    def get(self, request: HttpRequest, organization: UUID, trade_request: UUID) -> HttpResponse:
        row = self.row(trade_request)
        authorise(self.actor, self._permission(row), row)
        expected = State.REQUESTED if self._by_provider(row) else State.OFFERED
        if row.state != expected.value:
            raise WrongState(_("It is not your turn to propose terms."), remedy=_("See the deal's page for whose turn it is."))
        return self._page(row, self._form(row, initial=TermsForm.initial_of(gather.latest(row).value)))

    def post(self, request: HttpRequest, organization: UUID, trade_request: UUID) -> HttpResponseBase:
        row = self.row(trade_request)
        form = self._form(row, data=request.POST)

        def again(_form: Any) -> HttpResponse:
            return self._page(row, form, 422)

        if not form.is_valid():
            return again(form)
        said = form.said()
        binds = {"binds_days": said.pop("binds_days")} if "binds_days" in said else {}
        done = _("The binding offer is with the buyer.") if self._by_provider(row) else _("The counter-proposal is with the provider.")
        return self.act(use_cases.propose, row.pk, said, form=form, again=again, to=self.back(row.pk), said=done, **binds)

    def _by_provider(self, row: TradeRequest) -> bool:
        return permissions.is_provider(self.actor, row)

    def _permission(self, row: TradeRequest) -> Permission:
        return permissions.OFFER if self._by_provider(row) else permissions.COUNTER

    def _form(self, row: TradeRequest, **kwargs: Any) -> TermsForm:
        kind = OfferForm if self._by_provider(row) else TermsForm
        if "initial" in kwargs and kind is OfferForm:
            kwargs["initial"] |= {"binds_days": use_cases.BINDS_FOR_DAYS}
        return kind(purposes=PURPOSES, fields=DataField.objects.filter(revision=row.revision_id).order_by("position"), currency=row.currency, **kwargs)

    def _page(self, row: TradeRequest, form: TermsForm, status: int = 200) -> HttpResponse:
        last: list[Proposal] = show.rounds(row)[-2:]
        context = {
            "request_row": row, "form": form, "titles": show.titles(row), "by_provider": self._by_provider(row), "back_url": self.back(row.pk), "last": last[-1],
            "before": last[0] if len(last) > 1 else None, "rows": show.terms_rows(last[-1].value),
            "changes": show.comparison(last[0].value, last[-1].value) if len(last) > 1 else [],
            "side_names": {key: _(words) for key, words in show.SIDES.items()},
        }
        return self.show("exchange/trade_request/propose.html", context, status)


class Ending(NegotiationPage):
    """A confirm page that ends the negotiation."""

    audience = "party"
    act_of: ClassVar[Callable[..., TradeRequest]]
    words: ClassVar[dict[str, Any]]

    def get(self, request: HttpRequest, organization: UUID, trade_request: UUID) -> HttpResponse:
        return self._page(self.row(trade_request), ReasonForm())

    def post(self, request: HttpRequest, organization: UUID, trade_request: UUID) -> HttpResponseBase:
        row, form = self.row(trade_request), ReasonForm(request.POST)
        if not form.is_valid():
            return self._page(row, form, 422)
        act = type(self).act_of
        return self.act(act, row.pk, reason=form.cleaned_data["reason"], to=self.back(row.pk), said=_("The negotiation has ended."))

    def _page(self, row: TradeRequest, form: ReasonForm, status: int = 200) -> HttpResponse:
        lede = f"{row.revision.title} · {row.provider.name} → {row.consumer.name}"
        return self.show("accounts/confirm.html", {"form": form, "back_url": self.back(row.pk), "danger": True, "lede": lede, **self.words}, status)


ENDS_FOR_GOOD = Effect(gettext_lazy("It cannot be undone."), gettext_lazy("A new request may be made at any time."))  # type: ignore[arg-type]


class Decline(Ending):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.DECLINE}
    act_of = staticmethod(use_cases.decline)
    words: ClassVar[dict[str, Any]] = {
        "title": gettext_lazy("Decline what the other side proposed"),
        "act": gettext_lazy("Decline and end the negotiation"),
        "effects": [
            Effect(gettext_lazy("The negotiation ends."), gettext_lazy("Nobody is bound by what was proposed in it.")),  # type: ignore[arg-type]
            Effect(gettext_lazy("The other side reads your reason."), gettext_lazy("It stays in the deal's record.")),  # type: ignore[arg-type]
            ENDS_FOR_GOOD,
        ],
    }


class Withdraw(Ending):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.WITHDRAW}
    act_of = staticmethod(use_cases.withdraw)
    words: ClassVar[dict[str, Any]] = {
        "title": gettext_lazy("Take it back"),
        "act": gettext_lazy("Take it back and end the negotiation"),
        "effects": [
            Effect(gettext_lazy("The negotiation ends."), gettext_lazy("The other side cannot answer any more.")),  # type: ignore[arg-type]
            Effect(gettext_lazy("A binding offer stays binding until its day."), gettext_lazy("A provider can take it back only after that.")),  # type: ignore[arg-type]
            ENDS_FOR_GOOD,
        ],
    }


class Messages(NegotiationPage):
    """The parties' messages and a line to write."""

    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.MESSAGE}

    def get(self, request: HttpRequest, organization: UUID, trade_request: UUID) -> HttpResponse:
        return self._page(self.row(trade_request), MessageForm())

    def post(self, request: HttpRequest, organization: UUID, trade_request: UUID) -> HttpResponseBase:
        row, form = self.row(trade_request), MessageForm(request.POST)

        def again(_form: Any) -> HttpResponse:
            return self._page(row, form, 422)

        if not form.is_valid():
            return again(form)
        return self.act(use_cases.send_message, row.pk, text=form.cleaned_data["text"], form=form, again=again, to=request.path, said=_("Sent."))

    def _page(self, row: TradeRequest, form: MessageForm, status: int = 200) -> HttpResponse:
        context = {
            "request_row": row, "form": form, "titles": show.titles(row), "back_url": self.back(row.pk), "messages_sent": show.messages(row),
            "writable": row.state != State.TERMINATED.value and bool(show.side_of(self.actor, row)),
        }
        return self.show("exchange/trade_request/messages.html", context, status)
