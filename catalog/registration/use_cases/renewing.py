"""Renewing a registration before its end: the holder shows by a paper that the right runs on, the operator decides, the certificate follows."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from accounts.member.own_case import not_their_own
from accounts.rules.persons import person_of
from catalog.certificate.use_cases.asking import followed
from catalog.dataset.models import DatasetRevision
from catalog.dataset.states import RevisionState
from catalog.listing.gather import exchange
from catalog.registration import permissions
from catalog.registration.gather import facts
from catalog.registration.use_cases.applying import Sent, attached
from catalog.registration.use_cases.changing import on_register
from catalog.registration.use_cases.common import entered, found, told
from catalog.registration.use_cases.ending import another_person, answered, asked, written
from catalog.registration.use_cases.examining import watched
from catalog.rights.lasting import watch
from catalog.rights.models import RegisterRequest, RightRegistration
from catalog.rights.states import Registration, Wish
from catalog.rules.registration import RenewalFacts, applying, last_day, renewing
from kernel import holds
from kernel.clock import LOCAL_ZONE
from kernel.decision import Say
from kernel.errors import WrongState
from kernel.use_case import Act, use_case


@use_case
def ask_renewal(act: Act, registration_id: UUID, *, reason: str, paper: Sent, until: date | None = None) -> RegisterRequest:
    """The holder asks that the registration run on, with the paper that shows it; `until` is the right's own last day now, None for no end.

    Errors: NotFound, Forbidden, WrongState, Invalid, Refused (too early, no longer, objected to), Conflict."""
    registration = on_register(act, registration_id)
    act.authorise(permissions.RENEW, registration)
    _judged(act, registration, until)
    kept = attached(act, registration, paper)
    request = RegisterRequest(
        registration=registration, kind="renewal", content={"until": until.isoformat() if until else None, "paper": str(kept.pk)}, reason=told(reason), state=Wish.ASKED,
        state_since=act.now, created=act.now, asked_by=person_of(act.actor),
    )  # fmt: skip
    written(act, request)
    desk = exchange()
    if desk:
        act.wait(request, organization=desk, act=permissions.EXAMINE, role="operator", within=permissions.DECIDE_WITHIN)
    act.record("catalog.registration.renewal_asked", request, {"registration": str(registration.pk), "paper": str(kept.pk)}, parties=[desk])
    return request


@use_case
def renew(act: Act, request_id: UUID) -> RegisterRequest:
    """The operator lets the registration run on from its last day, three years at most; the clock waits for the new day of what is listed under it too.
    A certificate that ends with it is asked for anew.

    Errors: NotFound, WrongState, Refused (own case, same person, findings of an application, objected to)."""
    request, registration = asked(act, request_id, "renewal")
    act.authorise(permissions.EXAMINE)
    act.require(not_their_own(act.actor, registration.holder_id))
    act.require(holds.decision(holds.standing(holds.subjects_of(registration), holds.ACT)))
    another_person(act, request.asked_by)
    until = date.fromisoformat(request.content["until"]) if request.content["until"] else None
    _judged(act, registration, until)
    former = registration.valid_until
    assert former is not None  # noqa: S101 - judged to be there
    registration.until, registration.valid_until = until, last_day(until, former)
    registration.save(update_fields=["until", "valid_until"])
    answered(act, request, Wish.DONE)
    act.record("catalog.registration.renewed", registration, {"number": registration.number, "until": registration.valid_until.isoformat()}, parties=[registration.holder_id])
    entered(act, registration, "renewed")
    watched(act, registration)
    for revision in DatasetRevision.objects.filter(rights__registration=registration, state=RevisionState.LISTED, rights_end=None).select_related("rights").order_by("pk"):
        watch(act, revision, min(revision.rights.valid_until or registration.valid_until, registration.valid_until))
    followed(act, registration.pk, former, registration.valid_until, request.asked_by)
    return request


@use_case
def refuse_renewal(act: Act, request_id: UUID, *, reason: str) -> RegisterRequest:
    """The operator lets it end on its day; the holder reads why, and may ask once more before. Errors: NotFound, WrongState, Invalid, Refused."""
    request, registration = asked(act, request_id, "renewal")
    act.authorise(permissions.EXAMINE)
    act.require(not_their_own(act.actor, registration.holder_id))
    answered(act, request, Wish.REFUSED, told(reason))
    return request


@use_case
def remind(act: Act, registration_id: UUID) -> RightRegistration:
    """The clock: from today on it can be renewed. Errors: WrongState."""
    registration = found(act, registration_id)
    act.authorise(permissions.REMIND)
    if registration.state != Registration.REGISTERED:
        raise WrongState(Say("This right is not registered."))
    act.done_waiting(registration, permissions.REMIND)
    act.record("catalog.registration.renewal_opens", registration, {"number": registration.number}, parties=[registration.holder_id])
    return registration


def _judged(act: Act, registration: RightRegistration, until: date | None) -> None:
    """What an application is asked, and what a renewal is. Errors: Refused."""
    assert registration.valid_until is not None  # noqa: S101 - set with the registration
    act.require(renewing(RenewalFacts(registration.valid_until, registration.until, until, act.now.astimezone(LOCAL_ZONE).date())))
    act.require(applying(facts(registration, act.now)))
