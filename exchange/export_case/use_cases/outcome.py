"""What the real authority, or a certification body, decided elsewhere: recorded by one person, confirmed by another.

Only the confirmed outcome moves the case, and from then on the case says that it is a recorded outcome.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from exchange.export_case import clocks, gather, permissions
from exchange.export_case.models import ExportCase, Outcome, PaperRequest
from exchange.export_case.states import OPEN, Path, State, Whose
from exchange.export_case.use_cases import going
from exchange.rules import casework
from exchange.rules.border import calendar
from kernel.decision import Say
from kernel.errors import Invalid, WrongState
from kernel.use_case import Act, use_case

KINDS_OF = {
    Path.ASSESSMENT.value: ("accepted", "refused"),
    Path.CONTRACT.value: ("filing_number", "refused"),
    Path.CERTIFICATION.value: ("certificate", "refused"),
    Path.EXEMPT.value: (),
}
NAME_LENGTH = 200
CERTIFICATE_MONTHS = 36
"""How long a certificate holds (M20 8)."""


@use_case
def record_outcome(
    act: Act, case_id: UUID, *, kind: str, body: str, number: str = "", issued_on: date, valid_until: date | None = None, conditions: Sequence[str] = (), remark: str = ""
) -> ExportCase:
    """Record what `body` decided on `issued_on`: accepted, refused, a filing number or a certificate. Nothing changes until it is confirmed.

    Errors: NotFound, Forbidden, WrongState (decided, or another record waits), Invalid."""
    case = going.found(act, case_id)
    act.authorise(permissions.RECORD, case)
    going.expect(case, *OPEN)
    if Outcome.objects.filter(case=case, confirmed=None).exists():
        raise WrongState(Say("A recorded outcome waits for its confirmation."), remedy=Say("Confirm or decline it first."))
    wrong: dict[str, list[Say]] = {}
    body, number = " ".join(body.split()), " ".join(number.split())
    if kind not in KINDS_OF[case.path]:
        wrong["kind"] = [Say("This path has no such outcome.")]
    if not 1 <= len(body) <= NAME_LENGTH:
        wrong["body"] = [Say("Name the authority or the body that decided.")]
    if len(number) > NAME_LENGTH or (not number and kind != "refused"):
        wrong["number"] = [Say("Give the number that stands on the paper.")]
    if issued_on > clocks.day_of(act.now):
        wrong["issued_on"] = [Say("The day of issue cannot lie in the future.")]
    if valid_until is not None and valid_until <= issued_on:
        wrong["valid_until"] = [Say("The last day of validity comes after the day of issue.")]
    longest = calendar.months(issued_on, CERTIFICATE_MONTHS)
    if kind == "certificate" and valid_until is not None and valid_until > longest:
        wrong["valid_until"] = [Say("A certificate holds for at most three years.")]
    if kind == "certificate" and (valid_until or longest) < clocks.day_of(act.now):
        wrong["valid_until"] = [Say("This certificate is no longer valid.")]
    if wrong or act.actor.person is None:
        raise Invalid(fields=wrong)
    row = Outcome(
        case=case, kind=kind, whose=Whose.AUTHORITY.value, body=body, number=number, issued_on=issued_on, valid_until=valid_until,
        conditions=going.lines(conditions, "conditions"), remark=remark.strip()[: going.TEXT_LENGTH], recorded_by=act.actor.person, recorded=act.now,
    )  # fmt: skip
    row.save(force_insert=True)
    act.wait(case, organization=gather.exchange(), act=permissions.CONFIRM, role="operator")
    act.record("exchange.export_case.outcome_recorded", case, {"outcome": str(row.pk), "kind": kind, "paper": number, "issued_on": issued_on.isoformat()}, parties=case.parties)
    return case


def _waiting(act: Act, case_id: UUID) -> tuple[ExportCase, Outcome]:
    case = going.found(act, case_id)
    act.authorise(permissions.CONFIRM, case)
    row = Outcome.objects.filter(case=case, confirmed=None).first()
    if row is None:
        raise WrongState(Say("No recorded outcome waits for confirmation."))
    facts = gather.person(act.actor, case, "intake", "reviewer")
    act.require(casework.person(casework.PersonFacts(facts.person, (*facts.earlier, ("recorder", row.recorded_by)), facts.former, facts.of_party)))
    return case, row


@use_case
def confirm_outcome(act: Act, case_id: UUID) -> ExportCase:
    """A second person, nobody of a party, has compared the record with the paper: the case ends as the authority decided.

    Errors: NotFound, Forbidden, WrongState, Refused (persons)."""
    case, row = _waiting(act, case_id)
    going.expect(case, *OPEN)
    row.confirmed, row.confirmed_by = act.now, act.actor.person
    row.save(update_fields=["confirmed", "confirmed_by"])
    PaperRequest.objects.filter(case=case, answered=None).update(answered=act.now)
    to = State.REFUSED if row.kind == "refused" else State.APPROVED
    begins, ends = gather.validity(case, row.issued_on)
    approved = {"valid_from": begins, "valid_until": row.valid_until or ends, "conditions": row.conditions} if to is State.APPROVED else {}
    going.close(act, case, to, decided_by=act.actor.person, decided=act.now, code=row.kind, reason=row.remark, whose=row.whose, **approved)
    act.record("exchange.export_case.outcome_confirmed", case, {"outcome": str(row.pk), "kind": row.kind, "paper": row.number}, parties=case.parties)
    going.replaces(act, case)
    return case


@use_case
def decline_outcome(act: Act, case_id: UUID) -> ExportCase:
    """The record does not fit the paper: it stays on file as declined, and nothing changes. Errors: NotFound, Forbidden, WrongState, Refused."""
    case, row = _waiting(act, case_id)
    row.confirmed, row.confirmed_by, row.declined = act.now, act.actor.person, True
    row.save(update_fields=["confirmed", "confirmed_by", "declined"])
    act.done_waiting(case, permissions.CONFIRM)
    act.record("exchange.export_case.outcome_declined", case, {"outcome": str(row.pk)}, parties=case.parties)
    return case
