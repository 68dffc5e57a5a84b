"""Operators write pilots down, propose and confirm them, admit organizations and stop them; regulators look on, supervisors stop too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _, gettext_noop

from exchange.pilot import permissions, show, use_cases
from exchange.pilot.forms import CauseForm, DocumentForm, DraftForm, OrganizationForm
from exchange.pilot.models import Pilot
from exchange.pilot.states import State
from exchange.pilot.views.public import ROWS, detail, line
from kernel import blobs, paging
from kernel.errors import NotFound
from kernel.models import Blob
from kernel.permissions import Permission, allowed, authorise
from web.pages import Page
from web.shapes import Effect


class Desk(Page):
    """All pilots, drafts too, newest first."""

    audience = "operator"

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        self.desk_only()
        page = paging.page(Pilot.objects.prefetch_related("deviations", "participants__organization"), ("-created", "-id"), cursor=request.GET.get("cursor"), limit=ROWS)
        may = allowed(self.actor, permissions.DRAFT).permitted
        return self.show("exchange/pilot/pilots.html", {"organization": organization, "page": page, "rows": [line(row) for row in page.items], "may_draft": may})


class Draft(Page):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.DRAFT}

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        self.desk_only()
        authorise(self.actor, permissions.DRAFT)
        return self._page(DraftForm())

    def post(self, request: HttpRequest, organization: UUID) -> HttpResponseBase:
        self.desk_only()
        form = DraftForm(request.POST)
        if not form.is_valid():
            return self._page(form, 422)
        return self.act(
            use_cases.draft, form=form, again=lambda wrong: self._page(wrong), to=lambda made: reverse("pilot.one", args=[organization, made.pk]),
            said=_("Written down. Add the authority's document, then propose it."), **form.told(),
        )

    def _page(self, form: Any, status: int = 200) -> HttpResponse:
        title = _("Write a pilot down")
        effects = [
            Effect(_("Nothing deviates yet."), _("It runs once another operator has confirmed it."), "pen"),
            Effect(_("What is written down is not changed."), _("What is wrong is stopped and written anew."), "check"),
        ]  # fmt: skip
        context = {"title": title, "act": title, "effects": effects, "form": form, "back_url": reverse("pilot.desk", args=[self.actor.organization])}
        return self.show("web/confirm.html", context, status)


class OfDesk(Page):
    """One pilot at the desk, with what this person may do next."""

    audience = "operator"

    def get(self, request: HttpRequest, organization: UUID, pilot: UUID) -> HttpResponse:
        self.desk_only()
        row = _pilot(pilot)
        file = reverse("pilot.document", args=[organization, row.pk]) if row.blob_id else ""
        return self.show("exchange/pilot/pilot.html", detail(row) | {"organization": organization, "file": file, "acts": _acts(self, row), "may_end": _open(self, row, "end-part")})


class Document(Page):
    """The authority's document, for the desk and for whoever takes part."""

    audience = "party"

    def get(self, request: HttpRequest, organization: UUID, pilot: UUID) -> StreamingHttpResponse:
        row = Pilot.objects.visible_to(self.actor).select_related("blob").filter(pk=pilot).first()
        if row is None or row.blob is None or not show.may_read_document(self.actor, row):
            raise NotFound
        return document(row.blob)


def document(kept: Blob) -> StreamingHttpResponse:
    """The kept bytes as a download."""
    answer = StreamingHttpResponse(blobs.read(kept), content_type=kept.media_type)
    answer["Content-Disposition"] = content_disposition_header(True, kept.name) or "attachment"
    answer["Content-Length"] = str(kept.size)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


# word in the address -> permission, act, form, words, effect, states in which it is offered
Step = tuple[Permission, Callable[..., Any], type[forms.Form] | None, str, str, tuple[State, ...]]
STEPS: dict[str, Step] = {
    "document": (permissions.DRAFT, use_cases.add_paper, DocumentForm, gettext_noop("Add the authority's document"), gettext_noop("It is kept with its SHA-256."), (State.DRAFTED,)),
    "propose": (permissions.DRAFT, use_cases.propose, None, gettext_noop("Propose the pilot"), gettext_noop("Another operator compares it with the document."), (State.DRAFTED,)),
    "confirm": (permissions.CONFIRM, use_cases.confirm, None, gettext_noop("Confirm the pilot"), gettext_noop("It runs from its first day on and is public."), (State.PROPOSED,)),
    "admit": (permissions.ADMIT, use_cases.admit, OrganizationForm, gettext_noop("Admit an organization"), gettext_noop("Once confirmed, its exports may run under the pilot; everybody sees that it takes part."), (State.DRAFTED,)),
    "end-part": (permissions.ADMIT, use_cases.end_part, OrganizationForm, gettext_noop("End an organization's part"), gettext_noop("Its exports follow the platform's ordinary rules again."), (State.DRAFTED, State.RUNNING)),
    "stop": (permissions.STOP, use_cases.stop, CauseForm, gettext_noop("Stop the pilot"), gettext_noop("From this moment nothing deviates any more."), (State.DRAFTED, State.PROPOSED, State.RUNNING)),
}


class Take(Page):
    """A page that says what a step does, and does it."""

    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.STOP}

    def get(self, request: HttpRequest, organization: UUID, pilot: UUID, step: str) -> HttpResponse:
        row, found = self._found(pilot, step)
        authorise(self.actor, found[0], row)
        form = found[2](initial={"organization": request.GET.get("organization", "")}) if found[2] else None
        return self._page(row, step, form)

    def post(self, request: HttpRequest, organization: UUID, pilot: UUID, step: str) -> HttpResponseBase:
        row, found = self._found(pilot, step)
        form = found[2](request.POST, request.FILES) if found[2] else None
        if form is not None and not form.is_valid():
            return self._page(row, step, form, 422)
        given = dict(form.cleaned_data) if form is not None else {}
        if (sent := given.pop("file", None)) is not None:
            given = {"name": sent.name, "media_type": sent.content_type, "size": sent.size, "stream": sent}
        to = reverse("pilot.one", args=[organization, row.pk])
        return self.act(found[1], row.pk, form=form, again=lambda wrong: self._page(row, step, wrong), to=to, said=_("Done, and recorded."), **given)

    def _found(self, pk: UUID, step: str) -> tuple[Pilot, Step]:
        self.desk_only()
        if step not in STEPS:
            raise NotFound
        return _pilot(pk), STEPS[step]

    def _page(self, row: Pilot, step: str, form: Any, status: int = 200) -> HttpResponse:
        _permission, _use_case, _form, words, effect, _states = STEPS[step]
        effects = [Effect(_(effect), "", "stop" if step == "stop" else "check")]
        context = {
            "title": _(words), "act": _(words), "lede": f"{row.number} · {row.name}", "effects": effects, "form": form, "danger": step == "stop", "multipart": step == "document",
            "back_url": reverse("pilot.one", args=[self.actor.organization, row.pk]),
        }  # fmt: skip
        return self.show("exchange/pilot/step.html", context, status)


def _pilot(pk: UUID) -> Pilot:
    found: Pilot | None = Pilot.objects.filter(pk=pk).prefetch_related("deviations", "participants__organization").first()
    if found is None:
        raise NotFound
    return found


def _open(page: Page, row: Pilot, step: str) -> bool:
    permission, _use_case, _form, _words, _effect, states = STEPS[step]
    return row.state in states and allowed(page.actor, permission, row).permitted


def _acts(page: Page, row: Pilot) -> list[tuple[str, str, str]]:
    """Words, address and tone of what this person may do."""
    tones = {"stop": "danger", "confirm": "primary", "propose": "primary"}
    ready = {"propose": row.blob_id is not None}
    names = [name for name in STEPS if name != "end-part" and _open(page, row, name) and ready.get(name, True)]
    return [(_(STEPS[name][3]), reverse("pilot.step", args=[page.actor.organization, row.pk, name]), tones.get(name, "")) for name in names]
