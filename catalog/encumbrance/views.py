"""Pages of encumbrances: what anyone sees on a dataset, recording one, and one in full for its parties."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _, gettext_lazy

from accounts.models import Organization
from catalog.dataset.models import Dataset
from catalog.encumbrance import permissions, use_cases, words
from catalog.registration.words import line as right_line
from catalog.rights.models import Encumbrance, RightRegistration
from catalog.rules.encumbrance import CONSENTS, KINDS, PLEDGE
from catalog.rules.policy import PURPOSES
from kernel import blobs, clock, paging
from kernel.errors import NotFound
from kernel.permissions import Permission, allowed
from web.pages import Page

FEW = 20


class RecordForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), widget=forms.RadioSelect)
    holder = forms.CharField(label=gettext_lazy("Licensee or pledgee"), max_length=40, help_text=gettext_lazy("Its unified social credit code."))
    purposes = forms.MultipleChoiceField(
        label=gettext_lazy("Field of an exclusive license"), widget=forms.CheckboxSelectMultiple, required=False, help_text=gettext_lazy("None ticked is every field.")
    )
    since = forms.DateField(label=gettext_lazy("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=gettext_lazy("Last day"), widget=forms.DateInput(attrs={"type": "date"}))
    paper = forms.FileField(label=gettext_lazy("Contract"), max_length=200, help_text=gettext_lazy("PDF, PNG, JPEG or plain text, at most 20 MB. Read by the parties, the exchange and regulators only."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(code, _(label)) for code, label in KINDS.items()]  # type: ignore[attr-defined]
        self.fields["purposes"].choices = [(code, _(label)) for code, label in PURPOSES.items()]  # type: ignore[attr-defined]

    def clean_holder(self) -> Any:
        found = Organization.objects.filter(uscc=self.cleaned_data["holder"].strip().upper()).values_list("pk", flat=True).first()
        if found is None:
            raise ValidationError(_("No organization here has this code."))
        return found

    def said(self) -> dict[str, Any]:
        sent = self.cleaned_data["paper"]
        paper = use_cases.Paper(sent.name, sent.content_type or "", sent, sent.size)
        return {name: self.cleaned_data[name] for name in ("kind", "holder", "purposes", "since", "until")} | {"paper": paper}


class Public(Page):
    """Registered rights in a dataset, and what encumbers it: for everyone who sees the dataset, without holders of encumbrances."""

    public = True
    audience = "public"

    def get(self, request: HttpRequest, dataset: UUID) -> HttpResponse:
        found = Dataset.objects.visible_to(self.actor).select_related("current", "working").filter(pk=dataset).first()
        if found is None or not (found.current_id or found.provider_id == self.actor.organization or self.actor.jurisdiction):
            raise NotFound
        today = clock.today()
        rights = RightRegistration.objects.published().filter(dataset=found).select_related("holder").order_by("-notice_from", "-id")[:FEW]
        burdens = Encumbrance.objects.filter(dataset=found).order_by("-created", "-id")[:FEW]
        context = {
            "dataset": found, "back_url": reverse("dataset.detail", args=[found.pk]), "rights": [right_line(row, today) for row in rights], "burdens": [words.line(row) for row in burdens],
        }  # fmt: skip
        return self.show("catalog/encumbrance/public.html", context)


class OfDataset(Page):
    """Recording one: its provider, or an operator on proof."""

    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.RECORD}

    def get(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponse:
        return self._page(self._dataset(dataset), RecordForm())

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponseBase:
        found, form = self._dataset(dataset), RecordForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(found, form, 422)
        return self.act(
            use_cases.record, dataset, form=form, again=lambda bound: self._page(found, bound), said=_("It is recorded."), to=reverse("encumbrance.of_dataset", args=[organization, dataset]),
            **form.said(),
        )  # fmt: skip

    def _dataset(self, dataset: UUID) -> Dataset:
        found = Dataset.objects.visible_to(self.actor).select_related("current", "working").filter(pk=dataset).first()
        if found is None or not (found.provider_id == self.actor.organization or self.actor.jurisdiction):
            raise NotFound
        return found

    def _page(self, dataset: Dataset, form: Any, status: int = 200) -> HttpResponse:
        rows = Encumbrance.objects.filter(dataset=dataset).select_related("holder", "dataset__current", "dataset__working").order_by("-created", "-id")[:FEW]
        name = "listing.review" if self.actor.jurisdiction else "certificate.of_dataset"
        context = {
            "dataset": dataset, "organization": self.actor.organization, "form": form, "burdens": [words.line(row) for row in rows],
            "may_record": allowed(self.actor, permissions.RECORD, dataset).permitted, "back_url": reverse(name, args=[self.actor.organization, dataset.pk]),
        }  # fmt: skip
        return self.show("catalog/encumbrance/of_dataset.html", context, status)


class Own(Page):
    audience = "member"

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        rows = Encumbrance.objects.visible_to(self.actor).select_related("holder", "dataset__current", "dataset__working")
        page = paging.page(rows, ("-created", "-id"), cursor=request.GET.get("cursor") or None)
        return self.show("catalog/encumbrance/own.html", {"organization": organization, "page": page, "burdens": [words.line(row) for row in page.items]})


class One(Page):
    audience = "party"

    def get(self, request: HttpRequest, organization: UUID, encumbrance: UUID) -> HttpResponse:
        rows = Encumbrance.objects.visible_to(self.actor).select_related("holder", "paper", "dataset__current", "dataset__working")
        row = rows.filter(pk=encumbrance).first()
        if row is None:
            raise NotFound
        consents = list(row.consents.order_by("at"))
        given = {one.to for one in consents}
        context = {
            "row": row, "line": words.line(row), "organization": organization, "may_release": row.state == "standing" and allowed(self.actor, permissions.RELEASE, row).permitted,
            "pledge": row.kind == PLEDGE, "consents": [(_(CONSENTS[one.to]), one.at) for one in consents],
            "missing": [(code, _(label)) for code, label in CONSENTS.items() if code not in given],
        }  # fmt: skip
        return self.show("catalog/encumbrance/one.html", context)


class Paper(Page):
    """The contract as a download; that it was opened is recorded."""

    audience = "party"

    def get(self, request: HttpRequest, organization: UUID, encumbrance: UUID) -> StreamingHttpResponse:
        row = use_cases.open_paper(self.actor, encumbrance)
        headers = {"Content-Disposition": content_disposition_header(True, row.paper_name) or "attachment", "Content-Length": str(row.paper.size)}
        return StreamingHttpResponse(blobs.read(row.paper), content_type=row.paper.media_type, headers=headers)


class Release(Page):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.RELEASE}

    def post(self, request: HttpRequest, organization: UUID, encumbrance: UUID) -> HttpResponseBase:
        return self.act(use_cases.release, encumbrance, to=reverse("encumbrance.one", args=[organization, encumbrance]), said=_("It is released."))


class Consent(Page):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.RELEASE}

    def post(self, request: HttpRequest, organization: UUID, encumbrance: UUID) -> HttpResponseBase:
        wanted = request.POST.get("to", "")

        def consent(actor: Any, key: UUID) -> Encumbrance:
            return use_cases.consent(actor, key, to=wanted)

        return self.act(consent, encumbrance, to=reverse("encumbrance.one", args=[organization, encumbrance]), said=_("The consent is kept."))
