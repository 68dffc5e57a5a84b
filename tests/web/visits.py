"""Every page of the URL table with somebody of the sample who may open it and rows that belong together: found, not listed by hand.

A page that nobody of the sample can open, or that answers no page, has to stand in NO_PAGE with its reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.actors import actor_of
from accounts.models import Membership
from kernel.actor import NOBODY, Actor
from tests.cast import signed_in
from tests.contract import rows
from tests.separation.cells import Cell, cells

PEOPLE = (
    "owner@provider.example", "owner@buyer.example", "operator@exchange.example", "owner@zone.example", "steward@provider.example", "trader@buyer.example", "finance@provider.example",
    "finance@buyer.example", "owner@overseas.example", "operator2@exchange.example", "intake@regulator.example", "reviewer@regulator.example", "approver@regulator.example",
    "supervisor@regulator.example", "auditor@regulator.example", "outsider@other.example",
)  # fmt: skip
NO_PAGE: dict[str, str] = {}
"""Addresses that answer files, fragments or redirects, or are opened by a secret alone: URL name to reason."""
VALUES: dict[str, tuple[Any, ...]] = {"which": ("waiting", "refused"), "role": ("buyer",), "year": (2026,), "month": (1,), "path": ("",)}
OTHERS = (
    "account_login", "account_signup", "account_reset_password", "account_email", "account_change_password", "account_logout", "account_reauthenticate", "mfa_index",
    "mfa_activate_totp", "mfa_add_webauthn", "usersessions_list", "components",
)  # fmt: skip
"""Pages of the login library in our clothes, and the page of components."""
TRIES = 40


@dataclass(frozen=True, slots=True)
class Visit:
    name: str
    url: str
    template: str
    client: Any


class Cast:
    """The sample's people with their sessions, and nobody."""

    def __init__(self) -> None:
        self.actors: list[tuple[Actor, Any]] = [(NOBODY, Client())]
        held = {one.user.email: one for one in Membership.objects.filter(user__email__in=PEOPLE, ended=None).select_related("user", "organization")}
        for email in PEOPLE:
            if email in held:
                actor = actor_of(held[email].user, held[email].organization, fresh=True)
                self.actors.append((actor, signed_in(actor)))

    def fitting(self, cell: Cell) -> Iterator[tuple[Actor, Any]]:
        """Nobody opens public pages; the exchange's people come first to theirs."""
        people = self.actors if getattr(cell.view, "public", False) else self.actors[1:]
        operator = cell.audience == "operator"
        yield from sorted(people, key=lambda one: operator and one[0].jurisdiction != "operator")


def visits(cast: Cast) -> tuple[list[Visit], list[str]]:
    """One visit a page, and the names of those that nobody could open."""
    found, unseen = [], []
    for cell in cells():
        if cell.api or "get" not in cell.methods or cell.name in NO_PAGE:
            continue
        visit = _opened(cell, cast)
        if visit is None:
            unseen.append(cell.name)
        elif visit.template:
            found.append(visit)
    for name in OTHERS:
        try:
            visit = _asked(name, reverse(name), cast.actors[1][1]) or _asked(name, reverse(name), cast.actors[0][1])
        except NoReverseMatch:
            visit = None
        if visit is None:
            unseen.append(name)
        else:
            found.append(visit)
    return found, unseen


def _opened(cell: Cell, cast: Cast) -> Visit | None:
    for actor, client in cast.fitting(cell):
        for arguments in islice(_arguments(cell, actor), TRIES):
            visit = _asked(cell.name, reverse(cell.name, kwargs=arguments), client)
            if visit is not None:
                return visit
    return None


def _asked(name: str, url: str, client: Any) -> Visit | None:
    """The page, if it is one that is shown; a file counts as seen and has no template."""
    answer = client.get(url)
    if answer.status_code != 200:
        return None
    if not answer.headers["Content-Type"].startswith("text/html"):
        return Visit(name, url, "", client)
    return Visit(name, url, next((one.name for one in answer.templates or [] if one.name), name), client)


def _arguments(cell: Cell, actor: Actor) -> Iterator[dict[str, Any]]:
    """Values of an address that belong together, as far as this actor sees them."""
    own = {"organization": actor.organization} if "organization" in cell.arguments and actor.organization else {}
    given = {name: VALUES[name][0] for name in cell.arguments if name in VALUES}
    names = [name for name in cell.arguments if name not in own and name not in given]
    if not names:
        yield {**own, **given}
        return
    for found in rows.paths(names, actor, {}):
        yield {**own, **given, **found}


