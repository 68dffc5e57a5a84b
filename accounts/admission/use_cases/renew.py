"""Before a verification ends it is renewed: the owner is asked in time, submits, and the exchange decides as the first time.

A lapse needs no state: the rule of standing refuses trade from that moment, the event and the turn tell everyone why.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_noop

from accounts.admission import gather
from accounts.admission.models import Verification
from accounts.admission.states import Round
from accounts.organization import permissions
from accounts.organization.models import Organization
from accounts.organization.states import State
from accounts.organization.use_cases import exchange
from accounts.rules import admission
from accounts.rules.roles import Role
from kernel.decision import Say
from kernel.errors import Conflict, Invalid, WrongState
from kernel.use_case import Act, use_case


@use_case
def renew(act: Act, organization_id: UUID, said: admission.Particulars | None = None) -> Organization:
    """Submit a verified organization again, with new particulars if they changed; it trades on meanwhile.

    Errors: Invalid, Refused while lines are missing, WrongState, Conflict when a round is open."""
    organization = act.find(Organization, organization_id)
    act.authorise(permissions.RENEW, organization)
    if organization.state != State.VERIFIED:
        raise WrongState(Say(gettext_noop("Only a verified organization is verified again.")))
    if Verification.objects.filter(organization=organization, state=Round.SUBMITTED).exists():
        raise Conflict(Say(gettext_noop("The exchange is looking at this organization already.")))
    wrong = admission.problems(said) if said else {}
    if wrong:
        raise Invalid(fields=wrong)
    facts = gather.facts(organization, said)
    act.require(admission.complete(facts))
    verification = Verification.objects.create(
        organization=organization, renewal=True, said=gather.as_json(facts.said), state_since=act.now, created=act.now
    )
    act.done_waiting(organization, permissions.RENEW)
    act.wait(organization, organization=exchange(), act=permissions.VERIFY, role=Role.OPERATOR, within=admission.REVIEW)
    act.record("accounts.organization.renewal_submitted", organization, {"verification": str(verification.pk)}, parties=[exchange()])
    return organization


@use_case
def ask_renewal(act: Act, organization_id: UUID) -> Organization:
    """The system asks the owner to renew, until the verification ends."""
    organization = act.find(Organization, organization_id)
    act.authorise(permissions.RENEW, organization)
    until = organization.verified_until
    if organization.state != State.VERIFIED or until is None or not act.now < until <= act.now + admission.RENEWAL_OPENS:
        raise WrongState(Say(gettext_noop("It is not time to renew this verification.")))
    act.done_waiting(organization, permissions.RENEW)
    act.wait(organization, organization=organization.pk, act=permissions.RENEW, role=Role.OWNER, until=until, on_expiry="organization.lapse")
    act.record("accounts.organization.renewal_asked", organization, {"until": until.isoformat()}, parties=[organization.pk])
    return organization


@use_case
def lapse(act: Act, organization_id: UUID) -> Organization:
    """The clock: the verification ended without a renewal. Errors: WrongState when it was renewed meanwhile."""
    organization = act.find(Organization, organization_id)
    act.authorise(permissions.RENEW, organization)
    if organization.state != State.VERIFIED or organization.verified_until is None or organization.verified_until > act.now:
        raise WrongState(Say(gettext_noop("The verification of this organization has not ended.")))
    act.done_waiting(organization, permissions.RENEW)
    act.wait(organization, organization=organization.pk, act=permissions.RENEW, role=Role.OWNER)
    act.record("accounts.organization.lapsed", organization, {"until": organization.verified_until.isoformat()}, parties=[organization.pk])
    return organization
