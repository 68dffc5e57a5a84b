"""Suspending an organization takes one operator and works at once; lifting it takes two persons, by an approval."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_noop

from accounts.approval.models import Approval
from accounts.approval.use_cases import Step, ask
from accounts.member.own_case import not_their_own, strangers
from accounts.organization import permissions
from accounts.organization.models import Organization
from accounts.organization.states import State
from accounts.rules import admission
from accounts.rules.persons import organization_of
from accounts.rules.roles import Role
from kernel import holds
from kernel.decision import Say
from kernel.errors import Forbidden, Invalid, WrongState
from kernel.use_case import Act, use_case

CAUSE = gettext_noop("The exchange has suspended this organization.")
OUTCOME = "organization.resume"


@use_case
def suspend(act: Act, organization_id: UUID, reason: str) -> Organization:
    """Hold every act and delivery of the organization. Errors: Invalid (no reason), WrongState."""
    organization = act.find(Organization, organization_id)
    act.authorise(permissions.SUSPEND, organization)
    if organization.kind != "member":
        raise Forbidden(Say(gettext_noop("Only member organizations can be suspended.")))
    act.require(not_their_own(act.actor, organization.pk))
    if not reason.strip():
        raise Invalid(fields={"reason": [Say(gettext_noop("A suspension states its reason."))]})
    act.move(organization, State.SUSPENDED, reason=reason.strip())
    for scope in (holds.ACT, holds.DELIVERY):
        holds.place(organization, scope=scope, cause=CAUSE, at=act.now, by=act.actor.person)
    act.record("accounts.organization.suspended", organization, parties=[organization.pk])
    return organization


@use_case
def ask_resumption(act: Act, organization_id: UUID, reason: str) -> Approval:
    """Ask a second operator to lift the suspension. Errors: Invalid, WrongState, Conflict when one was asked already."""
    organization = act.find(Organization, organization_id)
    act.authorise(permissions.RESUME)  # not on the organization: its own hold would stop the act that lifts it
    act.require(not_their_own(act.actor, organization.pk))
    if organization.state != State.SUSPENDED:
        raise WrongState(Say(gettext_noop("This organization is not suspended.")))
    if not reason.strip():
        raise Invalid(fields={"reason": [Say(gettext_noop("Say why the suspension may end."))]})
    act.record("accounts.organization.resumption_asked", organization)
    return ask(
        act,
        organization,
        outcome=OUTCOME,
        title=Say(gettext_noop("Lift the suspension of %(organization)s"), {"organization": " / ".join(filter(None, [organization.name_zh, organization.name_en]))}),
        facts={"reason": reason.strip()},
        steps=[
            Step(Role.OPERATOR, organization_of(act.actor), Say(gettext_noop("Lifting a suspension takes a second person of the exchange.")), admission.REVIEW)
        ],
    )


@use_case
def resume(act: Act, organization_id: UUID, *, verdict: str, approval: Approval) -> Organization:
    """What follows the approval: approved, the holds are lifted; anything else leaves the suspension and its record.

    Errors: Refused when a member of the organization answered, which takes the answer back too."""
    organization = act.find(Organization, organization_id)
    act.authorise(permissions.LIFT)
    act.require(strangers([step.person for step in approval.steps.all()], organization.pk))
    if verdict != "approved":
        act.record("accounts.organization.resumption_declined", organization, {"approval": str(approval.pk), "verdict": verdict})
        return organization
    act.move(organization, State.VERIFIED, reason="")
    holds.lift(organization, cause=CAUSE, at=act.now, by=act.actor.person)
    act.record("accounts.organization.resumed", organization, {"approval": str(approval.pk)}, parties=[organization.pk])
    return organization
