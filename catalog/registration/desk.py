"""The operator's pages of the register: what waits, and the acts that tell the public, refuse, or begin a revocation."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.registration import permissions, use_cases, words
from catalog.registration.base import RegisterPage, Sure
from catalog.rights.models import RegisterRequest, RightObjection, RightRegistration
from kernel import clock, paging
from kernel.errors import NotFound
from kernel.permissions import Permission
from web.shapes import Effect, Link

QUEUES = ("applied", "notice", "registered", "objections", "requests")


class Queue(RegisterPage):
    """Applications, objections and requests that wait, oldest first; what is on notice and registered, newest first."""

    audience = "operator"

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        if self.actor.jurisdiction != "operator":
            raise NotFound
        queue = request.GET.get("queue", QUEUES[0])
        queue = queue if queue in QUEUES else QUEUES[0]
        own = reverse("registration.queue", args=[organization])
        labels = {"applied": _("To examine"), "notice": _("On public notice"), "registered": _("Registered"), "objections": _("Objections"), "requests": _("Requests")}
        tabs = [Link(label, f"{own}?queue={name}", current=name == queue) for name, label in labels.items()]
        page, items = self._page(queue, request.GET.get("cursor") or None, organization)
        return self.show("catalog/registration/queue.html", {"organization": organization, "tabs": tabs, "page": page, "items": items, "queue": queue})

    def _page(self, queue: str, cursor: str | None, organization: UUID) -> tuple[Any, list[dict[str, Any]]]:
        if queue == "objections":
            found: Any = paging.page(RightObjection.objects.filter(state="open").select_related("registration__holder"), ("created", "id"), cursor=cursor)
            return found, [self._other(row, "registration.objection", words.objection_line(row)) for row in found.items]
        if queue == "requests":
            found = paging.page(RegisterRequest.objects.filter(state="asked", kind__in=("change", "renewal", "revocation")).select_related("registration__holder"), ("created", "id"), cursor=cursor)
            return found, [self._other(row, "registration.request", words.request_line(row)) for row in found.items]
        order = ("state_since", "id") if queue == QUEUES[0] else ("-state_since", "-id")
        found = paging.page(RightRegistration.objects.filter(state=queue).select_related("holder"), order, cursor=cursor)
        return found, [{"registration": row, "url": self.one(row), "since": row.state_since, **words.line(row, clock.today())} for row in found.items]

    def _other(self, row: Any, name: str, line: dict[str, Any]) -> dict[str, Any]:
        return {"registration": row.registration, "url": reverse(name, args=[self.actor.organization, row.pk]), "since": row.created, **line}


class _Decision(Sure):
    audience = "operator"

    def registration_of(self, registration: UUID) -> RightRegistration:
        if self.actor.jurisdiction != "operator":
            raise NotFound
        return super().registration_of(registration)


class Announce(_Decision):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.EXAMINE}
    form = None

    def words(self, row: RightRegistration) -> dict[str, Any]:
        effects = [
            Effect(_("The public is told of the right, and every verified organization may object."), _("Evidence and persons stay out of sight.")),
            Effect(_("After ten days without an open objection it is registered."), _("The period is the platform's own policy.")),
        ]
        return {"title": _("Tell the public of this right?"), "effects": effects, "act": _("Begin the public notice")}

    def done(self, row: RightRegistration, form: Any) -> HttpResponseBase:
        return self.act(use_cases.announce, row.pk, to=self.one(row), said=_("The public notice has begun."))


class Refuse(_Decision):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.EXAMINE}

    def words(self, row: RightRegistration) -> dict[str, Any]:
        effects = [Effect(_("The right is not registered."), _("The applicant reads your reason and may apply anew."))]
        return {"title": _("Refuse the application?"), "effects": effects, "act": _("Refuse the application"), "danger": True}

    def done(self, row: RightRegistration, form: Any) -> HttpResponseBase:
        return self.act(
            use_cases.refuse, row.pk, reason=form.cleaned_data["reason"], form=form, again=lambda bound: self.page(row, bound), to=self.one(row), said=_("The application is refused."),
        )  # fmt: skip


class Revoke(_Decision):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REVOKE}

    def words(self, row: RightRegistration) -> dict[str, Any]:
        effects = [
            Effect(_("A second operator decides."), _("Until then nothing changes.")),
            Effect(_("With the second person's word the right ends, and what is listed under it is suspended."), _("The public reads your reason.")),
        ]
        return {"title": _("Propose to revoke this right?"), "effects": effects, "act": _("Propose the revocation"), "danger": True}

    def done(self, row: RightRegistration, form: Any) -> HttpResponseBase:
        return self.act(
            use_cases.propose_revocation, row.pk, reason=form.cleaned_data["reason"], form=form, again=lambda bound: self.page(row, bound), to=self.one(row),
            said=_("A second operator decides now."),
        )  # fmt: skip
