"""What this floor tells the page shell: for whom one acts, the other organizations, what waits, and the demo's strip of roles."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.notice.demo import ROLES
from accounts.organization.models import Kind, Organization
from kernel import clock, turns
from kernel.actor import NOBODY, Actor
from web.shapes import Link
from web.shell import RoleStrip

COUNTED = 99


def provide(request: HttpRequest) -> dict[str, Any]:
    actor: Actor = getattr(request, "actor", NOBODY)
    memberships = getattr(request, "memberships", [])
    parts: dict[str, Any] = {}
    if actor.is_nobody:
        return parts
    if not memberships:
        return parts | {"account": [Link(_("Register an organization"), reverse("organization.register"), icon="org")]}
    acting = next((one.organization for one in memberships if one.organization_id == actor.organization), memberships[0].organization)
    return parts | {
        "organization": acting.name,
        "organization_url": home_of(acting),
        "organizations": [Link(one.organization.name, home_of(one.organization), current=one.organization_id == acting.pk) for one in memberships],
        "todo": len(turns.waiting_for(actor).values_list("pk", flat=True)[:COUNTED]),
        "todo_url": home_of(acting),
        "account": _account(acting),
    }


def home_of(organization: Organization) -> str:
    return f"/workspace/{organization.pk}/"


def _account(organization: Organization) -> list[Link]:
    links = [
        Link(_("Organization"), reverse("organization.detail", args=[organization.pk]), icon="org"),
        Link(_("Members and invitations"), reverse("member.list", args=[organization.pk]), icon="people"),
        Link(_("API clients"), reverse("client.list", args=[organization.pk]), icon="api"),
        Link(_("Approvals"), reverse("approval.list", args=[organization.pk]), icon="check"),
    ]
    if organization.kind == Kind.EXCHANGE:
        links.append(Link(_("Verification of organizations"), reverse("verification.queue", args=[organization.pk]), icon="inbox"))
    return [*links, Link(_("Register another organization"), reverse("organization.register"), icon="plus")]


def strip(request: HttpRequest) -> RoleStrip:
    """The demo's roles; the desk adds the clock's address."""
    email = getattr(getattr(request, "user", None), "email", "")  # a request refused before anyone was asked for has no user
    roles = [Link(str(role.label), reverse("demo.role", args=[role.key]), current=role.email == email) for role in ROLES]
    return RoleStrip(roles, now=clock.now(), links=[Link(_("Mailbox"), reverse("demo.mailbox"))])
