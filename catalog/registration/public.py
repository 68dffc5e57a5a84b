"""The public register of rights: what the public was told of, newest notices first, and one entry with its history.

Public: number, holder, right, title, scope, territory, term, kind of source, state, history with public reasons. Not public: papers,
the account of the source, who objected and why, persons, and what was never announced."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.registration import words
from catalog.rights.models import RightRegistration
from catalog.rights.states import Registration
from catalog.rules.registration import CITED
from kernel import clock, paging
from kernel.errors import NotFound
from web.pages import Page
from web.shapes import Link

SHOWN = ("notice", "registered")


class Register(Page):
    public = True
    audience = "public"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = RightRegistration.objects.published().select_related("holder")
        state = request.GET.get("state", "")
        if state in SHOWN:
            rows = rows.filter(state=state)
        page = paging.page(rows, ("-notice_from", "-id"), cursor=request.GET.get("cursor") or None)
        own, today = reverse("registration.register"), clock.today()
        labels = {"": _("All"), "notice": _("On public notice"), "registered": _("Registered")}
        tabs = [Link(label, f"{own}?state={code}" if code else own, current=code == state) for code, label in labels.items()]
        return self.show("catalog/registration/register.html", {"page": page, "items": [words.line(row, today) for row in page.items], "tabs": tabs, "cited": CITED})


class Entry(Page):
    public = True
    audience = "public"

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        row = RightRegistration.objects.published().select_related("holder").filter(number=number.replace("\x00", "")).first()
        if row is None:
            raise NotFound
        open_ = row.state in (Registration.NOTICE, Registration.REGISTERED)
        objects = open_ and self.actor.organization not in (None, row.holder_id) and not self.actor.jurisdiction
        context = {
            "registration": row, "line": words.line(row, clock.today()), "right": words.right(row.kind), "timeline": words.timeline(row.entries.select_related("holder").order_by("id")[:100]),
            "object_url": reverse("registration.object", args=[self.actor.organization, row.pk]) if objects else "", "open": open_, "cited": CITED,
        }  # fmt: skip
        return self.show("catalog/registration/public.html", context)
