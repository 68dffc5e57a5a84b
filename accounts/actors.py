"""From a person and an organization to the kernel's Actor. The faces call this; nothing here reads a request."""

from __future__ import annotations

from uuid import UUID

from accounts.member.models import Membership, User
from accounts.organization.models import Organization
from accounts.rules.roles import JURISDICTION_OF_KIND, PERSON
from kernel.actor import Actor, ActorKind
from kernel.errors import NotFound


def actor_of(user: User, organization: Organization | UUID | None = None, *, fresh: bool = False) -> Actor:
    """The person acting for the organization, or for none. Errors: NotFound when they are not a member."""
    if organization is None:
        return Actor(ActorKind.PERSON, user.pk, user.pk, None, frozenset({PERSON}), fresh=fresh)
    key = organization.pk if isinstance(organization, Organization) else organization
    membership = Membership.objects.active().select_related("organization").filter(user=user, organization=key).first()
    if membership is None or not user.is_active:
        raise NotFound
    return actor_from(membership, fresh=fresh)


def actor_from(membership: Membership, *, fresh: bool = False) -> Actor:
    """The same from a membership read with its organization."""
    return Actor(
        ActorKind.PERSON,
        membership.user_id,
        membership.user_id,
        membership.organization_id,
        frozenset(membership.roles),
        fresh=fresh,
        jurisdiction=JURISDICTION_OF_KIND[membership.organization.kind],
    )
