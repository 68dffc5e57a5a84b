"""Pages: who acts, for which organization. Sets `request.actor` and `request.memberships` before any view runs.

Under /workspace/<organization>/ the address decides, and a form made for another organization is a conflict; elsewhere it is
the organization last worked for. The API has its own authentication and is left alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from accounts.actors import actor_from, actor_of
from accounts.member.models import Membership
from kernel.actor import NOBODY
from kernel.errors import ActError, NotFound
from web.pages import error_page, same_organization

WORKSPACE = "/workspace/"
CHOSEN = "organization"


class Actors:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        page: Any = request
        page.actor, page.memberships = NOBODY, []
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponseBase | None:
        if request.path.startswith("/api/") or settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return None
        organization = kwargs.get("organization") if request.path.startswith(WORKSPACE) else None
        try:
            _act_for(request, organization)
            if organization is not None and request.method == "POST":
                same_organization(request, organization)
        except ActError as error:
            return error_page(request, error)
        return None


def _act_for(request: Any, organization: UUID | None) -> None:
    """Errors: NotFound when the person does not belong to the organization of the address."""
    rows = Membership.objects.active().filter(user=request.user).select_related("organization").order_by("since", "pk")
    request.memberships = list(rows)
    wanted = str(organization or request.session.get(CHOSEN, ""))
    chosen = next((one for one in request.memberships if str(one.organization_id) == wanted), None)
    if organization is not None:
        if chosen is None:
            raise NotFound
        if request.session.get(CHOSEN) != wanted:
            request.session[CHOSEN] = wanted
    elif chosen is None and request.memberships:
        chosen = request.memberships[0]
    fresh = authenticated_lately(request)
    request.actor = actor_from(chosen, fresh=fresh) if chosen else actor_of(request.user, fresh=fresh)


def authenticated_lately(request: HttpRequest) -> bool:
    """Whether this session's person gave a password, passkey or code within ACCOUNT_REAUTHENTICATION_TIMEOUT seconds of real time."""
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT
