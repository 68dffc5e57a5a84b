"""The operator examines an application and tells the public of it, or refuses; the clock registers what nobody objects to."""

from __future__ import annotations

import secrets
from datetime import timedelta
from uuid import UUID

from accounts.member.own_case import not_their_own
from accounts.rules.persons import person_of
from catalog.registration import permissions
from catalog.registration.gather import facts
from catalog.registration.use_cases.common import ended, entered, found, told
from catalog.rights.lasting import CLOCK, after_day
from catalog.rights.models import RightRegistration
from catalog.rights.states import Objection, Registration
from catalog.rules.registration import NOTICE_DAYS, RENEWAL_OPENS, applying, last_day
from kernel.clock import LOCAL_ZONE
from kernel.decision import PERMITTED, Decision, Reason, Say, refuse as refusal
from kernel.errors import WrongState
from kernel.use_case import Act, use_case

REGISTERS, EXPIRES, REMINDS = "registration.register", "registration.expire", "registration.remind"
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@use_case
def announce(act: Act, registration_id: UUID) -> RightRegistration:
    """Found in order: the public is told, and may object for ten days. Errors: NotFound, WrongState, Refused (findings, own case, same person)."""
    registration = found(act, registration_id)
    act.authorise(permissions.EXAMINE, registration)
    act.require(not_their_own(act.actor, registration.holder_id))
    act.require(_second(act, registration))
    known = facts(registration, act.now)
    act.require(applying(known))
    until = act.now + timedelta(days=NOTICE_DAYS)
    number = f"DR-{act.now.astimezone(LOCAL_ZONE).year}-{''.join(secrets.choice(_LETTERS) for _ in range(10))}"
    done = act.move(
        registration, Registration.NOTICE, number=number, examined_by=person_of(act.actor), notice_from=act.now, notice_until=until, grade=known.grade,
    )  # fmt: skip
    act.done_waiting(registration)
    act.wait(registration, organization=CLOCK, act=permissions.REGISTER, role="clock", until=until, on_expiry=REGISTERS)
    act.record(done.event, registration, {"number": number, "until": until.isoformat()}, parties=[registration.holder_id])
    entered(act, registration, "notice")
    return registration


def _second(act: Act, registration: RightRegistration) -> Decision:
    if registration.applied_by != act.actor.person:
        return PERMITTED
    return refusal(Reason("registration.second_person", "2026.1", Say("You applied for this yourself."), (), Say("Leave it to another operator.")))


@use_case
def refuse(act: Act, registration_id: UUID, *, reason: str) -> RightRegistration:
    """Refuse the application before the public was told; the applicant reads the reason and may apply anew. Errors: NotFound, WrongState, Invalid."""
    registration = found(act, registration_id)
    act.authorise(permissions.EXAMINE, permissions.Holder(registration.holder_id))
    act.subject = registration
    act.require(not_their_own(act.actor, registration.holder_id))
    if registration.state != Registration.APPLIED:
        raise WrongState(Say("This application has been examined already."), remedy=Say("What is on public notice is refused by upholding an objection."))
    ended(act, registration, Registration.REFUSED, told(reason), examined_by=person_of(act.actor))
    return registration


@use_case
def register(act: Act, registration_id: UUID) -> RightRegistration:
    """The clock: the notice is over and nobody's objection is open. Errors: WrongState."""
    registration = found(act, registration_id)
    act.authorise(permissions.REGISTER)
    if registration.notice_until is None or registration.notice_until > act.now or registration.objections.filter(state=Objection.OPEN).exists():
        raise WrongState(Say("Its notice is not over, or an objection is open."))
    registered(act, registration)
    return registration


def registered(act: Act, registration: RightRegistration) -> None:
    """From notice to the register. One whose right has ended meanwhile expires at once: it never was in force for a day."""
    today = act.now.astimezone(LOCAL_ZONE).date()
    until = last_day(registration.until, today)
    done = act.move(registration, Registration.REGISTERED, registered_at=act.now, valid_until=until)
    act.done_waiting(registration)
    act.record(done.event, registration, {"number": registration.number, "until": until.isoformat()}, parties=[registration.holder_id])
    entered(act, registration, "registered")
    if until < today:
        ended(act, registration, Registration.EXPIRED, "")
        return
    watched(act, registration)


def watched(act: Act, registration: RightRegistration) -> None:
    """The clock waits for the last day, and before it for the day on which the holder is told that it may renew."""
    last = registration.valid_until
    assert last is not None  # noqa: S101 - set with the registration
    for permission in (permissions.EXPIRE, permissions.REMIND):
        act.done_waiting(registration, permission)
    act.wait(registration, organization=CLOCK, act=permissions.EXPIRE, role="clock", until=after_day(last), on_expiry=EXPIRES)
    if (opens := after_day(last - RENEWAL_OPENS)) > act.now:
        act.wait(registration, organization=CLOCK, act=permissions.REMIND, role="clock", until=opens, on_expiry=REMINDS)
