"""How a registered right ends: on its last day, cancelled by its holder, or revoked by two operators."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.member.own_case import not_their_own
from accounts.rules.persons import person_of
from catalog.listing.gather import exchange
from catalog.registration import permissions
from catalog.registration.use_cases.common import ended, found, told
from catalog.rights.encumbered import may_dispose
from catalog.rights.models import RegisterRequest, RightObjection, RightRegistration
from catalog.rights.states import Objection, Registration, Wish
from catalog.rules.encumbrance import WITHDRAWAL
from catalog.rules.registration import REGISTER
from kernel.clock import LOCAL_ZONE
from kernel.decision import Reason, Say, refuse
from kernel.errors import Conflict, NotFound, WrongState
from kernel.use_case import Act, use_case


@use_case
def expire(act: Act, registration_id: UUID) -> RightRegistration:
    """The clock: the last day is over. Errors: WrongState."""
    registration = found(act, registration_id, ending=True)
    act.authorise(permissions.EXPIRE)
    if not registration.ended(act.now.astimezone(LOCAL_ZONE).date()):
        raise WrongState(Say("Its period is not over."))
    ended(act, registration, Registration.EXPIRED, "")
    return registration


@use_case
def cancel(act: Act, registration_id: UUID, *, reason: str) -> RightRegistration:
    """The holder gives the registered right up; what is listed under it is suspended. Errors: NotFound, WrongState, Invalid, Refused (pledged)."""
    registration = found(act, registration_id, ending=True)
    act.authorise(permissions.CANCEL, permissions.Holder(registration.holder_id))
    act.subject = registration
    act.require(may_dispose(registration.dataset_id, WITHDRAWAL, act.now))
    ended(act, registration, Registration.CANCELLED, told(reason), desk=exchange())
    return registration


@use_case
def propose_revocation(act: Act, registration_id: UUID, *, reason: str) -> RegisterRequest:
    """An operator finds that a registered right must end; a second one decides. Errors: NotFound, WrongState, Invalid, Refused, Conflict."""
    registration = found(act, registration_id)
    act.authorise(permissions.REVOKE)
    act.subject = registration
    act.require(not_their_own(act.actor, registration.holder_id))
    return proposed(act, registration, told(reason), None)


def proposed(act: Act, registration: RightRegistration, reason: str, objection: RightObjection | None) -> RegisterRequest:
    """Errors: WrongState, Conflict."""
    if registration.state != Registration.REGISTERED:
        raise WrongState(Say("This right is not registered."))
    request = RegisterRequest(
        registration=registration, kind="revocation", objection=objection, reason=reason, state=Wish.ASKED, state_since=act.now, created=act.now, asked_by=person_of(act.actor),
    )  # fmt: skip
    written(act, request)
    desk = exchange()
    if desk:
        act.wait(request, organization=desk, act=permissions.REVOKE, role="operator", within=permissions.DECIDE_WITHIN)
    act.record("catalog.registration.revocation_proposed", request, {"registration": str(registration.pk)}, parties=[desk])
    return request


def written(act: Act, request: RegisterRequest) -> None:
    """Errors: Conflict: of one registration one thing is asked at a time."""
    try:
        with transaction.atomic():
            request.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(Say("Something else is asked of this registration and is open."), remedy=Say("Wait until it is decided, or have it taken back.")) from error
    act.created(request)


@use_case
def confirm_revocation(act: Act, request_id: UUID) -> RegisterRequest:
    """A second operator ends the right: certificate and listing fall with it. Errors: NotFound, WrongState, Refused (own case, same person)."""
    request, registration = _revocation(act, request_id)
    if request.objection is not None:
        objection = act.lock(request.objection)
        act.require(not_their_own(act.actor, objection.objector_id))
        another_person(act, objection.person)
        if objection.state == Objection.OPEN:
            upheld(act, objection, request.reason)
    answered(act, request, Wish.DONE)
    ended(act, registration, Registration.REVOKED, request.reason)
    return request


@use_case
def drop_revocation(act: Act, request_id: UUID, *, reason: str) -> RegisterRequest:
    """The second operator disagrees: the right stays, and an objection it came from stays open. Errors: as `confirm_revocation`."""
    request, _registration = _revocation(act, request_id)
    answered(act, request, Wish.REFUSED, told(reason))
    return request


def upheld(act: Act, objection: RightObjection, reason: str) -> None:
    done = act.move(objection, Objection.UPHELD, answer=reason, decided_by=person_of(act.actor))
    act.done_waiting(objection)
    act.record(done.event, objection, parties=[objection.objector_id])


def _revocation(act: Act, request_id: UUID) -> tuple[RegisterRequest, RightRegistration]:
    request, registration = asked(act, request_id, "revocation")
    act.authorise(permissions.REVOKE)
    act.require(not_their_own(act.actor, registration.holder_id))
    another_person(act, request.asked_by)
    return request, registration


def another_person(act: Act, asked_by: UUID) -> None:
    """Errors: Refused where the natural person who asked would decide, for whichever organization."""
    if asked_by == person_of(act.actor):
        act.require(refuse(Reason("registration.second_person", "2026.1", Say("You proposed this yourself."), (REGISTER,), Say("Leave it to another person."))))


def asked(act: Act, request_id: UUID, *kinds: str) -> tuple[RegisterRequest, RightRegistration]:
    """An open request and its registration, locked in that order's reverse. Errors: NotFound, WrongState."""
    key = RegisterRequest.objects.visible_to(act.actor).filter(pk=request_id, kind__in=kinds).values_list("registration", flat=True).first()
    if key is None:
        raise NotFound
    registration = found(act, key, ending=True)
    request = act.find(RegisterRequest, request_id)
    if request.state != Wish.ASKED:
        raise WrongState(Say("This was decided already."))
    return request, registration


def answered(act: Act, request: RegisterRequest, to: Wish, answer: str = "") -> None:
    registration = request.registration
    done = act.move(request, to, answered_by=person_of(act.actor), answer=answer)
    act.done_waiting(request)
    act.record(done.event, request, {"kind": request.kind, "registration": str(registration.pk)}, parties=[exchange(), registration.holder_id, request.to_id])
