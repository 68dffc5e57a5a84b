"""The delivery page of a deal: files, deliveries so far, a link for this person, and the acts on a delivery."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, gettext_noop

from exchange.agreement.models import Agreement
from exchange.clearance import gate as clearance
from exchange.rules.access import WHY_UNCUT
from exchange.trade_request.show import deal_url, side_of
from exchange.transfer import gate, permissions, use_cases
from exchange.transfer.files import files_of, listed
from exchange.transfer.methods import METHODS
from exchange.transfer.models import Projection, Transfer
from exchange.transfer.place import read_from
from exchange.transfer.states import Acceptance, Making, State
from exchange.transfer.use_cases.acceptance import CODES
from kernel import clock
from kernel.errors import NotFound
from kernel.permissions import Permission, allowed, authorise
from web.pages import Page
from web.shapes import Effect

STATES: dict[str, tuple[str, str]] = {
    State.REQUESTED: ("wait", gettext_noop("Asked for")),
    State.STARTED: ("now", gettext_noop("Open for download")),
    State.SUSPENDED: ("wait", gettext_noop("Suspended")),
    State.COMPLETED: ("done", gettext_noop("Completed")),
    State.TERMINATED: ("stop", gettext_noop("Ended")),
}
ACCEPTANCES: dict[str, tuple[str, str]] = {
    Acceptance.PENDING: ("wait", gettext_noop("To be accepted or rejected")),
    Acceptance.ACCEPTED: ("done", gettext_noop("Accepted")),
    Acceptance.SILENT: ("done", gettext_noop("Accepted by silence")),
    Acceptance.REJECTED: ("stop", gettext_noop("Rejected")),
}


class RejectForm(forms.Form):
    code = forms.ChoiceField(label=gettext_lazy("Reason"), widget=forms.RadioSelect)
    note = forms.CharField(label=gettext_lazy("What is wrong"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}), help_text=gettext_lazy("The provider reads this, and the exchange where it decides."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [(code, _(words)) for code, words in CODES.items()]  # type: ignore[attr-defined]


class Delivery(Page):
    """Everything about the deliveries of one agreement."""

    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REQUEST}

    def get(self, request: HttpRequest, organization: UUID, agreement: UUID) -> HttpResponse:
        row = agreement_of(self, agreement)
        transfers: list[Any] = list(Transfer.objects.visible_to(self.actor).with_bytes().filter(agreement=row).order_by("-created", "-pk")[:20])
        newest = transfers[0] if transfers else None
        openable = (newest is None or not newest.is_open) and row.in_force
        method = gate.preferred(row) if openable else newest.method if newest else "download"
        decision = gate.before_transfer(row, method, clock.now()) if openable else None
        cutting = list(newest.projections.select_related("distribution", "blob")) if newest and METHODS[newest.method].projects else []
        context = {
            "agreement": row,
            "organization": organization,
            "side": side_of(self.actor, row),
            "back_url": deal_url(self.actor.organization, row.pk),
            "files": files_of(newest) if newest and newest.is_open else listed(row),
            "transfers": [line(transfer) for transfer in transfers],
            "newest": newest,
            "cut_fields": ", ".join(cutting[0].fields if cutting else gate.deliverable_fields(row, method)) if METHODS[method].projects else "",
            "cutting": [making(one) for one in cutting if one.state in (Making.MAKING.value, Making.FAILED.value)],
            "declaration": clearance.declared(newest.pk) if newest else None,
            "decision": decision if decision and not decision.permitted else None,
            "may_ask": bool(decision and decision.permitted and allowed(self.actor, permissions.REQUEST, row).permitted),
            "acts": acts(self, newest) if newest else [],
            "may_download": bool(newest and newest.state == State.STARTED and allowed(self.actor, permissions.DOWNLOAD, newest).permitted),
        }
        return self.show("exchange/transfer/delivery.html", context)

    def post(self, request: HttpRequest, organization: UUID, agreement: UUID) -> HttpResponseBase:
        """Ask for a delivery and start it: the buyer's one step."""
        row = agreement_of(self, agreement)
        return self.act(use_cases.deliver, row.pk, method=gate.preferred(row), to=reverse("transfer.deal", args=[organization, row.pk]), said=_("Done. See below how the delivery stands."))


def agreement_of(page: Page, pk: UUID) -> Agreement:
    found = Agreement.objects.visible_to(page.actor).select_related("consumer", "provider", "revision", "request").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def line(row: Any) -> dict[str, Any]:
    """A delivery with its state and acceptance in words, for this page and the deal's."""
    look, words = STATES[row.state]
    accepted = ACCEPTANCES.get(row.acceptance)
    return {"row": row, "badge": (look, _(words)), "acceptance": (accepted[0], _(accepted[1])) if accepted else None}


def making(row: Projection) -> dict[str, Any]:
    """A cut file that is not there yet: how many bytes of it, or why it cannot be made."""
    failed = row.state == Making.FAILED.value
    return {"name": row.distribution.name, "size": row.blob.size if row.blob else 0, "why": _(WHY_UNCUT.get(row.code, WHY_UNCUT["malformed"])) if failed else ""}


def acts(page: Page, row: Transfer) -> list[tuple[str, str, str]]:
    """Words, address and tone of what may be done with the newest delivery."""
    pending = row.acceptance == Acceptance.PENDING.value
    offered = [
        (permissions.ACCEPT, pending, _("Accept the delivery"), "accept", "primary"),
        (permissions.REJECT, pending, _("Reject the delivery"), "reject", "danger"),
        (permissions.START, row.state in (State.REQUESTED.value, State.SUSPENDED.value), _("Start the delivery"), "start", ""),
        (permissions.SUSPEND, row.state == State.STARTED.value, _("Suspend the delivery"), "suspend", ""),
        (permissions.COMPLETE, row.state == State.STARTED.value, _("Everything has arrived"), "complete", ""),
        (permissions.TERMINATE, row.state == State.REQUESTED.value, _("End the delivery"), "terminate", "danger"),
    ]
    return [
        (words, reverse("transfer.act", args=[page.actor.organization, row.pk, name]), tone)
        for permission, possible, words, name, tone in offered
        if possible and allowed(page.actor, permission, row).permitted
    ]


class Link(Page):
    """A link for this person, valid for minutes: made by POST, shown once."""

    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.DOWNLOAD}

    def post(self, request: HttpRequest, organization: UUID, transfer: UUID) -> HttpResponseBase:
        raw = request.POST.get("file", "")
        try:
            file = UUID(raw) if raw else None
        except ValueError as error:
            raise NotFound from error
        issued = use_cases.issue_link(self.actor, transfer, file_id=file, read_from=read_from(request))
        if "download" in request.POST:
            return HttpResponseRedirect(reverse("transfer.download", args=[issued.secret]))
        messages.info(request, _("The link is yours alone and ends soon."))
        context = {"address": request.build_absolute_uri(reverse("transfer.download", args=[issued.secret])), "issued": issued, "organization": organization}
        return self.show("exchange/transfer/link.html", context | {"agreement_id": issued.link.transfer.agreement_id})


class ActOn(Page):
    """Confirm one act on a delivery: what it means stands above the button."""

    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.ACCEPT}

    def get(self, request: HttpRequest, organization: UUID, transfer: UUID, name: str) -> HttpResponse:
        row, permission, _use_case = self._found(transfer, name)
        authorise(self.actor, permission, row)
        return self._page(row, name, RejectForm() if name == "reject" else None)

    def post(self, request: HttpRequest, organization: UUID, transfer: UUID, name: str) -> HttpResponseBase:
        row, _permission, use_case = self._found(transfer, name)
        to = reverse("transfer.deal", args=[organization, row.agreement_id])
        if name != "reject":
            return self.act(use_case, row.pk, to=to, said=_("Done, and recorded."))
        form = RejectForm(request.POST)
        if not form.is_valid():
            return self._page(row, name, form, 422)
        return self.act(use_case, row.pk, form=form, again=lambda wrong: self._page(row, name, wrong), to=to, said=_("Rejected. Access has ended."), **form.cleaned_data)

    def _found(self, pk: UUID, name: str) -> tuple[Transfer, Permission, Callable[..., Any]]:
        known: dict[str, tuple[Permission, Callable[..., Any]]] = {
            "accept": (permissions.ACCEPT, use_cases.accept), "reject": (permissions.REJECT, use_cases.reject), "start": (permissions.START, use_cases.start),
            "suspend": (permissions.SUSPEND, use_cases.suspend), "complete": (permissions.COMPLETE, use_cases.complete), "terminate": (permissions.TERMINATE, use_cases.terminate),
        }
        row = Transfer.objects.visible_to(self.actor).filter(pk=pk).first()
        if row is None or name not in known:
            raise NotFound
        return row, *known[name]

    def _page(self, row: Transfer, name: str, form: Any, status: int = 200) -> HttpResponse:
        title, effects = _meaning(name)
        context = {"title": title, "act": title, "effects": effects, "form": form, "danger": name in ("reject", "terminate")}
        return self.show("web/confirm.html", context | {"back_url": reverse("transfer.deal", args=[self.actor.organization, row.agreement_id])}, status)


def _meaning(name: str) -> tuple[str, list[Effect]]:
    match name:
        case "accept":
            return _("Accept the delivery"), [
                Effect(_("The provider is paid."), _("The escrow is released to it, minus the platform fee."), "bank"), Effect(_("This cannot be undone."), "", "alert"),
            ]
        case "reject":
            return _("Reject the delivery"), [
                Effect(_("Access ends at once."), "", "stop"),
                Effect(_("The price"), _("comes back by itself if no byte was served; else the exchange decides on the escrow."), "bank"),
            ]
        case "suspend":
            return _("Suspend the delivery"), [Effect(_("Running downloads stop within seconds."), _("If the provider does this, the time to accept stands still; if the buyer does, it runs on."), "pause")]
        case "complete":
            return _("Everything has arrived"), [Effect(_("Access to the files ends."), _("The delivery is still to be accepted or rejected."), "check")]
        case "terminate":
            return _("End the delivery"), [Effect(_("Nothing was served;"), _("this delivery does not count."), "stop")]
    return _("Start the delivery"), [Effect(_("The files open for the buyer,"), _("and the time to accept begins to run. This spends one of the agreed deliveries."), "play")]
