"""The operator's money pages: what waits for a second person, and the decision on a contested escrow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, cast
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_noop

from exchange.settlement import permissions, use_cases
from exchange.settlement.forms import DecisionForm, InstitutionForm, ReferenceForm, RemarkForm
from exchange.settlement.models import Deposit, Escrow, Institution, Payout
from exchange.settlement.states import DepositState, EscrowState, PayoutState
from exchange.settlement.words import DEPOSITS, ESCROWS, PAYOUTS, state
from kernel import paging
from kernel.errors import NotFound
from kernel.permissions import Permission, allowed, authorise
from web.pages import Page
from web.shapes import Effect

WAITING = 50
BOOKED = 10


class Queue(Page):
    """Deposits, payouts and contested escrows that wait, oldest first; and the institutions."""

    audience = "operator"

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        _operators_only(self)
        deposits = Deposit.objects.filter(state__in=[DepositState.CLAIMED, DepositState.REVERSAL_PROPOSED]).select_related("organization", "institution")
        payouts = Payout.objects.filter(state__in=[PayoutState.PROPOSED, PayoutState.REVERSAL_PROPOSED]).select_related("organization", "institution")
        escrows = Escrow.objects.filter(state__in=[EscrowState.CONTESTED, EscrowState.DECISION_PROPOSED]).select_related("agreement")
        context = {
            "organization": organization,
            "deposits": [(row, state(DEPOSITS, row.state)) for row in paging.page(deposits, ("created", "id"), limit=WAITING).items],
            "payouts": [(row, state(PAYOUTS, row.state)) for row in paging.page(payouts, ("created", "id"), limit=WAITING).items],
            "escrows": [(row, state(ESCROWS, row.state)) for row in paging.page(escrows, ("state_since", "agreement_id"), limit=WAITING).items],
            "booked_deposits": list(Deposit.objects.filter(state=DepositState.CONFIRMED).select_related("organization").order_by("-created", "-id")[:BOOKED]),
            "booked_payouts": list(Payout.objects.filter(state=PayoutState.PAID).select_related("organization").order_by("-created", "-id")[:BOOKED]),
            "institutions": list(Institution.objects.order_by("created")[:WAITING]),
        }
        return self.show("exchange/settlement/queue.html", context)


def _operators_only(page: Page) -> None:
    """To everybody else these pages do not exist. Errors: NotFound."""
    if page.actor.jurisdiction != "operator":
        raise NotFound


class Decision(Page):
    """One movement before a second person: its facts, and a form for yes or no."""

    audience = "operator"
    model: ClassVar[Any]
    words: ClassVar[dict[str, tuple[str, str]]]
    permission: ClassVar[Permission]
    form: ClassVar[type[forms.Form] | None] = None
    use_case: ClassVar[Callable[..., Any]]
    title: ClassVar[str]

    def get(self, request: HttpRequest, organization: UUID, movement: UUID) -> HttpResponse:
        _operators_only(self)
        row = self._row(movement)
        if row.state == DepositState.REVERSAL_PROPOSED.value:  # the same word for a payout: what waits is the reversal
            return HttpResponseRedirect(reverse(f"settlement.reverse_{row._meta.model_name}", args=[organization, row.pk]))
        return self._page(row, self.form() if self.form else None)

    def post(self, request: HttpRequest, organization: UUID, movement: UUID) -> HttpResponseBase:
        _operators_only(self)
        row = self._row(movement)
        form = self.form(request.POST) if self.form else None
        if form is not None and not form.is_valid():
            return self._page(row, form, 422)
        return self.act(
            type(self).use_case, row.pk, form=form, again=lambda wrong: self._page(row, cast("forms.Form | None", wrong)), to=reverse("settlement.queue", args=[organization]), said=_("Recorded."),
            **(form.cleaned_data if form else {}),
        )

    def _row(self, pk: UUID) -> Any:
        found = self.model.objects.visible_to(self.actor).select_related("organization", "institution").filter(pk=pk).first()
        if found is None:
            raise NotFound
        return found

    def _page(self, row: Any, form: forms.Form | None, status: int = 200) -> HttpResponse:
        context = {
            "row": row, "form": form, "back_url": reverse("settlement.queue", args=[self.actor.organization]), "badge": state(self.words, row.state),
            "title": _(self.title), "act": _(self.title), "effects": self.effects(row), "able": allowed(self.actor, type(self).permission, row).permitted,
        }
        return self.show("exchange/settlement/decide.html", context, status)

    def effects(self, row: Any) -> list[Effect]:
        return []


class ConfirmDeposit(Decision):
    model, words, permission, use_case = Deposit, DEPOSITS, permissions.CONFIRM_DEPOSIT, staticmethod(use_cases.confirm_deposit)
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.CONFIRM_DEPOSIT}

    title = gettext_noop("Confirm the deposit")

    def effects(self, row: Any) -> list[Effect]:
        return [Effect(_("The organization's deposit account is credited."), _("Compare amount, reference and value date with the institution's record first."), "bank")]


class RefuseDeposit(Decision):
    model, words, permission, use_case, form = Deposit, DEPOSITS, permissions.CONFIRM_DEPOSIT, staticmethod(use_cases.refuse_deposit), RemarkForm
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.CONFIRM_DEPOSIT}

    title = gettext_noop("Refuse the deposit")


class ConfirmPayout(Decision):
    model, words, permission, use_case, form = Payout, PAYOUTS, permissions.CONFIRM_PAYOUT, staticmethod(use_cases.confirm_payout), ReferenceForm
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.CONFIRM_PAYOUT}

    title = gettext_noop("Confirm the payout")

    def effects(self, row: Any) -> list[Effect]:
        return [Effect(_("The account is debited."), _("Confirm only what the institution has paid, with its reference."), "bank")]


class RefusePayout(Decision):
    model, words, permission, use_case, form = Payout, PAYOUTS, permissions.CONFIRM_PAYOUT, staticmethod(use_cases.refuse_payout), RemarkForm
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.CONFIRM_PAYOUT}

    title = gettext_noop("Refuse the payout")


class DecideEscrow(Page):
    """A contested escrow: one operator proposes with reasons, another one confirms or returns."""

    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.PROPOSE_DECISION}

    def get(self, request: HttpRequest, organization: UUID, agreement: UUID) -> HttpResponse:
        _operators_only(self)
        return self._page(self._row(agreement), DecisionForm())

    def post(self, request: HttpRequest, organization: UUID, agreement: UUID) -> HttpResponseBase:
        _operators_only(self)
        row = self._row(agreement)
        back = reverse("settlement.queue", args=[organization])
        # what the person pressed decides, not where the escrow stands by now
        if "return" in request.POST:
            return self.act(use_cases.return_decision, row.pk, to=back, said=_("Recorded."))
        if "confirm" in request.POST:
            return self.act(use_cases.confirm_decision, row.pk, outcome=request.POST["confirm"], to=back, said=_("Recorded."))
        form = DecisionForm(request.POST)
        if not form.is_valid():
            return self._page(row, form, 422)
        return self.act(use_cases.propose_decision, row.pk, form=form, again=lambda wrong: self._page(row, wrong), to=back, said=_("Proposed. A second operator confirms."), **form.cleaned_data)

    def _row(self, pk: UUID) -> Escrow:
        found = Escrow.objects.visible_to(self.actor).select_related("agreement__consumer", "agreement__provider").filter(pk=pk).first()
        if found is None:
            raise NotFound
        return found

    def _page(self, row: Escrow, form: Any, status: int = 200) -> HttpResponse:
        proposed = row.state == EscrowState.DECISION_PROPOSED.value
        able = allowed(self.actor, permissions.CONFIRM_DECISION if proposed else permissions.PROPOSE_DECISION, row).permitted
        context = {
            "row": row, "form": form, "proposed": proposed, "able": able, "badge": state(ESCROWS, row.state), "back_url": reverse("settlement.queue", args=[self.actor.organization]),
            "outcome": {"release": _("Release the escrow to the provider, minus the fee"), "refund": _("Refund the price to the buyer")}.get(row.proposed_outcome, ""),
        }
        return self.show("exchange/settlement/escrow.html", context, status)


class NewInstitution(Page):
    """Register a licensed institution where money lies."""

    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REGISTER_INSTITUTION}

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        _operators_only(self)
        authorise(self.actor, permissions.REGISTER_INSTITUTION)
        return self._page(InstitutionForm())

    def post(self, request: HttpRequest, organization: UUID) -> HttpResponseBase:
        _operators_only(self)
        form = InstitutionForm(request.POST)
        if not form.is_valid():
            return self._page(form, 422)
        return self.act(
            use_cases.register_institution, form=form, again=lambda wrong: self._page(wrong), to=reverse("settlement.queue", args=[organization]), said=_("Registered."), **form.cleaned_data
        )

    def _page(self, form: Any, status: int = 200) -> HttpResponse:
        context = {"form": form, "title": _("Register an institution"), "act": _("Register"), "effect": _("Members may then pay in there.")}
        return self.show("exchange/settlement/form.html", context | {"back_url": reverse("settlement.queue", args=[self.actor.organization])}, status)
