"""Pages of sponsorships: the list with the proposal, and one sponsorship with what either side may do."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from accounts.admission.words import STATES as STANDINGS, checks
from accounts.rules.admission import PAPER_NAMES
from accounts.rules.sponsorship import BEFORE, CITED, PREPARED
from accounts.sponsoring import use_cases
from accounts.sponsoring.forms import EndForm, PaperForm, ProposeForm, VouchForm
from accounts.sponsoring.reading import application, ending_told, named
from accounts.sponsorship import permissions
from accounts.sponsorship.models import Sponsorship
from accounts.sponsorship.states import LIVE, State
from kernel import paging
from kernel.errors import NotFound
from kernel.permissions import Permission, allowed
from web.pages import Page, same_organization

MOST_PAPERS = 20
STATES: dict[str, tuple[str, Any]] = {
    State.PROPOSED: ("wait", gettext_lazy("Proposed")),
    State.ACCEPTED: ("now", gettext_lazy("Accepted")),
    State.VOUCHED: ("done", gettext_lazy("Vouched for")),
    State.DECLINED: ("stop", gettext_lazy("Declined")),
    State.ENDED: ("idle", gettext_lazy("Ended")),
}
ENDED_BY = {
    "sponsor": gettext_lazy("The sponsor"), "applicant": gettext_lazy("The applicant"), "exchange": gettext_lazy("The exchange"), "system": gettext_lazy("The platform, by its rules"),
}  # fmt: skip


class List(Page):
    """Whom one's organization sponsors and who sponsors it; all, for the exchange and the regulators."""

    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.PROPOSE}

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        return self._page(ProposeForm())

    def post(self, request: HttpRequest, organization: UUID) -> HttpResponseBase:
        same_organization(request, organization)
        form = ProposeForm(request.POST)
        if not form.is_valid():
            return self._page(form, 422)
        return self.act(
            use_cases.propose, applicant=form.cleaned_data["applicant"], message=form.cleaned_data["message"], form=form, again=self._page,
            to=lambda made: reverse("sponsorship.one", args=[organization, made.pk]), said=_("The proposal waits for the applicant's owner."),
        )  # fmt: skip

    def _page(self, form: Any, status: int = 200) -> HttpResponse:
        rows = Sponsorship.objects.visible_to(self.actor).select_related("sponsor", "organization")
        page = paging.page(rows, ("-created", "-id"), cursor=self.request.GET.get("cursor") or None)
        context = {
            "organization": self.actor.organization, "page": page, "cited": CITED, "lines": [(row, STATES[row.state], named(self.actor, row)) for row in page.items],
            "form": form if not self.actor.jurisdiction and allowed(self.actor, permissions.PROPOSE).permitted else None,
        }  # fmt: skip
        return self.show("accounts/sponsoring/list.html", context, status)


class One(Page):
    """One sponsorship: the applicant answers, the sponsor adds papers and vouches, either side and the exchange end it."""

    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.END}

    def get(self, request: HttpRequest, organization: UUID, sponsorship: UUID) -> HttpResponse:
        return self._page(self.row(sponsorship))

    def post(self, request: HttpRequest, organization: UUID, sponsorship: UUID) -> HttpResponseBase:
        row = self.row(sponsorship)
        same_organization(request, organization)
        here = reverse("sponsorship.one", args=[organization, sponsorship])
        if "accept" in request.POST:
            return self.act(use_cases.accept, sponsorship, to=here, said=_("The sponsor may now add papers."))
        if "decline" in request.POST:
            return self.act(use_cases.decline, sponsorship, to=here, said=_("The proposal is declined."))
        if "paper" in request.POST:
            return self._add(row, PaperForm(request.POST, request.FILES), here)
        name, form, use_case, said = (
            ("vouching", VouchForm(request.POST), use_cases.vouch, _("Your word stands beside the application."))
            if "vouch" in request.POST
            else ("ending", EndForm(request.POST), use_cases.end, _("The sponsorship has ended."))
        )
        if not form.is_valid():
            return self._page(row, 422, **{name: form})
        return self.act(use_case, sponsorship, **form.cleaned_data, form=form, again=lambda bound: self._page(row, 422, **{name: bound}), to=here, said=said)

    def _add(self, row: Sponsorship, form: Any, here: str) -> HttpResponseBase:
        if not form.is_valid():
            return self._page(row, 422, paper=form)
        file = form.cleaned_data["file"]
        given = {"name": file.name, "media_type": (file.content_type or "").lower(), "stream": file, "size": file.size}
        return self.act(use_cases.add_paper, row.pk, form.cleaned_data["kind"], **given, form=form, again=lambda bound: self._page(row, paper=bound), to=here, said=_("The paper is kept."))

    def row(self, sponsorship: UUID) -> Sponsorship:
        found = Sponsorship.objects.visible_to(self.actor).select_related("sponsor", "organization").filter(pk=sponsorship).first()
        if found is None:
            raise NotFound
        return found

    def _page(self, row: Sponsorship, status: int = 200, **forms: Any) -> HttpResponse:
        may = {name: allowed(self.actor, permission, row).permitted for name, permission in (("answer", permissions.ANSWER), ("prepare", permissions.PREPARE), ("vouch", permissions.VOUCH), ("end", permissions.END))}
        stands, proposed, applies = application(row), row.state == State.PROPOSED, self.actor.organization == row.organization_id
        sponsors = self.actor.organization == row.sponsor_id
        context = {
            "row": row, "organization": self.actor.organization, "state": STATES[row.state], "named": named(self.actor, row), "ended_by": ENDED_BY.get(row.ended_by) if ending_told(self.actor, row) else None, "cited": CITED,
            "standing": STANDINGS[stands.state] if stands else None, "checks": checks(stands.items, {}) if stands else [],
            "papers": [(paper, _(PAPER_NAMES[paper.kind])) for paper in row.papers.filter(kept__isnull=False, removed=None).order_by("created")[:MOST_PAPERS]] if (stands and stands.items) or not sponsors else [],
            "answers": proposed and may["answer"],
            "paper": forms.get("paper") or PaperForm() if stands and stands.state in PREPARED and may["prepare"] else None,
            "vouching": forms.get("vouching") or VouchForm() if stands and stands.state == BEFORE and row.state == State.ACCEPTED and may["vouch"] else None,
            "ending": forms.get("ending") or EndForm() if row.state in LIVE and may["end"] and not (proposed and applies) else None,
        }  # fmt: skip
        return self.show("accounts/sponsoring/one.html", context, status)
