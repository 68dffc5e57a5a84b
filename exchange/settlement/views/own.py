"""Money of one organization: its accounts and statements, deposits told of, payouts asked for, and funding a deal's escrow."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from exchange.agreement.models import Agreement
from exchange.settlement import permissions, use_cases
from exchange.settlement.forms import DepositForm, PayoutForm
from exchange.settlement.ledger import balance, balances
from exchange.settlement.models import Deposit, LedgerAccount, LedgerEntry, Payout
from exchange.settlement.posting import Book, Kind
from exchange.settlement.words import ACCOUNTS, DEPOSITS, PAYOUTS, TRANSACTIONS, state
from exchange.trade_request.show import deal_url
from kernel import money, paging
from kernel.errors import NotFound
from kernel.permissions import Permission, allowed, authorise
from web.pages import Page
from web.shapes import Effect

SHOWN = 10


class Money(Page):
    """Balances, the newest deposits and payouts, and what can be done."""

    audience = "member"

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        accounts = [(row, _(ACCOUNTS[row.kind])) for row in balances(organization)]
        deposits = Deposit.objects.filter(organization=organization).select_related("institution").order_by("-created", "-id")[:SHOWN]
        payouts = Payout.objects.filter(organization=organization).select_related("institution").order_by("-created", "-id")[:SHOWN]
        return self.show(
            "exchange/settlement/money.html",
            {
                "organization": organization,
                "accounts": accounts,
                "deposits": [(row, state(DEPOSITS, row.state)) for row in deposits],
                "payouts": [(row, state(PAYOUTS, row.state)) for row in payouts],
                "may_claim": allowed(self.actor, permissions.CLAIM_DEPOSIT).permitted,
                "may_pay_out": allowed(self.actor, permissions.PROPOSE_PAYOUT).permitted,
            },
        )


class Statement(Page):
    """The entries of one account, newest first, each with the balance after it."""

    audience = "party"

    def get(self, request: HttpRequest, organization: UUID, account: UUID) -> HttpResponse:
        row = LedgerAccount.objects.visible_to(self.actor).filter(pk=account).first()
        if row is None:
            raise NotFound
        entries = LedgerEntry.objects.filter(account=row).select_related("transaction")
        found = paging.page(entries, ("-seq",), cursor=request.GET.get("cursor"), limit=30)
        lines = [(entry, _(TRANSACTIONS.get(entry.transaction.kind, entry.transaction.kind))) for entry in found.items]
        return self.show("exchange/settlement/statement.html", {"organization": organization, "account": row, "name": _(ACCOUNTS[row.kind]), "lines": lines, "page": found})


class Claim(Page):
    """Tell of money that was paid in at an institution."""

    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.CLAIM_DEPOSIT}

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        authorise(self.actor, permissions.CLAIM_DEPOSIT)
        return self._page(DepositForm(actor=self.actor))

    def post(self, request: HttpRequest, organization: UUID) -> HttpResponseBase:
        form = DepositForm(request.POST, actor=self.actor)
        if not form.is_valid():
            return self._page(form, 422)
        given = form.cleaned_data
        return self.act(
            lambda actor: use_cases.claim_deposit(
                actor, institution=UUID(given["institution"]), reference=given["reference"], amount=money.parse(given["amount"], given["currency"]),
                value_date=given["value_date"],
            ),
            form=form, again=lambda wrong: self._page(wrong), to=reverse("settlement.money", args=[organization]),
            said=_("Told. An operator compares it with the institution's record and confirms."),
        )

    def _page(self, form: Any, status: int = 200) -> HttpResponse:
        context = {"form": form, "title": _("Tell of a deposit"), "act": _("Tell of this deposit"), "effect": _("Nothing is credited before an operator has confirmed it.")}
        return self.show("exchange/settlement/form.html", context | {"back_url": reverse("settlement.money", args=[self.actor.organization])}, status)


class PayOut(Page):
    """Ask the institution to pay money out."""

    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.PROPOSE_PAYOUT}

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        authorise(self.actor, permissions.PROPOSE_PAYOUT)
        return self._page(PayoutForm(actor=self.actor))

    def post(self, request: HttpRequest, organization: UUID) -> HttpResponseBase:
        form = PayoutForm(request.POST, actor=self.actor)
        if not form.is_valid():
            return self._page(form, 422)
        given = form.cleaned_data
        return self.act(
            lambda actor: use_cases.propose_payout(
                actor, institution=UUID(given["institution"]), source=Kind(given["source"]), amount=money.parse(given["amount"], given["currency"]),
                bank_account=given["bank_account"],
            ),
            form=form, again=lambda wrong: self._page(wrong), to=reverse("settlement.money", args=[organization]),
            said=_("Proposed. It is paid after an operator has confirmed it."),
        )

    def _page(self, form: Any, status: int = 200) -> HttpResponse:
        context = {"form": form, "title": _("Propose a payout"), "act": _("Propose this payout"), "effect": _("The amount leaves your account when a second person, at the exchange, confirms.")}
        return self.show("exchange/settlement/form.html", context | {"back_url": reverse("settlement.money", args=[self.actor.organization])}, status)


class Fund(Page):
    """What funding means, before it is done."""

    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.FUND}

    def get(self, request: HttpRequest, organization: UUID, agreement: UUID) -> HttpResponse:
        row = Agreement.objects.visible_to(self.actor).filter(pk=agreement).first()
        if row is None:
            raise NotFound
        authorise(self.actor, permissions.FUND, row)
        there = balance(Book(Kind.DEPOSIT, row.currency, organization))
        effects = [
            Effect(_("The price leaves your deposit."), _("%(price)s go into the escrow of this agreement; your deposit holds %(there)s.") % {"price": row.price, "there": there}, "bank"),
            Effect(_("The provider is paid when you accept."), _("The platform fee is taken from the provider's share."), "check"),
            Effect(_("It comes back"), _("if you reject before any byte was served; after that the exchange decides."), "undo"),
        ]
        context = {"title": _("Fund the escrow"), "lede": row.title, "effects": effects, "act": _("Put %(price)s in escrow") % {"price": row.price}}
        return self.show("web/confirm.html", context | {"back_url": deal_url(organization, agreement)})

    def post(self, request: HttpRequest, organization: UUID, agreement: UUID) -> HttpResponseBase:
        return self.act(use_cases.fund, agreement, to=deal_url(organization, agreement), said=_("The price is in escrow."))
