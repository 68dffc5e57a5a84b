"""What the case's page shows, in words and shapes: the turn, the clock, the checklist, opinions, the timeline, and who may do what."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from exchange.agreement import show as agreeing
from exchange.export_case import clocks, permissions, words
from exchange.export_case.dossier.checklist import Line
from exchange.export_case.models import ExportCase, Opinion, Outcome
from exchange.export_case.states import AT_DESK, AT_EXPORTER, OPEN, Kind, Path, State, Whose, step
from exchange.trade_request import show as asking
from exchange.trade_request.show import Button, timeline
from kernel.actor import Actor
from kernel.models import Event
from kernel.permissions import Permission, allowed
from web.shapes import Buoy, Check

SENTENCES = {
    State.DRAFT: lambda: _("The exporter puts the dossier together and hands it in; no clock runs yet."),
    State.SUBMITTED: lambda: _("The desk checks whether the dossier is complete; gaps are named once, all together."),
    State.RETURNED: lambda: _("The exporter completes what was named and hands the dossier in again."),
    State.ACCEPTANCE: lambda: _("The dossier is complete; whether it is accepted is told in writing."),
    State.UNDER_REVIEW: lambda: _("The reviewer reads the dossier and writes an opinion."),
    State.SUPPLEMENT: lambda: _("The desk asked for further papers; its clock stands still until the exporter answers."),
    State.TO_DECIDE: lambda: _("The opinion is written; the approver, another person, decides."),
    State.APPROVED: lambda: _("The export is approved on this path; what may leave, and how much, is said by the clearance."),
    State.REFUSED: lambda: _("The export was refused; the letter names the rule, the facts and the remedy."),
    State.WITHDRAWN: lambda: _("The exporter took the case back; nothing was decided."),
    State.LAPSED: lambda: _("The dossier was not completed in time; a new case may be opened."),
    State.ENDED: lambda: _("This decision is no longer valid."),
}


@dataclass(frozen=True, slots=True)
class Turn:
    """The banner's words: state, who, one sentence, and the four facts."""

    state: str
    who: str
    say: str
    waits_for: str
    since: Any
    until: Any
    then: str
    yours: bool


def turn(actor: Actor, case: ExportCase, now: Any) -> Turn:
    """Whose turn it is. `case` read with its organizations."""
    say = SENTENCES[State(case.state)]()
    if case.state not in OPEN:
        look = words.badge(case)
        return Turn(look[0] if look[0] in ("done", "stop") else "idle", look[1], say, "", case.state_since, None, "", False)
    at_desk = case.state in AT_DESK
    organization = case.desk if at_desk else case.exporter
    yours = organization.pk == actor.organization and (not at_desk or can_act(actor, case))
    over = case.due is not None and case.due < now
    then = "" if case.due is None else _("its supervisor is called; silence grants nothing") if at_desk else _("the case lapses")
    role = {"intake": _("intake"), "reviewer": _("reviewer"), "approver": _("approver")}.get(case.role, "")
    name = f"{organization.name} · {role}" if at_desk and role else organization.name
    who = _("Your turn") if yours else _("Overdue: %(name)s") % {"name": name} if over else _("Waits for %(name)s") % {"name": name}
    return Turn("now" if yours else "stop" if over else "wait", who, say, _("You") if yours else name, case.state_since, case.due, then, yours)


_STEP_PERMISSION = {
    State.SUBMITTED: permissions.TAKE_IN, State.ACCEPTANCE: permissions.TAKE_IN, State.UNDER_REVIEW: permissions.REVIEW, State.TO_DECIDE: permissions.DECIDE,
}  # fmt: skip


def can_act(actor: Actor, case: ExportCase) -> bool:
    permission = _STEP_PERMISSION.get(State(case.state))
    return permission is not None and allowed(actor, permission, case).permitted


def left(clock: clocks.Clock | None) -> str:
    """"16 days left", "1 day over"."""
    if clock is None:
        return ""
    if clock.overdue:
        over = max(1, -clock.left)
        return ngettext("%(n)s day over", "%(n)s days over", over) % {"n": over}
    return ngettext("%(n)s day left", "%(n)s days left", clock.left) % {"n": clock.left}


def clock_rows(case: ExportCase, now: Any) -> list[tuple[str, str]]:
    """What runs, since when, until which day, after which article; and what is said about the calendar."""
    found, rule = clocks.of(case, now), step(case.path, case.state, case.kind)
    if found is None or rule is None:
        return []
    place = f"{rule.cite.instrument} {rule.cite.article}"
    rows = [
        (_("Step"), words.badge(case)[1]), (_("Last day"), found.day.isoformat()),
        (_("Working days"), _("%(used)s of %(days)s used, %(left)s") % {"used": found.used, "days": found.days, "left": left(found)}),
        (_("Rests on"), _("platform rule, not law") if rule.cite.certainty.value == "platform" else place),
    ]  # fmt: skip
    if case.stopped_since is not None:
        rows.append((_("The desk's clock"), _("stands still since %(day)s, %(n)s working days left") % {"day": clocks.day_of(case.stopped_since), "n": case.days_left}))
    if case.extended_to is not None:
        rows.append((_("Extended"), case.extension_reason))
    if found.guessed:
        rows.append((_("Calendar"), _("The holidays of a year in this period are not published yet: the day can still move.")))
    return rows


def checks(actor: Actor, case: ExportCase, lines: Iterable[Line]) -> list[Check]:
    """The checklist as lines: what is there, what is asked, who brings it."""
    found = []
    exporter = actor.organization == case.exporter_id
    for line in lines:
        newest = line.newest
        who = words.word(words.BROUGHT_BY, line.brought_by)
        if line.asked:
            state, note = "stop", _("Asked for: %(what)s") % {"what": line.asked}
        elif line.there:
            state, note = "done", _("Version %(n)s, %(day)s") % {"n": newest.version, "day": clocks.day_of(newest.at)} if newest else _("there")
        elif line.automatic:
            state, note = "idle", _("kept by the exchange itself")
        else:
            state, note = "wait", _("missing; brought by %(who)s") % {"who": who}
        if line.private:
            note = f"{note} · {_('seen by its owner and the desk only')}"
        url = reverse("export_case.paper", args=[actor.organization, case.pk, line.code])
        link = _("Open") if newest or not exporter or case.state not in (State.DRAFT, *AT_EXPORTER) else _("Add")
        found.append(Check(state, line.label, f"{note} · {line.article}", url, link))  # type: ignore[arg-type]
    return found


@dataclass(frozen=True, slots=True)
class Voice:
    """An opinion or a recorded outcome, as a card."""

    state: str
    who: str
    label: str
    when: Any
    text: str
    conditions: list[str]


def voices(opinions: Iterable[Opinion], outcomes: Iterable[Outcome], *, remarks: bool) -> list[Voice]:
    """`remarks` on outcomes are not for the buyer."""
    found = []
    for row in opinions:
        look, said = words.OPINIONS[row.kind]
        who = _("Approver") if row.kind == "returned" else _("Reviewer")
        text = f"{row.text} ({row.article})" if row.article else row.text
        found.append(Voice(look, who, _(said), row.at, text, row.conditions))
    for one in outcomes:
        look = "stop" if one.declined else "wait" if one.confirmed is None else "done"
        label = _("declined") if one.declined else _("waits for a second person") if one.confirmed is None else _("confirmed")
        text = f"{words.word(words.CODES, one.kind)} {one.number} · {one.issued_on}" + (f" – {one.valid_until}" if one.valid_until else "")
        found.append(Voice(look, one.body, label, one.recorded, f"{text} {one.remark if remarks else ''}".strip(), one.conditions))
    return found


_EVENTS = {**asking.EVENTS, **agreeing.EVENTS, **words.EVENTS}


def happened(events: Iterable[Event], next_step: str) -> list[Buoy]:
    """The case's and its deal's events, newest first, with what is awaited on top."""
    ahead = [Buoy("now", next_step)] if next_step else []
    return [*ahead, *timeline((json.loads(event.payload) for event in events), _EVENTS)]


def buttons(actor: Actor, case: ExportCase, *, waits_outcome: bool) -> list[Button]:
    """What this actor may do now; the first one is primary. `case` read with its organizations."""
    here = [actor.organization, case.pk]
    found: list[Button] = []

    def add(name: str, label: str, permission: Permission, effect: str = "", tone: str = "") -> None:
        if allowed(actor, permission, case).permitted:
            found.append(Button(label, reverse(f"export_case.{name}", args=here), tone or ("primary" if not found else ""), effect))

    state = State(case.state)
    if state in (State.DRAFT, State.RETURNED):
        add("submit", _("Hand the dossier in"), permissions.SUBMIT, _("The desk's clock starts; the papers are frozen while it reads."))
    if state is State.SUPPLEMENT:
        add("supply", _("Answer the request"), permissions.SUBMIT, _("The desk's clock runs again."))
    if state in (State.DRAFT, *AT_EXPORTER):
        add("document", _("State the legal document"), permissions.SUBMIT)
    if state in (State.SUBMITTED, State.ACCEPTANCE):
        add("accept", _("Complete: go on") if state is State.SUBMITTED else _("Accept in writing"), permissions.TAKE_IN)
    if state is State.SUBMITTED:
        if case.round < 2:
            add("return", _("Return with all gaps"), permissions.TAKE_IN, _("Only once: every gap has to be named now."))
        else:
            add("end_filing", _("End: not completed"), permissions.TAKE_IN, tone="danger")
    if state is State.ACCEPTANCE:
        add("decline", _("Do not accept"), permissions.TAKE_IN, tone="danger")
    if state is State.UNDER_REVIEW:
        add("opine", _("Write the opinion"), permissions.REVIEW, _("Goes to the approver; the exporter does not see it yet."))
        add("ask", _("Ask for papers"), permissions.REVIEW, _("The clock stands still until the answer."))
        if case.path == Path.ASSESSMENT.value and case.extended_to is None:
            add("extend", _("Take longer"), permissions.REVIEW)
    if state is State.TO_DECIDE:
        add("decide", _("Decide"), permissions.DECIDE, _("Signed as a letter and sent at once."))
    if waits_outcome and state in OPEN:
        add("confirm_outcome", _("Confirm the recorded outcome"), permissions.CONFIRM, _("The case ends as the authority decided."))
    elif state in OPEN and case.path != Path.EXEMPT.value:
        add("record_outcome", _("Record the authority's outcome"), permissions.RECORD, tone="quiet")
    again = case.whose != Whose.AUTHORITY.value and (state is State.REFUSED or (state is State.APPROVED and bool(case.conditions)))
    if again and case.path == Path.ASSESSMENT.value and case.kind != Kind.REEVALUATION.value and case.code != "not_accepted":
        add("reevaluate", _("Ask for re-evaluation"), permissions.REEVALUATE, _("Within 15 working days; others decide, and their result is final."))
    if state in OPEN:
        add("withdraw", _("Withdraw the case"), permissions.WITHDRAW, tone="quiet")
    return found
