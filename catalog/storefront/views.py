"""The public pages: the storefront, the catalogue with its search, suggestions while typing, and a dataset's page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.dataset.choices import INDUSTRIES
from catalog.search import query
from catalog.search.filters import Wish, wish
from catalog.search.suggesting import suggest
from catalog.storefront.dataset_page import dataset_context
from catalog.storefront.words import addressed, applied_links, either, facet_groups, highlighter, orders, result
from catalog.zone.models import Zone
from kernel import clock
from kernel.actor import NOBODY, Actor
from kernel.errors import Invalid
from kernel.statements import Compiled
from web.pages import Page
from web.shapes import PathStep

NEWEST = 6
ZONES = 60


def _zones(actor: Actor) -> Any:
    return Zone.objects.visible_to(actor).order_by("code").values_list("pk", "code", "name_zh", "name_en")[:ZONES]


_OPEN_ZONES = Compiled("zones_of_nobody", lambda: _zones(NOBODY))


def zones_of(actor: Actor) -> dict[str, tuple[str, str]]:
    """Zones by id: code and name."""
    rows = _OPEN_ZONES.rows([], clock.now()) if actor.is_nobody else _zones(actor)
    return {str(pk): (code, either(zh, en)) for pk, code, zh, en in rows}


class Home(Page):
    public = True
    audience = "public"

    def get(self, request: HttpRequest) -> HttpResponse:
        counts = query.counts(self.actor, Wish())
        hits = query.search(self.actor, Wish(), limit=NEWEST)
        zones = [
            {"zone": zone, "count": counts.facets["zone"].get(str(zone.pk), 0), "url": f"{reverse('catalog.search')}?zone={zone.code}"}
            for zone in Zone.objects.visible_to(self.actor).filter(state="open").order_by("code")[:ZONES]
        ]
        industries = sorted(((number, code) for code, number in counts.facets["industry"].items() if code), reverse=True)
        context = {
            "counts": counts,
            "rows": [result(row, None) for row in hits.rows],
            "zones": zones,
            "industries": [(_(INDUSTRIES[code]), number, f"{reverse('catalog.search')}?industry={code}") for number, code in industries[:8]],
            "steps": [
                PathStep(_("Request"), _("Not binding: purpose, places, term")),
                PathStep(_("Terms"), _("Proposals both ways until one is accepted")),
                PathStep(_("Signatures and escrow"), _("Both sign; the price waits at a licensed institution")),
                PathStep(_("Delivery"), _("By a short-lived link, checked by digest")),
                PathStep(_("Acceptance"), _("The provider is paid")),
            ],
            "free": counts.facets["pricing"].get("free", 0),
        }
        return self.show("catalog/storefront/home.html", context)


class Search(Page):
    """Works without script; with it, htmx swaps the results in place."""

    public = True
    audience = "public"

    def get(self, request: HttpRequest) -> HttpResponse:
        params = request.GET
        try:
            asked = wish(dict(params.lists()))
            counts = query.counts(self.actor, asked)
            hits = query.search(self.actor, asked, cursor=params.get("cursor"), known=counts)
        except Invalid:
            # an address someone wrote by hand: show what its words find
            asked = Wish(" ".join("".join(params.getlist("q")[-1:]).replace("\x00", " ").split())[:200])
            counts = query.counts(self.actor, asked)
            hits = query.search(self.actor, asked, known=counts)
        zones = zones_of(self.actor)
        pattern = highlighter(" ".join([asked.q, *hits.corrected]))
        kept: dict[str, Any] = {"q": asked.q, "order": asked.order if asked.order != "relevance" else ""}
        context = {
            "q": asked.q,
            "order": asked.order,
            "hits": hits,
            "rows": [result(row, pattern) for row in hits.rows],
            "counts": counts,
            "groups": facet_groups(asked, counts, zones),
            "applied": applied_links(params, asked, zones),
            "clear_url": addressed(params, **dict.fromkeys([*asked.chosen, "cursor"])),
            "kept": kept,
            "orders": orders(params, asked),
            "save_url": self._save_url(asked),
            "next": addressed(params, cursor=hits.next) if hits.next else "",
            "previous": addressed(params, cursor=hits.previous) if hits.previous else "",
            "CANDIDATES": query.CANDIDATES,
        }
        return self.show("catalog/storefront/search.html", context)

    def _save_url(self, asked: Wish) -> str:
        """Where who is signed in keeps this search."""
        if self.actor.organization is None or not (asked.q or asked.chosen):
            return ""
        query_string = urlencode({**({"q": asked.q} if asked.q else {}), **asked.chosen}, doseq=True)
        return f"{reverse('watch.list', args=[self.actor.organization])}?{query_string}"


class Suggest(Page):
    """Options for the search box, as a fragment."""

    public = True
    audience = "public"

    def get(self, request: HttpRequest) -> HttpResponse:
        typed = request.GET.get("q", "")[:200].replace("\x00", "")
        titles = list(dict.fromkeys(either(zh, en) for zh, en in suggest(self.actor, typed)))
        # a browser shows what holds the typed letters: a title found by its pinyin needs them in its label
        options = [(title, "" if typed.lower() in title.lower() else f"{title} ({typed})") for title in titles]
        return self.show("catalog/storefront/suggestions.html", {"options": options})


class DatasetPage(Page):
    public = True
    audience = "public"

    def get(self, request: HttpRequest, dataset: UUID) -> HttpResponse:
        return self.show("catalog/dataset.html", dataset_context(self.actor, dataset))
