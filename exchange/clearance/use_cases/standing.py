"""A clearance rests, is put in force again by another person, is revoked, or ends with its period or with its deal."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

from accounts.member.own_case import not_their_own
from exchange.agreement.states import OPEN
from exchange.clearance import permissions
from exchange.clearance.gather import day
from exchange.clearance.models import Clearance
from exchange.clearance.states import State
from exchange.clearance.use_cases.common import digest, facts, said
from kernel.decision import Say
from kernel.errors import WrongState
from kernel.use_case import Act, use_case

DEAL = ("agreement",)


@use_case
def suspend(act: Act, clearance_id: Any, *, cause: str) -> Clearance:
    """Nothing more flows under it until it is put in force again; a running delivery ends within seconds."""
    clearance = act.find(Clearance, clearance_id, join=DEAL)
    act.authorise(permissions.SUSPEND, clearance)
    return _moved(act, clearance, State.SUSPENDED, cause=said(cause, "cause"), suspended_by=act.actor.person)


@use_case
def reinstate(act: Act, clearance_id: Any, *, cause: str) -> Clearance:
    """Another person than the one who suspended it finds that it may be used again. Errors: Forbidden, WrongState (its period is over)."""
    clearance = act.find(Clearance, clearance_id, join=DEAL)
    act.authorise(permissions.REINSTATE, clearance)
    act.require(not_their_own(act.actor, *clearance.agreement.parties))
    if clearance.ended(day(act.now)):
        raise WrongState(Say(gettext_noop("Its period is over.")), remedy=Say(gettext_noop("The exporter asks for an extension or declares again.")))
    return _moved(act, clearance, State.ISSUED, cause=said(cause, "cause"), suspended_by=None)


@use_case
def revoke(act: Act, clearance_id: Any, *, cause: str) -> Clearance:
    """It cannot be used again; another one may be issued in its place."""
    clearance = act.find(Clearance, clearance_id, join=DEAL)
    act.authorise(permissions.REVOKE, clearance)
    act.require(not_their_own(act.actor, *clearance.agreement.parties))
    return _moved(act, clearance, State.REVOKED, cause=said(cause, "cause"))


@use_case
def expire(act: Act, clearance_id: Any) -> Clearance:
    """The clock: its last day is over."""
    clearance = act.find(Clearance, clearance_id, join=DEAL)
    act.authorise(permissions.EXPIRE, clearance)
    if not clearance.ended(day(act.now)):
        raise WrongState(Say(gettext_noop("Its period is not over.")))
    return _moved(act, clearance, State.EXPIRED)


@use_case
def exhaust(act: Act, clearance_id: Any) -> Clearance:
    """The clock: the deal has ended, so nothing more can be delivered under it."""
    clearance = act.find(Clearance, clearance_id, join=DEAL)
    act.authorise(permissions.EXPIRE, clearance)
    if clearance.agreement.state in OPEN:
        raise WrongState(Say(gettext_noop("The agreement has not ended.")))
    return _moved(act, clearance, State.EXHAUSTED)


def _moved(act: Act, clearance: Clearance, to: State, **fields: Any) -> Clearance:
    done = act.move(clearance, to, **fields)
    if to in (State.REVOKED, State.EXPIRED, State.EXHAUSTED):
        act.done_waiting(clearance)
    more = {"cause_sha256": digest(fields["cause"])} if "cause" in fields else {}
    act.record(done.event, clearance, facts(clearance, **more), parties=clearance.agreement.parties)
    return clearance
