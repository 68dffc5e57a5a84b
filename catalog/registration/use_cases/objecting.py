"""An objection holds the right until the operator has decided: it is not registered, changed or transferred meanwhile.

It does not suspend a listing: else a competitor's word would be enough to take data off the market. An upheld one does, with the right."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.member.own_case import not_their_own
from accounts.models import Organization
from accounts.rules.persons import organization_of, person_of
from catalog.listing.gather import exchange
from catalog.registration import permissions
from catalog.registration.use_cases.common import OBJECTED, ended, entered, found, told
from catalog.registration.use_cases.ending import another_person, proposed, upheld
from catalog.registration.use_cases.examining import REGISTERS, registered
from catalog.rights.lasting import CLOCK
from catalog.rights.models import RightObjection, RightRegistration
from catalog.rights.states import Objection, Registration
from catalog.rules.registration import REGISTER
from kernel import holds
from kernel.decision import Reason, Say, refuse
from kernel.errors import Conflict, NotFound, WrongState
from kernel.use_case import Act, use_case


@use_case
def object_(act: Act, registration_id: UUID, *, reasons: str) -> RightObjection:
    """Object to what is on notice or registered, with reasons; papers follow. Errors: NotFound, Forbidden, Refused (not verified, one's own), Invalid, Conflict."""
    registration = found(act, registration_id)
    act.authorise(permissions.OBJECT)
    act.subject = registration
    mine = organization_of(act.actor)
    if registration.notice_from is None:
        raise WrongState(Say("The public has not been told of this right yet."))
    if mine == registration.holder_id or not Organization.objects.verified(act.now).filter(pk=mine).exists():
        finding = Say("Only verified organizations other than the holder object.")
        act.require(refuse(Reason("registration.objector", "2026.1", finding, (REGISTER,), Say("Have your organization verified first."))))
    if registration.state not in (Registration.NOTICE, Registration.REGISTERED):
        raise WrongState(Say("This registration has ended."))
    objection = RightObjection(
        registration=registration, objector_id=mine, reasons=told(reasons), state=Objection.OPEN, state_since=act.now, created=act.now, person=person_of(act.actor),
    )  # fmt: skip
    try:
        with transaction.atomic():
            objection.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(Say("Your organization's objection is open already."), remedy=Say("Wait until the exchange has decided, or add papers to it.")) from error
    act.created(objection)
    if not any(one.cause == OBJECTED for one in holds.standing([registration.pk], holds.ACT)):
        holds.place(registration, scope=holds.ACT, cause=OBJECTED, at=act.now, by=act.actor.organization)
    if registration.state == Registration.NOTICE:
        act.done_waiting(registration, permissions.REGISTER)
    desk = exchange()
    if desk:
        act.wait(objection, organization=desk, act=permissions.DECIDE, role="operator", within=permissions.DECIDE_WITHIN)
    act.record("catalog.registration.objected", objection, {"registration": str(registration.pk)}, parties=[desk, registration.holder_id])
    entered(act, registration, "objection")
    return objection


@use_case
def withdraw_objection(act: Act, objection_id: UUID) -> RightObjection:
    """The objector takes it back. Errors: NotFound, WrongState."""
    objection, registration = _of(act, objection_id)
    act.authorise(permissions.OBJECT)
    if objection.objector_id != act.actor.organization:
        raise NotFound
    done = act.move(objection, Objection.WITHDRAWN)
    act.record(done.event, objection, parties=[exchange(), registration.holder_id])
    entered(act, registration, "objection_withdrawn")
    _settled(act, objection, registration)
    return objection


@use_case
def reject(act: Act, objection_id: UUID, *, reason: str) -> RightObjection:
    """The operator finds no ground. When no other is open the right goes on: registered now if its notice is over. Errors: NotFound, WrongState, Invalid, Refused."""
    objection, registration = _decided(act, objection_id)
    done = act.move(objection, Objection.REJECTED, answer=told(reason), decided_by=person_of(act.actor))
    act.record(done.event, objection, parties=[objection.objector_id, registration.holder_id])
    entered(act, registration, "objection_rejected")
    _settled(act, objection, registration)
    return objection


@use_case
def uphold(act: Act, objection_id: UUID, *, reason: str) -> RightObjection:
    """The operator finds it right. What is on notice is refused at once; a registered right ends only when a second operator confirms.

    Errors: NotFound, WrongState, Invalid, Refused (own case), Conflict (something else is asked of this registration)."""
    objection, registration = _decided(act, objection_id)
    if registration.state == Registration.REGISTERED:
        proposed(act, registration, told(reason), objection)
        return objection
    upheld(act, objection, told(reason))
    ended(act, registration, Registration.REFUSED, told(reason))
    return objection


def _of(act: Act, objection_id: UUID) -> tuple[RightObjection, RightRegistration]:
    """Both rows, the registration locked first. Errors: NotFound."""
    key = RightObjection.objects.visible_to(act.actor).filter(pk=objection_id).values_list("registration", flat=True).first()
    if key is None:
        raise NotFound
    registration = found(act, key, ending=True)
    return act.find(RightObjection, objection_id), registration


def _decided(act: Act, objection_id: UUID) -> tuple[RightObjection, RightRegistration]:
    objection, registration = _of(act, objection_id)
    act.authorise(permissions.DECIDE)
    act.require(not_their_own(act.actor, registration.holder_id, objection.objector_id))
    if objection.state != Objection.OPEN:
        raise WrongState(Say("This objection is no longer open."))
    another_person(act, objection.person)
    return objection, registration


def _settled(act: Act, objection: RightObjection, registration: RightRegistration) -> None:
    """When no objection is open any more the hold is lifted, and the clock of the notice goes on."""
    act.done_waiting(objection)
    if registration.objections.filter(state=Objection.OPEN).exists():
        return
    holds.lift(registration, cause=OBJECTED, at=act.now, by=act.actor.organization)
    if registration.state != Registration.NOTICE or registration.notice_until is None:
        return
    if registration.notice_until <= act.now:
        registered(act, registration)
    else:
        act.wait(registration, organization=CLOCK, act=permissions.REGISTER, role="clock", until=registration.notice_until, on_expiry=REGISTERS)
