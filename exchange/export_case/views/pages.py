"""Reading pages: the queue of a desk or an organization's own cases, one case, one letter."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from accounts.organization.models import Kind as Organization_Kind, Organization
from exchange.export_case import casefile, clocks, gather, letters, picture, queue, show, why, words
from exchange.export_case.dossier import reading
from exchange.export_case.dossier.checklist import label
from exchange.export_case.looking import looked
from exchange.export_case.models import ExportCase, Letter
from exchange.export_case.pdf.document import Document, text
from exchange.export_case.pdf.render import PDF, render
from exchange.rules.casework import CLAUSES
from kernel import clock
from kernel.canonical import canonical
from kernel.errors import NotFound
from kernel.models import Event
from web.pages import Page
from web.shapes import Link

EVENTS_SHOWN = 30


class Border(Page):
    """The desk's queue; for a member, its own cases."""

    audience = "member"

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        desk = bool(self.actor.jurisdiction)
        names = {
            "mine": _("Waits for me"), "desk": _("At this desk"), "exporter": _("Waits for the exporter"), "overdue": _("Overdue"), "decided": _("Decided"),
        } if desk else {"exporter": _("As exporter"), "consumer": _("As buyer")}  # fmt: skip
        tab = request.GET.get("tab", "")
        tab = tab if tab in names else next(iter(names))
        cursor, now = request.GET.get("cursor") or None, clock.now()
        page = queue.of_desk(self.actor, organization, tab, now, cursor) if desk else queue.own(self.actor, organization, tab, cursor)
        sizes = queue.sizes(self.actor, organization, now) if desk else {}
        here = reverse("export_case.border", args=[organization])
        context = {
            "organization": organization, "page": page, "rows": [row(case, now) for case in page.items], "desk": desk, "tab": tab,
            "tabs": [Link(f"{label} {_size(sizes.get(name))}".strip(), f"{here}?tab={name}", current=name == tab) for name, label in names.items()],
            "kind": Organization_Kind.REGULATOR if self.actor.jurisdiction == "regulator" else Organization_Kind.EXCHANGE if desk else Organization_Kind.MEMBER,
        }  # fmt: skip
        return self.show("exchange/export_case/border.html", context)


def _size(found: int | None) -> str:
    return "" if found is None else f"{queue.COUNTED}+" if found > queue.COUNTED else str(found)


def row(case: Any, now: Any) -> dict[str, Any]:
    """A row of the queue. `case` read by exchange.export_case.queue."""
    found = clocks.of(case, now)
    who = {"desk": words.word({"intake": _("Intake"), "reviewer": _("Reviewer"), "approver": _("Approver")}, case.role), "exporter": _("Exporter"), "draft": _("Exporter")}
    return {
        "case": case, "title": case.title, "path": words.word(words.PATHS, case.path), "badge": words.badge(case), "clock": found, "left": show.left(found),
        "who": who.get(case.holder, "–"), "kind": words.word(words.KINDS, case.kind) if case.kind != "first" else "", "article": case.article or "",
    }


class Case(Page):
    """One case, as the exporter, the buyer, the desk, the operator or another regulator sees it."""

    audience = "party"

    def get(self, request: HttpRequest, organization: UUID, case: UUID) -> HttpResponse:
        looked(self.actor, case)
        file = casefile.read(self.actor, case, "exporter", "consumer", "desk", "determination", "agreement__revision")
        found, now = file.case, clock.now()
        buyer = self.actor.organization == found.consumer_id
        dossier = reading.dossier(self.actor, found, file.asked)
        opinions, document = file.opinions if self._reads_opinions(found) else [], None if buyer else file.document
        turn = show.turn(self.actor, found, now)
        whose, meaning = words.whose(found.whose)
        context = {
            "organization": organization, "case": found, "title": queue.titled(found), "badge": words.badge(found), "turn": turn, "buyer": buyer,
            "buttons": show.buttons(self.actor, found, waits_outcome=any(one.confirmed is None for one in file.outcomes)), "whose": whose, "meaning": meaning,
            "path": words.word(words.PATHS, found.path), "kind": words.word(words.KINDS, found.kind), "clock": clocks.of(found, now), "clock_rows": show.clock_rows(found, now),
            "chart": picture.clock(found, file.requests, now) if not buyer else None,
            "left": show.left(clocks.of(found, now)), "checks": show.checks(self.actor, found, dossier.lines), "missing": dossier.missing, "asked": file.asked,
            "asked_items": [(label(item["code"]), item["what"]) for item in file.asked.items] if file.asked else [],
            "voices": show.voices(opinions, file.outcomes, remarks=not buyer), "letters": [] if buyer else [(one, words.word(words.LETTERS, one.kind)) for one in file.letters],
            "clauses": [(_(label), (document.clauses if document else {}).get(key, "")) for key, label in CLAUSES.items()] if document else [], "document": document,
            "timeline": show.happened(self._events(found), turn.who if turn.state in ("now", "wait") else ""), "code": words.word(words.CODES, found.code) if found.code else "",
            "why": why.card(found.determination, found.path, jurisdiction=bool(self.actor.jurisdiction)) if found.determination and not buyer else None,
        }  # fmt: skip
        return self.show("exchange/export_case/case.html", context)

    def _reads_opinions(self, case: ExportCase) -> bool:
        """What the desk thinks stays with it; the decision says what counts."""
        return self.actor.organization == case.desk_id or self.actor.jurisdiction == "regulator"

    def _events(self, case: ExportCase) -> list[Event]:
        rows = Event.objects.filter(subject_id__in=[str(case.pk), str(case.agreement_id)], subject_type__startswith="exchange.")
        if not self.actor.jurisdiction:
            rows = rows.filter(Q(parties__organization=self.actor.organization))
        return list(rows.order_by("-id")[:EVENTS_SHOWN])[::-1]


class OneLetter(Page):
    """A signed letter in both languages, with the text that /check/ takes; as PDF with `?form=pdf`."""

    audience = "party"

    def get(self, request: HttpRequest, organization: UUID, case: UUID, writ: UUID) -> HttpResponse:
        found = gather.one(self.actor, case, "exporter", "consumer", "desk")
        letter = Letter.objects.filter(pk=writ, case=found).select_related("case").first()
        if letter is None or self.actor.organization == found.consumer_id:
            raise NotFound
        if request.GET.get("form") == "pdf":
            return self._pdf(letter, "en" if request.GET.get("language") == "en" else "zh", found.desk)
        whose, meaning = words.whose(letter.whose)
        context = {
            "organization": organization, "case": found, "letter": letter, "title": words.word(words.LETTERS, letter.kind), "whose": whose, "meaning": meaning,
            "proof": canonical(letters.as_json(letter)).decode(),
        }
        return self.show("exchange/export_case/letter.html", context)

    def _pdf(self, letter: Letter, language: str, desk: Organization) -> HttpResponse:
        title, _, body = (letter.text_zh if language == "zh" else letter.text_en).partition("\n")
        name = (desk.name_zh or desk.name_en) if language == "zh" else (desk.name_en or desk.name_zh)
        signed = f"SHA-256 {letter.digest}\nEd25519 {letter.signature}"
        document = Document(title, language, name, f"{letter.number} · SHA-256 {letter.digest[:16]}…", (*(text(line) for line in body.split("\n") if line.strip()), text(signed)))
        answer = HttpResponse(render(document), content_type=PDF)
        answer["Content-Disposition"] = content_disposition_header(True, f"{letter.number}-{language}.pdf") or "attachment"
        return answer
