"""Intake: whether a dossier is complete, told once with every gap; whether it is accepted, in writing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from exchange.export_case import gather, letters, permissions
from exchange.export_case.models import ExportCase, PaperRequest
from exchange.export_case.states import Path, State, step
from exchange.export_case.use_cases import going
from exchange.rules import casework
from exchange.rules.border.papers import PAPERS
from kernel.decision import Say
from kernel.errors import Invalid, WrongState
from kernel.use_case import Act, use_case

MOST_GAPS = 60


def _taken(act: Act, case_id: UUID, *states: State, version: int | None) -> ExportCase:
    case = going.found(act, case_id)
    act.authorise(permissions.TAKE_IN, case)
    going.expect(case, *states, version=version)
    act.require(casework.person(gather.person(act.actor, case, "reviewer", "approver")))
    return case


def gaps(items: Sequence[Mapping[str, str]], name: str) -> list[dict[str, str]]:
    """What is asked for, paper by paper: a known code and what is wrong with it. Errors: Invalid."""
    found = [{"code": str(item.get("code", "")), "what": " ".join(str(item.get("what", "")).split())} for item in items]
    if not 1 <= len(found) <= MOST_GAPS or any(item["code"] not in PAPERS or not 1 <= len(item["what"]) <= 500 for item in found):
        raise Invalid(fields={name: [Say("Name each gap: a paper of the list, and what is missing or wrong in 1 to 500 characters.")]})
    return found


@use_case
def accept(act: Act, case_id: UUID, *, version: int | None = None) -> ExportCase:
    """The dossier is complete: on the assessment path it goes on to acceptance, then to review; else to review at once.

    Errors: NotFound, Forbidden, WrongState, Refused (persons)."""
    case = _taken(act, case_id, State.SUBMITTED, State.ACCEPTANCE, version=version)
    complete = case.state == State.SUBMITTED.value
    to = State.ACCEPTANCE if complete and step(case.path, State.ACCEPTANCE) else State.UNDER_REVIEW
    going.proceed(act, case, to, intake_by=act.actor.person)
    letter = letters.write(act, case, "complete" if to is State.ACCEPTANCE else "accepted")
    name = "exchange.export_case.complete" if complete else "exchange.export_case.accepted"
    act.record(name, case, {"letter": letter.number, "digest": letter.digest}, parties=case.parties)
    return case


@use_case
def return_(act: Act, case_id: UUID, *, items: Sequence[Mapping[str, str]], version: int | None = None) -> ExportCase:
    """Return the dossier once, with ALL its gaps; the exporter completes it in time, or the case lapses.

    Errors: NotFound, Forbidden, WrongState (it was returned before), Refused, Invalid."""
    case = _taken(act, case_id, State.SUBMITTED, version=version)
    if PaperRequest.objects.filter(case=case, kind="return").exists():
        raise WrongState(
            Say("This dossier was returned once; all gaps had to be named then."), remedy=Say("Accept it as complete, or end the filing because it was not completed.")
        )
    asked = gaps(items, "items")
    going.proceed(act, case, State.RETURNED, intake_by=act.actor.person)
    going.asked_for(act, case, "return", asked)
    letter = letters.write(act, case, "returned", items=asked)
    # the gaps stand in the letter, sealed by its digest: the buyer, who reads this event, is not told them
    act.record("exchange.export_case.returned", case, {"letter": letter.number, "digest": letter.digest}, parties=case.parties)
    return case


@use_case
def decline(act: Act, case_id: UUID, *, reason: str, version: int | None = None) -> ExportCase:
    """Not accepted, in writing and with the reason (M11 7(2)). Errors: NotFound, Forbidden, WrongState, Refused, Invalid."""
    case = _taken(act, case_id, State.ACCEPTANCE, version=version)
    reason = going.text(reason, "reason")
    going.close(act, case, State.REFUSED, intake_by=act.actor.person, code="not_accepted", reason=reason, decided=act.now)
    letter = letters.write(act, case, "not_accepted")
    act.record("exchange.export_case.not_accepted", case, {"letter": letter.number, "digest": letter.digest}, parties=case.parties)
    return case


@use_case
def end_filing(act: Act, case_id: UUID, *, reason: str, version: int | None = None) -> ExportCase:
    """What was returned came back incomplete: the filing is ended (GSC2 3(2)). Errors: NotFound, Forbidden, WrongState, Refused, Invalid."""
    case = _taken(act, case_id, State.SUBMITTED, version=version)
    if case.round < 2 or case.path == Path.EXEMPT.value:
        raise WrongState(Say("Return the dossier first, with all its gaps."))
    reason = going.text(reason, "reason")
    going.close(act, case, State.LAPSED, intake_by=act.actor.person, code="not_completed", reason=reason, decided=act.now)
    letter = letters.write(act, case, "lapsed")
    act.record("exchange.export_case.lapsed", case, {"letter": letter.number, "digest": letter.digest}, parties=case.parties)
    return case
