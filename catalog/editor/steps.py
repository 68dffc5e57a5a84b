"""The editor's further steps: rights with evidence, files and sample, offers."""

from __future__ import annotations

import csv
import io
import json
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from catalog.dataset import permissions, use_cases
from catalog.dataset.models import Dataset, DatasetRevision, Distribution
from catalog.editor.base import EditorPage
from catalog.editor.forms import EvidenceForm, FileForm, OfferForm, RightsForm, SampleForm
from catalog.offer import permissions as offer_permissions, use_cases as offer_use_cases
from catalog.offer.models import Offer
from catalog.offer.states import OfferState
from catalog.offer.words import offer_card
from catalog.rights import use_cases as rights_use_cases
from catalog.rights.models import RightRegistration
from catalog.rules import odrl
from catalog.rules.certificate import RIGHTS
from catalog.rules.templates import TEMPLATES, Template
from kernel import clock, money
from kernel.actor import Actor
from kernel.permissions import Permission


class Rights(EditorPage):
    step = "rights"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.EDIT}

    def get(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponse:
        found = self.dataset_of(dataset)
        stated = getattr(self.revision_of(found), "rights", None)
        return self._page(found, self.stated_form(found, stated))

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponseBase:
        found = self.dataset_of(dataset)
        form = RightsForm(request.POST, registered=self.registered(found))
        if not form.is_valid():
            return self._page(found, form, status=422)
        return self.act(
            rights_use_cases.state, dataset, form=form, again=lambda bound: self._page(found, bound), to=self.address("dataset.rights", found),
            said=_("The statement is kept. Add at least one document as evidence."), **form.cleaned_data,
        )

    def stated_form(self, dataset: Dataset, stated: Any) -> RightsForm:
        said = {name: getattr(stated, name) for name in RightsForm.base_fields} | {"registration": stated.registration_id} if stated else {}
        return RightsForm(initial=said, registered=self.registered(dataset))

    def registered(self, dataset: Dataset) -> list[tuple[str, str]]:
        """The provider's registered rights, the newest first."""
        rows = RightRegistration.objects.standing(clock.today()).filter(holder=dataset.provider_id).order_by("-created", "-id")[:50]
        return [(str(row.pk), f"{row.number} · {row.title} · {_(RIGHTS[row.kind])}") for row in rows]

    def _page(self, dataset: Dataset, form: Any, evidence_form: Any = None, status: int = 200) -> HttpResponse:
        evidence = list(self.revision_of(dataset).evidence.select_related("blob"))
        return self.page(dataset, "rights.html", {"form": form, "evidence_form": evidence_form or EvidenceForm(), "evidence": evidence}, status)


class AddEvidence(Rights):
    http_method_names = ("post",)

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponseBase:
        found = self.dataset_of(dataset)
        stated = getattr(self.revision_of(found), "rights", None)
        rights_form = self.stated_form(found, stated)
        form = EvidenceForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(found, rights_form, form, 422)
        sent = form.cleaned_data["evidence"]
        return self.act(
            rights_use_cases.add_evidence, dataset, name=sent.name, media_type=sent.content_type or "", stream=sent, size=sent.size, form=form,
            again=lambda bound: self._page(found, rights_form, bound), to=self.address("dataset.rights", found), said=_("The document is kept."),
        )


class RemoveEvidence(EditorPage):
    http_method_names = ("post",)
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.EDIT}

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID, evidence: UUID) -> HttpResponseBase:
        found = self.dataset_of(dataset)
        return self.act(rights_use_cases.remove_evidence, dataset, evidence, to=self.address("dataset.rights", found), said=_("The document is removed."))


class Files(EditorPage):
    """Files to deliver. A file sent by this form needs no script; a large one is better sent by API, where it can go on."""

    step = "files"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.EDIT}

    def get(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponse:
        return self._page(self.dataset_of(dataset))

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponseBase:
        found = self.dataset_of(dataset)
        form = FileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(found, form, status=422)
        given = form.cleaned_data
        return self.act(
            upload, dataset, given["file"], given["media_type"], given["sha256"], form=form, again=lambda bound: self._page(found, bound),
            to=self.address("dataset.files", found), said=_("The file has arrived and its digest was computed."),
        )

    def _page(self, dataset: Dataset, form: Any = None, status: int = 200) -> HttpResponse:
        files = list(self.revision_of(dataset).distributions.select_related("blob"))
        return self.page(dataset, "files.html", {"form": form or FileForm(), "files": files}, status)


def upload(actor: Actor, dataset: UUID, sent: Any, media_type: str, sha256: str) -> Distribution:
    """The three steps of an upload at once. What fails in the middle leaves an unfinished file, which the page lists."""
    digest = bytes.fromhex(sha256) if sha256 else None
    begun = use_cases.begin_upload(actor, dataset, name=sent.name, media_type=media_type, size=sent.size, sha256=digest)
    use_cases.append_bytes(actor, begun.pk, 0, sent)
    return use_cases.complete_upload(actor, begun.pk)


def _sampled(revision: DatasetRevision) -> dict[str, str]:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(revision.sample)
    return {"nature": revision.sample_nature, "rows": text.getvalue()}


class Sample(EditorPage):
    """The sample beside the dictionary that it illustrates."""

    step = "sample"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.EDIT}

    def get(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponse:
        found = self.dataset_of(dataset)
        return self._page(found, SampleForm(initial=_sampled(self.revision_of(found))))

    def _page(self, dataset: Dataset, form: Any, status: int = 200) -> HttpResponse:
        revision = self.revision_of(dataset)
        context = {"sample_form": form, "files": list(revision.distributions.all()), "fields": list(revision.fields.all())}
        return self.page(dataset, "sample.html", context, status)

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponseBase:
        found = self.dataset_of(dataset)
        form = SampleForm(request.POST)
        if not form.is_valid():
            return self._page(found, form, 422)
        rows = [row for row in csv.reader(io.StringIO(form.cleaned_data["rows"].strip())) if row]
        return self.act(
            use_cases.set_sample, dataset, form.cleaned_data["nature"], rows, form=form, again=lambda bound: self._page(found, bound),
            to=self.address("dataset.sample", found), said=_("The sample is kept."),
        )


class RemoveFile(EditorPage):
    http_method_names = ("post",)
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.EDIT}

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID, distribution: UUID) -> HttpResponseBase:
        found = self.dataset_of(dataset)
        return self.act(use_cases.remove_file, distribution, dataset_id=dataset, to=self.address("dataset.files", found), said=_("The file is removed."))


class Offers(EditorPage):
    step = "offers"
    permissions: ClassVar[dict[str, Permission]] = {"post": offer_permissions.MANAGE}

    def get(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponse:
        begun = TEMPLATES.get(request.GET.get("template", ""))
        return self._page(self.dataset_of(dataset), OfferForm(initial=_from_template(begun) if begun else None))

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponseBase:
        found = self.dataset_of(dataset)
        form = OfferForm(request.POST)
        if not form.is_valid():
            return self._page(found, form, 422)
        return self.act(add_offer, dataset, form, form=form, again=lambda bound: self._page(found, bound), to=self.address("dataset.offers", found), said=_("The offer is kept."))

    def _page(self, dataset: Dataset, form: Any, status: int = 200) -> HttpResponse:
        rows = Offer.objects.filter(dataset=dataset).exclude(state=OfferState.CLOSED)
        cards = [offer_card(row, row.takings.filter(released=None).count() if row.quantity else 0) for row in rows]
        for card in cards:
            row, price = card["offer"], card["offer"].price
            policy = odrl.offer(row.terms, key=str(row.pk), target=str(dataset.pk), assigner=str(dataset.provider_id), amount=price.amount, currency=price.currency)
            card["odrl"] = json.dumps(policy, indent=2, ensure_ascii=False)
        templates = [(code, _(each.label)) for code, each in TEMPLATES.items()]
        return self.page(dataset, "offers.html", {"form": form, "cards": cards, "templates": templates}, status)


def _from_template(begun: Template) -> dict[str, Any]:
    """Initial values of the form; nothing is kept before it is sent."""
    policy = begun.policy
    return {
        "name_zh": begun.name_zh, "name_en": begun.name_en, "purposes": list(policy.purposes), "countries": ", ".join(policy.countries), "term_days": policy.term_days,
        "count": policy.count, "redistribution": policy.redistribution, "price": "0", "takers": "any",
    }  # fmt: skip


def add_offer(actor: Actor, dataset: UUID, form: OfferForm) -> Offer:
    given = form.cleaned_data
    price = money.parse(given["price"], given["currency"], field="price")
    return offer_use_cases.add(
        actor, dataset, name_zh=given["name_zh"], name_en=given["name_en"], price_minor=price.minor, currency=price.currency, policy=form.policy(),
        quantity=given["quantity"] if given["takers"] == "some" else None, exclusive=given["takers"] == "one",
    )


class CloseOffer(EditorPage):
    http_method_names = ("post",)
    permissions: ClassVar[dict[str, Permission]] = {"post": offer_permissions.MANAGE}

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID, offer: UUID) -> HttpResponseBase:
        found = self.dataset_of(dataset)
        return self.act(offer_use_cases.close, offer, dataset_id=dataset, to=self.address("dataset.offers", found), said=_("The offer is closed."))
