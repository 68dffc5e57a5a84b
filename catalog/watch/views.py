"""Pages of a person's saved searches: the list, keeping one from the catalogue, being told or not, forgetting."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.search.filters import BY_NAME
from catalog.watch import use_cases
from catalog.watch.forms import SaveForm
from catalog.watch.models import SavedSearch
from catalog.watch.permissions import SAVE
from kernel import paging
from kernel.permissions import Permission
from web.pages import Page


def said(asked: dict[str, Any]) -> str:
    """Words and filters of a search, for its reader."""
    parts = [f"“{word}”" for word in asked.get("q", ())]
    for name, values in asked.items():
        if name in BY_NAME:
            words = BY_NAME[name].words
            parts.append(f"{_(BY_NAME[name].label)}: {', '.join(_(words[value]) if words and value in words else value for value in values)}")
    return " · ".join(parts)


class WatchPage(Page):
    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": SAVE}

    def home(self) -> str:
        return reverse("watch.list", args=[self.actor.organization])


class Saved(WatchPage):
    """The list; `?q=` and filters of the catalogue fill the form that keeps them."""

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        return self._page(SaveForm(initial={"name": request.GET.get("q", "")[: use_cases.LONGEST_NAME], "alerts": True}))

    def post(self, request: HttpRequest, organization: UUID) -> HttpResponseBase:
        form = SaveForm(request.POST)
        if not form.is_valid():
            return self._page(form, 422)
        return self.act(
            use_cases.save, asked=dict(request.GET.lists()), **form.cleaned_data, form=form, again=lambda bound: self._page(bound), to=self.home(), said=_("The search is saved."),
        )

    def _page(self, form: Any, status: int = 200) -> HttpResponse:
        rows = SavedSearch.objects.visible_to(self.actor)
        page = paging.page(rows, ("-created", "-id"), cursor=self.request.GET.get("cursor") or None)
        asked = {name: values for name, values in self.request.GET.lists() if (name == "q" or name in BY_NAME) and any(values)}
        context = {
            "page": page, "lines": [(row, said(row.asked), f"{reverse('catalog.search')}?{urlencode(row.asked, doseq=True)}") for row in page.items],
            "form": form if asked else None, "asked": said(asked), "organization": self.actor.organization, "save_url": self.request.get_full_path(),
        }  # fmt: skip
        return self.show("catalog/watch/list.html", context, status)


class Alerts(WatchPage):
    """Be told, or no more."""

    def post(self, request: HttpRequest, organization: UUID, search: UUID) -> HttpResponseBase:
        wanted = request.POST.get("alerts") == "on"
        return self.act(use_cases.set_alerts, search, alerts=wanted, to=self.home(), said=_("You are told from now on.") if wanted else _("You are told no more."))


class Forget(WatchPage):
    def post(self, request: HttpRequest, organization: UUID, search: UUID) -> HttpResponseBase:
        return self.act(use_cases.forget, search, to=self.home(), said=_("The search is removed."))


