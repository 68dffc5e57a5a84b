"""What anyone may ask: the what-if tool, and what a dataset's way across the border looks like."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from accounts.models import Organization
from catalog.models import Dataset
from exchange.determination import limits
from exchange.determination.asking import asked
from exchange.determination.forms import GROUPS, FactsForm
from exchange.determination.outlook import outlook
from exchange.determination.words import face
from kernel import clock
from kernel.errors import Invalid, NotFound
from web.pages import Page

KEYS = tuple(key for _title, keys in GROUPS for key in keys)


class WhatIf(Page):
    """A form over all facts. It begins with today's day and nothing else; the law is asked when it is sent."""

    audience = "public"
    public = True

    def get(self, request: HttpRequest) -> HttpResponse:
        today = clock.today().isoformat()
        return self._page(FactsForm(keys=KEYS, initial={"as_of": today}))

    def post(self, request: HttpRequest) -> HttpResponse:
        limits.ask(request.META.get("REMOTE_ADDR", ""))
        form = FactsForm(request.POST, keys=KEYS)
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            return self._page(form, form.told())
        except Invalid as error:  # a value that has the right form and is none of the vocabulary
            for name, texts in error.fields.items():
                form.add_error(name if name in form.fields else None, [str(text) for text in texts])
            return self._page(form, status=422)

    def _page(self, form: FactsForm, facts: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
        return self.show("exchange/determination/what_if.html", {"form": form, "face": face(asked(facts)) if facts is not None else None}, status)


class DatasetOutlook(Page):
    """A part of the dataset's page, and a page of its own without script."""

    audience = "public"
    public = True

    def get(self, request: HttpRequest, dataset: UUID) -> HttpResponse:
        found = Dataset.objects.visible_to(self.actor).select_related("provider", "current").filter(pk=dataset, current__isnull=False).first()
        if found is None or found.current is None:
            raise NotFound
        reader = Organization.objects.filter(pk=self.actor.organization, kind="member").first() if self.actor.organization else None
        context = {"dataset": found, "revision": found.current, "outlook": outlook(found.current, found.provider, reader, clock.today())}
        part = request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"
        return self.show("exchange/determination/outlook.html" if part else "exchange/determination/outlook_page.html", context)
