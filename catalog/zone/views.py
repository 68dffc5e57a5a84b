"""Pages of zones: what zones there are, applying, and each admission with the decisions on it."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.rules.zone import KINDS, LEAVES, PRODUCT
from catalog.zone import permissions, use_cases
from catalog.zone.forms import AdmitForm, ApplyForm, OpenForm, ReasonForm
from catalog.zone.models import Zone, ZoneAdmission, ZoneAuthorization
from catalog.zone.words import badge, purposes
from kernel import paging
from kernel.errors import NotFound
from kernel.permissions import Permission, allowed
from web.pages import Page, same_organization

SHOWN = 60


class Zones(Page):
    public = True
    audience = "public"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = Zone.objects.visible_to(self.actor).filter(state="open").select_related("operator").order_by("code")[:SHOWN]
        return self.show("catalog/zone/list.html", {"zones": [(row, _(KINDS[row.kind]), _(LEAVES[row.leaves])) for row in rows], "organization": self.actor.organization})


class ZonePage(Page):
    public = True
    audience = "public"

    def get(self, request: HttpRequest, zone_code: str) -> HttpResponse:
        zone = Zone.objects.visible_to(self.actor).select_related("operator").filter(code=zone_code).first()
        if zone is None:
            raise NotFound
        standing = ZoneAuthorization.objects.filter(zone=zone).select_related("organization").order_by("-created").first()
        facts = [(_("Kind"), _(KINDS[zone.kind])), (_("Run by"), zone.operator.name if zone.operator else _("The exchange")), (_("What may leave"), _(LEAVES[zone.leaves]))]
        if standing is not None:
            facts += [
                (_("Authorized by"), standing.authority), (_("Document"), f"{standing.document_number} ({standing.document_date.isoformat()})"),
                (_("Until"), standing.until.isoformat() if standing.state == "in_force" else _("Ended")),
            ]  # fmt: skip
        apply_url = reverse("zone.apply", args=[self.actor.organization, zone.pk]) if allowed(self.actor, permissions.APPLY).permitted and zone.operator_id != self.actor.organization else ""
        context = {"zone": zone, "facts": facts, "apply_url": apply_url, "product_only": zone.leaves == PRODUCT, "search_url": f"{reverse('catalog.search')}?zone={zone.code}"}
        return self.show("catalog/zone/zone.html", context)


class Own(Page):
    """The zones one runs, and where one is admitted; the exchange opens zones here."""

    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.MANAGE}

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        return self._page(request, OpenForm())

    def post(self, request: HttpRequest, organization: UUID) -> HttpResponseBase:
        self.desk_only()
        same_organization(request, organization)
        form = OpenForm(request.POST)
        if not form.is_valid():
            return self._page(request, form, 422)
        given = form.cleaned_data
        return self.act(
            use_cases.open_zone, **given, form=form, again=lambda bound: self._page(request, bound), to=lambda zone: reverse("zone.run", args=[organization, zone.pk]),
            said=_("The zone is open."),
        )  # fmt: skip

    def _page(self, request: HttpRequest, form: Any, status: int = 200) -> HttpResponse:
        organization = self.actor.organization
        run = Zone.objects.run_by(self.actor).select_related("operator").order_by("code")[:SHOWN]
        rows = ZoneAdmission.objects.filter(organization=organization).select_related("zone")
        page = paging.page(rows, ("-created", "-id"), cursor=request.GET.get("cursor") or None)
        context = {
            "organization": organization, "run": [(zone, _(KINDS[zone.kind]), _(LEAVES[zone.leaves])) for zone in run], "page": page, "desk": bool(self.actor.jurisdiction),
            "items": [(row, badge(row.state), purposes(row.purposes or row.wanted)) for row in page.items],
            "form": form if allowed(self.actor, permissions.MANAGE).permitted else None,
        }  # fmt: skip
        return self.show("catalog/zone/own.html", context, status)


class Apply(Page):
    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.APPLY}

    def get(self, request: HttpRequest, organization: UUID, zone: UUID) -> HttpResponse:
        return self._page(self.zone_of(zone), ApplyForm())

    def post(self, request: HttpRequest, organization: UUID, zone: UUID) -> HttpResponseBase:
        found = self.zone_of(zone)
        same_organization(request, organization)
        form = ApplyForm(request.POST)
        if not form.is_valid():
            return self._page(found, form, 422)
        return self.act(
            use_cases.apply, zone, **form.cleaned_data, form=form, again=lambda bound: self._page(found, bound),
            to=lambda row: reverse("zone.admission", args=[organization, row.pk]), said=_("The application is with whoever runs the zone."),
        )  # fmt: skip

    def zone_of(self, zone: UUID) -> Zone:
        found = Zone.objects.visible_to(self.actor).filter(pk=zone).first()
        if found is None:
            raise NotFound
        return found

    def _page(self, zone: Zone, form: Any, status: int = 200) -> HttpResponse:
        context = {"zone": zone, "form": form, "organization": self.actor.organization, "kind": _(KINDS[zone.kind]), "leaves": _(LEAVES[zone.leaves])}
        return self.show("catalog/zone/apply.html", context, status)


class Admission(Page):
    """One admission: what was asked and granted, and what may be done about it."""

    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.EXAMINE}

    def get(self, request: HttpRequest, organization: UUID, admission: UUID) -> HttpResponse:
        found = self.admission_of(admission)
        return self._page(found, AdmitForm(purposes=found.wanted), ReasonForm())

    def post(self, request: HttpRequest, organization: UUID, admission: UUID) -> HttpResponseBase:
        found = self.admission_of(admission)
        same_organization(request, organization)
        here = reverse("zone.admission", args=[organization, admission])
        if "admit" in request.POST:
            form = AdmitForm(request.POST, purposes=found.wanted)
            if not form.is_valid():
                return self._page(found, form, ReasonForm(), 422)
            return self.act(
                use_cases.admit, admission, purposes=form.cleaned_data["purposes"], until=form.end(), form=form, again=lambda bound: self._page(found, bound, ReasonForm()), to=here,
                said=_("The organization is admitted."),
            )  # fmt: skip
        if "resume" in request.POST:
            return self.act(use_cases.resume, admission, to=here, said=_("The admission runs again."))
        own = found.organization_id == self.actor.organization
        if own:
            return self.act(use_cases.end, admission, to=here, said=_("The admission has ended."))
        verb = next((verb for verb in ("refuse", "suspend", "end") if verb in request.POST), "refuse")
        reason = ReasonForm(request.POST)
        again = lambda bound: self._page(found, AdmitForm(purposes=found.wanted), bound)  # noqa: E731
        if not reason.is_valid():
            return self._page(found, AdmitForm(purposes=found.wanted), reason, 422)
        return self.act(getattr(use_cases, verb), admission, reason=reason.cleaned_data["reason"], form=reason, again=again, to=here, said=_("Done."))

    def admission_of(self, admission: UUID) -> ZoneAdmission:
        found = ZoneAdmission.objects.visible_to(self.actor).select_related("zone", "organization").filter(pk=admission).first()
        if found is None:
            raise NotFound
        return found

    def _page(self, row: ZoneAdmission, form: Any, reason: Any, status: int = 200) -> HttpResponse:
        facts = [
            (_("Organization"), row.organization.name), (_("Asked for"), purposes(row.wanted)), (_("What for"), row.statement),
            (_("Admitted for"), purposes(row.purposes) if row.purposes else "–"), (_("Until"), row.until or "–"),
        ]  # fmt: skip
        if row.reason:
            facts.append((_("Reason"), row.reason))
        context = {
            "row": row, "organization": self.actor.organization, "state": badge(row.state), "facts": facts, "form": form, "reason": reason,
            "runs": allowed(self.actor, permissions.EXAMINE, row).permitted, "own": row.organization_id == self.actor.organization,
            "live": row.state in ("applied", "admitted", "suspended"),
        }  # fmt: skip
        return self.show("catalog/zone/admission.html", context, status)
