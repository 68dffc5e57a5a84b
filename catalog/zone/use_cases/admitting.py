"""Admission to a zone: an organization applies, whoever runs the zone examines, admits for purposes and a time, suspends, ends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from accounts.member.own_case import strangers
from accounts.models import Organization
from accounts.organization.use_cases import exchange
from accounts.rules.persons import organization_of
from catalog.rules import zone as rules
from catalog.rules.policy import PURPOSES
from catalog.zone import permissions
from catalog.zone.models import Zone, ZoneAdmission
from catalog.zone.states import AdmissionState, ZoneState
from kernel.decision import Say
from kernel.errors import Conflict, Invalid, WrongState
from kernel.turns import CLOCK
from kernel.use_case import Act, use_case

LONGEST = 2_000
ENDS = "zone.admission_ends"


@use_case
def apply(act: Act, zone_id: UUID, *, purposes: Sequence[str], statement: str) -> ZoneAdmission:
    """Ask to be admitted for these purposes. Errors: NotFound, Invalid, Refused (not verified, its own zone), WrongState (closed), Conflict."""
    zone = act.find(Zone, zone_id, lock=False)
    act.authorise(permissions.APPLY)
    organization, person = organization_of(act.actor), act.person()
    wrong = _purposes(purposes) | _said("statement", statement)
    if wrong:
        raise Invalid(fields=wrong)
    verified = Organization.objects.verified(act.now).filter(pk=organization).exists()
    act.require(rules.admission(verified=verified, operator=zone.operator_id == organization, wanted=purposes))
    if zone.state != ZoneState.OPEN:
        raise WrongState(Say(gettext_noop("This zone is closed.")))
    admission = ZoneAdmission(
        zone=zone, organization_id=organization, state=AdmissionState.APPLIED, state_since=act.now, created=act.now, wanted=sorted(set(purposes)),
        statement=statement.strip(), requested_by=person,
    )
    try:
        with transaction.atomic():
            admission.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(
            Say(gettext_noop("Your organization has applied to this zone or is admitted already.")), remedy=Say(gettext_noop("Look at that admission; end it to apply anew."))
        ) from error
    act.created(admission)
    examiner, role = (zone.operator_id, "steward") if zone.operator_id else (exchange(), "operator")
    act.wait(admission, organization=examiner, act=permissions.EXAMINE, role=role, within=permissions.EXAMINE_WITHIN)
    act.record("catalog.zone_admission.applied", admission, {"zone": zone.code, "purposes": admission.wanted}, parties=[examiner])
    return admission


@use_case
def admit(act: Act, admission_id: UUID, *, purposes: Sequence[str], until: datetime) -> ZoneAdmission:
    """Admit for these purposes, of those asked for, until then. Errors: Forbidden, Refused (an own case), WrongState, Invalid."""
    admission = _examined(act, admission_id)
    wrong = _purposes(purposes)
    if not wrong and not set(purposes) <= set(admission.wanted):
        wrong["purposes"] = [Say(gettext_noop("Admit for purposes that were asked for."))]
    if not rules.term(until, act.now):
        wrong["until"] = [Say(gettext_noop("Choose a day from tomorrow to %(days)s days from now."), {"days": rules.LONGEST_ADMISSION.days})]
    if wrong:
        raise Invalid(fields=wrong)
    if admission.state != AdmissionState.APPLIED:
        raise WrongState(Say(gettext_noop("This application has been decided already.")))
    done = act.move(admission, AdmissionState.ADMITTED, purposes=sorted(set(purposes)), until=until, decided_by=act.person())
    act.done_waiting(admission)
    act.wait(admission, organization=CLOCK, act=permissions.LEAVE, role="clock", until=until, on_expiry=ENDS)
    return _told(act, admission, done.event)


@use_case
def refuse(act: Act, admission_id: UUID, *, reason: str) -> ZoneAdmission:
    """Errors: Forbidden, Refused (an own case), WrongState, Invalid."""
    admission = _examined(act, admission_id)
    done = act.move(admission, AdmissionState.REFUSED, reason=_reason(reason), decided_by=act.person())
    act.done_waiting(admission)
    return _told(act, admission, done.event)


@use_case
def suspend(act: Act, admission_id: UUID, *, reason: str) -> ZoneAdmission:
    """The zone's datasets are out of the user's sight at once, and nothing more is delivered. Errors: as above."""
    admission = _examined(act, admission_id)
    done = act.move(admission, AdmissionState.SUSPENDED, reason=_reason(reason))
    return _told(act, admission, done.event)


@use_case
def resume(act: Act, admission_id: UUID) -> ZoneAdmission:
    """Errors: WrongState, also when its time is over."""
    admission = _examined(act, admission_id)
    if admission.state != AdmissionState.SUSPENDED or (admission.until and admission.until <= act.now):
        raise WrongState(Say(gettext_noop("This admission is not suspended, or its time is over.")))
    done = act.move(admission, AdmissionState.ADMITTED, reason="")
    return _told(act, admission, done.event)


@use_case
def end(act: Act, admission_id: UUID, *, reason: str = "") -> ZoneAdmission:
    """The user leaves or takes its application back, or whoever runs the zone ends the admission with a reason. Errors: Invalid, WrongState."""
    admission = act.find(ZoneAdmission, admission_id, join=("zone",))
    act.authorise(permissions.LEAVE, admission)
    if act.actor.organization != admission.organization_id:
        act.require(strangers([act.actor.person], admission.organization_id))
        if admission.state == AdmissionState.APPLIED:
            raise WrongState(Say(gettext_noop("Refuse the application instead.")))
        reason = _reason(reason)
    return _ended(act, admission, reason.strip())


@use_case
def end_by_clock(act: Act, admission_id: UUID) -> ZoneAdmission:
    """The clock: its time is over. Errors: WrongState."""
    admission = act.find(ZoneAdmission, admission_id, join=("zone",))
    act.authorise(permissions.LEAVE)
    if admission.until is None or admission.until > act.now:
        raise WrongState(Say(gettext_noop("Its period is not over.")))
    return _ended(act, admission, "")


def _ended(act: Act, admission: ZoneAdmission, reason: str) -> ZoneAdmission:
    done = act.move(admission, AdmissionState.ENDED, reason=reason[:LONGEST])
    act.done_waiting(admission)
    return _told(act, admission, done.event)


def _examined(act: Act, admission_id: UUID) -> ZoneAdmission:
    admission = act.find(ZoneAdmission, admission_id, join=("zone",))
    act.authorise(permissions.EXAMINE, admission)
    act.require(strangers([act.actor.person], admission.organization_id))
    return admission


def _told(act: Act, admission: ZoneAdmission, event: str) -> ZoneAdmission:
    act.record(event, admission, {"zone": admission.zone.code}, parties=[admission.organization_id, admission.zone.operator_id])
    return admission


def _purposes(purposes: Sequence[str]) -> dict[str, list[Say]]:
    if purposes and set(purposes) <= set(PURPOSES):
        return {}
    return {"purposes": [Say(gettext_noop("Choose at least one of the listed purposes."))]}


def _said(name: str, text: str) -> dict[str, list[Say]]:
    if 1 <= len(text.strip()) <= LONGEST and "\x00" not in text:
        return {}
    return {name: [Say(gettext_noop("Write 1 to %(most)s characters."), {"most": LONGEST})]}


def _reason(text: str) -> str:
    if wrong := _said("reason", text):
        raise Invalid(fields=wrong)
    return text.strip()
