"""From a bearer token to the Actor of an API client, in one statement.

The statement joins what decides: token, client, organization, the responsible person and their membership as it is now. A
client can therefore never do more than its person could do at this moment; what became of it since the token was issued
(revoked, ended, person gone, organization suspended) is seen at the next call.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext, gettext_noop
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.organization.states import State
from accounts.rules.roles import JURISDICTION_OF_KIND
from kernel import clock
from kernel.actor import Actor, ActorKind
from kernel.decision import Say
from kernel.errors import Forbidden
from kernel.permissions import READ_SCOPE

USED_EVERY = timedelta(minutes=1)
LONGEST_TOKEN = 256

_FIND = """
select t.expires, t.scope, c.id, c.responsible_id, c.organization_id, c.expires, c.revoked, c.last_used, o.kind, o.state, m.roles
from oauth2_provider_accesstoken t
join accounts_client c on c.id = t.application_id
join accounts_organization o on o.id = c.organization_id
join accounts_user u on u.id = c.responsible_id and u.is_active
left join accounts_membership m on m.organization_id = c.organization_id and m.user_id = c.responsible_id and m.ended is null
where t.token_checksum = %s
"""
_USED = "update accounts_client set last_used = %s where id = %s and (last_used is null or last_used < %s)"


class Bearer(BaseAuthentication):
    """`request.auth` becomes the Actor; `request.user` stays empty, nothing of the API asks for it."""

    def authenticate(self, request: Request) -> tuple[None, Actor] | None:
        scheme, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if not scheme:
            return None
        if scheme.lower() != "bearer" or not 0 < len(token) <= LONGEST_TOKEN:
            raise AuthenticationFailed(gettext("Send the token as Authorization: Bearer and the token."))
        actor = actor_of_token(token)
        page: Any = request._request
        page.actor = actor
        return None, actor

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="shugang"'


class BearerScheme(OpenApiAuthenticationExtension):
    """How the API's document names it."""

    target_class = "accounts.client.authentication.Bearer"
    name = "client"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        scopes = {READ_SCOPE: "Read whatever the client's person sees.", **{name: f"Needed for {name}." for name in sorted(settings.PERMISSIONS)}}
        return {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "/oauth/token", "scopes": scopes}}}


def actor_of_token(token: str) -> Actor:
    """Errors: AuthenticationFailed (401) for a token that is not valid any more, Forbidden for an organization that is stopped."""
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [hashlib.sha256(token.encode()).hexdigest()])
        row: tuple[Any, ...] | None = cursor.fetchone()
    if row is None:
        raise AuthenticationFailed(gettext("This token is not known, or not valid any more. Ask for a new one."))
    token_ends, scope, client, person, organization, client_ends, revoked, last_used, kind, state, roles = row
    now = clock.now()
    # tokens run on real time: the toolkit stamps them, and moving the demo's clock shall not sign every machine out
    if token_ends <= datetime.now(UTC):
        raise AuthenticationFailed(gettext("This token has run out. Ask for a new one."))
    if revoked is not None or client_ends <= now:
        raise AuthenticationFailed(gettext("This client is revoked or has ended."))
    if roles is None:
        raise AuthenticationFailed(gettext("The person who answers for this client is not a member any more."))
    if state in (State.SUSPENDED, State.CLOSED, State.REFUSED):
        raise Forbidden(
            Say(gettext_noop("The organization of this client is suspended, refused or closed.")), code="organization_stopped",
            remedy=Say(gettext_noop("Its status page tells the reason and what can be done.")),
        )
    if last_used is None or last_used < now - USED_EVERY:
        with connection.cursor() as cursor:
            cursor.execute(_USED, [now, client, now - USED_EVERY])
    return Actor(
        ActorKind.CLIENT, client, person, organization, frozenset(roles), frozenset(scope.split()), jurisdiction=JURISDICTION_OF_KIND[kind]
    )
