"""Changing a registered right (the operator decides) and transferring it (the recipient consents). Both wait while an objection is open."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from accounts.member.own_case import not_their_own
from accounts.models import Organization
from accounts.rules.persons import organization_of, person_of
from catalog.listing.gather import exchange
from catalog.registration import permissions
from catalog.registration.use_cases.applying import checked
from catalog.registration.use_cases.common import ended, entered, fell, found, told
from catalog.registration.use_cases.ending import another_person, answered, asked, written
from catalog.registration.use_cases.examining import watched
from catalog.rights.encumbered import may_dispose
from catalog.rights.models import RegisterRequest, RightRegistration
from catalog.rights.states import Registration, Wish
from catalog.rules.encumbrance import TRANSFER
from catalog.rules.registration import changing
from kernel import holds
from kernel.clock import LOCAL_ZONE
from kernel.decision import Say
from kernel.errors import Forbidden, Invalid, NotFound, WrongState
from kernel.use_case import Act, use_case

MOVED = "The right was transferred to another holder. 该项权利已转移给其他持有方。"


@use_case
def ask_change(
    act: Act, registration_id: UUID, *, scope_zh: str, scope_en: str, reason: str, territory: list[str] | None = None, until: date | None = None, sublicence: bool = False,
) -> RegisterRequest:
    """The holder asks that the entry be corrected or narrowed. Errors: NotFound, Forbidden, WrongState, Invalid, Refused (wider, objected to), Conflict."""
    registration = on_register(act, registration_id)
    act.authorise(permissions.CHANGE, registration)
    content = checked({"scope_zh": scope_zh, "scope_en": scope_en}, territory or []) | {"until": until, "sublicence": sublicence}
    if until is not None and until < act.now.astimezone(LOCAL_ZONE).date():
        raise Invalid(fields={"until": [Say("The right has ended already.")]})
    act.require(changing(_content(registration), content))
    stored = content | {"until": until.isoformat() if until else None}
    request = RegisterRequest(
        registration=registration, kind="change", content=stored, reason=told(reason), state=Wish.ASKED, state_since=act.now, created=act.now, asked_by=person_of(act.actor)
    )
    written(act, request)
    desk = exchange()
    if desk:
        act.wait(request, organization=desk, act=permissions.EXAMINE, role="operator", within=permissions.DECIDE_WITHIN)
    act.record("catalog.registration.change_asked", request, {"registration": str(registration.pk)}, parties=[desk])
    return request


@use_case
def make_change(act: Act, request_id: UUID) -> RegisterRequest:
    """The operator enters the change. Errors: NotFound, WrongState, Refused (own case, wider than what stands now)."""
    request, registration = asked(act, request_id, "change")
    act.authorise(permissions.EXAMINE)
    act.require(not_their_own(act.actor, registration.holder_id))
    content = request.content | {"until": date.fromisoformat(request.content["until"]) if request.content["until"] else None}
    act.require(holds.decision(holds.standing(holds.subjects_of(registration), holds.ACT)))
    another_person(act, request.asked_by)
    act.require(changing(_content(registration), content))
    for name, value in content.items():
        setattr(registration, name, value)
    if registration.until is not None and registration.valid_until is not None and registration.until < registration.valid_until:
        registration.valid_until = registration.until
        content["valid_until"] = registration.until
    registration.save(update_fields=list(content))
    answered(act, request, Wish.DONE)
    entered(act, registration, "changed")
    if registration.ended(act.now.astimezone(LOCAL_ZONE).date()):
        ended(act, registration, Registration.EXPIRED, "")
    else:
        watched(act, registration)
    return request


@use_case
def refuse_change(act: Act, request_id: UUID, *, reason: str) -> RegisterRequest:
    """The operator leaves the entry as it is. Errors: NotFound, WrongState, Invalid, Refused."""
    request, registration = asked(act, request_id, "change")
    act.authorise(permissions.EXAMINE)
    act.require(not_their_own(act.actor, registration.holder_id))
    answered(act, request, Wish.REFUSED, told(reason))
    return request


@use_case
def ask_transfer(act: Act, registration_id: UUID, *, to: UUID, reason: str) -> RegisterRequest:
    """The holder offers the right to another verified organization, whose owner decides.

    Errors: NotFound, Forbidden, WrongState, Invalid, Refused (objected to, pledged), Conflict."""
    registration = on_register(act, registration_id)
    act.authorise(permissions.TRANSFER, registration)
    if to == registration.holder_id or not Organization.objects.verified(act.now).filter(pk=to).exists():
        raise Invalid(fields={"to": [Say("Name another organization that is verified here.")]})
    act.require(may_dispose(registration.dataset_id, TRANSFER, act.now))
    request = RegisterRequest(
        registration=registration, kind="transfer", to_id=to, reason=told(reason), state=Wish.ASKED, state_since=act.now, created=act.now, asked_by=person_of(act.actor)
    )
    written(act, request)
    act.wait(request, organization=to, act=permissions.TRANSFER, role="owner", within=permissions.ANSWER_WITHIN)
    act.record("catalog.registration.transfer_asked", request, {"registration": str(registration.pk)}, parties=[to])
    return request


@use_case
def accept(act: Act, request_id: UUID) -> RegisterRequest:
    """The recipient takes the right over; what the former holder has listed under it is suspended. Errors: NotFound, Forbidden, WrongState, Refused."""
    request, registration = _offered(act, request_id)
    act.authorise(permissions.TRANSFER, permissions.Holder(organization_of(act.actor)))
    act.require(holds.decision(holds.standing(holds.subjects_of(registration), holds.ACT)))
    act.require(may_dispose(registration.dataset_id, TRANSFER, act.now))
    another_person(act, request.asked_by)
    mine = organization_of(act.actor)
    if not Organization.objects.verified(act.now).filter(pk=mine).exists():
        raise Forbidden(Say("Only a verified organization can hold a registered right."))
    former = registration.holder_id
    registration.holder_id = mine
    registration.save(update_fields=["holder"])
    answered(act, request, Wish.DONE)
    act.record("catalog.registration.transferred", registration, {"number": registration.number, "from": str(former)}, parties=[former, exchange()])
    entered(act, registration, "transferred")
    fell(act, registration, MOVED)
    return request


@use_case
def decline(act: Act, request_id: UUID, *, reason: str) -> RegisterRequest:
    """The recipient does not want the right. Errors: NotFound, WrongState, Invalid."""
    request, _registration = _offered(act, request_id)
    act.authorise(permissions.TRANSFER, permissions.Holder(organization_of(act.actor)))
    answered(act, request, Wish.REFUSED, told(reason))
    return request


@use_case
def withdraw_request(act: Act, request_id: UUID) -> RegisterRequest:
    """The holder takes a change, a transfer or a renewal back. Errors: NotFound, Forbidden, WrongState."""
    request, registration = asked(act, request_id, "change", "transfer", "renewal")
    act.authorise(permissions.CHANGE, permissions.Holder(registration.holder_id))
    act.subject = request
    answered(act, request, Wish.WITHDRAWN)
    return request


def on_register(act: Act, registration_id: UUID) -> RightRegistration:
    """Errors: NotFound, WrongState."""
    registration = found(act, registration_id)
    if registration.holder_id != act.actor.organization and registration.state != Registration.REGISTERED:
        raise NotFound
    if registration.state != Registration.REGISTERED:
        raise WrongState(Say("This right is not registered."))
    return registration


def _offered(act: Act, request_id: UUID) -> tuple[RegisterRequest, RightRegistration]:
    request, registration = asked(act, request_id, "transfer")
    if request.to_id != act.actor.organization:
        raise Forbidden(Say("The organization that is to receive the right decides."))
    return request, registration


def _content(registration: RightRegistration) -> dict[str, Any]:
    return {"territory": registration.territory, "until": registration.until, "sublicence": registration.sublicence}
