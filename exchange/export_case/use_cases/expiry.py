"""What the clock does: reminds before a last day, calls the supervisor after it, lets a case lapse, ends a decision's validity."""

from __future__ import annotations

from uuid import UUID

from exchange.agreement.models import Agreement
from exchange.agreement.states import OPEN as AGREEMENT_OPEN
from exchange.export_case import letters, permissions
from exchange.export_case.models import ExportCase, PaperRequest
from exchange.export_case.states import AT_DESK, AT_EXPORTER, OPEN, ROUTES, State, Whose
from exchange.export_case.use_cases import going
from kernel import turns
from kernel.decision import Say
from kernel.errors import WrongState
from kernel.use_case import Act, use_case


def _due(act: Act, case: ExportCase, name: str) -> None:
    """Errors: WrongState when no wait with this end has run out."""
    if not turns.waits_on(case).filter(until__lte=act.now, on_expiry=name).exists():
        raise WrongState(Say("This is not due yet."))


@use_case
def lapse(act: Act, case_id: UUID) -> ExportCase:
    """The exporter did not complete the dossier, or answer, in time. Errors: WrongState when it is not due."""
    case = going.found(act, case_id)
    act.authorise(permissions.LAPSE, case)
    going.expect(case, *AT_EXPORTER)
    _due(act, case, going.LAPSE)
    PaperRequest.objects.filter(case=case, answered=None).update(answered=act.now)
    going.close(act, case, State.LAPSED, code="not_completed", decided=act.now)
    letter = letters.write(act, case, "lapsed")
    act.record("exchange.export_case.lapsed", case, {"letter": letter.number, "digest": letter.digest}, parties=[*case.parties, case.desk_id])
    return case


@use_case
def escalate(act: Act, case_id: UUID) -> ExportCase:
    """The desk let its last day pass: nothing is granted by silence, and the supervisor is asked to look after the case."""
    case = going.found(act, case_id)
    act.authorise(permissions.LAPSE, case)
    going.expect(case, *AT_DESK)
    _due(act, case, going.ESCALATE)
    state = State(case.state)
    going.done(act, case)
    act.wait(case, organization=case.desk_id, act=going.ACTS[state], role=going.role_of(case, state))
    going.also(act, case, state, None)
    supervisor = "operator" if ROUTES[case.path].whose is Whose.EXCHANGE else "supervisor"
    act.wait(case, organization=case.desk_id, act=permissions.SUPERVISE, role=supervisor)
    act.record("exchange.export_case.overdue", case, {"state": case.state}, parties=[*case.parties, case.desk_id])
    return case


@use_case
def remind(act: Act, case_id: UUID) -> ExportCase:
    """Two working days before the last one: whoever has the case gets its turn anew, which sends them a notice."""
    case = going.found(act, case_id)
    act.authorise(permissions.REMIND, case)
    _due(act, case, going.REMIND)
    act.done_waiting(case, permissions.REMIND)
    state = State(case.state)
    if state in going.ACTS and case.due is not None and case.due > act.now:
        act.done_waiting(case, going.ACTS[state])
        desk = case.state in AT_DESK
        act.wait(
            case, organization=case.desk_id if desk else case.exporter_id, act=going.ACTS[state], role=going.role_of(case, state) if desk else "steward",
            until=case.due, on_expiry=going.ESCALATE if desk else going.LAPSE,
        )
        going.also(act, case, state, case.due)
    act.record("exchange.export_case.reminded", case, {"state": case.state}, parties=[case.exporter_id, case.desk_id])
    return case


@use_case
def end(act: Act, case_id: UUID) -> ExportCase:
    """The validity of the decision is over. Errors: WrongState when it is not due."""
    case = going.found(act, case_id)
    act.authorise(permissions.END, case)
    going.expect(case, State.APPROVED)
    _due(act, case, going.END)
    going.close(act, case, State.ENDED, code="validity_over")
    act.record("exchange.export_case.ended", case, {"valid_until": case.valid_until.isoformat() if case.valid_until else None}, parties=[*case.parties, case.desk_id])
    return case


@use_case
def close_ended(act: Act, case_id: UUID) -> ExportCase:
    """The deal itself is over: nothing is left to export. Errors: WrongState while it lasts."""
    case = going.found(act, case_id)
    act.authorise(permissions.END, case)
    going.expect(case, *OPEN)
    if Agreement.objects.filter(pk=case.agreement_id, state__in=[state.value for state in AGREEMENT_OPEN]).exists():
        raise WrongState(Say("This is not due yet."))
    PaperRequest.objects.filter(case=case, answered=None).update(answered=act.now)
    going.close(act, case, State.WITHDRAWN, code="deal_over", decided=act.now)
    act.record("exchange.export_case.withdrawn", case, {"code": "deal_over"}, parties=[*case.parties, case.desk_id])
    return case
