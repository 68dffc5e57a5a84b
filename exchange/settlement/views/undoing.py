"""Taking back and undoing: an organization withdraws what still waits, two operators reverse what was booked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from exchange.settlement import permissions, use_cases
from exchange.settlement.forms import RemarkForm
from exchange.settlement.models import Deposit, Payout
from exchange.settlement.states import DepositState, PayoutState
from exchange.settlement.words import DEPOSITS, PAYOUTS, state
from kernel.errors import NotFound
from kernel.permissions import Permission, allowed, authorise
from web.pages import Page
from web.shapes import Effect


def movement_of(page: Page, model: Any, pk: UUID) -> Any:
    """Errors: NotFound."""
    found = model.objects.visible_to(page.actor).select_related("organization", "institution").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


class WithdrawDeposit(Page):
    """Take back a deposit notice that nobody has confirmed."""

    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.WITHDRAW_DEPOSIT}

    def get(self, request: HttpRequest, organization: UUID, deposit: UUID) -> HttpResponse:
        row = movement_of(self, Deposit, deposit)
        authorise(self.actor, permissions.WITHDRAW_DEPOSIT, row)
        effects = [Effect(_("The exchange stops looking for this payment."), _("Its bank reference may be told of again."), "undo")]
        context = {"title": _("Take back the deposit notice"), "lede": f"{row.reference} · {row.money}", "effects": effects, "act": _("Take it back")}
        return self.show("web/confirm.html", context | {"back_url": reverse("settlement.money", args=[organization])})

    def post(self, request: HttpRequest, organization: UUID, deposit: UUID) -> HttpResponseBase:
        return self.act(use_cases.withdraw_deposit, deposit, to=reverse("settlement.money", args=[organization]), said=_("Taken back."))


class WithdrawPayout(Page):
    """Take back a payout that nobody has confirmed."""

    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.WITHDRAW_PAYOUT}

    def get(self, request: HttpRequest, organization: UUID, payout: UUID) -> HttpResponse:
        row = movement_of(self, Payout, payout)
        authorise(self.actor, permissions.WITHDRAW_PAYOUT, row)
        effects = [Effect(_("Nothing is paid out."), _("The amount is free again in your account."), "undo")]
        context = {"title": _("Take back the payout"), "lede": str(row.money), "effects": effects, "act": _("Take it back")}
        return self.show("web/confirm.html", context | {"back_url": reverse("settlement.money", args=[organization])})

    def post(self, request: HttpRequest, organization: UUID, payout: UUID) -> HttpResponseBase:
        return self.act(use_cases.withdraw_payout, payout, to=reverse("settlement.money", args=[organization]), said=_("Taken back."))


class Reversal(Page):
    """A booked movement that was a mistake: one operator proposes to reverse it and says why, another one agrees or declines."""

    audience = "operator"
    model: ClassVar[Any]
    words: ClassVar[dict[str, tuple[str, str]]]
    booked: ClassVar[str]
    proposed: ClassVar[str]
    proposing: ClassVar[Permission]
    confirming: ClassVar[Permission]
    propose: ClassVar[Callable[..., Any]]
    confirm: ClassVar[Callable[..., Any]]
    decline: ClassVar[Callable[..., Any]]

    def get(self, request: HttpRequest, organization: UUID, **ids: UUID) -> HttpResponse:
        return self._page(self._row(ids), RemarkForm())

    def post(self, request: HttpRequest, organization: UUID, **ids: UUID) -> HttpResponseBase:
        row = self._row(ids)
        back = reverse("settlement.queue", args=[organization])
        kind = type(self)
        if row.state == self.proposed:
            return self.act(kind.decline if "decline" in request.POST else kind.confirm, row.pk, to=back, said=_("Recorded."))
        form = RemarkForm(request.POST)
        if not form.is_valid():
            return self._page(row, form, 422)
        return self.act(
            kind.propose, row.pk, form=form, again=lambda wrong: self._page(row, wrong), to=back, said=_("Proposed. A second operator confirms."), **form.cleaned_data
        )

    def _row(self, ids: dict[str, UUID]) -> Any:
        if self.actor.jurisdiction != "operator":
            raise NotFound  # to everybody else these pages do not exist
        return movement_of(self, self.model, next(iter(ids.values())))

    def _page(self, row: Any, form: Any, status: int = 200) -> HttpResponse:
        proposed = row.state == self.proposed
        context = {
            "row": row, "form": form, "badge": state(self.words, row.state), "proposed": proposed, "possible": proposed or row.state == self.booked,
            "able": allowed(self.actor, self.confirming if proposed else self.proposing, row).permitted,
            "effects": [Effect(_("The booking is undone, whole."), _("Both entries stay readable; a booking is reversed once."), "undo")],
            "back_url": reverse("settlement.queue", args=[self.actor.organization]),
        }  # fmt: skip
        return self.show("exchange/settlement/reversal.html", context, status)


class ReverseDeposit(Reversal):
    model, words, booked, proposed = Deposit, DEPOSITS, DepositState.CONFIRMED.value, DepositState.REVERSAL_PROPOSED.value
    proposing, confirming = permissions.REVERSE_DEPOSIT, permissions.CONFIRM_DEPOSIT_REVERSAL
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REVERSE_DEPOSIT}
    propose = staticmethod(use_cases.propose_deposit_reversal)
    confirm = staticmethod(use_cases.confirm_deposit_reversal)
    decline = staticmethod(use_cases.decline_deposit_reversal)


class ReversePayout(Reversal):
    model, words, booked, proposed = Payout, PAYOUTS, PayoutState.PAID.value, PayoutState.REVERSAL_PROPOSED.value
    proposing, confirming = permissions.REVERSE_PAYOUT, permissions.CONFIRM_PAYOUT_REVERSAL
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REVERSE_PAYOUT}
    propose = staticmethod(use_cases.propose_payout_reversal)
    confirm = staticmethod(use_cases.confirm_payout_reversal)
    decline = staticmethod(use_cases.decline_payout_reversal)
