"""An organization's own pages: register it, see where it stands, correct it, send it, renew it, close it."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.admission import gather, use_cases, words
from accounts.admission.forms import PaperForm, ParticularsForm
from accounts.admission.models import Paper, Verification
from accounts.admission.use_cases.close import may_close
from accounts.organization import permissions
from accounts.organization.models import Kind, Organization
from accounts.organization.states import State
from accounts.platform_rules.gather import current_number
from accounts.rules import admission
from accounts.rules.persons import organization_of
from kernel import clock, turns
from kernel.actor import Actor
from kernel.errors import NotFound
from kernel.permissions import Permission, allowed
from web.pages import Page
from web.shapes import Effect


def own(actor: Actor) -> Organization:
    """The organization one acts for. Errors: NotFound."""
    found = Organization.objects.visible_to(actor).filter(pk=organization_of(actor)).first()
    if found is None:
        raise NotFound
    return found


def address(organization: UUID | None) -> str:
    return reverse("organization.detail", args=[organization])


class Register(Page):
    """Anyone signed in may register an organization; they become its owner."""

    audience = "person"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REGISTER}

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(ParticularsForm())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = ParticularsForm(request.POST)
        if not form.is_valid():
            return self._page(form, 422)
        return self.act(use_cases.register, form.said(), form=form, again=self._page, to=lambda made: address(made.pk), said=_("The draft is kept. Now add the papers."))

    def _page(self, form: Any, status: int = 200) -> HttpResponse:
        return self.show("accounts/organization/particulars.html", {"form": form, "title": _("Register an organization"), "button": _("Keep the draft")}, status)


class Detail(Page):
    """Where the organization stands: status, checklist with the exchange's remarks, papers, rounds."""

    audience = "member"

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        return self.show("accounts/organization/detail.html", detail(self.actor))


def detail(actor: Actor, paper_form: Any = None) -> dict[str, Any]:
    row = own(actor)
    facts = gather.facts(row)
    rounds = list(Verification.objects.filter(organization=row).order_by("-created")[:10])
    remarks = rounds[0].remarks if rounds and rounds[0].state == "returned" else {}
    look, label = words.STATES[row.state]
    may = {
        name: allowed(actor, permission, row).permitted
        for name, permission in [("amend", permissions.AMEND), ("apply", permissions.APPLY), ("paper", permissions.ADD_PAPER), ("close", permissions.CLOSE)]
    }
    member = row.kind == Kind.MEMBER
    missing = [kind for kind in admission.required_papers(facts.said) if kind not in facts.papers]
    return {
        "organization": row, "look": look, "label": label, "sentence": words.SENTENCES[State(row.state)], "rows": words.rows(row) if member else [],
        "checks": words.checks(admission.checklist(facts), remarks) if member else [], "complete": admission.complete(facts).permitted,
        "papers": [(paper, _(admission.PAPER_NAMES[paper.kind])) for paper in _papers(row)] if member else [],
        "rounds": [(one, *words.ROUNDS[one.state]) for one in rounds], "remark_note": rounds[0].note if remarks else "",
        "waits": list(turns.waits_on(row)), "may": may, "paper_form": paper_form or PaperForm(initial={"kind": next(iter(missing), admission.OTHER)}), "member": member,
        "changeable": row.state in (State.DRAFT, State.RETURNED), "renewable": row.state == State.VERIFIED and member, "closable": closable(row),
        "rules_number": current_number(), "now": clock.now(),
    }


def closable(row: Organization) -> bool:
    return row.kind == Kind.MEMBER and row.machine.find(row.state, State.CLOSED) is not None


def _papers(row: Organization) -> list[Paper]:
    return list(Paper.objects.filter(organization=row, removed=None, kept__isnull=False).select_related("blob").order_by("kind", "created"))


class Amend(Page):
    """Correct a draft or a returned application; or submit a verified organization again with what changed."""

    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.AMEND}

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        return self._page(ParticularsForm(initial=ParticularsForm.initial_of(gather.particulars(own(self.actor)))))

    def post(self, request: HttpRequest, organization: UUID) -> HttpResponseBase:
        form = ParticularsForm(request.POST)
        if not form.is_valid():
            return self._page(form, 422)
        return self.act(use_cases.amend, organization, form.said(), form=form, again=self._page, to=address(organization), said=_("The particulars are kept."))

    def _page(self, form: Any, status: int = 200) -> HttpResponse:
        context = {"form": form, "title": _("Correct the particulars"), "button": _("Keep"), "back": address(self.actor.organization)}
        return self.show("accounts/organization/particulars.html", context, status)


class Renew(Page):
    """Submit a verified organization again, with what changed; it trades on meanwhile."""

    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.RENEW}

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        return self._page(ParticularsForm(initial=ParticularsForm.initial_of(gather.particulars(own(self.actor)))))

    def post(self, request: HttpRequest, organization: UUID) -> HttpResponseBase:
        form = ParticularsForm(request.POST)
        if not form.is_valid():
            return self._page(form, 422)
        return self.act(
            use_cases.renew, organization, form.said(), form=form, again=self._page, to=address(organization), said=_("The exchange looks at it again.")
        )

    def _page(self, form: Any, status: int = 200) -> HttpResponse:
        context = {
            "form": form, "title": _("Submit the organization for verification again"), "button": _("Submit for verification"),
            "back": address(self.actor.organization), "lede": _("Correct what has changed. Until the exchange decides, the verified particulars stand and trade goes on."),
        }
        return self.show("accounts/organization/particulars.html", context, status)


class Apply(Page):
    """Send the application to the exchange."""

    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.APPLY}

    def post(self, request: HttpRequest, organization: UUID) -> HttpResponseBase:
        return self.act(use_cases.apply, organization, to=address(organization), said=_("The application is with the exchange."))


class Close(Page):
    """The confirm page of closing: what it ends, and what must be finished first."""

    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.CLOSE}

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponseBase:
        row = own(self.actor)
        if not closable(row):
            return redirect(address(organization))
        effects = [
            Effect(_("Nobody can act for it any more."), _("Its API clients stop at once.")),
            Effect(_("The record stays."), _("Members can still read it and check its proofs.")),
            Effect(_("It cannot be undone."), _("The same legal person may apply anew.")),
        ]
        context = {
            "title": _("Close this organization"), "effects": effects, "act": _("Close the organization"), "back_url": address(organization), "danger": True,
            "decision": may_close(row),
        }
        return self.show("accounts/confirm.html", context)

    def post(self, request: HttpRequest, organization: UUID) -> HttpResponseBase:
        return self.act(use_cases.close, organization, to=address(organization), said=_("The organization is closed."))
