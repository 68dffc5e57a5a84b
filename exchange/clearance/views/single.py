"""One export and one clearance, with the acts that each reader may do on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_noop

from exchange.agreement.models import Agreement
from exchange.clearance import gather, permissions, use_cases
from exchange.clearance.api import told
from exchange.clearance.forms import CauseForm, ChangeForm, IssueForm, RemarkForm
from exchange.clearance.gate import is_export
from exchange.clearance.models import Clearance, ExportDeclaration
from exchange.clearance.states import Declared, State
from exchange.clearance.views.register import line
from exchange.clearance.words import CLEARANCES, badge, stored
from exchange.export_case.words import PATHS, WHOSE
from exchange.pilot.models import Pilot
from exchange.rules.clearance import issuable
from kernel import clock
from kernel.errors import NotFound
from kernel.permissions import Permission, allowed
from web.pages import Page
from web.places import place, places
from web.shapes import Effect

SHOWN = 20


class Export(Page):
    """One declared export: what went, to whom, in which lane and why."""

    audience = "party"

    def get(self, request: HttpRequest, organization: UUID, declaration: UUID) -> HttpResponse:
        row = _declaration(self, declaration)
        known = told(self.actor, row)
        waits = row.state == Declared.HELD and allowed(self.actor, permissions.DECIDE, row).permitted
        reasons = [(stored(reason["finding"]), reason["id"]) for reason in row.reasons] if known else []
        return self.show("exchange/clearance/declaration.html", {"organization": organization, "reasons": reasons, "remark": row.remark if known else "", "waits": waits, "fields": ", ".join(row.fields), "pilot": _pilot(row) if known else None, **line(row)})


def _pilot(row: ExportDeclaration) -> Pilot | None:
    """The pilot programme this export was declared under; no statement where there was none."""
    number = row.facts.get("pilot")
    return Pilot.objects.filter(number=number).first() if number else None


class DecideExport(Page):
    """A person releases or refuses a red export."""

    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.DECIDE}

    def get(self, request: HttpRequest, organization: UUID, declaration: UUID, verdict: str) -> HttpResponse:
        self.desk_only()
        _verdict(verdict)
        return self._page(_declaration(self, declaration), verdict, RemarkForm())

    def post(self, request: HttpRequest, organization: UUID, declaration: UUID, verdict: str) -> HttpResponseBase:
        self.desk_only()
        row, use_case, form = _declaration(self, declaration), _verdict(verdict), RemarkForm(request.POST)
        if not form.is_valid():
            return self._page(row, verdict, form, 422)
        to = reverse("clearance.declaration", args=[organization, row.pk])
        return self.act(use_case, row.pk, form=form, again=lambda wrong: self._page(row, verdict, wrong), to=to, said=_("Decided, and recorded."), **form.cleaned_data)

    def _page(self, row: ExportDeclaration, verdict: str, form: Any, status: int = 200) -> HttpResponse:
        release = verdict == "release"
        title = _("Release the export") if release else _("Refuse the export")
        effects = [Effect(_("The delivery starts by itself."), _("Persons and bytes are counted with its first byte."), "play")] if release else [Effect(_("The delivery does not start."), _("The exporter reads why."), "stop")]
        context = {"title": title, "act": title, "lede": row.number, "effects": effects, "form": form, "danger": not release, "back_url": reverse("clearance.declaration", args=[self.actor.organization, row.pk])}
        return self.show("web/confirm.html", context, status)


def _verdict(word: str) -> Callable[..., Any]:
    known: dict[str, Callable[..., Any]] = {"release": use_cases.release, "refuse": use_cases.refuse}
    if word not in known:
        raise NotFound
    return known[word]


def _declaration(page: Page, pk: UUID) -> ExportDeclaration:
    found: ExportDeclaration | None = ExportDeclaration.objects.visible_to(page.actor).select_related("clearance", "exporter", "recipient").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


class OneClearance(Page):
    """What is cleared, what of it is used, on what it rests, and the signed text that proves it."""

    audience = "party"

    def get(self, request: HttpRequest, organization: UUID, clearance: UUID) -> HttpResponse:
        row = _clearance(self, clearance)
        exports = list(ExportDeclaration.objects.filter(clearance=row).select_related("exporter", "recipient").order_by("-at", "-id")[:SHOWN])
        alerts = [(stored(one.reason["finding"]), stored(one.reason["remedy"]) if one.reason["remedy"] else "", one.at) for one in row.alerts.order_by("at")]
        context = {
            "organization": organization, "row": row, "badge": badge(CLEARANCES, row.state), "path": _(PATHS.get(row.path, row.path)), "whose": [_(words) for words in WHOSE.get(row.basis.get("whose", ""), ())],
            "exports": [line(one) for one in exports], "alerts": alerts, "cause": _(row.cause) if row.cause else "",
            "facts": [
                (_("Exporter"), row.exporter.name), (_("Recipients"), _recipients(row.recipients)), (_("Fields"), ", ".join(row.fields)), (_("Purposes"), ", ".join(row.purposes)),
                (_("Places"), places(row.places)), (_("Conditions"), "; ".join(str(one) for one in row.conditions) or "–"), *(_basis(row) if told(self.actor, row) else []),
            ],
            "acts": _acts(self, row), "pilots": gather.pilots_of(row.agreement, clock.now()) if row.state == State.ISSUED else [],
        }  # fmt: skip
        return self.show("exchange/clearance/clearance.html", context)


def _recipients(found: Iterable[str]) -> str:
    """Texts "country name" as name and place."""
    parts = (one.partition(" ") for one in found)
    return _("; ").join(f"{name} ({place(country)})" for country, _space, name in parts)


def _basis(row: Clearance) -> list[tuple[str, str]]:
    """What it rests on: the exporter's and the desk's to know."""
    articles = ", ".join(row.basis.get("articles", []))
    return [(_("Case"), row.basis.get("number", "")), (_("Outcome"), row.basis.get("outcome_number") or "–"), (_("Deciding articles"), articles or "–")]


ACTS: dict[str, tuple[Permission, Callable[..., Any], type[forms.Form], str, str, tuple[str, ...]]] = {
    "suspend": (permissions.SUSPEND, use_cases.suspend, CauseForm, gettext_noop("Suspend the clearance"), gettext_noop("Running deliveries end within seconds."), (State.ISSUED,)),
    "reinstate": (permissions.REINSTATE, use_cases.reinstate, CauseForm, gettext_noop("Put the clearance in force again"), gettext_noop("Deliveries may start again."), (State.SUSPENDED,)),
    "revoke": (permissions.REVOKE, use_cases.revoke, CauseForm, gettext_noop("Revoke the clearance"), gettext_noop("It cannot be used again."), (State.ISSUED, State.SUSPENDED)),
    "change": (permissions.TELL_CHANGE, use_cases.tell_change, ChangeForm, gettext_noop("Tell of a change"), gettext_noop("The clearance rests until you have declared again."), (State.ISSUED,)),
}


def _acts(page: Page, row: Clearance) -> list[tuple[str, str, str]]:
    """Words, address and tone of what this reader may do."""
    return [
        (_(words), reverse("clearance.act", args=[page.actor.organization, row.pk, name]), "danger" if name == "revoke" else "")
        for name, (permission, _use_case, _form, words, _effect, states) in ACTS.items()
        if row.state in states and allowed(page.actor, permission, row).permitted
    ]


class ActOnClearance(Page):
    """A page that says what an act on a clearance does, and does it."""

    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.SUSPEND}

    def get(self, request: HttpRequest, organization: UUID, clearance: UUID, act: str) -> HttpResponse:
        row = self._row(clearance, act)
        return self._page(row, act, ACTS[act][2]())

    def post(self, request: HttpRequest, organization: UUID, clearance: UUID, act: str) -> HttpResponseBase:
        row = self._row(clearance, act)
        form = ACTS[act][2](request.POST)
        if not form.is_valid():
            return self._page(row, act, form, 422)
        to = reverse("clearance.one", args=[organization, row.pk])
        return self.act(ACTS[act][1], row.pk, form=form, again=lambda wrong: self._page(row, act, wrong), to=to, said=_("Done, and recorded."), **form.cleaned_data)

    def _row(self, pk: UUID, act: str) -> Clearance:
        row = _clearance(self, pk)
        if act not in ACTS:
            raise NotFound
        return row

    def _page(self, row: Clearance, act: str, form: Any, status: int = 200) -> HttpResponse:
        words, effect = _(ACTS[act][3]), _(ACTS[act][4])
        context = {"title": words, "act": words, "lede": row.number, "effects": [Effect(effect, "", "stop" if act != "reinstate" else "play")], "form": form, "danger": act == "revoke"}
        return self.show("web/confirm.html", context | {"back_url": reverse("clearance.one", args=[self.actor.organization, row.pk])}, status)


class Issue(Page):
    """The operator clears the export of one deal, or sees why it cannot be cleared."""

    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.ISSUE}

    def get(self, request: HttpRequest, organization: UUID, agreement: UUID) -> HttpResponse:
        row = self._row(agreement)
        ordinary, sensitive = gather.persons(row)
        names = list(gather.agreed_fields(row))
        return self._page(row, IssueForm(names=names, initial={"fields_": names, "ordinary": ordinary or 0, "sensitive": sensitive or 0}))

    def post(self, request: HttpRequest, organization: UUID, agreement: UUID) -> HttpResponseBase:
        row = self._row(agreement)
        form = IssueForm(request.POST, names=list(gather.agreed_fields(row)))
        if not form.is_valid():
            return self._page(row, form, 422)
        given = form.cleaned_data
        return self.act(
            use_cases.issue, row.pk, fields=given["fields_"], ordinary=given["ordinary"], sensitive=given["sensitive"], form=form, again=lambda wrong: self._page(row, wrong),
            to=lambda made: reverse("clearance.one", args=[organization, made.pk]), said=_("The clearance is issued."),
        )

    def _row(self, pk: UUID) -> Agreement:
        self.desk_only()
        found = Agreement.objects.visible_to(self.actor).select_related("consumer", "provider", "revision").filter(pk=pk).first()
        if found is None or not is_export(found):
            raise NotFound
        return found

    def _page(self, row: Agreement, form: Any, status: int = 200) -> HttpResponse:
        known, _law = gather.issue_facts(row, gather.basis(row.pk), self.actor.person, clock.now())
        decision = issuable(known)
        context = {
            "row": row, "form": form, "decision": None if decision.permitted else decision, "able": decision.permitted and allowed(self.actor, permissions.ISSUE, row).permitted,
            "title": _("Clear this export"), "recipients": _recipients(gather.recipients(row)), "places": places(gather.places(row)),
            "back_url": reverse("desk.deal", args=[self.actor.organization, row.pk]),
        }  # fmt: skip
        return self.show("exchange/clearance/issue.html", context, status)


def _clearance(page: Page, pk: UUID) -> Clearance:
    found: Clearance | None = Clearance.objects.visible_to(page.actor).select_related("exporter", "agreement__consumer").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found
