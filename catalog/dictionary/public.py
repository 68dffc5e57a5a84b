"""What anyone may read: mappings that both sides recognize, of dictionaries that both have published; each also as a file."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from catalog.dictionary import exports, matching
from catalog.dictionary.models import DictionaryMapping, TermMatch
from kernel import paging
from kernel.errors import NotFound
from web.pages import Page


class Mappings(Page):
    """The newest first."""

    public = True
    audience = "public"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = DictionaryMapping.objects.public().select_related("source", "target", "owner", "other")
        page = paging.page(rows, ("-state_since", "-id"), cursor=request.GET.get("cursor") or None)
        return self.show("catalog/dictionary/public.html", {"page": page, "mappings": page.items})


class Mapping(Page):
    """One of them line by line; `?form=csv` or `jsonld` gives the file."""

    public = True
    audience = "public"

    def get(self, request: HttpRequest, dictionary_mapping: UUID) -> HttpResponse:
        found = DictionaryMapping.objects.public().select_related("source", "target", "owner", "other").filter(pk=dictionary_mapping).first()
        if found is None:
            raise NotFound
        if form := request.GET.get("form"):
            return exports.answer(found, form)
        lines, page = matching.lines(found, request.GET.get("cursor") or None, suggesting=False, public=True)
        context = {"mapping": found, "lines": lines, "page": page, "matched": TermMatch.objects.filter(mapping=found).count()}
        return self.show("catalog/dictionary/public_one.html", context)
