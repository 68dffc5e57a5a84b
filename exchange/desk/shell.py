"""The navigation of those who are signed in and of visitors, the footer, and the demo's strip with its clock."""

from __future__ import annotations

import dataclasses
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_urlconf, reverse
from django.utils.translation import get_language, gettext as _

from accounts.organization.models import HOME, Kind, Organization
from accounts.shell import strip
from kernel.actor import NOBODY, Actor
from web.shapes import Link


def provide(request: HttpRequest) -> dict[str, Any]:
    actor: Actor = getattr(request, "actor", NOBODY)
    memberships = getattr(request, "memberships", [])
    acting = next((one.organization for one in memberships if one.organization_id == actor.organization), None)
    catalog = Link(_("Catalog"), reverse("catalog.search"))
    parts: dict[str, Any] = {"nav": [catalog, Link(_("Check a proof"), reverse("audit.check"))]}
    if acting is not None:
        home = Link(_("Workspace"), reverse("desk.workspace", args=[acting.pk]))
        pages = _member(acting) if acting.kind == Kind.MEMBER else _exchange(acting.pk) if acting.kind == Kind.EXCHANGE else _regulator(acting.pk)
        # who works here has much to reach: what is for everybody moves to the foot, what is used each day stands first
        parts["nav"] = [Link(home.label, home.url, current=request.path == home.url), *pages]
        parts["nav"].insert(1 if acting.kind == Kind.MEMBER else len(parts["nav"]), catalog)
    parts["footer"] = list(_footer(get_language(), get_urlconf()))
    if settings.DEMO:
        found = strip(request)
        ways = _shown() if acting is not None else []
        parts["strip"] = dataclasses.replace(found, clock_url=reverse("desk.clock"), links=[*ways, *found.links])
    return parts


@cache
def _footer(language: str | None, urlconf: str | None) -> tuple[tuple[str, list[Link]], ...]:
    """What anyone may look up, check, and read about the exchange: the same on every page in one language, made once."""
    looked_up = {_("Data elements"): "element.list", _("Prices"): "price.facts", _("Zones"): "zone.list", _("Rights register"): "registration.register", _("Service providers"): "service_provider.register"}
    checked = {_("Check a proof"): "audit.check", _("May this data leave the country?"): "border.what_if", _("Pilot programmes"): "pilot.register"}
    read = {_("Platform rules"): "platform_rules.read", _("Grades of data"): "catalog.grades", "API": "api.docs", _("Status"): "readyz"}
    groups = {_("Look up"): looked_up, _("Check"): checked, _("About the exchange"): read}
    return tuple((label, [Link(words, reverse(name, urlconf=urlconf)) for words, name in links.items()]) for label, links in groups.items())


def _shown() -> list[Link]:
    names = {"waiting": _("What waits for me"), "refused": _("A refused deal"), "frozen": _("A frozen deal")}
    return [Link(label, reverse("desk.shown", args=[which])) for which, label in names.items()]


def _member(own: Organization) -> list[Link]:
    """What leaves the mainland is counted for who is there."""
    organization = own.pk
    counted = [Link(_("Exports counted"), reverse("determination.counts", args=[organization]))] if own.country == HOME else []
    return [
        Link(_("My data"), reverse("dataset.own", args=[organization])),
        Link(_("Deals"), reverse("desk.deals", args=[organization])),
        Link(_("Border"), reverse("export_case.border", args=[organization])),
        Link(_("Money"), reverse("settlement.money", args=[organization])),
        Link(_("Needs"), reverse("need.board", args=[organization])),
        Link(_("Rights"), reverse("registration.own", args=[organization])),
        Link(_("Saved searches"), reverse("watch.list", args=[organization])),
        Link(_("Dictionaries"), reverse("dictionary.list", args=[organization])),
        Link(_("Exports"), reverse("clearance.register", args=[organization])),
        *counted,
    ]


def _exchange(organization: Any) -> list[Link]:
    return [
        Link(_("Verification"), reverse("verification.queue", args=[organization])),
        Link(_("Listings"), reverse("listing.queue", args=[organization])),
        Link(_("Deals"), reverse("desk.deals", args=[organization])),
        Link(_("Border"), reverse("export_case.border", args=[organization])),
        Link(_("Money"), reverse("settlement.queue", args=[organization])),
        Link(_("Certificates"), reverse("certificate.queue", args=[organization])),
        Link(_("Rights"), reverse("registration.queue", args=[organization])),
        Link(_("Definitions"), reverse("element.proposals", args=[organization])),
        Link(_("Zones"), reverse("zone.own", args=[organization])),
        Link(_("Needs"), reverse("need.board", args=[organization])),
        Link(_("Imports"), reverse("interchange.imports", args=[organization])),
        Link(_("Search index"), reverse("indexing.index", args=[organization])),
        Link(_("Situation"), reverse("supervision.situation", args=[organization])),
        Link(_("Lists"), reverse("determination.editions", args=[organization])),
        Link(_("Registers"), reverse("admin:index")),
    ]


def _regulator(organization: Any) -> list[Link]:
    return [Link(_("Border"), reverse("export_case.border", args=[organization])), Link(_("Exports"), reverse("clearance.register", args=[organization])), Link(_("Situation"), reverse("supervision.situation", args=[organization])), Link(_("Lists"), reverse("determination.editions", args=[organization])), Link(_("Deals"), reverse("desk.deals", args=[organization])), Link(_("Registers"), reverse("admin:index"))]
