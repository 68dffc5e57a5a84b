"""May this actor do this? One pair of questions: `allowed` enables the button, `authorise` guards the act.

Slices declare their permissions as constants in their `permissions.py`; settings/permissions.py lists them all. A
permission's name is also the OAuth scope a client needs for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop

from kernel.actor import Actor, ActorKind
from kernel.decision import PERMITTED, Certainty, Citation, Decision, Reason, Say, refuse
from kernel.errors import Forbidden, FreshAuthenticationNeeded

READ_SCOPE = "read"
RELEASE = "2026.1"


@dataclass(frozen=True, slots=True)
class Permission:
    """`name` is `noun:verb`. `roles` hold it; `side(actor, on)` says whether this actor stands on the right side of `on`.

    `sensitive` acts (sign, decide, fund) need fresh authentication on pages. `system` lets the system act by itself.
    """

    name: str
    roles: frozenset[str]
    side: Callable[[Actor, Any], bool] | None = None
    sensitive: bool = False
    system: bool = False
    label: str = ""

    def __str__(self) -> str:
        return self.name


def _no(permission: Permission, rule: str, finding: Say, remedy: Say | None = None) -> Decision:
    cite = Citation("platform rules", "permissions", Certainty.PLATFORM)
    return refuse(Reason(f"permission.{rule}", RELEASE, finding, (cite,), remedy), facts={"permission": permission.name})


def allowed(actor: Actor, permission: Permission, on: Any = None, *, ignore_freshness: bool = True) -> Decision:
    """May `actor` use `permission` on `on`? Freshness is ignored for buttons: the page asks for it after the click."""
    if actor.is_system:
        if permission.system:
            return PERMITTED
        return _no(permission, "not_for_the_system", Say(gettext_noop("The system does not do this by itself.")))
    if actor.is_nobody:
        return _no(permission, "sign_in", Say(gettext_noop("Sign in to do this.")), Say(gettext_noop("Sign in with an account that has this role.")))
    if not actor.roles & permission.roles:
        return _no(
            permission,
            "role",
            Say(gettext_noop("Your role in this organization does not include this act.")),
            Say(gettext_noop("Ask an owner of your organization, or act as a person with one of these roles: %(roles)s."), {"roles": ", ".join(sorted(permission.roles))}),
        )
    if actor.scopes is not None and permission.name not in actor.scopes:
        return _no(
            permission,
            "scope",
            Say(gettext_noop("The token lacks the scope %(scope)s."), {"scope": permission.name}),
            Say(gettext_noop("Ask for a token with this scope; the client must have been given it.")),
        )
    if permission.side is not None and not permission.side(actor, on):
        return _no(permission, "side", Say(gettext_noop("This act belongs to the other side, or to another person.")))
    if permission.sensitive and not ignore_freshness and actor.kind is ActorKind.PERSON and not actor.fresh:
        return _no(permission, "fresh", Say(gettext_noop("This act asks you to confirm that it is you.")), Say(gettext_noop("Enter your password again, then repeat the act.")))
    return PERMITTED


def authorise(actor: Actor, permission: Permission, on: Any = None) -> None:
    """Raise Forbidden (or FreshAuthenticationNeeded) unless the actor may."""
    decision = allowed(actor, permission, on, ignore_freshness=False)
    if decision.permitted:
        return
    reason = decision.reasons[0]
    kind = FreshAuthenticationNeeded if reason.rule == "permission.fresh" else Forbidden
    raise kind(reason.finding, remedy=reason.remedy, decision=decision)
