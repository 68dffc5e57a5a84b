"""Pages of certificates for the holder and the operator: asking, deciding, revoking, and saying that a right has ended."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.certificate import gather, permissions, use_cases, words
from catalog.certificate.forms import ReasonForm, RequestForm, RevokeForm
from catalog.certificate.models import Certificate
from catalog.certificate.states import State
from catalog.dataset.choices import RIGHTS_BASES
from catalog.dataset.models import Dataset, RightsEnd
from catalog.dataset.states import DatasetState
from catalog.editor.base import EditorPage
from catalog.listing.views import OperatorPage
from catalog.rights.permissions import END
from catalog.rules.certificate import certifiable
from kernel import clock, paging
from kernel.errors import NotFound
from kernel.permissions import Permission, allowed
from web.shapes import Effect, Link

QUEUES = ("requested", "issued", "revoked")


class OfDataset(EditorPage):
    """The certificates of one dataset, and the form that asks for one."""

    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REQUEST}

    def get(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponse:
        return self._page(self.dataset_of(dataset), RequestForm())

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponseBase:
        found = self.dataset_of(dataset)
        form = RequestForm(request.POST)
        if not form.is_valid():
            return self._page(found, form, 422)
        return self.act(
            use_cases.request, dataset, rights=form.rights(), form=form, again=lambda bound: self._page(found, bound), to=self.address("certificate.of_dataset", found),
            said=_("The exchange decides on the certificate now."),
        )  # fmt: skip

    def _page(self, dataset: Dataset, form: Any, status: int = 200) -> HttpResponse:
        today = clock.today()
        rows = list(Certificate.objects.filter(dataset=dataset).select_related("revision").order_by("-created", "-id")[:20])
        ended = RightsEnd.objects.filter(revision=dataset.current).exists()
        listed = dataset.state == DatasetState.LISTED and not ended
        context = {
            "dataset": dataset, "organization": self.actor.organization, "form": form, "certificates": [(row, words.badge(row.standing(today))) for row in rows],
            "waits": next((row for row in rows if row.state == State.REQUESTED), None), "listed": listed, "may_ask": allowed(self.actor, permissions.REQUEST, dataset).permitted,
            "ended": ended, "back_url": self.address("dataset.submit", dataset), "end_url": self.address("certificate.right_ended", dataset) if dataset.current_id and not ended else "",
        }  # fmt: skip
        return self.show("catalog/certificate/of_dataset.html", context, status)


class Withdraw(EditorPage):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REQUEST}

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID, certificate: UUID) -> HttpResponseBase:
        found = self.dataset_of(dataset)
        return self.act(use_cases.withdraw, certificate, to=self.address("certificate.of_dataset", found), said=_("The request is taken back."))


class RightEnded(EditorPage):
    """What it does to say that the right has ended, before it is said."""

    permissions: ClassVar[dict[str, Permission]] = {"post": END}

    def get(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponse:
        return self._page(self.dataset_of(dataset), ReasonForm())

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponseBase:
        found = self.dataset_of(dataset)
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self._page(found, form, 422)
        return self.act(
            use_cases.end_right, dataset, reason=form.cleaned_data["reason"], form=form, again=lambda bound: self._page(found, bound),
            to=self.address("certificate.of_dataset", found), said=_("The right has ended: the listing is suspended."),
        )  # fmt: skip

    def _page(self, dataset: Dataset, form: Any, status: int = 200) -> HttpResponse:
        effects = [
            Effect(_("The dataset leaves the catalog at once, and its deliveries stop.")),
            Effect(_("Its certificate is revoked."), _("Whoever checks it reads your reason.")),
            Effect(_("This cannot be taken back."), _("To offer the data again, state a right that runs in a new revision.")),
        ]
        context = {
            "organization": self.actor.organization, "form": form, "back_url": self.address("certificate.of_dataset", dataset), "lede": dataset.title, "danger": True,
            "title": _("Declare that your right has ended?"), "effects": effects, "act": _("The right has ended"),
        }  # fmt: skip
        return self.show("catalog/editor/sure.html", context, status)


class _Desk(OperatorPage):
    def certificate_of(self, certificate: UUID) -> Certificate:
        self.operator()
        found = Certificate.objects.visible_to(self.actor).select_related("holder", "revision__rights__registration", "dataset").filter(pk=certificate).first()
        if found is None:
            raise NotFound
        return found

    def to_one(self, certificate: UUID) -> str:
        return reverse("certificate.decide", args=[self.actor.organization, certificate])


class Queue(_Desk):
    """What is asked for, oldest first; what is in force and what was revoked, newest first."""

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        self.operator()
        queue = request.GET.get("queue", QUEUES[0])
        queue = queue if queue in QUEUES else QUEUES[0]
        order = ("state_since", "id") if queue == QUEUES[0] else ("-state_since", "-id")
        page = paging.page(Certificate.objects.filter(state=queue).select_related("holder", "revision"), order, cursor=request.GET.get("cursor") or None)
        own = reverse("certificate.queue", args=[organization])
        labels = {"requested": _("To decide"), "issued": _("In force"), "revoked": _("Revoked")}
        tabs = [Link(label, f"{own}?queue={name}", current=name == queue) for name, label in labels.items()]
        return self.show("catalog/certificate/queue.html", {"items": page.items, "page": page, "tabs": tabs, "queue": queue, "organization": organization})


class Decide(_Desk):
    """One certificate in full: what it would say, what speaks against it, and the decision."""

    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.ISSUE}

    def get(self, request: HttpRequest, organization: UUID, certificate: UUID) -> HttpResponse:
        found = self.certificate_of(certificate)
        asked = found.state == State.REQUESTED
        stated = getattr(found.revision, "rights", None)
        known = gather.facts(found.dataset, found.revision, found.rights, clock.now(), same_person=found.requested_by == self.actor.person)
        context = {
            "certificate": found, "organization": organization, "state": words.badge(found.standing(clock.today())), "rights": words.right_rows(found), "asked": asked,
            "decision": certifiable(known) if asked else None, "stated": stated, "basis": _(RIGHTS_BASES[stated.basis]) if stated else "",
            "in_force": found.state == State.ISSUED, "review_url": reverse("listing.review", args=[organization, found.dataset_id]),
        }  # fmt: skip
        return self.show("catalog/certificate/decide.html", context)

    def post(self, request: HttpRequest, organization: UUID, certificate: UUID) -> HttpResponseBase:
        self.operator()
        return self.act(use_cases.issue, certificate, to=self.to_one(certificate), said=_("The certificate is issued."))


class _Reasoned(_Desk):
    """A page that says what a decision does and asks for its reason."""

    form: type[ReasonForm] = ReasonForm

    def get(self, request: HttpRequest, organization: UUID, certificate: UUID) -> HttpResponse:
        return self.page(self.certificate_of(certificate), self.form())

    def page(self, certificate: Certificate, form: Any, status: int = 200) -> HttpResponse:
        context = {
            "organization": self.actor.organization, "form": form, "back_url": self.to_one(certificate.pk), "lede": certificate.revision.title, "danger": True, **self.words(),
        }
        return self.show("catalog/editor/sure.html", context, status)

    def words(self) -> dict[str, Any]:
        return {}


class Refuse(_Reasoned):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.ISSUE}

    def post(self, request: HttpRequest, organization: UUID, certificate: UUID) -> HttpResponseBase:
        found = self.certificate_of(certificate)
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self.page(found, form, 422)
        return self.act(
            use_cases.refuse, certificate, reason=form.cleaned_data["reason"], form=form, again=lambda bound: self.page(found, bound), to=self.to_one(certificate),
            said=_("The certificate is refused."),
        )  # fmt: skip

    def words(self) -> dict[str, Any]:
        effects = [Effect(_("No certificate is issued."), _("The provider reads your reason and may ask anew."))]
        return {"title": _("Refuse this certificate?"), "effects": effects, "act": _("Refuse the certificate")}


class Revoke(_Reasoned):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REVOKE}
    form = RevokeForm

    def post(self, request: HttpRequest, organization: UUID, certificate: UUID) -> HttpResponseBase:
        found = self.certificate_of(certificate)
        form = RevokeForm(request.POST)
        if not form.is_valid():
            return self.page(found, form, 422)
        return self.act(
            use_cases.revoke, certificate, reason=form.cleaned_data["reason"], right_fell=form.cleaned_data["right_fell"], form=form,
            again=lambda bound: self.page(found, bound), to=self.to_one(certificate), said=_("The certificate is revoked."),
        )  # fmt: skip

    def words(self) -> dict[str, Any]:
        effects = [
            Effect(_("It is marked in the status list at once."), _("Whoever checks it reads your reason.")),
            Effect(_("The dataset stays listed, unless the right itself has ended.")),
        ]
        return {"title": _("Revoke this certificate?"), "effects": effects, "act": _("Revoke the certificate")}
