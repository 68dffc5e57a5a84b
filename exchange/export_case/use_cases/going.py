"""How a case goes from state to state: its clock, the turn of whoever has it next, a reminder before, and what happens when it closes.

Every act of the other files goes through here; nothing here is an act of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.models import Membership
from accounts.organization.use_cases import exchange
from exchange.agreement.models import Agreement
from exchange.agreement.permissions import CLEAR_BORDER
from exchange.agreement.states import State as Agreed
from exchange.export_case import clocks, permissions
from exchange.export_case.models import ExportCase, PaperRequest
from exchange.export_case.states import ANEW, AT_DESK, AT_EXPORTER, DESK_ROLES, HOLDERS, ROUTES, Kind, State, Whose, step
from kernel.decision import Say
from kernel.errors import Invalid, WrongState
from kernel.state_words import state_word
from kernel.turns import CLOCK
from kernel.use_case import Act

LAPSE, ESCALATE, REMIND, END = "export_case.lapse", "export_case.escalate", "export_case.remind", "export_case.end"
ISSUE_CLEARANCE = "clearance:issue"
"""The act of the slice above that an approved case waits for; its turn begins here."""
TEXT_LENGTH = 4_000
MOST_CONDITIONS = 20
ACTS = {
    State.SUBMITTED: permissions.TAKE_IN, State.ACCEPTANCE: permissions.TAKE_IN, State.UNDER_REVIEW: permissions.REVIEW, State.TO_DECIDE: permissions.DECIDE,
    State.RETURNED: permissions.SUBMIT, State.SUPPLEMENT: permissions.SUBMIT,
}  # fmt: skip
MOST_OTHERS = 20
PARTIES = ("exporter", "consumer", "desk")


def found(act: Act, case_id: UUID) -> ExportCase:
    """The case with its organizations, locked. Errors: NotFound."""
    return act.find(ExportCase, case_id, join=PARTIES)


def expect(case: ExportCase, *states: State, version: int | None = None) -> None:
    """Errors: WrongState when the case is in none of the states, or is not the one that was read."""
    if case.state not in states or (version is not None and version != case.version):
        raise WrongState(
            Say("The case is in state %(state)s, or was changed since you read it.", {"state": state_word(case.state)}),
            remedy=Say("Reload to see where it stands now and what is possible."),
        )


def proceed(act: Act, case: ExportCase, to: State, **fields: Any) -> None:
    """Move the case on: a new clock starts, the old one goes on, or one that stood still runs again; whoever is next gets the turn."""
    fields |= _clock(act.now, case, to)
    act.move(case, to, holder=HOLDERS[to].value, role=DESK_ROLES.get(to, ""), version=case.version + 1, **fields)
    done(act, case)
    if to in AT_DESK:
        _turn(act, case, case.desk_id, role_of(case, to), to, ESCALATE)
    elif to in AT_EXPORTER:
        _turn(act, case, case.exporter_id, "steward", to, LAPSE)


def done(act: Act, case: ExportCase) -> None:
    """Whatever was awaited on the case is over; an outcome recorded and not confirmed still waits while the case is open."""
    act.done_waiting(case, but=permissions.CONFIRM if case.is_open else None)


def _clock(now: datetime, case: ExportCase, to: State) -> dict[str, Any]:
    rule = step(case.path, to, case.kind)
    if rule is None:
        return {"due": None, "stopped_since": None, "days_left": None}
    if to is State.SUPPLEMENT:
        remaining = max(0, clocks.left(case.due, now)) if case.due else 0
        return {"due": clocks.after(now, rule.days), "stopped_since": now, "days_left": remaining}
    if case.stopped_since is not None and case.days_left is not None:
        return {"due": clocks.after(now, max(1, case.days_left)), "stopped_since": None, "days_left": None}
    if to is State.UNDER_REVIEW and case.state == State.TO_DECIDE.value:  # the approver gives it back: one and the same step
        return {}
    if rule.goes_on and case.due is not None:
        return {}
    return {"due": clocks.after(now, rule.days), "clock_since": now, "clock_days": rule.days, "extended_to": None}


def role_of(case: ExportCase, state: State) -> str:
    return "operator" if ROUTES[case.path].whose is Whose.EXCHANGE or case.desk.kind == "exchange" else DESK_ROLES[state]


def _turn(act: Act, case: ExportCase, organization: UUID, role: str, state: State, on_expiry: str) -> None:
    ahead = case.due if case.due is not None and case.due > act.now else None
    act.wait(case, organization=organization, act=ACTS[state], role=role, until=ahead, on_expiry=on_expiry if ahead else "")
    also(act, case, state, ahead)
    soon = clocks.reminder(act.now, ahead) if ahead else None
    if soon is not None:
        act.wait(case, organization=CLOCK, act=permissions.REMIND, role="clock", until=soon, on_expiry=REMIND)


def also(act: Act, case: ExportCase, state: State, until: datetime | None) -> None:
    """On a re-evaluation the turn is also of others, one by one: whoever takes cases in may review it, a supervisor decide it."""
    if case.kind != Kind.REEVALUATION.value or state not in ANEW or role_of(case, state) == "operator":
        return
    others = Membership.objects.active().filter(organization=case.desk_id, roles__contains=[ANEW[state]]).order_by("since")
    for person in others.values_list("user_id", flat=True)[:MOST_OTHERS]:
        act.wait(case, organization=case.desk_id, act=ACTS[state], role=ANEW[state], person=person, until=until)


def remind_again(act: Act, case: ExportCase) -> None:
    """After the due day was moved: turns as if the state had just begun, with the new day."""
    done(act, case)
    state = State(case.state)
    _turn(act, case, case.desk_id, role_of(case, state), state, ESCALATE)


def close(act: Act, case: ExportCase, to: State, **fields: Any) -> None:
    """The case is over: approved, an operator may issue the clearance; else the exporter is asked to clear the border once more."""
    proceed(act, case, to, **fields)
    if to is not State.APPROVED:
        _clear_again(act, case)
        return
    agreement = _lasting(case)
    if agreement is None:
        return
    act.done_waiting(agreement, ISSUE_CLEARANCE)
    act.wait(agreement, organization=exchange(), act=ISSUE_CLEARANCE, role="operator")
    if case.valid_until is not None:
        act.wait(case, organization=CLOCK, act=permissions.END, role="clock", until=clocks.end_of(case.valid_until), on_expiry=END)


def _lasting(case: ExportCase) -> Agreement | None:
    """The case's agreement, as long as it lasts."""
    return Agreement.objects.filter(pk=case.agreement_id, state__in=[Agreed.PREPARED.value, Agreed.IN_FORCE.value]).only("id", "state", "provider_id").first()


def replaces(act: Act, case: ExportCase) -> None:
    """A decided change or re-evaluation takes the place of what was approved before, also when it is refused; a refused extension
    leaves what there is until its own last day."""
    refused = case.state != State.APPROVED.value
    if case.predecessor_id is None or (refused and case.kind == Kind.EXTENSION.value):
        return
    former = case.predecessor
    # a refused case that was evaluated again had something before it
    if former is not None and former.state != State.APPROVED.value and not refused:
        former = former.predecessor
    if former is None or act.lock(former).state != State.APPROVED.value:
        return
    proceed(act, former, State.ENDED, code="replaced")
    act.record("exchange.export_case.ended", former, {"by": case.number}, parties=former.parties)
    if refused:
        _clear_again(act, case)


def _clear_again(act: Act, case: ExportCase) -> None:
    """Nothing approved is left: the exporter is asked to clear the border once more, as long as the deal lasts."""
    agreement = _lasting(case)
    if agreement is None or ExportCase.objects.filter(agreement_id=case.agreement_id, state=State.APPROVED.value).exists():
        return
    act.done_waiting(agreement, CLEAR_BORDER)
    act.wait(agreement, organization=case.exporter_id, act=CLEAR_BORDER, role="steward")


def asked_for(act: Act, case: ExportCase, kind: str, items: list[dict[str, str]]) -> None:
    """Keep what was asked for, to be answered by the day that is due now."""
    if case.due is None:
        raise WrongState(Say("No clock runs on this case."))
    PaperRequest(case=case, kind=kind, round=case.round, items=items, person=act.actor.person, at=act.now, until=case.due).save(force_insert=True)


def text(value: str, name: str) -> str:
    """Free text of 1 to 4,000 characters. Errors: Invalid."""
    value = value.strip()
    if not 1 <= len(value) <= TEXT_LENGTH:
        raise Invalid(fields={name: [Say("Write 1 to %(most)s characters.", {"most": TEXT_LENGTH})]})
    return value


def lines(values: Sequence[str], name: str) -> list[str]:
    """Up to 20 conditions, one line each. Errors: Invalid."""
    found = [" ".join(value.split()) for value in values if value.strip()]
    if len(found) > MOST_CONDITIONS or any(len(one) > 500 for one in found):
        raise Invalid(fields={name: [Say("At most %(most)s conditions of at most 500 characters.", {"most": MOST_CONDITIONS})]})
    return found
