"""API clients: created by the person who answers for them, their secret replaced, revoked. A secret is shown once, kept hashed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_noop
from oauth2_provider.generators import generate_client_secret
from oauth2_provider.models import get_access_token_model

from accounts.client import permissions
from accounts.client.models import Client
from accounts.organization.models import Organization
from accounts.rules.persons import person_of
from kernel.actor import Actor
from kernel.decision import Say
from kernel.errors import Conflict, Forbidden, Invalid
from kernel.permissions import READ_SCOPE
from kernel.use_case import Act, use_case

LONGEST = 730
USUAL = 365


@dataclass(frozen=True, slots=True)
class Issued:
    """The only moment at which a secret is known: neither stored nor written to any log."""

    client: Client
    secret: str


def grantable(actor: Actor) -> list[str]:
    """Scopes this actor may give away: reading, and what their own roles (and, for a client, its own scopes) include."""
    names = [name for name, permission in settings.PERMISSIONS.items() if permission.roles & actor.roles]
    return [scope for scope in [READ_SCOPE, *sorted(names)] if actor.scopes is None or scope in actor.scopes]


@use_case
def create(act: Act, name: str, scopes: Iterable[str], *, days: int = USUAL, client_id: str | None = None, secret: str | None = None) -> Issued:
    """A client for the actor's organization; the actor answers for it, so four eyes stay four. Errors: Invalid by field.

    `client_id` and `secret` are given by the sample exchange only; the faces never pass them."""
    organization = act.find(Organization, act.actor.organization)
    act.authorise(permissions.CREATE, organization)
    wanted = sorted(set(scopes))
    wrong: dict[str, list[Say]] = {}
    if not name.strip() or len(name) > 100:
        wrong["name"] = [Say(gettext_noop("Give the client a name of at most 100 characters."))]
    if not wanted or not set(wanted) <= set(grantable(act.actor)):
        wrong["scopes"] = [Say(gettext_noop("Choose scopes that your own roles include."))]
    if not 1 <= days <= LONGEST:
        wrong["days"] = [Say(gettext_noop("A client lasts from 1 to %(most)s days."), {"most": LONGEST})]
    if wrong:
        raise Invalid(fields=wrong)
    secret = secret or generate_client_secret()
    client = Client(
        organization=organization, responsible_id=person_of(act.actor), name=name.strip(), scopes=wanted, begins=act.now, expires=act.now + timedelta(days=days),
        client_type=Client.CLIENT_CONFIDENTIAL, authorization_grant_type=Client.GRANT_CLIENT_CREDENTIALS, client_secret=secret,
    )
    if client_id:
        client.client_id = client_id
    client.save(force_insert=True)
    act.created(client)
    act.record("accounts.client.created", client, {"scopes": wanted, "expires": client.expires.isoformat()})
    return Issued(client, secret)


@use_case
def rotate(act: Act, client_pk: UUID) -> Issued:
    """A new secret; the old one and all tokens stop at once. Errors: NotFound, Forbidden, Conflict when revoked or ended."""
    client = act.find(Client, client_pk)
    act.authorise(permissions.ROTATE, client)
    if not client.usable_at(act.now):
        raise Conflict(Say(gettext_noop("This client has ended. Create a new one.")))
    if not set(client.scopes) <= set(grantable(act.actor)):  # else a token could win scopes it was never given
        raise Forbidden(Say(gettext_noop("This client has scopes that you cannot give.")))
    secret = generate_client_secret()
    client.client_secret = secret
    client.save(update_fields=["client_secret"])
    _stop_tokens(client)
    act.record("accounts.client.rotated", client)
    return Issued(client, secret)


@use_case
def revoke(act: Act, client_pk: UUID) -> Client:
    """Errors: NotFound, Forbidden, Conflict when revoked already."""
    client = act.find(Client, client_pk)
    act.authorise(permissions.REVOKE, client)
    if client.revoked:
        raise Conflict(Say(gettext_noop("This client is revoked already.")))
    client.revoked = act.now
    client.save(update_fields=["revoked"])
    _stop_tokens(client)
    act.record("accounts.client.revoked", client)
    return client


def _stop_tokens(client: Client) -> None:
    get_access_token_model().objects.filter(application=client).delete()
