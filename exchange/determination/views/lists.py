"""The lists that exports are matched against, for anyone to read: edition, source, rows, and whether somebody compared them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from exchange.determination.models import ListEdition, ListRow
from exchange.determination.models.lists import NEGATIVE_LIST
from kernel import paging
from kernel.errors import NotFound
from web.pages import Page


class Lists(Page):
    audience = "public"
    public = True

    def get(self, request: HttpRequest) -> HttpResponse:
        page = paging.page(ListEdition.objects.visible_to(self.actor), ("-created", "-id"), cursor=request.GET.get("cursor"), limit=30)
        return self.show("exchange/determination/lists.html", {"page": page})


class Rows(Page):
    """Rows of one edition. Names of restricted recipients are part of a published list."""

    audience = "public"
    public = True

    def get(self, request: HttpRequest, edition: UUID) -> HttpResponse:
        found = ListEdition.objects.visible_to(self.actor).filter(pk=edition).first()
        if found is None:
            raise NotFound
        page = paging.page(ListRow.objects.filter(edition=found), ("number",), cursor=request.GET.get("cursor"), limit=50)
        return self.show("exchange/determination/list_rows.html", {"edition": found, "page": page, "negative": found.kind == NEGATIVE_LIST})
