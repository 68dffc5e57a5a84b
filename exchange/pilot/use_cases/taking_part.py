"""Who takes part in a pilot: admitted while it is drafted, so that a second person confirms the participants with the document; no longer
once its part has ended."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from accounts.member.own_case import not_their_own
from accounts.organization.models import Kind, Organization
from exchange.pilot import permissions
from exchange.pilot.models import Pilot, PilotParticipant
from exchange.pilot.states import State
from exchange.pilot.use_cases.common import facts
from kernel.decision import Say
from kernel.errors import Conflict, Invalid, NotFound, WrongState
from kernel.use_case import Act, use_case


@use_case
def admit(act: Act, pilot_id: UUID, *, organization: UUID) -> Pilot:
    """Once the pilot is confirmed, this verified member's exports may run under it. Who comes later needs a pilot of its own.

    Errors: NotFound, Forbidden, WrongState, Invalid (no verified member), Refused (the operator's own organization), Conflict (it takes part)."""
    pilot = act.find(Pilot, pilot_id)
    act.authorise(permissions.ADMIT, pilot)
    if pilot.state != State.DRAFTED:
        raise WrongState(
            Say(gettext_noop("Organizations are admitted before a pilot is proposed.")), remedy=Say(gettext_noop("Write another pilot down for those that come later."))
        )
    if not Organization.objects.verified(act.now).filter(pk=organization, kind=Kind.MEMBER).exists():
        raise Invalid(fields={"organization": [Say(gettext_noop("Choose a verified organization."))]})
    act.require(not_their_own(act.actor, organization))
    try:
        with transaction.atomic():
            PilotParticipant(pilot=pilot, organization_id=organization, joined=act.now, admitted_by=act.person()).save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(Say(gettext_noop("This organization takes part already."))) from error
    act.record("exchange.pilot.admitted", pilot, facts(pilot, organization=str(organization)))  # a draft is told to nobody else
    return pilot


@use_case
def end_part(act: Act, pilot_id: UUID, *, organization: UUID) -> Pilot:
    """This organization's exports follow the platform's ordinary rules again. Errors: NotFound (it takes no part), Forbidden, WrongState."""
    pilot = act.find(Pilot, pilot_id)
    act.authorise(permissions.ADMIT, pilot)
    row = PilotParticipant.objects.filter(pilot=pilot, organization=organization, ended=None).first()
    if row is None:
        raise NotFound
    if pilot.state not in (State.DRAFTED, State.RUNNING):
        raise WrongState(Say(gettext_noop("Who takes part changes before a pilot is proposed, or while it runs.")))
    row.ended, row.ended_by = act.now, act.person()
    row.save(update_fields=["ended", "ended_by"])
    act.record("exchange.pilot.part_ended", pilot, facts(pilot, organization=str(organization)), parties=[organization] if pilot.state == State.RUNNING else [])
    return pilot
