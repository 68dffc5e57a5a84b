"""The operator's pages: what waits for review, one submission in full with findings, differences, checklist and remarks."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from catalog.dataset.choices import FREQUENCIES, INDUSTRIES, RIGHTS_BASES
from catalog.dataset.models import Classification, Dataset, DatasetRevision
from catalog.dataset.states import DatasetState, RevisionState
from catalog.dataset.use_cases.working import etag
from catalog.listing import permissions, use_cases
from catalog.listing.forms import AssignForm, ReviewForm
from catalog.listing.gather import listing_facts
from catalog.listing.queue import TABS, WAITING, Row, of_exchange
from catalog.listing.reading import MARKS, changes, known, reviewer_choices
from catalog.offer.models import Offer
from catalog.offer.words import offer_card
from catalog.rights.use_cases import open_evidence
from catalog.rules.checklist import findings
from catalog.rules.driven import drives
from catalog.rules.listing import listing
from catalog.rules.quality import NAMES, SHARES, percent
from catalog.rules.review import in_hand
from catalog.rules.visibility import VISIBILITIES, Visibility
from kernel import blobs, clock
from kernel.errors import Invalid, NotFound
from kernel.permissions import Permission
from web.pages import Page
from web.shapes import Check, Link, Term


class OperatorPage(Page):
    audience = "operator"

    def operator(self) -> None:
        """Errors: NotFound for any organization but the exchange."""
        if self.actor.jurisdiction != "operator":
            raise NotFound

    def queue_url(self) -> str:
        return reverse("listing.queue", args=[self.actor.organization])

    def dataset_of(self, dataset: UUID) -> Dataset:
        self.operator()
        rows = Dataset.objects.visible_to(self.actor).select_related("provider", "current", "working")
        found = rows.filter(pk=dataset).first()
        if found is None:
            raise NotFound
        return found


class Queue(OperatorPage):
    """What waits, the nearest deadline first; and what is listed, suspended or refused, newest first."""

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        self.operator()
        tab, now = request.GET.get("queue", "waiting"), clock.now()
        tab = tab if tab in TABS else "waiting"
        page = of_exchange(self.actor, tab, now, request.GET.get("cursor") or None)
        items = [{"row": row, "whose": self._whose(row)} for row in page.items]
        labels = {
            "waiting": _("To review"), "mine": _("Assigned to me"), "free": _("Assigned to nobody"), "overdue": _("Overdue"), "listed": _("Listed"), "suspended": _("Suspended"),
            "refused": _("Refused"),
        }  # fmt: skip
        tabs = [Link(label, f"{self.queue_url()}?queue={name}", current=name == tab) for name, label in labels.items()]
        context = {"items": items, "page": page, "tabs": tabs, "queue": tab, "reviews": tab in WAITING, "organization": organization, "now": now}
        return self.show("catalog/listing/queue.html", context)

    def _whose(self, row: Row) -> str:
        if row.reviewer is None:
            return _("Nobody yet")
        return _("You") if row.reviewer == self.actor.person else _("A colleague")


class Review(OperatorPage):
    """One dataset as submitted, with everything a reviewer must see; or as listed, with what can be done to it."""

    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REVIEW}

    def get(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponse:
        found = self.dataset_of(dataset)
        return self._page(found, ReviewForm(fields=self._names(found)))

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponseBase:
        found = self.dataset_of(dataset)
        form = ReviewForm(request.POST, fields=self._names(found))
        if not form.is_valid():
            return self._page(found, form, 422, expected=request.POST.get("etag", ""))
        checked, remarks = form.cleaned_data["checklist"], form.remarks()
        expected = request.POST.get("etag", "")
        again = lambda bound: self._page(found, bound, expected=expected)  # noqa: E731
        if "return" in request.POST:
            return self.act(
                use_cases.return_, dataset, remarks=remarks, checklist=checked, expected=expected, form=form, again=again, to=self.queue_url(), said=_("Returned to the provider.")
            )
        two = found.working is not None and drives(found.working.grade).reviewers > 1
        return self.act(
            use_cases.list_, dataset, checklist=checked, remarks=remarks, expected=expected, form=form, again=again, to=self.queue_url(),
            said=_("Your decision is kept; data of this grade is listed when two persons of the exchange have approved it.") if two else _("The dataset is listed."),
        )

    def _names(self, dataset: Dataset) -> list[str]:
        return list(dataset.working.fields.values_list("name", flat=True)) if dataset.working else []

    def _page(self, dataset: Dataset, form: Any, status: int = 200, expected: str = "") -> HttpResponse:
        """`expected` is the submission a form was opened on: shown again with its errors, it is still about that one."""
        under_review = dataset.working is not None and dataset.working.state == RevisionState.SUBMITTED
        shown = dataset.working if under_review else dataset.current or dataset.working
        if shown is None:
            raise NotFound
        rows = DatasetRevision.objects.select_related("zone", "rights").prefetch_related("fields", "distributions", "evidence__blob", "reviews")
        revision = rows.get(pk=shown.pk)
        rights = getattr(revision, "rights", None)
        facts = listing_facts(dataset, revision, clock.now()) if under_review else None
        earlier, differing = changes(dataset) if under_review else (None, [])
        here = [self.actor.organization, dataset.pk]
        context = {
            "dataset": dataset,
            "revision": revision,
            "organization": self.actor.organization,
            "form": form,
            "under_review": under_review,
            "etag": expected or etag(revision),
            "decision": listing(facts) if facts else None,
            "findings": [Check(MARKS[one.found], _(one.gate.vouches), str(one.says)) for one in findings(facts)] if facts else [],
            "earlier": earlier,
            "terms": [Term(one.place, one.before, one.after) for one in differing],
            "assign_form": AssignForm(people=reviewer_choices(self.actor), initial={"to": revision.reviewer}) if under_review else None,
            "in_hand": not under_review or in_hand(revision.reviewer, self.actor.person).permitted,
            "promises": [(_(NAMES[name]), f"≥ {percent(value)} %" if name in SHARES else value) for name, value in revision.promises.items()],
            "readers": dataset.readers.select_related("organization") if dataset.visibility == Visibility.NAMED else (),
            "visibility": _(VISIBILITIES[dataset.visibility]),
            "refuse_url": reverse("listing.refuse", args=here),
            "revoke_url": reverse("listing.revoke", args=here) if revision.state == RevisionState.LISTED else "",
            "grading": Classification.objects.filter(revision=revision, state__in=["proposed", "confirmed"]).first(),
            "rights": rights,
            "rights_basis": _(RIGHTS_BASES[rights.basis]) if rights else "",
            "industry": _(INDUSTRIES[revision.industry]) if revision.industry else "",
            "frequency": _(FREQUENCIES[revision.frequency]) if revision.frequency else "",
            "cards": [offer_card(row, 0) for row in Offer.objects.filter(dataset=dataset).exclude(state="closed")],
            "queue_url": self.queue_url(),
            "suspend_url": reverse("listing.suspend", args=here) if dataset.state == DatasetState.LISTED else "",
            "resume_url": reverse("listing.resume", args=here) if dataset.state == DatasetState.SUSPENDED else "",
        }
        return self.show("catalog/listing/review.html", context, status)


class Assign(OperatorPage):
    """Take a review, hand it on, or put it back."""

    http_method_names = ("post",)
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REVIEW}

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponseBase:
        self.dataset_of(dataset)
        form = AssignForm(request.POST, people=reviewer_choices(self.actor))
        if not form.is_valid():
            raise Invalid(fields={"to": [str(text) for text in form.errors.get("to", [])]})
        person = known(form.cleaned_data["to"])
        address = reverse("listing.review", args=[organization, dataset])
        return self.act(lambda actor: use_cases.assign(actor, dataset, to=person), to=address, said=_("The review is assigned."))


class Evidence(OperatorPage):
    """A document of the rights statement, as a download; that it was opened is recorded."""

    def get(self, request: HttpRequest, organization: UUID, dataset: UUID, evidence: UUID) -> StreamingHttpResponse:
        self.operator()
        found = open_evidence(self.actor, dataset, evidence)
        response = StreamingHttpResponse(blobs.read(found.blob), content_type=found.blob.media_type)
        response["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
        response["Content-Length"] = str(found.blob.size)
        return response
