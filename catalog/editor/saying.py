"""The editor's steps about what a provider says: quality, the sample, the service, who may see the dataset, questions; and the preview."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _, gettext_noop

from catalog.dataset import permissions, use_cases
from catalog.dataset.choices import SERVICE_OUTCOMES
from catalog.dataset.connecting import connect
from catalog.dataset.models import Dataset
from catalog.dataset.states import DatasetState
from catalog.editor.base import EditorPage
from catalog.editor.said_forms import AudienceForm, QualityForm, QuestionForm, ServiceForm, question_formset
from catalog.listing import use_cases as listings
from catalog.listing.confirming import revoking_effects
from catalog.listing.forms import RevokeForm
from catalog.listing.permissions import REVOKE
from catalog.storefront.dataset_page import dataset_context
from kernel.decision import Say
from kernel.errors import WrongState
from kernel.permissions import Permission

EDITS: dict[str, Permission] = {"post": permissions.EDIT}


class Quality(EditorPage):
    """What the provider promises of the data's quality; measured figures are compared with it."""

    step = "quality"
    permissions: ClassVar[dict[str, Permission]] = EDITS

    def get(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponse:
        found = self.dataset_of(dataset)
        return self._page(found, QualityForm(initial=QualityForm.shown(self.revision_of(found).promises)))

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponseBase:
        found = self.dataset_of(dataset)
        form = QualityForm(request.POST)
        if not form.is_valid():
            return self._page(found, form, 422)
        return self.act(
            use_cases.promise, dataset, form.said(), expected=request.POST.get("etag") or None, form=form, again=lambda bound: self._page(found, bound),
            to=self.onward(found), said=_("The promises are kept."),
        )

    def _page(self, dataset: Dataset, form: Any, status: int = 200) -> HttpResponse:
        return self.page(dataset, "quality.html", {"form": form}, status)


class Service(EditorPage):
    """The address of a service, tested before it is kept; its form stands on the page of the files."""

    step = "files"
    http_method_names = ("get", "post")
    permissions: ClassVar[dict[str, Permission]] = EDITS

    def get(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponse:
        found = self.dataset_of(dataset)
        service = getattr(self.revision_of(found), "service", None)
        return self._page(found, ServiceForm(initial={"url": service.url if service else ""}))

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponseBase:
        found = self.dataset_of(dataset)
        form = ServiceForm(request.POST)
        if not form.is_valid():
            return self._page(found, form, 422)
        return self.act(
            connect, dataset, form.cleaned_data["url"], form=form, again=lambda bound: self._page(found, bound), to=self.address("dataset.service", found),
            said=_("The address is kept with what came of its test."),
        )

    def _page(self, dataset: Dataset, form: Any, status: int = 200) -> HttpResponse:
        service = getattr(self.revision_of(dataset), "service", None)
        context = {"form": form, "service": service, "outcome": _(SERVICE_OUTCOMES[service.outcome]) if service else ""}
        return self.page(dataset, "service.html", context, status)


class Audience(EditorPage):
    """Who may see the dataset once it is listed; holds at once, for a listed dataset too."""

    step = "audience"
    permissions: ClassVar[dict[str, Permission]] = EDITS

    def get(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponse:
        found = self.dataset_of(dataset)
        named = found.readers.select_related("organization").order_by("organization")
        lines = "\n".join(one.organization.uscc or str(one.organization_id) for one in named)
        return self._page(found, AudienceForm(initial={"visibility": found.visibility, "readers": lines}))

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponseBase:
        found = self.dataset_of(dataset)
        form = AudienceForm(request.POST)
        if not form.is_valid():
            return self._page(found, form, 422)
        given = form.cleaned_data
        return self.act(
            use_cases.show_to, dataset, given["visibility"], given["readers"].split(), form=form, again=lambda bound: self._page(found, bound), to=self.onward(found),
            said=_("Who may see it is kept, and holds from now on."),
        )

    def _page(self, dataset: Dataset, form: Any, status: int = 200) -> HttpResponse:
        named = [one.organization.name for one in dataset.readers.select_related("organization").order_by("organization")]
        return self.page(dataset, "audience.html", {"form": form, "named": named, "open": dataset.state not in (DatasetState.WITHDRAWN, DatasetState.REFUSED)}, status)


class Questions(EditorPage):
    """Questions that each buyer answers in the request form."""

    step = "questions"
    permissions: ClassVar[dict[str, Permission]] = EDITS

    def get(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponse:
        found = self.dataset_of(dataset)
        rows = [{name: one.get(name) for name in QuestionForm.base_fields} for one in self.revision_of(found).questions]
        return self._page(found, question_formset(initial=rows, prefix="q"))

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponseBase:
        found = self.dataset_of(dataset)
        formset = question_formset(request.POST, prefix="q")
        if not formset.is_valid():
            return self._page(found, formset, 422)
        rows = [form.cleaned_data for form in formset.forms if form.cleaned_data.get("zh") or form.cleaned_data.get("en")]
        return self.act(
            use_cases.ask_buyers, dataset, rows, expected=request.POST.get("etag") or None, again=lambda _form: self._page(found, formset), to=self.onward(found),
            said=_("The questions are kept."),
        )

    def _page(self, dataset: Dataset, formset: Any, status: int = 200) -> HttpResponse:
        return self.page(dataset, "questions.html", {"formset": formset}, status)


class Preview(EditorPage):
    """The dataset's page as buyers will see it, from the revision in work."""

    step = "preview"

    def get(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponse:
        found = self.dataset_of(dataset)
        context = dataset_context(self.actor, dataset, working=True)
        return self.show("catalog/editor/preview.html", context | {"organization": organization, "submit_url": self.address("dataset.submit", found)})


class Revoke(EditorPage):
    """The provider revokes the listed revision."""

    permissions: ClassVar[dict[str, Permission]] = {"post": REVOKE}

    def get(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponse:
        return self._page(self.dataset_of(dataset), RevokeForm())

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponseBase:
        found = self.dataset_of(dataset)
        form = RevokeForm(request.POST)
        if not form.is_valid():
            return self._page(found, form, 422)
        return self.act(
            listings.revoke, dataset, found.current_id, reason=form.cleaned_data["reason"], form=form, again=lambda bound: self._page(found, bound),
            to=self.address("dataset.submit", found), said=_("The revision is revoked."),
        )

    def _page(self, dataset: Dataset, form: Any, status: int = 200) -> HttpResponse:
        if dataset.current_id is None:
            raise WrongState(Say(gettext_noop("Nothing of this dataset was listed yet.")))
        context = {
            "organization": self.actor.organization, "form": form, "back_url": self.address("dataset.submit", dataset), "lede": dataset.title,
            "title": _("Revoke the listed revision?"), "effects": revoking_effects(), "act": _("Revoke the revision"), "danger": True,
        }  # fmt: skip
        return self.show("catalog/editor/sure.html", context, status)
