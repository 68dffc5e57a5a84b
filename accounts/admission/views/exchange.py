"""The exchange's side: the queue of applications, the register of organizations, and the page on which one is decided."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.admission import gather, use_cases, words
from accounts.admission.forms import ReasonForm, RemarksForm
from accounts.admission.models import Paper, Verification
from accounts.admission.states import Round
from accounts.organization import permissions
from accounts.organization.models import Kind, Organization
from accounts.organization.states import State
from accounts.rules import admission
from accounts.sponsorship.models import Sponsorship
from accounts.sponsorship.states import RUNNING
from kernel import clock
from kernel.actor import Actor
from kernel.errors import NotFound
from kernel.paging import page
from kernel.permissions import Permission
from web.pages import Page
from web.shapes import Link

ORDER = ("-created", "-id")


def operators_only(actor: Actor) -> None:
    """Errors: NotFound for anyone else: the page does not exist for them."""
    if actor.jurisdiction != "operator":
        raise NotFound


class Queue(Page):
    """Applications and renewals that wait, oldest first; `?all=1` shows every organization, newest first."""

    audience = "operator"

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        operators_only(self.actor)
        everyone = "all" in request.GET
        here = reverse("verification.queue", args=[organization])
        tabs = [Link(_("Waiting"), here, current=not everyone), Link(_("All organizations"), f"{here}?all=1", current=everyone)]
        cursor = request.GET.get("cursor")
        rows: Any
        if everyone:
            rows = page(Organization.objects.visible_to(self.actor).filter(kind=Kind.MEMBER), ORDER, cursor=cursor)
            lines = [(row, row, *words.STATES[row.state]) for row in rows.items]
        else:
            waiting = Verification.objects.visible_to(self.actor).filter(state=Round.SUBMITTED).select_related("organization")
            rows = page(waiting, ("created", "id"), cursor=cursor)
            lines = [(row.organization, row, "wait", _("Renewal") if row.renewal else _("Application")) for row in rows.items]
        return self.show("accounts/verification/queue.html", {"tabs": tabs, "lines": lines, "page": rows, "everyone": everyone})


class Decide(Page):
    """One organization before the operator: what it says, what it shows, and the acts that are possible now."""

    audience = "operator"

    def get(self, request: HttpRequest, organization: UUID, subject: UUID) -> HttpResponse:
        return self._page(subject)

    def _page(self, subject: UUID, status: int = 200, **forms: Any) -> HttpResponse:
        operators_only(self.actor)
        row = Organization.objects.visible_to(self.actor).filter(pk=subject, kind=Kind.MEMBER).first()
        if row is None:
            raise NotFound
        rounds = list(Verification.objects.filter(organization=row).order_by("-created")[:10])
        pending = next((one for one in rounds if one.state == Round.SUBMITTED), None)
        said = gather.from_json(pending.said) if pending else gather.particulars(row)
        facts = gather.facts(row, said)
        look, label = words.STATES[row.state]
        lines = lines_of(said)
        shown = gather.write_copy(row, said)
        sponsorship = Sponsorship.objects.filter(organization=row, state__in=RUNNING).select_related("sponsor").first()
        context = {
            "organization": row, "pending": pending, "look": look, "label": label, "rows": words.rows(shown),
            "changed": [name for name, value in gather.as_json(said).items() if value != gather.as_json(gather.particulars(row))[name]],
            "checks": words.checks(admission.checklist(facts), {}), "complete": admission.complete(facts).permitted,
            "papers": [
                (paper, _(admission.PAPER_NAMES[paper.kind]))
                for paper in Paper.objects.filter(organization=row, removed=None, kept__isnull=False).select_related("blob").order_by("kind")
            ],
            "rounds": [(one, *words.ROUNDS[one.state]) for one in rounds],
            "remarks_form": RemarksForm(lines=lines, prefix="return"), "refuse_form": ReasonForm(prefix="refuse"), "standing_form": ReasonForm(prefix="standing"),
            "suspendable": row.state == State.VERIFIED, "resumable": row.state == State.SUSPENDED,
            "sponsorship": sponsorship, "word_stands": sponsorship is not None and pending is not None and sponsorship.vouched is not None and sponsorship.vouched >= pending.created,
            "sponsor_lapsed": sponsorship is not None and not Organization.objects.verified(clock.now()).filter(pk=sponsorship.sponsor_id).exists(),
        }
        return self.show("accounts/verification/decide.html", context | forms, status)


def lines_of(said: admission.Particulars) -> list[tuple[str, str]]:
    return [(item.key, str(item.text)) for item in admission.checklist(admission.Facts(said))]


class Act(Decide):
    """Base of the decision's posts: back to the queue, or to the same page when the form was wrong."""

    def back(self) -> str:
        return reverse("verification.queue", args=[self.actor.organization])

    def here(self, subject: UUID) -> str:
        return reverse("verification.decide", args=[self.actor.organization, subject])


class Verify(Act):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.VERIFY}
    http_method_names = ("post",)

    def post(self, request: HttpRequest, organization: UUID, subject: UUID) -> HttpResponseBase:
        return self.act(use_cases.verify, subject, to=self.back(), said=_("The organization is verified."))


class Return(Act):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.RETURN}
    http_method_names = ("post",)

    def post(self, request: HttpRequest, organization: UUID, subject: UUID) -> HttpResponseBase:
        row = Organization.objects.visible_to(self.actor).filter(pk=subject).first()
        if row is None:
            raise NotFound
        pending = Verification.objects.filter(organization=row, state=Round.SUBMITTED).first()
        form = RemarksForm(request.POST, lines=lines_of(gather.from_json(pending.said) if pending else gather.particulars(row)), prefix="return")
        if not form.is_valid():
            return self._page(subject, 422, remarks_form=form)
        return self.act(
            use_cases.return_, subject, form.remarks(), form.cleaned_data["note"], form=form, again=lambda bound: self._page(subject, remarks_form=bound),
            to=self.back(), said=_("The application is returned with your remarks."),
        )


class _WithReason(Act):
    """A post whose form is one reason, under the prefix of the form on the page."""

    http_method_names = ("post",)
    prefix: ClassVar[str]
    slot: ClassVar[str]

    def _again(self, subject: UUID, bound: Any) -> HttpResponse:
        forms: dict[str, Any] = {self.slot: bound}
        return self._page(subject, **forms)

    def reasoned(self, use_case: Any, subject: UUID, to: str, said: str) -> HttpResponseBase:
        form = ReasonForm(self.request.POST, prefix=self.prefix)
        if not form.is_valid():
            return self._page(subject, 422, **{self.slot: form})
        return self.act(use_case, subject, form.cleaned_data["reason"], form=form, again=lambda bound: self._again(subject, bound), to=to, said=said)


class Refuse(_WithReason):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REFUSE}
    prefix, slot = "refuse", "refuse_form"

    def post(self, request: HttpRequest, organization: UUID, subject: UUID) -> HttpResponseBase:
        return self.reasoned(use_cases.refuse, subject, self.back(), _("The application is refused."))


class Suspend(_WithReason):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.SUSPEND}
    prefix, slot = "standing", "standing_form"

    def post(self, request: HttpRequest, organization: UUID, subject: UUID) -> HttpResponseBase:
        return self.reasoned(use_cases.suspend, subject, self.here(subject), _("The organization is suspended."))


class Resume(_WithReason):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.RESUME}
    prefix, slot = "standing", "standing_form"

    def post(self, request: HttpRequest, organization: UUID, subject: UUID) -> HttpResponseBase:
        return self.reasoned(use_cases.ask_resumption, subject, self.here(subject), _("Another operator is asked to lift the suspension."))
