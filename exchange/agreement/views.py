"""Pages of the agreement: accept, read, sign with the key of one's choice, show a lawful basis, end it; and the signing keys."""

from __future__ import annotations

import base64
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from exchange.agreement import judgement, permissions, show, use_cases
from exchange.agreement.forms import BasisForm, KeyForm, MinorsForm, SignForm
from exchange.agreement.models import Agreement, Condition, Evidence, Signature, SigningKey
from exchange.rules import signing
from exchange.rules.domestic import MINORS
from exchange.trade_request.forms import ReasonForm
from exchange.trade_request.permissions import ACCEPT, acting
from exchange.trade_request.show import comparison, deal_url, rounds, side_of, terms_rows, titles
from exchange.trade_request.views import NegotiationPage
from kernel import paging
from kernel.errors import NotFound, WrongState
from kernel.permissions import Permission, authorise
from web.forms import Card
from web.pages import Page
from web.shapes import Effect


class Accept(NegotiationPage):
    """The buyer's acceptance: the terms once more, and what accepting means."""

    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": ACCEPT}

    def get(self, request: HttpRequest, organization: UUID, trade_request: UUID) -> HttpResponse:
        row = self.row(trade_request)
        authorise(self.actor, ACCEPT, row)
        last = rounds(row)[-2:]
        effects = [
            Effect(_("The terms are settled."), _("Both parties then sign the agreed text; nobody has to pay before that.")),
            Effect(_("The provider signs first."), _("With its signature your place in the offer is held.")),
            Effect(_("You may still end it"), _("until it is in force, and then as long as nothing can have been delivered.")),
        ]
        context = {
            "title": _("Accept the binding offer"), "act": _("Accept the offer"), "effects": effects, "back_url": self.back(row.pk), "number": last[-1].number,
            "lede": f"{row.revision.title} · {row.provider.name}", "rows": terms_rows(last[-1].value), "changes": comparison(last[0].value, last[-1].value) if len(last) > 1 else [],
            "before": last[0].number, "until": row.until, "titles": titles(row),
        }
        return self.show("exchange/agreement/accept.html", context)

    def post(self, request: HttpRequest, organization: UUID, trade_request: UUID) -> HttpResponseBase:
        number = request.POST.get("number", "")
        read = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else None
        return self.act(use_cases.accept, trade_request, number=read, to=deal_url(organization, trade_request), said=_("Accepted. The provider signs next."))


class AgreementPage(Page):
    """Reads one agreement that the actor sees."""

    def row(self, pk: UUID) -> Agreement:
        """Errors: NotFound."""
        found = Agreement.objects.visible_to(self.actor).select_related("request", "consumer", "provider").filter(pk=pk).first()
        if found is None:
            raise NotFound
        return found

    def back(self, pk: UUID) -> str:
        return deal_url(self.actor.organization, pk)


class Text(AgreementPage):
    """The agreed text with its signatures, to read and print."""

    audience = "party"

    def get(self, request: HttpRequest, organization: UUID, agreement: UUID) -> HttpResponse:
        row = self.row(agreement)
        signatures = show.signature_rows(Signature.objects.filter(agreement=row).order_by("at"))
        return self.show("exchange/agreement/text.html", {"agreement": row, "signatures": signatures, "back_url": self.back(row.pk), "badge": show.badge(row)})


class Sign(AgreementPage):
    """The text, what exactly is signed, and which key signs it."""

    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.SIGN}

    def get(self, request: HttpRequest, organization: UUID, agreement: UUID) -> HttpResponse:
        row = self.row(agreement)
        authorise(self.actor, permissions.SIGN, row)
        if self._expected(row) != row.request.state:
            raise WrongState(_("It is not your side's turn to sign."), remedy=_("See the deal's page for whose turn it is."))
        return self._page(row, self._form(initial={"key": "hosted"}))

    def post(self, request: HttpRequest, organization: UUID, agreement: UUID) -> HttpResponseBase:
        row = self.row(agreement)
        form = self._form(data=request.POST)

        def again(_form: Any) -> HttpResponse:
            return self._page(row, form, 422)

        if not form.is_valid():
            return again(form)
        own = {} if form.cleaned_data["key"] == "hosted" else {"key": UUID(form.cleaned_data["key"]), "signature": "".join(form.cleaned_data["signature"].split())}
        return self.act(use_cases.sign, row.pk, form=form, again=again, to=self.back(row.pk), said=_("Signed. The signature is in the deal's record."), **own)

    def _expected(self, row: Agreement) -> str:
        return {"provider": "ACCEPTED", "consumer": "AGREED"}.get(side_of(self.actor, row), "")

    def _form(self, **kwargs: Any) -> SignForm:
        rows = SigningKey.objects.visible_to(self.actor).filter(organization_id=acting(self.actor), retired=None).order_by("-created")
        keys = [(str(key.pk), Card(key.name, _("Your own key: you give its detached signature below."), key.public_key[:12] + "…")) for key in rows]
        return SignForm(keys=keys, **kwargs)

    def _page(self, row: Agreement, form: SignForm, status: int = 200) -> HttpResponse:
        side = side_of(self.actor, row)
        said = signing.statement(str(row.pk), side, row.digest).decode() if side else ""
        context = {"agreement": row, "form": form, "back_url": self.back(row.pk), "to_sign": said, "rows": terms_rows(row.value), "provider_signs": side == "provider"}
        return self.show("exchange/agreement/sign.html", context, status)


class Terminate(AgreementPage):
    """Ending an agreement under which nothing can have been delivered."""

    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.TERMINATE}

    def get(self, request: HttpRequest, organization: UUID, agreement: UUID) -> HttpResponse:
        row = self.row(agreement)
        authorise(self.actor, permissions.TERMINATE, row)
        return self._page(row, ReasonForm())

    def post(self, request: HttpRequest, organization: UUID, agreement: UUID) -> HttpResponseBase:
        row, form = self.row(agreement), ReasonForm(request.POST)
        if not form.is_valid():
            return self._page(row, form, 422)
        return self.act(use_cases.terminate, row.pk, reason=form.cleaned_data["reason"], to=self.back(row.pk), said=_("The agreement is ended."))

    def _page(self, row: Agreement, form: ReasonForm, status: int = 200) -> HttpResponse:
        effects = [
            Effect(_("The agreement ends."), _("Neither party owes anything under it.")),
            Effect(_("The place in the offer is free again."), _("Another buyer may take it.")),
            Effect(_("Money in escrow goes back to the buyer."), _("In full, by itself.")),
            Effect(_("It cannot be undone."), _("The record stays, with your reason.")),
        ]
        context = {
            "title": _("End the agreement"), "act": _("End the agreement"), "effects": effects, "back_url": self.back(row.pk), "danger": True, "form": form,
            "lede": f"{row.title} · {row.provider.name} → {row.consumer.name}",
        }
        return self.show("accounts/confirm.html", context, status)


class Basis(AgreementPage):
    """The provider's statement on one lawful-basis duty."""

    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.SHOW_BASIS}

    def get(self, request: HttpRequest, organization: UUID, agreement: UUID, kind: str) -> HttpResponse:
        row = self.row(agreement)
        authorise(self.actor, permissions.SHOW_BASIS, row)
        return self._page(row, kind, self.form(kind)())

    def post(self, request: HttpRequest, organization: UUID, agreement: UUID, kind: str) -> HttpResponseBase:
        row, form = self.row(agreement), self.form(kind)(request.POST)

        def again(_form: Any) -> HttpResponse:
            return self._page(row, kind, form, 422)

        if not form.is_valid():
            return again(form)
        return self.act(use_cases.show_basis, row.pk, kind, form=form, again=again, to=self.back(row.pk), said=_("The statement is kept; the condition is met."), **form.cleaned_data)

    def form(self, kind: str) -> type[BasisForm]:
        return MinorsForm if kind == MINORS else BasisForm

    def _page(self, row: Agreement, kind: str, form: BasisForm, status: int = 200) -> HttpResponse:
        condition = Condition.objects.filter(agreement=row, kind=kind).first()
        if condition is None or kind not in show.CONDITIONS:
            raise NotFound
        evidence = list(Evidence.objects.filter(agreement=row))
        context = {
            "agreement": row, "form": form, "back_url": self.back(row.pk), "condition": condition, "name": show.condition_name(kind), "why": _(show.CONDITIONS[kind][1]),
            "decision": judgement.duty(row, evidence, kind),
        }
        return self.show("exchange/agreement/basis.html", context, status)


class Keys(Page):
    """The organization's own signing keys, and registering one."""

    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REGISTER_KEY}

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        return self._page(KeyForm())

    def post(self, request: HttpRequest, organization: UUID) -> HttpResponseBase:
        form = KeyForm(request.POST)

        def again(_form: Any) -> HttpResponse:
            return self._page(form, 422)

        if not form.is_valid():
            return again(form)
        return self.act(use_cases.register_key, form=form, again=again, to=request.path, said=_("The key is registered."), **form.cleaned_data)

    def _page(self, form: KeyForm, status: int = 200) -> HttpResponse:
        rows = SigningKey.objects.visible_to(self.actor).filter(organization_id=acting(self.actor))
        page = paging.page(rows, ("-created", "-id"), cursor=self.request.GET.get("after"))
        sample = base64.b64encode(bytes(32)).decode()
        text = signing.possession(str(self.actor.organization), sample).decode().replace(sample, _("your public key in base64"))
        return self.show("exchange/agreement/keys.html", {"form": form, "page": page, "possession": text}, status)


class RetireKey(Page):
    """The confirm page of retiring a key."""

    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.RETIRE_KEY}

    def get(self, request: HttpRequest, organization: UUID, key: UUID) -> HttpResponse:
        row = SigningKey.objects.visible_to(self.actor).filter(pk=key).first()
        if row is None:
            raise NotFound
        authorise(self.actor, permissions.RETIRE_KEY, row)
        effects = [
            Effect(_("It signs nothing any more."), _("A new agreement needs another key, or the one kept by the exchange.")),
            Effect(_("What it signed stays valid."), _("Its public half stays in the record.")),
            Effect(_("It cannot be undone."), _("A retired key is never registered again.")),
        ]
        context = {"title": _("Retire this signing key"), "act": _("Retire the key"), "effects": effects, "back_url": self._list(), "danger": True, "lede": row.name}
        return self.show("accounts/confirm.html", context)

    def post(self, request: HttpRequest, organization: UUID, key: UUID) -> HttpResponseBase:
        return self.act(use_cases.retire_key, key, to=self._list(), said=_("The key is retired."))

    def _list(self) -> str:
        return reverse("signing_key.list", args=[self.actor.organization])
