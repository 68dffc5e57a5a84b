"""The reviewer: asks for papers while the clock stands still, tells that it takes longer, writes the opinion the approver reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from exchange.export_case import clocks, gather, letters, permissions
from exchange.export_case.models import ExportCase, Opinion
from exchange.export_case.states import Path, State
from exchange.export_case.use_cases import going
from exchange.export_case.use_cases.intake import gaps
from exchange.rules import casework
from kernel.decision import Say
from kernel.errors import Invalid, WrongState
from kernel.use_case import Act, use_case

KINDS = ("approve", "conditions", "refuse")
MOST_DAYS = 45


def _reviewed(act: Act, case_id: UUID, version: int | None) -> ExportCase:
    case = going.found(act, case_id)
    act.authorise(permissions.REVIEW, case)
    going.expect(case, State.UNDER_REVIEW, version=version)
    act.require(casework.person(gather.person(act.actor, case, "intake", "approver")))
    return case


@use_case
def ask_for_papers(act: Act, case_id: UUID, *, items: Sequence[Mapping[str, str]], version: int | None = None) -> ExportCase:
    """Ask the exporter for more; the desk's clock stands still until it answers. Errors: NotFound, Forbidden, WrongState, Refused, Invalid."""
    case = _reviewed(act, case_id, version)
    asked = gaps(items, "items")
    going.proceed(act, case, State.SUPPLEMENT, reviewed_by=act.actor.person)
    going.asked_for(act, case, "papers", asked)
    letter = letters.write(act, case, "papers_asked", items=asked)
    # what is asked for stands in the letter, sealed by its digest: the buyer, who reads this event, is not told it
    act.record("exchange.export_case.papers_asked", case, {"letter": letter.number, "digest": letter.digest}, parties=case.parties)
    return case


@use_case
def extend(act: Act, case_id: UUID, *, days: int, reason: str, version: int | None = None) -> ExportCase:
    """A complex assessment takes longer, and the exporter is told (M11 12): `days` working days more, once.

    Errors: NotFound, Forbidden, WrongState (not an assessment, or extended before), Refused, Invalid."""
    case = _reviewed(act, case_id, version)
    if case.path != Path.ASSESSMENT.value or case.extended_to is not None or case.due is None:
        raise WrongState(Say("Only an assessment is extended, and only once."))
    if not 1 <= days <= MOST_DAYS:
        raise Invalid(fields={"days": [Say("From 1 to %(most)s working days.", {"most": MOST_DAYS})]})
    due = clocks.after(max(case.due, act.now), days)
    case.extension_reason, case.extended_to, case.due, case.clock_days = going.text(reason, "reason"), due, due, (case.clock_days or 0) + days
    case.version += 1
    case.save(update_fields=["extension_reason", "extended_to", "due", "clock_days", "version"])
    going.remind_again(act, case)
    letter = letters.write(act, case, "extended")
    data = {"letter": letter.number, "digest": letter.digest, "due": clocks.day_of(due).isoformat(), "days": days}
    act.record("exchange.export_case.extended", case, data, parties=case.parties)
    return case


@use_case
def opine(act: Act, case_id: UUID, *, kind: str, text: str, conditions: Sequence[str] = (), article: str = "", version: int | None = None) -> ExportCase:
    """Write the opinion and hand the case to the approver. A refusal names the article it rests on.

    Errors: NotFound, Forbidden, WrongState, Refused (persons), Invalid."""
    case = _reviewed(act, case_id, version)
    found = going.lines(conditions, "conditions")
    article = " ".join(article.split())[:200]
    wrong: dict[str, list[Say]] = {}
    if kind not in KINDS:
        wrong["kind"] = [Say("Approve, approve with conditions, or refuse.")]
    if kind == "conditions" and not found:
        wrong["conditions"] = [Say("Name at least one condition.")]
    if kind == "refuse" and not article:
        wrong["article"] = [Say("Name the article on which a refusal rests.")]
    if wrong:
        raise Invalid(fields=wrong)
    number = Opinion.objects.filter(case=case).count() + 1
    said = Opinion(
        case=case, number=number, kind=kind, text=going.text(text, "text"), conditions=found if kind == "conditions" else [], article=article, person=act.actor.person, at=act.now
    )
    said.save(force_insert=True)
    going.proceed(act, case, State.TO_DECIDE, reviewed_by=act.actor.person)
    # what the opinion says stays with the desk until the decision: the parties learn that there is one
    act.record("exchange.export_case.opined", case, {"opinion": number}, parties=case.parties)
    return case
