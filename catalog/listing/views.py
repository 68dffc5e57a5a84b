"""The operator's pages: what waits for review, one submission in full with checklist and remarks, suspending and resuming."""

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
from catalog.listing.forms import ResumeForm, ReviewForm, SuspendForm
from catalog.listing.gather import listing_facts
from catalog.offer.models import Offer
from catalog.offer.words import offer_card
from catalog.rights.use_cases import open_evidence
from catalog.rules.driven import drives
from catalog.rules.listing import listing
from kernel import blobs, clock, paging
from kernel.errors import NotFound
from kernel.permissions import Permission
from web.pages import Page
from web.shapes import Effect, Link

QUEUES: dict[str, tuple[str, ...]] = {"waiting": ("submitted",), "listed": ("listed",), "suspended": ("suspended",)}


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
    """What waits, oldest first; and what is listed or suspended, newest first."""

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        self.operator()
        queue = request.GET.get("queue", "waiting")
        queue = queue if queue in QUEUES else "waiting"
        cursor = request.GET.get("cursor") or None
        if queue == "waiting":
            rows = DatasetRevision.objects.filter(state=RevisionState.SUBMITTED).select_related("dataset__provider")
            revisions = paging.page(rows, ("state_since", "id"), cursor=cursor)
            items = [{"dataset": row.dataset, "revision": row, "since": row.state_since} for row in revisions.items]
            page: Any = revisions
        else:
            page = paging.page(Dataset.objects.filter(state__in=QUEUES[queue]).select_related("provider", "current"), ("-state_since", "-id"), cursor=cursor)
            items = [{"dataset": row, "revision": row.current, "since": row.state_since} for row in page.items]
        labels = {"waiting": _("To review"), "listed": _("Listed"), "suspended": _("Suspended")}
        tabs = [Link(label, f"{self.queue_url()}?queue={name}", current=name == queue) for name, label in labels.items()]
        return self.show("catalog/listing/queue.html", {"items": items, "page": page, "tabs": tabs, "queue": queue, "organization": organization})


class Review(OperatorPage):
    """One dataset as submitted, with everything a reviewer must see; or as listed, with what can be done to it."""

    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REVIEW}

    def get(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponse:
        return self._page(self.dataset_of(dataset), ReviewForm())

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponseBase:
        found = self.dataset_of(dataset)
        form = ReviewForm(request.POST)
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

    def _page(self, dataset: Dataset, form: Any, status: int = 200, expected: str = "") -> HttpResponse:
        """`expected` is the submission a form was opened on: shown again with its errors, it is still about that one."""
        under_review = dataset.working is not None and dataset.working.state == RevisionState.SUBMITTED
        shown = dataset.working if under_review else dataset.current
        if shown is None:
            raise NotFound
        rows = DatasetRevision.objects.select_related("zone", "rights").prefetch_related("fields", "distributions", "evidence__blob", "reviews")
        revision = rows.get(pk=shown.pk)
        rights = getattr(revision, "rights", None)
        context = {
            "dataset": dataset,
            "revision": revision,
            "organization": self.actor.organization,
            "form": form,
            "under_review": under_review,
            "etag": expected or etag(revision),
            "decision": listing(listing_facts(dataset, revision, clock.now())) if under_review else None,
            "grading": Classification.objects.filter(revision=revision, state__in=["proposed", "confirmed"]).first(),
            "rights": rights,
            "rights_basis": _(RIGHTS_BASES[rights.basis]) if rights else "",
            "industry": _(INDUSTRIES[revision.industry]) if revision.industry else "",
            "frequency": _(FREQUENCIES[revision.frequency]) if revision.frequency else "",
            "cards": [offer_card(row, 0) for row in Offer.objects.filter(dataset=dataset).exclude(state="closed")],
            "queue_url": self.queue_url(),
            "suspend_url": reverse("listing.suspend", args=[self.actor.organization, dataset.pk]) if dataset.state == DatasetState.LISTED else "",
            "resume_url": reverse("listing.resume", args=[self.actor.organization, dataset.pk]) if dataset.state == DatasetState.SUSPENDED else "",
        }
        return self.show("catalog/listing/review.html", context, status)


class Evidence(OperatorPage):
    """A document of the rights statement, as a download; that it was opened is recorded."""

    def get(self, request: HttpRequest, organization: UUID, dataset: UUID, evidence: UUID) -> StreamingHttpResponse:
        self.operator()
        found = open_evidence(self.actor, dataset, evidence)
        response = StreamingHttpResponse(blobs.read(found.blob), content_type=found.blob.media_type)
        response["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
        response["Content-Length"] = str(found.blob.size)
        return response


class _Confirmed(OperatorPage):
    """A page that says what an act does before it is done."""

    def page(self, dataset: Dataset, form: Any, status: int = 200, **context: Any) -> HttpResponse:
        back = reverse("listing.review", args=[self.actor.organization, dataset.pk])
        return self.show("catalog/editor/sure.html", {"organization": self.actor.organization, "form": form, "back_url": back, "lede": dataset.title, **context}, status)


class Suspend(_Confirmed):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.SUSPEND}

    def get(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponse:
        return self._page(self.dataset_of(dataset), SuspendForm())

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponseBase:
        found = self.dataset_of(dataset)
        form = SuspendForm(request.POST)
        if not form.is_valid():
            return self._page(found, form, 422)
        return self.act(
            use_cases.suspend, dataset, remark=form.cleaned_data["remark"], form=form, again=lambda bound: self._page(found, bound),
            to=reverse("listing.review", args=[organization, dataset]), said=_("The dataset is suspended."),
        )

    def _page(self, dataset: Dataset, form: Any, status: int = 200) -> HttpResponse:
        effects = [
            Effect(_("It leaves the catalog at once."), _("Holders of agreements still see it.")),
            Effect(_("No new agreement and no delivery until it is resumed."), _("Deliveries under way stop at their next access.")),
            Effect(_("The provider sees your reason.")),
        ]
        return self.page(dataset, form, status, title=_("Suspend this dataset?"), effects=effects, act=_("Suspend the dataset"), danger=True)


class Resume(_Confirmed):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.SUSPEND}

    def get(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponse:
        return self._page(self.dataset_of(dataset), ResumeForm())

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponseBase:
        found = self.dataset_of(dataset)
        form = ResumeForm(request.POST)
        if not form.is_valid():
            return self._page(found, form, 422)
        return self.act(
            use_cases.resume, dataset, remark=form.cleaned_data["remark"], form=form, again=lambda bound: self._page(found, bound),
            to=reverse("listing.review", args=[organization, dataset]), said=_("The dataset is listed again."),
        )

    def _page(self, dataset: Dataset, form: Any, status: int = 200) -> HttpResponse:
        effects = [Effect(_("It is back in the catalog at once.")), Effect(_("Deliveries go on."), _("Holds of other causes stay."))]
        return self.page(dataset, form, status, title=_("Resume this dataset?"), effects=effects, act=_("Resume the dataset"))
