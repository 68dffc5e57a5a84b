"""What happens to a cleared export while it is watched: alerts, changes the exporter tells of, and the filing of its contract."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

from exchange.clearance import gather, permissions
from exchange.clearance.models import Clearance, ClearanceAlert
from exchange.clearance.states import State
from exchange.clearance.use_cases.common import OVERDUE_CAUSE, after_day, facts
from exchange.rules.watching import CHANGES, Alert, alerts, change
from kernel import holds
from kernel.decision import Say
from kernel.errors import Invalid, WrongState
from kernel.use_case import Act, use_case

JOIN = ("agreement__consumer", "agreement__revision", "case")


@use_case
def alert(act: Act, clearance_id: Any) -> Clearance:
    """Tell the exporter what the watch has found and not told yet; what the law lets nobody go on with rests the clearance.

    Errors: WrongState (there is nothing new)."""
    clearance = act.find(Clearance, clearance_id, join=JOIN)
    act.authorise(permissions.SUSPEND, clearance)
    known = set(ClearanceAlert.objects.filter(clearance=clearance).values_list("code", flat=True))
    found = [one for one in alerts(gather.watch_facts(clearance, gather.law(clearance.agreement_id), act.now)) if one.code not in known]
    if not found:
        raise WrongState(Say(gettext_noop("There is nothing new to tell.")))
    for one in found:
        _told(act, clearance, one)
    return clearance


@use_case
def tell_change(act: Act, clearance_id: Any, *, code: str) -> Clearance:
    """The exporter says that purpose, scope, recipient, control, place, period, contract or foreign law has changed: nothing more
    goes out until it has declared again. Errors: Invalid, WrongState."""
    clearance = act.find(Clearance, clearance_id, join=JOIN)
    act.authorise(permissions.TELL_CHANGE, clearance)
    if code not in CHANGES:
        raise Invalid(fields={"code": [Say(gettext_noop("This change is not known here."))]})
    if clearance.state != State.ISSUED:
        raise WrongState(Say(gettext_noop("The clearance is not in force.")))
    _told(act, clearance, change(code, clearance.path))
    return clearance


@use_case
def filing_overdue(act: Act, clearance_id: Any) -> Clearance:
    """The clock: the tenth working day after the contract's effect is over. Unless it was filed, exports of this deal are held."""
    clearance = act.find(Clearance, clearance_id, join=JOIN)
    act.authorise(permissions.FILE_CONTRACT, clearance)
    if clearance.filed is not None or clearance.overdue:
        raise WrongState(Say(gettext_noop("No filing is awaited.")))
    if _filed(clearance):
        return _shown(act, clearance)
    if clearance.filing_due is None or gather.day(act.now) <= clearance.filing_due:
        raise WrongState(Say(gettext_noop("There is still time to file.")))
    clearance.overdue = True
    clearance.save(update_fields=["overdue"])
    holds.place(clearance.agreement, scope=holds.EXPORT, cause=OVERDUE_CAUSE, at=act.now, by=None)
    act.done_waiting(clearance, permissions.FILE_CONTRACT)
    act.wait(clearance, organization=clearance.exporter_id, act=permissions.FILE_CONTRACT, role="steward")
    act.record("exchange.clearance.filing_overdue", clearance, facts(clearance, due=clearance.filing_due.isoformat()), parties=clearance.agreement.parties)
    return clearance


@use_case
def filing_shown(act: Act, clearance_id: Any) -> Clearance:
    """The contract was filed: the hold for its absence, if there is one, is lifted. Errors: WrongState."""
    clearance = act.find(Clearance, clearance_id, join=JOIN)
    act.authorise(permissions.FILE_CONTRACT, clearance)
    if clearance.filing_due is None or clearance.filed is not None or not _filed(clearance):
        raise WrongState(Say(gettext_noop("No filing is recorded for this export.")), remedy=Say(gettext_noop("Hand in the case with the contract.")))
    return _shown(act, clearance)


def _filed(clearance: Clearance) -> bool:
    basis = gather.basis(clearance.agreement_id)
    return basis is not None and basis.filing_due is None


def _shown(act: Act, clearance: Clearance) -> Clearance:
    clearance.filed, clearance.overdue = act.now, False
    clearance.save(update_fields=["filed", "overdue"])
    holds.lift(clearance.agreement, cause=OVERDUE_CAUSE, at=act.now, by=act.actor.person)
    act.done_waiting(clearance, permissions.FILE_CONTRACT)
    act.record("exchange.clearance.filing_shown", clearance, facts(clearance), parties=clearance.agreement.parties)
    return clearance


def _told(act: Act, clearance: Clearance, found: Alert) -> None:
    reason = found.reason
    stored = {"id": reason.rule, "finding": reason.finding.as_json(), "remedy": reason.remedy.as_json() if reason.remedy else None, "cites": [cite.as_json() for cite in reason.cites], "suspends": found.suspends}
    row = ClearanceAlert(clearance=clearance, code=found.code, reason=stored, person=act.actor.person, at=act.now)
    ClearanceAlert.objects.bulk_create([row], ignore_conflicts=True)
    act.done_waiting(clearance, permissions.REDECLARE)
    act.wait(clearance, organization=clearance.exporter_id, act=permissions.REDECLARE, role="steward", until=after_day(clearance.valid_until))
    if found.suspends and clearance.state == State.ISSUED:
        act.move(clearance, State.SUSPENDED, cause=reason.finding.msgid, suspended_by=act.actor.person)
    act.record("exchange.clearance.alerted", clearance, facts(clearance, code=found.code), parties=clearance.agreement.parties)
