"""The operator's page of the search index: how many rows wait for new words, the runs with their progress, asking for one and stopping it."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.indexing import use_cases
from catalog.indexing.models import Reindexing
from catalog.indexing.permissions import REINDEX
from catalog.indexing.states import LIVE
from catalog.listing.reindex import due
from catalog.search import analyzer
from kernel import paging
from kernel.errors import NotFound
from kernel.permissions import Permission
from web.pages import Page

COUNTED = 10_000


def state_words() -> dict[str, tuple[str, str]]:
    """Badge and word of a run's state."""
    return {"queued": ("wait", _("Waiting")), "running": ("now", _("Running")), "completed": ("done", _("Completed")), "cancelled": ("stop", _("Stopped"))}


class IndexPage(Page):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": REINDEX}

    def operator(self) -> None:
        """Errors: NotFound for any organization but the exchange."""
        if self.actor.jurisdiction != "operator":
            raise NotFound


class SearchIndex(IndexPage):
    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        self.operator()
        page = paging.page(Reindexing.objects.visible_to(self.actor), ("-created", "-id"), cursor=request.GET.get("cursor") or None)
        waiting = due()[: COUNTED + 1].count()
        words = state_words()
        context = {
            "organization": organization, "page": page, "lines": [(run, words[run.state], run.state in LIVE) for run in page.items], "version": analyzer.VERSION,
            "waiting": min(waiting, COUNTED), "capped": waiting > COUNTED, "live": Reindexing.objects.filter(state__in=[state.value for state in LIVE]).exists(),
        }  # fmt: skip
        return self.show("catalog/indexing/index.html", context)

    def post(self, request: HttpRequest, organization: UUID) -> HttpResponseBase:
        self.operator()
        every = request.POST.get("every") == "on"
        return self.act(use_cases.ask, every=every, to=reverse("indexing.index", args=[organization]), said=_("The index is rebuilt in the background; the search goes on meanwhile."))


class Cancel(IndexPage):
    def post(self, request: HttpRequest, organization: UUID, reindexing: UUID) -> HttpResponseBase:
        self.operator()
        return self.act(use_cases.cancel, reindexing, to=reverse("indexing.index", args=[organization]), said=_("The rebuild is stopped. What is done stays."))
