"""Acts that only a person for an organization can do: who that is, or a refusal, never None."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_noop

from kernel.actor import Actor
from kernel.decision import Say
from kernel.errors import Forbidden, NotFound


def person_of(actor: Actor) -> UUID:
    """Errors: Forbidden where no natural person stands behind the actor."""
    if actor.person is None:
        raise Forbidden(Say(gettext_noop("A person must stand behind this act.")))
    return actor.person


def organization_of(actor: Actor) -> UUID:
    """Errors: NotFound where the actor acts for no organization."""
    if actor.organization is None:
        raise NotFound
    return actor.organization
