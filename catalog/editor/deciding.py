"""The editor's last steps: grading by two persons, submitting, taking back, withdrawing, revisions."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.classification import permissions as grading_permissions, use_cases as grading
from catalog.dataset import permissions, use_cases as dataset_use_cases
from catalog.dataset.classification_states import ClassificationState
from catalog.dataset.models import Classification, Dataset
from catalog.dataset.permissions import SUBMIT, Side
from catalog.dataset.states import DatasetState, RevisionState
from catalog.editor.assessing import stated
from catalog.editor.base import EditorPage
from catalog.editor.forms import AttributesForm, GroundsForm, ImpactRows, RemarkForm, stated_impacts
from catalog.editor.scanning import suggested
from catalog.listing import permissions as listing_permissions, use_cases as listings
from catalog.scan.assessing import kept_with
from catalog.scan.gather import suggestions
from kernel.errors import NotFound
from kernel.permissions import Permission, allowed
from web.shapes import Effect


class Classify(EditorPage):
    """Propose the grading; whoever proposed waits here for the second person."""

    step = "classify"
    permissions: ClassVar[dict[str, Permission]] = {"post": grading_permissions.PROPOSE}

    def get(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponse:
        return self._page(self.dataset_of(dataset), GroundsForm())

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponseBase:
        found = self.dataset_of(dataset)
        form, attributes, rows = GroundsForm(request.POST), AttributesForm(request.POST), ImpactRows(request.POST if "form-TOTAL_FORMS" in request.POST else None)
        if not form.is_valid() or not attributes.is_valid() or (rows.is_bound and not rows.is_valid()):
            return self._page(found, form, 422)
        said = stated_impacts(rows) if rows.is_bound else []
        return self.act(
            grading.propose, dataset, grounds=form.cleaned_data["grounds"], attributes=attributes.cleaned_data, impacts=said, form=form, again=lambda bound: self._page(found, bound),
            to=self.address("dataset.classify", found), said=_("The grading is proposed. Now a second person confirms it."),
        )

    def _page(self, dataset: Dataset, form: Any, status: int = 200) -> HttpResponse:
        revision = self.revision_of(dataset)
        prefetch_related_objects([revision], "fields")
        found, unread = suggestions(revision)
        rounds = list(Classification.objects.filter(revision=revision).select_related("assessment").order_by("-proposed")[:10])
        standing = next((one for one in rounds if one.state in ("proposed", "confirmed")), None)
        again_stated, bound = stated(revision, found, kept_with(rounds)), self.request.POST if self.request.method == "POST" else None
        context = {
            "attributes": AttributesForm(bound, initial=again_stated["attributes"]), "derived": again_stated["derived"],
            "impacts": ImpactRows(bound) if bound and "form-TOTAL_FORMS" in bound else ImpactRows(initial=again_stated["impacts"]),
            "form": form, "fields": list(revision.fields.all()), "standing": standing, "rounds": rounds, "confirm_url": self.address("classification.confirm", dataset),
            "may_confirm": standing is not None and standing.state == "proposed" and allowed(self.actor, grading_permissions.CONFIRM, standing).permitted,
            **suggested(revision, found, unread),
        }
        return self.page(dataset, "classify.html", context, status)


class Confirm(EditorPage):
    """The second person's page: every field with its grade, the grounds, and the two answers."""

    permissions: ClassVar[dict[str, Permission]] = {"post": grading_permissions.CONFIRM}

    def get(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponse:
        return self._page(self.dataset_of(dataset), RemarkForm())

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponseBase:
        found = self.dataset_of(dataset)
        read = self._read(found)
        to = self.address("dataset.classify", found)
        if "reject" not in request.POST:
            return self.act(grading.confirm, read, to=to, said=_("The grading is confirmed."))
        form = RemarkForm(request.POST)
        if not form.is_valid():
            return self._page(found, form, 422)
        return self.act(
            grading.reject, read, remark=form.cleaned_data["remark"], form=form, again=lambda bound: self._page(found, bound), to=to, said=_("The grading is rejected.")
        )

    def _read(self, dataset: Dataset) -> UUID:
        """The grading that the form was opened on, whatever is proposed by now. Errors: NotFound."""
        try:
            read = UUID(self.request.POST.get("classification", ""))
        except ValueError as error:
            raise NotFound from error
        if not Classification.objects.filter(dataset=dataset, pk=read).exists():
            raise NotFound
        return read

    def _proposed(self, dataset: Dataset) -> Classification:
        rows = Classification.objects.filter(dataset=dataset).order_by("-proposed")
        found = rows.filter(state=ClassificationState.PROPOSED).first() or rows.first()
        if found is None:
            raise NotFound
        return found

    def _page(self, dataset: Dataset, form: Any, status: int = 200) -> HttpResponse:
        proposed = self._proposed(dataset)
        decision = allowed(self.actor, grading_permissions.CONFIRM, proposed)
        context = {
            "form": form, "proposed": proposed, "fields": list(self.revision_of(dataset).fields.all()), "may": decision.permitted, "refusal": decision,
            "open": proposed.state == ClassificationState.PROPOSED, "own_proposal": proposed.proposed_by == self.actor.person,
        }
        return self.page(dataset, "confirm_grading.html", context, status)


class Submit(EditorPage):
    """Where the dataset stands, what is missing, and what can be done with it now."""

    step = "submit"
    permissions: ClassVar[dict[str, Permission]] = {"post": SUBMIT}

    def get(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponse:
        found = self.dataset_of(dataset)
        context = {
            "may_submit": allowed(self.actor, SUBMIT, found).permitted,
            "may_withdraw": found.state not in (DatasetState.WITHDRAWN, DatasetState.REFUSED) and allowed(self.actor, listing_permissions.WITHDRAW, Side(found.provider_id)).permitted,
            "public_url": reverse("dataset.detail", args=[found.pk]),
            "take_back_url": self.address("dataset.take_back", found),
            "withdraw_url": self.address("dataset.withdraw", found),
            "may_revoke": found.current is not None and found.current.state == RevisionState.LISTED and allowed(self.actor, listing_permissions.REVOKE, Side(found.provider_id)).permitted,
            "revoke_url": self.address("dataset.revoke", found),
            "revise_url": self.address("dataset.revise", found),
            "discard_url": self.address("dataset.discard", found),
        }
        return self.page(found, "submit.html", context)

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponseBase:
        found = self.dataset_of(dataset)
        return self.act(listings.submit, dataset, to=self.address("dataset.submit", found), said=_("Submitted: the exchange reviews it now."))


class _Simple(EditorPage):
    """An act of one button."""

    http_method_names = ("post",)


class TakeBack(_Simple):
    permissions: ClassVar[dict[str, Permission]] = {"post": SUBMIT}

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponseBase:
        found = self.dataset_of(dataset)
        return self.act(listings.take_back, dataset, to=self.address("dataset.submit", found), said=_("The submission is taken back; the dataset can be edited again."))


class Revise(_Simple):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.EDIT}

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponseBase:
        found = self.dataset_of(dataset)
        return self.act(dataset_use_cases.revise, dataset, to=self.address("dataset.describe", found), said=_("A new revision is open. The listed one stays as it is meanwhile."))


class _Confirmed(EditorPage):
    """A page that says what an act does before it is done."""

    def confirm(self, dataset: Dataset, **context: Any) -> HttpResponse:
        return self.show("catalog/editor/sure.html", {"organization": self.actor.organization, "back_url": self.address("dataset.submit", dataset), "danger": True, **context})


class Discard(_Confirmed):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.EDIT}

    def get(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponse:
        found = self.dataset_of(dataset)
        effects = [Effect(_("The revision in work is discarded."), _("Its edits and uploads that no other revision holds are lost.")), Effect(_("The listed revision stays as it is."))]
        return self.confirm(found, title=_("Discard the revision in work?"), effects=effects, act=_("Discard the revision"))

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponseBase:
        found = self.dataset_of(dataset)
        return self.act(dataset_use_cases.discard_revision, dataset, to=self.address("dataset.submit", found), said=_("The revision is discarded."))


class Withdraw(_Confirmed):
    permissions: ClassVar[dict[str, Permission]] = {"post": listing_permissions.WITHDRAW}

    def get(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponse:
        found = self.dataset_of(dataset)
        effects = [
            Effect(_("It leaves the catalog at once and for good."), _("To list it again you start a new dataset.")),
            Effect(_("All its offers close."), _("Requests under way can no longer be agreed.")),
            Effect(_("Agreements in force go on."), _("Their holders still see the dataset and receive what was agreed.")),
        ]
        return self.confirm(found, title=_("Withdraw this dataset?"), lede=found.title, effects=effects, act=_("Withdraw the dataset"))

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponseBase:
        found = self.dataset_of(dataset)
        return self.act(listings.withdraw, dataset, to=self.address("dataset.submit", found), said=_("The dataset is withdrawn."))
