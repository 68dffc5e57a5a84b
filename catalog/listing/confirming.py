"""The operator's pages of one decision each: refusing, revoking, suspending, resuming."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.dataset.models import Dataset
from catalog.dataset.states import RevisionState
from catalog.dataset.use_cases.working import etag
from catalog.listing import permissions, use_cases
from catalog.listing.forms import RefusalForm, ResumeForm, RevokeForm, SuspendForm
from catalog.listing.views import OperatorPage
from kernel.errors import NotFound
from kernel.permissions import Permission
from web.shapes import Effect


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


class Refuse(_Confirmed):
    """Ends the submission that the page was opened on."""

    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REVIEW}

    def get(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponse:
        found = self.dataset_of(dataset)
        if found.working is None or found.working.state != RevisionState.SUBMITTED:
            raise NotFound
        return self._page(found, RefusalForm(initial={"etag": etag(found.working)}))

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponseBase:
        found = self.dataset_of(dataset)
        form = RefusalForm(request.POST)
        if not form.is_valid():
            return self._page(found, form, 422)
        given = form.cleaned_data
        return self.act(
            use_cases.refuse, dataset, point=given["point"], remark=given["remark"], remedy=given["remedy"], expected=given["etag"], form=form,
            again=lambda bound: self._page(found, bound), to=self.queue_url(), said=_("The dataset is refused."),
        )

    def _page(self, dataset: Dataset, form: Any, status: int = 200) -> HttpResponse:
        effects = [
            Effect(_("This submission ends for good."), _("What the provider can mend is returned instead.")),
            Effect(_("A dataset that was never listed ends with it."), _("A listed one keeps its listed revision.")),
            Effect(_("The provider reads the point, your finding and the remedy.")),
        ]
        return self.page(dataset, form, status, title=_("Refuse this dataset?"), effects=effects, act=_("Refuse the dataset"), danger=True)


class Revoke(_Confirmed):
    """The exchange revokes the listed revision."""

    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REVOKE}

    def get(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponse:
        return self._page(self.dataset_of(dataset), RevokeForm())

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponseBase:
        found = self.dataset_of(dataset)
        form = RevokeForm(request.POST)
        if not form.is_valid():
            return self._page(found, form, 422)
        return self.act(
            use_cases.revoke, dataset, found.current_id, reason=form.cleaned_data["reason"], form=form, again=lambda bound: self._page(found, bound),
            to=reverse("listing.review", args=[organization, dataset]), said=_("The revision is revoked."),
        )

    def _page(self, dataset: Dataset, form: Any, status: int = 200) -> HttpResponse:
        return self.page(dataset, form, status, title=_("Revoke the listed revision?"), effects=revoking_effects(), act=_("Revoke the revision"), danger=True)


def revoking_effects() -> list[Effect]:
    return [
        Effect(_("No new delivery of this revision begins, and no new agreement on it."), _("Deliveries that were started go on; a suspension stops those, too.")),
        Effect(_("The dataset leaves the catalog until a later revision is listed.")),
        Effect(_("Whoever holds the dataset is told, and reads your reason on its page."), _("It cannot be undone.")),
    ]
