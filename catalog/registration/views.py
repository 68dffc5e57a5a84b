"""The holder's pages of the register: the list, a draft with its papers, one registration, and the acts on it."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from catalog.editor.base import EditorPage
from catalog.registration import gather, permissions, use_cases, words
from catalog.registration.base import RegisterPage, Sure
from catalog.registration.forms import ChangeForm, DraftForm, PaperForm, RenewalForm, TransferForm
from catalog.registration.use_cases.applying import Sent
from catalog.rights.models import RegisterRequest, RightObjection, RightRegistration
from catalog.rights.states import Registration
from catalog.rules.registration import PAPERS, RENEWAL_OPENS, applying
from kernel import blobs, clock, paging
from kernel.permissions import Permission, allowed
from web.shapes import Effect

FEW = 20


class Own(RegisterPage):
    """Registrations of the acting organization, what it objected to, and rights that are offered to it."""

    audience = "member"

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        rows = RightRegistration.objects.filter(holder=organization).select_related("holder")
        page = paging.page(rows, ("-created", "-id"), cursor=request.GET.get("cursor") or None)
        today = clock.today()
        objections = RightObjection.objects.filter(objector=organization).select_related("registration").order_by("-created", "-id")[:FEW]
        offered = RegisterRequest.objects.filter(to=organization, state="asked").select_related("registration").order_by("created", "id")[:FEW]
        context = {
            "organization": organization, "page": page, "items": [words.line(row, today) for row in page.items], "objections": [words.objection_line(row) for row in objections],
            "offered": offered, "register_url": reverse("registration.register"), "datasets_url": reverse("dataset.own", args=[organization]),
        }  # fmt: skip
        return self.show("catalog/registration/own.html", context)


class Draft(EditorPage):
    """A new application about one dataset."""

    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.APPLY}

    def get(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponse:
        return self._page(dataset, DraftForm())

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponseBase:
        form = DraftForm(request.POST)
        if not form.is_valid():
            return self._page(dataset, form, 422)
        return self.act(
            use_cases.draft, dataset, form=form, again=lambda bound: self._page(dataset, bound), said=_("The draft is kept. Now attach its papers."),
            to=lambda row: reverse("registration.one", args=[organization, row.pk]), **form.said(),
        )  # fmt: skip

    def _page(self, dataset: UUID, form: Any, status: int = 200) -> HttpResponse:
        found = self.dataset_of(dataset)
        context = {"organization": self.actor.organization, "dataset": found, "form": form, "back_url": reverse("registration.own", args=[self.actor.organization])}
        return self.show("catalog/registration/draft.html", context, status)


class One(RegisterPage):
    """Everything of one registration, for its holder and for the desk."""

    def get(self, request: HttpRequest, organization: UUID, registration: UUID) -> HttpResponse:
        return self.page(self.registration_of(registration), PaperForm())

    def page(self, row: RightRegistration, form: Any, status: int = 200) -> HttpResponse:
        own = row.holder_id == self.actor.organization
        open_draft, asked = row.state == Registration.DRAFT, row.state == Registration.APPLIED
        papers = list(row.papers.filter(objection=None).select_related("blob"))
        requests = row.requests.exclude(kind="revocation") if own else row.requests.all()
        context = {
            "registration": row, "organization": self.actor.organization, "own": own, "desk": self.actor.jurisdiction == "operator",
            "line": words.line(row, clock.today()), "right": words.right(row.kind), "timeline": words.timeline(row.entries.select_related("holder").order_by("id")[:100]),
            "papers": [(paper, _(PAPERS[paper.kind])) for paper in papers], "draft": open_draft, "asked": asked, "form": form if open_draft and own else None,
            "decision": applying(gather.facts(row, clock.now())) if open_draft or asked else None,
            "may": allowed(self.actor, permissions.APPLY, row).permitted, "may_own": allowed(self.actor, permissions.CANCEL, row).permitted,
            "registered": row.state == Registration.REGISTERED,
            "renewable": row.state == Registration.REGISTERED and row.valid_until is not None and row.valid_until - clock.today() <= RENEWAL_OPENS, "withdrawable": row.state in (Registration.DRAFT, Registration.APPLIED, Registration.NOTICE),
            "objections": [words.objection_line(one) for one in row.objections.select_related("objector").order_by("-created", "-id")[:FEW]],
            "requests": [words.request_line(one) for one in requests.select_related("to").order_by("-created", "-id")[:FEW]],
        }  # fmt: skip
        return self.show("catalog/registration/one.html", context, status)


class AddPaper(One):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.APPLY}

    def post(self, request: HttpRequest, organization: UUID, registration: UUID) -> HttpResponseBase:
        row = self.registration_of(registration)
        form = PaperForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(row, form, 422)
        sent = form.cleaned_data["paper"]
        return self.act(
            use_cases.add_paper, registration, kind=form.cleaned_data["kind"], name=sent.name, media_type=sent.content_type or "", stream=sent, size=sent.size, form=form,
            again=lambda bound: self.page(row, bound), to=self.one(row), said=_("The document is kept."),
        )  # fmt: skip


class RemovePaper(RegisterPage):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.APPLY}

    def post(self, request: HttpRequest, organization: UUID, registration: UUID, right_paper: UUID) -> HttpResponseBase:
        return self.act(use_cases.remove_paper, registration, right_paper, to=self.one(registration), said=_("The document is removed."))


class Paper(RegisterPage):
    """A paper as a download; that it was opened is recorded."""

    def get(self, request: HttpRequest, organization: UUID, registration: UUID, right_paper: UUID) -> StreamingHttpResponse:
        found = use_cases.open_paper(self.actor, registration, right_paper)
        headers = {"Content-Disposition": content_disposition_header(True, found.name) or "attachment", "Content-Length": str(found.blob.size)}
        return StreamingHttpResponse(blobs.read(found.blob), content_type=found.blob.media_type, headers=headers)


class Apply(RegisterPage):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.APPLY}

    def post(self, request: HttpRequest, organization: UUID, registration: UUID) -> HttpResponseBase:
        return self.act(use_cases.apply, registration, to=self.one(registration), said=_("The exchange examines the application now."))


class Withdraw(Sure):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.APPLY}
    form = None

    def words(self, row: RightRegistration) -> dict[str, Any]:
        return {"title": _("Take the application back?"), "effects": [Effect(_("It ends."), _("You may apply anew at any time."))], "act": _("Take it back")}

    def done(self, row: RightRegistration, form: Any) -> HttpResponseBase:
        return self.act(use_cases.withdraw, row.pk, to=self.one(row), said=_("The application is taken back."))


class Cancel(Sure):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.CANCEL}

    def words(self, row: RightRegistration) -> dict[str, Any]:
        effects = [Effect(_("The registered right ends at once."), _("The public reads your reason.")), Effect(_("What is listed under it is suspended, and its certificate is revoked."))]
        return {"title": _("Cancel the registered right?"), "effects": effects, "act": _("Cancel the right"), "danger": True}

    def done(self, row: RightRegistration, form: Any) -> HttpResponseBase:
        return self.act(
            use_cases.cancel, row.pk, reason=form.cleaned_data["reason"], form=form, again=lambda bound: self.page(row, bound), to=self.one(row), said=_("The right is cancelled."),
        )  # fmt: skip


class Change(Sure):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.CHANGE}
    form = ChangeForm

    def unbound(self, row: RightRegistration) -> Any:
        given = {name: getattr(row, name) for name in ("scope_zh", "scope_en", "until", "sublicence")}
        return ChangeForm(initial=given | {"territory": " ".join(row.territory)})

    def words(self, row: RightRegistration) -> dict[str, Any]:
        effects = [Effect(_("The exchange decides on the change."), _("A change corrects or narrows; whatever makes the right larger is a new application."))]
        return {"title": _("Change the entry"), "effects": effects, "act": _("Ask for the change")}

    def done(self, row: RightRegistration, form: Any) -> HttpResponseBase:
        return self.act(
            use_cases.ask_change, row.pk, form=form, again=lambda bound: self.page(row, bound), to=self.one(row), said=_("The exchange decides on the change."), **form.said(),
        )  # fmt: skip


class Renew(Sure):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.RENEW}
    form = RenewalForm

    def words(self, row: RightRegistration) -> dict[str, Any]:
        effects = [
            Effect(_("The exchange decides on the renewal."), _("The same right runs on from its last day, three years at most; scope and territory stay as they are.")),
            Effect(_("The certificate follows."), _("One that ends with the registration is asked for anew with the same rights.")),
        ]
        return {"title": _("Renew the registration"), "effects": effects, "act": _("Ask for the renewal")}

    def done(self, row: RightRegistration, form: Any) -> HttpResponseBase:
        given = form.cleaned_data
        file = given["paper"]
        sent = Sent(given["kind"], file.name, file.content_type or "", file, file.size)
        return self.act(
            use_cases.ask_renewal, row.pk, reason=given["reason"], until=given["until"], paper=sent, form=form, again=lambda bound: self.page(row, bound), to=self.one(row),
            said=_("The exchange decides on the renewal."),
        )  # fmt: skip


class Transfer(Sure):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.TRANSFER}
    form = TransferForm

    def words(self, row: RightRegistration) -> dict[str, Any]:
        effects = [
            Effect(_("The other organization's owner decides."), _("Until then you may take it back.")),
            Effect(_("With its consent the right is no longer yours."), _("What you have listed under it is suspended.")),
        ]
        return {"title": _("Transfer the registered right?"), "effects": effects, "act": _("Offer the transfer"), "danger": True}

    def done(self, row: RightRegistration, form: Any) -> HttpResponseBase:
        receiver, reason = form.cleaned_data["to"], form.cleaned_data["reason"]

        def offer(actor: Any, registration: UUID) -> RegisterRequest:
            return use_cases.ask_transfer(actor, registration, to=receiver, reason=reason)

        return self.act(offer, row.pk, form=form, again=lambda bound: self.page(row, bound), to=self.one(row), said=_("The transfer is offered."))
