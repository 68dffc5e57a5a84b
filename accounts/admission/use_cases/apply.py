"""Registering an organization, correcting it, and sending the application to the exchange."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_noop

from accounts.admission import gather
from accounts.admission.models import Verification
from accounts.member.models import Membership
from accounts.organization import permissions
from accounts.organization.models import Organization
from accounts.organization.states import State
from accounts.organization.use_cases import exchange
from accounts.rules import admission
from accounts.rules.persons import person_of
from accounts.rules.roles import Role
from kernel.decision import Say
from kernel.errors import Invalid, WrongState
from kernel.use_case import Act, use_case


@use_case
def register(act: Act, said: admission.Particulars) -> Organization:
    """A draft of the organization, with the person who registers it as its owner. Errors: Invalid by field."""
    act.authorise(permissions.REGISTER)
    wrong = admission.problems(said)
    if wrong:
        raise Invalid(fields=wrong)
    organization = act.created(Organization(state=State.DRAFT, state_since=act.now, created=act.now))
    gather.write(organization, said)
    organization.save(force_insert=True)
    membership = Membership.objects.create(organization=organization, user_id=person_of(act.actor), roles=[Role.OWNER.value], since=act.now)
    act.wait(organization, organization=organization.pk, act=permissions.APPLY, role=Role.OWNER)
    act.record(
        "accounts.organization.registered", organization, {"country": said.country, "membership": str(membership.pk)}, parties=[organization.pk]
    )
    return organization


@use_case
def amend(act: Act, organization_id: UUID, said: admission.Particulars) -> Organization:
    """Correct a draft or a returned application. What is verified changes only by renewal. Errors: Invalid, WrongState."""
    organization = act.find(Organization, organization_id)
    act.authorise(permissions.AMEND, organization)
    if organization.state not in (State.DRAFT, State.RETURNED):
        raise WrongState(
            Say(gettext_noop("What the exchange has before it, or has verified, cannot be changed here.")),
            remedy=Say(gettext_noop("A verified organization submits its new particulars for verification again.")),
        )
    wrong = admission.problems(said)
    if wrong:
        raise Invalid(fields=wrong)
    fields = gather.write(organization, said)
    organization.save(update_fields=fields)
    act.record("accounts.organization.amended", organization)
    return organization


@use_case
def apply(act: Act, organization_id: UUID) -> Organization:
    """Send the application to the exchange: from now on it is the operator's turn. Errors: Refused while lines are missing, WrongState."""
    organization = act.find(Organization, organization_id)
    act.authorise(permissions.APPLY, organization)
    facts = gather.facts(organization)
    if organization.state in (State.DRAFT, State.RETURNED):
        act.require(admission.complete(facts))
    act.move(organization, State.APPLIED, reason="")
    verification = Verification.objects.create(
        organization=organization, said=gather.as_json(facts.said), state_since=act.now, created=act.now
    )
    act.done_waiting(organization)
    act.wait(organization, organization=exchange(), act=permissions.VERIFY, role=Role.OPERATOR, within=admission.REVIEW)
    act.record("accounts.organization.applied", organization, {"verification": str(verification.pk)}, parties=[exchange()])
    return organization
