"""What anyone may read: the register of definitions, one definition with its versions, and what a dataset shares with others."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.dataset.models import Dataset, DatasetRevision
from catalog.element import finding, words
from catalog.element.mapping import mapped
from catalog.element.models import Element, ElementVersion
from catalog.element.states import ACCEPTED, ElementState
from kernel import paging
from kernel.errors import NotFound
from web.pages import Page
from web.shapes import Link

VERSIONS = 50
ORDER = ("-listed_at", "-id")


class Elements(Page):
    """The register by code, with its search."""

    public = True
    audience = "public"

    def get(self, request: HttpRequest) -> HttpResponse:
        text, standing = " ".join(finding.words_of(request.GET.get("q", ""))), request.GET.get("standing", "current")
        page = paging.page(finding.elements(self.actor, text, standing=standing), ("code", "id"), cursor=request.GET.get("cursor") or None)
        own = reverse("element.list")
        tabs = [Link(label, f"{own}?standing={name}", current=standing == name) for name, label in (("current", _("Current")), ("retired", _("Retired")))]
        lines = [(row, row.face, words.badge(row.face.state)) for row in page.items if row.face]
        return self.show("catalog/element/list.html", {"page": page, "lines": lines, "q": text, "standing": standing, "tabs": tabs})


class One(Page):
    """A definition: its standing version, the earlier ones, and the datasets that follow it."""

    public = True
    audience = "public"

    def get(self, request: HttpRequest, element: UUID) -> HttpResponse:
        found = Element.objects.visible_to(self.actor).filter(face__isnull=False).select_related("face", "steward").filter(pk=element).first()
        if found is None or found.face is None:
            raise NotFound
        versions = list(ElementVersion.objects.filter(element=found, state__in=ACCEPTED).order_by("-number")[:VERSIONS])
        page = paging.page(finding.following(self.actor, [found.pk]), ORDER, cursor=request.GET.get("cursor") or None)
        fields = finding.shared(page.items, [found.pk])
        context = {
            "element": found, "face": found.face, "state": words.badge(found.face.state), "rows": words.described(found.face), "page": page,
            "versions": [(row, words.badge(row.state)) for row in versions], "datasets": [(row, fields[row.pk]) for row in page.items],
            "retired": found.face.state == ElementState.RETIRED,
        }  # fmt: skip
        return self.show("catalog/element/one.html", context)


class OfDataset(Page):
    """The definitions a dataset's fields follow, and other datasets that can be joined to it by them."""

    public = True
    audience = "public"

    def get(self, request: HttpRequest, dataset: UUID) -> HttpResponse:
        found = Dataset.objects.visible_to(self.actor).filter(pk=dataset).first()
        shown = (found.current_id or found.working_id) if found else None
        revision = DatasetRevision.objects.visible_to(self.actor).prefetch_related("fields").filter(pk=shown).first() if shown else None
        if found is None or revision is None:
            raise NotFound
        standing = mapped(revision)
        fields = [(field, standing.get(field.name)) for field in revision.fields.all()]
        own = {row.element for _field, row in fields if row is not None}
        wanted = {one.pk for one in own if one.code == request.GET.get("element")} or {one.pk for one in own}
        page = paging.page(finding.following(self.actor, list(wanted), but=found.pk), ORDER, cursor=request.GET.get("cursor") or None)
        fields_of = finding.shared(page.items, list(wanted))
        address = reverse("element.of_dataset", args=[found.pk])
        tabs = [Link(_("All"), address, current=len(wanted) == len(own))] + [
            Link(one.face.name, f"{address}?element={one.code}", current=wanted == {one.pk} and len(own) > 1) for one in sorted(own, key=lambda one: one.code) if one.face
        ]
        context = {"dataset": found, "revision": revision, "fields": fields, "page": page, "datasets": [(row, fields_of[row.pk]) for row in page.items], "tabs": tabs, "any": bool(own)}
        return self.show("catalog/element/of_dataset.html", context)
