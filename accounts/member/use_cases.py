"""Acts on people and memberships: invite, join, change roles, remove, leave; and what only the system does: register, enroll.

Signing up, passwords, second factors and sessions are allauth's and do not pass here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_noop

from accounts.approval.models import Approval
from accounts.approval.use_cases import Step, ask
from accounts.member import permissions, tokens
from accounts.member.models import Invitation, Membership, User
from accounts.organization.models import Kind, Organization
from accounts.rules.persons import person_of
from accounts.rules.roles import HEAD_OF_KIND, ROLES_OF_KIND
from kernel.decision import Say
from kernel.errors import Conflict, Invalid, NotFound, WrongState
from kernel.use_case import Act, use_case

INVITATION_LASTS = timedelta(days=14)
APPROVE_WITHIN = timedelta(days=7)
SECOND_PERSON = frozenset({Kind.EXCHANGE.value, Kind.REGULATOR.value})
"""Where one person alone brings nobody in: four eyes there protect everybody else."""


@use_case
def register_person(act: Act, email: str, *, password: str | None = None, name: str = "", language: str = "") -> User:
    """A login with a confirmed address, made by the system: first people of an exchange, the sample's logins."""
    act.authorise(permissions.REGISTER_PERSON)
    email = _address(email)
    if User.objects.filter(email=email).exists():
        raise Conflict(Say(gettext_noop("This address has a login already.")))
    user = act.created(User.objects.create_user(email, password, name=name, language=language))
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    act.record("accounts.person.registered", user)
    return user


@use_case
def enroll(act: Act, organization_id: UUID, user_id: UUID, roles: Iterable[str]) -> Membership:
    """Make a person a member without an invitation: how an exchange or a regulator gets its first people."""
    organization = act.find(Organization, organization_id)
    act.authorise(permissions.ENROLL, organization)
    membership = _add(organization, user_id, _roles(organization, roles), act)
    act.record("accounts.member.joined", organization, {"membership": str(membership.pk), "roles": membership.roles}, parties=[organization.pk])
    return membership


@use_case
def invite(act: Act, email: str, roles: Iterable[str]) -> Invitation:
    """Offer roles in the actor's organization to an address; the mail goes out after the commit, or after the approval of a
    second person where people decide about others' affairs (see SECOND_PERSON).

    Errors: Invalid (address, roles), Conflict when the address is invited or a member already."""
    organization = act.find(Organization, act.actor.organization)
    act.authorise(permissions.INVITE, organization)
    email, wanted = _address(email), _roles(organization, roles)
    if Membership.objects.active().filter(organization=organization, user__email=email).exists():
        raise Conflict(Say(gettext_noop("This person is a member already.")))
    open_ones = Invitation.objects.filter(organization=organization, email=email, accepted=None, withdrawn=None)
    if open_ones.filter(expires__gt=act.now).exists():
        raise Conflict(Say(gettext_noop("There is an open invitation to this address.")), remedy=Say(gettext_noop("Withdraw it to invite anew.")))
    open_ones.update(withdrawn=act.now)
    invitation = Invitation(organization=organization, email=email, roles=wanted, created=act.now, expires=act.now + INVITATION_LASTS)
    invitation.token_sha256 = tokens.digest(tokens.token_of(invitation.pk))
    invitation.waits = organization.kind in SECOND_PERSON
    invitation.save(force_insert=True)
    act.record("accounts.member.invited", organization, {"invitation": str(invitation.pk), "roles": wanted})
    if invitation.waits:
        title = Say(gettext_noop("Invite %(email)s as %(roles)s"), {"email": email, "roles": ", ".join(wanted)})
        _ask_second_person(act, organization, act.created(invitation), "member.invite", title, {})
    return invitation


@use_case
def admit_invitation(act: Act, invitation_id: UUID, *, verdict: str, approval: Approval) -> Invitation:
    """What follows the approval: the invitation goes out, or is withdrawn."""
    invitation = act.find(Invitation, invitation_id)
    organization = act.lock(invitation.organization)
    act.authorise(permissions.ADMIT)
    if verdict == "approved" and invitation.withdrawn is None:
        invitation.waits, invitation.expires = False, act.now + INVITATION_LASTS
        invitation.save(update_fields=["waits", "expires"])
    elif invitation.withdrawn is None:
        invitation.withdrawn = act.now
        invitation.save(update_fields=["withdrawn"])
    act.record("accounts.member.invitation_decided", organization, {"invitation": str(invitation.pk), "approval": str(approval.pk), "verdict": verdict})
    return invitation


@use_case
def withdraw_invitation(act: Act, invitation_id: UUID) -> Invitation:
    invitation = act.find(Invitation, invitation_id)
    act.authorise(permissions.WITHDRAW_INVITATION, invitation)
    if invitation.accepted or invitation.withdrawn:
        raise Conflict(Say(gettext_noop("This invitation is not open any more.")))
    invitation.withdrawn = act.now
    invitation.save(update_fields=["withdrawn"])
    organization = act.lock(invitation.organization)
    act.record("accounts.member.invitation_withdrawn", organization, {"invitation": str(invitation.pk)})
    return invitation


@use_case
def join(act: Act, token: str) -> Membership:
    """Take up an invitation. The token alone does not do: the person's confirmed address must be the invited one.

    Errors: NotFound for a wrong, used, withdrawn or expired token, or one for another address."""
    act.authorise(permissions.JOIN)
    invitation = invited(token, act.actor.person, act.now, lock=True)
    if invitation is None:
        raise NotFound(Say(gettext_noop("This invitation is not valid for you: it ran out, was withdrawn, or went to another address.")))
    organization = act.lock(invitation.organization)
    membership = _add(organization, person_of(act.actor), invitation.roles, act)
    invitation.accepted = act.now
    invitation.save(update_fields=["accepted"])
    act.record("accounts.member.joined", organization, {"membership": str(membership.pk), "roles": membership.roles}, parties=[organization.pk])
    return membership


def invited(token: str, person: UUID | None, at: object, *, lock: bool = False) -> Invitation | None:
    """The open invitation of this token, if it went to a confirmed address of this person."""
    rows = Invitation.objects.select_related("organization").filter(token_sha256=tokens.digest(token), accepted=None, withdrawn=None, waits=False, expires__gt=at)
    rows = rows.filter(email__in=EmailAddress.objects.filter(user=person, verified=True).values("email"))
    return (rows.select_for_update(of=("self",)) if lock else rows).first()


@use_case
def set_roles(act: Act, membership_id: UUID, roles: Iterable[str]) -> Membership:
    """Change a member's roles; where people decide about others' affairs, once a second person has approved (SECOND_PERSON).

    Errors: NotFound, Invalid, Conflict when it would leave the organization without a head, or a change is asked for already."""
    membership, organization = _member(act, membership_id)
    act.authorise(permissions.SET_ROLES, membership)
    wanted = _roles(organization, roles)
    if organization.kind not in SECOND_PERSON:
        return _give_roles(act, membership, organization, wanted)
    act.record("accounts.member.roles_asked", organization, {"membership": str(membership.pk), "after": wanted})
    title = Say(gettext_noop("Give %(email)s the roles %(roles)s"), {"email": membership.user.email, "roles": ", ".join(wanted)})
    _ask_second_person(act, organization, membership, "member.set_roles", title, {"roles": wanted})
    return membership


@use_case
def admit_roles(act: Act, membership_id: UUID, *, verdict: str, approval: Approval) -> Membership:
    """What follows the approval: the roles change, or stay. Errors: Conflict for the last head, which takes the answer back too."""
    membership, organization = _locked(act, membership_id)
    act.authorise(permissions.ADMIT)
    if verdict == "approved" and membership.ended is None:
        return _give_roles(act, membership, organization, _roles(organization, approval.facts["roles"]))
    act.record("accounts.member.roles_declined", organization, {"membership": str(membership.pk), "approval": str(approval.pk), "verdict": verdict})
    return membership


def _give_roles(act: Act, membership: Membership, organization: Organization, wanted: list[str]) -> Membership:
    if HEAD_OF_KIND[organization.kind] not in wanted:
        _another_head_stays(organization, membership)
    before, membership.roles = membership.roles, wanted
    membership.save(update_fields=["roles"])
    act.record("accounts.member.roles_set", organization, {"membership": str(membership.pk), "before": before, "after": wanted})
    return membership


@use_case
def remove(act: Act, membership_id: UUID) -> Membership:
    """End another person's membership; their clients stop with it. Errors: NotFound, Conflict for the last head."""
    membership, organization = _member(act, membership_id)
    act.authorise(permissions.REMOVE, membership)
    return _end(act, membership, organization, "accounts.member.removed")


@use_case
def leave(act: Act, membership_id: UUID) -> Membership:
    """End one's own membership. Errors: NotFound, Conflict for the last head."""
    membership, organization = _member(act, membership_id)
    act.authorise(permissions.LEAVE, membership)
    return _end(act, membership, organization, "accounts.member.left")


def _ask_second_person(act: Act, organization: Organization, subject: Invitation | Membership, outcome: str, title: Say, facts: dict[str, list[str]]) -> None:
    """Otherwise one person could bring in a second address of their own and be their own second person. Errors: WrongState when
    there is nobody else who could approve."""
    head = HEAD_OF_KIND[organization.kind].value
    if not Membership.objects.active().filter(organization=organization, roles__contains=[head]).exclude(user_id=person_of(act.actor)).exists():
        raise WrongState(
            Say(gettext_noop("Nobody else of your organization can approve this.")),
            remedy=Say(gettext_noop("Whoever runs the installation adds a second person with your role by the command establish.")),
        )
    why = Say(gettext_noop("Whom the exchange or a regulator lets in, and with which roles, takes two of its people."))
    ask(act, subject, outcome=outcome, title=title, facts=facts, steps=[Step(head, organization.pk, why, APPROVE_WITHIN)])


def _locked(act: Act, membership_id: UUID) -> tuple[Membership, Organization]:
    # the organization's row is the lock for "one head stays": two heads leaving at once meet here
    membership = act.find(Membership, membership_id, lock=False)
    organization = act.lock(membership.organization)
    membership.refresh_from_db(fields=["roles", "ended"])
    act.subject = organization
    return membership, organization


def _member(act: Act, membership_id: UUID) -> tuple[Membership, Organization]:
    membership, organization = _locked(act, membership_id)
    if membership.ended is not None:
        raise NotFound
    return membership, organization


def _end(act: Act, membership: Membership, organization: Organization, event: str) -> Membership:
    if HEAD_OF_KIND[organization.kind] in membership.roles:
        _another_head_stays(organization, membership)
    membership.ended = act.now
    membership.save(update_fields=["ended"])
    act.record(event, organization, {"membership": str(membership.pk)})
    return membership


def _another_head_stays(organization: Organization, leaving: Membership) -> None:
    head = HEAD_OF_KIND[organization.kind]
    if not Membership.objects.active().filter(organization=organization, roles__contains=[head]).exclude(pk=leaving.pk).exists():
        raise Conflict(
            Say(gettext_noop("This is the organization's last %(role)s."), {"role": head}),
            remedy=Say(gettext_noop("Give this role to another member first, or close the organization.")),
        )


def _add(organization: Organization, user_id: UUID, roles: list[str], act: Act) -> Membership:
    if Membership.objects.active().filter(organization=organization, user_id=user_id).exists():
        raise Conflict(Say(gettext_noop("This person is a member already.")))
    return Membership.objects.create(organization=organization, user_id=user_id, roles=roles, since=act.now)


def _roles(organization: Organization, roles: Iterable[str]) -> list[str]:
    known = ROLES_OF_KIND[organization.kind]
    wanted = set(roles)
    if not wanted or not wanted <= set(known):
        raise Invalid(fields={"roles": [Say(gettext_noop("Choose from these roles: %(roles)s."), {"roles": ", ".join(known)})]})
    return [role.value for role in known if role in wanted]


def _address(email: str) -> str:
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise Invalid(fields={"email": [Say(gettext_noop("Enter a valid e-mail address."))]}) from error
    return email
