"""Pages of whoever runs a zone: its users, its datasets, its authorization."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.dataset.models import Dataset
from catalog.operation import use_cases
from catalog.operation.forms import AuthorizationForm, GroundsForm
from catalog.rules.zone import KINDS, LEAVES, PRODUCT
from catalog.zone import permissions
from catalog.zone.forms import ReasonForm
from catalog.zone.models import ProductRecognition, Zone, ZoneAdmission, ZoneAuthorization
from catalog.zone.words import badge, purposes
from kernel import paging
from kernel.errors import NotFound
from kernel.permissions import Permission, allowed
from web.pages import Page, same_organization
from web.shapes import Effect

DATASETS = 50


class _OfZone(Page):
    audience = "party"

    def zone_of(self, zone: UUID) -> Zone:
        """A zone the actor looks after. Errors: NotFound."""
        found = Zone.objects.run_by(self.actor).select_related("operator").filter(pk=zone).first()
        if found is None:
            raise NotFound
        return found

    def run_url(self, zone: Zone) -> str:
        return reverse("zone.run", args=[self.actor.organization, zone.pk])


class Run(_OfZone):
    def get(self, request: HttpRequest, organization: UUID, zone: UUID) -> HttpResponse:
        found = self.zone_of(zone)
        page = paging.page(ZoneAdmission.objects.filter(zone=found).select_related("organization"), ("-created", "-id"), cursor=request.GET.get("cursor") or None)
        datasets = list(Dataset.objects.visible_to(self.actor).filter(current__zone=found, state="listed").select_related("current", "provider").order_by("-listed_at", "-id")[:DATASETS])
        recognized = set(ProductRecognition.objects.filter(revision__in=[row.current_id for row in datasets]).values_list("revision", flat=True))
        standing = ZoneAuthorization.objects.filter(zone=found).select_related("organization").order_by("-created").first()
        facts = [
            (_("Kind"), _(KINDS[found.kind])), (_("Run by"), found.operator.name if found.operator else _("The exchange")), (_("What may leave"), _(LEAVES[found.leaves])),
            (_("Who sees its datasets"), _("Admitted organizations") if found.restricted else _("Everybody")),
        ]  # fmt: skip
        if standing is not None:
            facts.append((_("Authorization"), f"{standing.authority} · {standing.document_number} · {standing.since.isoformat()} – {standing.until.isoformat()}"))
        desk = allowed(self.actor, permissions.AUTHORIZE).permitted
        context = {
            "zone": found, "organization": organization, "facts": facts, "page": page, "items": [(row, badge(row.state), purposes(row.purposes or row.wanted)) for row in page.items],
            "datasets": [(row, row.current_id in recognized) for row in datasets], "product_only": found.leaves == PRODUCT, "in_force": standing is not None and standing.state == "in_force",
            "authorize": desk and not (standing is not None and standing.state == "in_force"), "may_end": desk and standing is not None and standing.state == "in_force",
            "may_recognize": allowed(self.actor, permissions.RECOGNIZE, found).permitted,
        }  # fmt: skip
        return self.show("catalog/zone/run.html", context)


class Authorize(_OfZone):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.AUTHORIZE}

    def get(self, request: HttpRequest, organization: UUID, zone: UUID) -> HttpResponse:
        self.desk_only()
        return self._page(self.zone_of(zone), AuthorizationForm())

    def post(self, request: HttpRequest, organization: UUID, zone: UUID) -> HttpResponseBase:
        self.desk_only()
        found = self.zone_of(zone)
        same_organization(request, organization)
        form = AuthorizationForm(request.POST)
        if not form.is_valid():
            return self._page(found, form, 422)
        given = dict(form.cleaned_data)
        return self.act(
            use_cases.authorize, zone, organization=given.pop("organization_id"), **given, form=form, again=lambda bound: self._page(found, bound), to=self.run_url(found),
            said=_("The authorization is recorded."),
        )  # fmt: skip

    def _page(self, zone: Zone, form: Any, status: int = 200) -> HttpResponse:
        effects = [Effect(_("The organization runs the zone."), _("It examines who is admitted.")), Effect(_("After the last day the zone's datasets are suspended by themselves."))]
        context = {
            "organization": self.actor.organization, "form": form, "back_url": self.run_url(zone), "lede": zone.name, "title": _("Record an authorization"), "effects": effects,
            "act": _("Record the authorization"),
        }  # fmt: skip
        return self.show("catalog/editor/sure.html", context, status)


class EndAuthorization(_OfZone):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.AUTHORIZE}

    def get(self, request: HttpRequest, organization: UUID, zone: UUID) -> HttpResponse:
        self.desk_only()
        return self._page(self.zone_of(zone), ReasonForm())

    def post(self, request: HttpRequest, organization: UUID, zone: UUID) -> HttpResponseBase:
        self.desk_only()
        found = self.zone_of(zone)
        same_organization(request, organization)
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self._page(found, form, 422)
        standing = ZoneAuthorization.objects.filter(zone=found, state="in_force").first()
        if standing is None:
            raise NotFound
        return self.act(
            use_cases.end_authorization, standing.pk, reason=form.cleaned_data["reason"], form=form, again=lambda bound: self._page(found, bound), to=self.run_url(found),
            said=_("The authorization has ended: the zone's datasets are suspended."),
        )  # fmt: skip

    def _page(self, zone: Zone, form: Any, status: int = 200) -> HttpResponse:
        effects = [Effect(_("All listed datasets of the zone are suspended and their deliveries stop.")), Effect(_("They are resumed one by one, once a new authorization is recorded."))]
        context = {
            "organization": self.actor.organization, "form": form, "back_url": self.run_url(zone), "lede": zone.name, "danger": True, "title": _("End the authorization?"),
            "effects": effects, "act": _("End the authorization"),
        }  # fmt: skip
        return self.show("catalog/editor/sure.html", context, status)


class Product(_OfZone):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.RECOGNIZE}

    def get(self, request: HttpRequest, organization: UUID, zone: UUID, dataset: UUID) -> HttpResponse:
        found = self.zone_of(zone)
        return self._page(found, self.dataset_of(found, dataset), GroundsForm())

    def post(self, request: HttpRequest, organization: UUID, zone: UUID, dataset: UUID) -> HttpResponseBase:
        found = self.zone_of(zone)
        row = self.dataset_of(found, dataset)
        same_organization(request, organization)
        form = GroundsForm(request.POST)
        if not form.is_valid():
            return self._page(found, row, form, 422)
        return self.act(
            use_cases.recognize_product, dataset, grounds=form.cleaned_data["grounds"], form=form, again=lambda bound: self._page(found, row, bound), to=self.run_url(found),
            said=_("The revision is recognized as a product."),
        )  # fmt: skip

    def dataset_of(self, zone: Zone, dataset: UUID) -> Dataset:
        found = Dataset.objects.visible_to(self.actor).filter(pk=dataset, current__zone=zone, state="listed").select_related("current").first()
        if found is None:
            raise NotFound
        return found

    def _page(self, zone: Zone, dataset: Dataset, form: Any, status: int = 200) -> HttpResponse:
        effects = [Effect(_("Its files may leave the zone as agreed."), _("A later revision is looked at anew.")), Effect(_("This cannot be taken back."), _("The exchange can suspend the dataset."))]
        context = {
            "organization": self.actor.organization, "form": form, "back_url": self.run_url(zone), "lede": dataset.title, "title": _("Recognize as a product?"), "effects": effects,
            "act": _("Recognize as a product"),
        }  # fmt: skip
        return self.show("catalog/editor/sure.html", context, status)
