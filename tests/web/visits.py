"""Every page of the URL table with somebody of the sample who may open it: found by rows that belong together, else by the links of other pages.

A page that nobody of the sample can open, or that answers no page, has to stand in NO_PAGE with its reason.
"""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.test import Client
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

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
LANGUAGES = ("zh-hans", "en")
FILE, LEADS_ON, POSTED, SECRET = "answers a file", "leads to another page", "takes forms only", "is opened by a secret that is kept nowhere"
NO_PAGE: dict[str, str] = {
    "log.checkpoint": FILE, "log.tile": FILE, "transfer.download": FILE, "listing.evidence": FILE,
    "desk.shown": LEADS_ON, "dataset.edit": LEADS_ON,
    "dataset.add_evidence": POSTED, "interchange.repeat": POSTED,
    "catalog.suggest": "answers a fragment of a page",
    "member.join": SECRET,
    "dataset.regrade": "the sample has no demand to grade again",
    **dict.fromkeys(("approval.detail", "approval.approve", "approval.return", "approval.refuse"), "the sample has no approval open to these people"),
    **dict.fromkeys(("verification.verify", "verification.return", "verification.refuse", "verification.suspend", "verification.resume"), "the sample leads nobody to these acts"),
    **dict.fromkeys(("clearance.act", "desk.proof", "revenue.cancel", "transfer.act"), "no page of the sample leads to it"),
    "demo.letter": "letters are shown in the demonstration only",
}  # fmt: skip
"""URL name to reason."""
VALUES: dict[str, tuple[Any, ...]] = {"which": ("waiting", "refused"), "role": ("buyer",), "year": (2026,), "month": (1,), "path": ("",), "code": ("not_found",)}
OTHERS = (
    "account_login", "account_signup", "account_reset_password", "account_email", "account_change_password", "account_logout", "account_reauthenticate", "mfa_index",
    "usersessions_list", "web:components",
)  # fmt: skip
"""Pages of the login library in our clothes, and the page of components."""
TRIES, LINKS = 40, 8


@dataclass(frozen=True, slots=True)
class Visit:
    """A page as it was answered; a file has no template."""

    name: str
    url: str
    template: str
    client: Any
    language: str
    answer: Any


class Cast:
    """The sample's people with their sessions, and nobody."""

    def __init__(self) -> None:
        self.actors: list[tuple[Actor, Any]] = [(NOBODY, Client())]
        held = {one.user.email: one for one in Membership.objects.filter(user__email__in=PEOPLE, ended=None).select_related("user", "organization")}
        for email in PEOPLE:
            if email in held:
                actor = actor_of(held[email].user, held[email].organization, fresh=True)
                self.actors.append((actor, _long(signed_in(actor))))

    def fitting(self, cell: Cell) -> Iterator[tuple[Actor, Any]]:
        """Nobody opens public pages; the exchange's people come first to theirs."""
        people = self.actors if getattr(cell.view, "public", False) else self.actors[1:]
        operator = cell.audience == "operator"
        yield from sorted(people, key=lambda one: operator and one[0].jurisdiction != "operator")


def _long(client: Any) -> Any:
    """The password was just given, however slow the machine is."""
    session = client.session
    for one in session["account_authentication_methods"]:
        one["at"] = time.time() + 3600
    session.save()
    return client


class Round:
    """One visit a page. `found` by name; `unseen` are the names that nobody could open."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.found: dict[str, Visit] = {}
        self.links: dict[str, dict[str, Any]] = defaultdict(dict)
        self._known: set[str] = set()
        asked = [cell for cell in cells() if not cell.api and "get" in cell.methods and cell.name not in NO_PAGE]
        for cell in asked:
            self._by_rows(cell)
        for name in OTHERS:
            self._ask(name, reverse(name), cast.actors[1][1]) or self._ask(name, reverse(name), cast.actors[0][1])
        while self._by_links([cell.name for cell in asked if cell.name not in self.found]):
            pass
        self.unseen = [name for name in (*(cell.name for cell in asked), *OTHERS) if name not in self.found]

    def _by_rows(self, cell: Cell) -> None:
        for actor, client in self.cast.fitting(cell):
            for arguments in islice(_arguments(cell, actor), TRIES):
                try:
                    url = reverse(cell.name, kwargs=arguments)
                except NoReverseMatch:
                    continue  # a row without this parent
                if self._ask(cell.name, url, client):
                    return

    def _by_links(self, names: list[str]) -> bool:
        """Whether a page more was opened, which may have further links."""
        before = len(self.found)
        for name in names:
            links = self.links.pop(name, {})
            any(self._ask(name, url, client) for url, client in islice(links.items(), LINKS))
        return len(self.found) > before

    def _ask(self, name: str, url: str, client: Any) -> bool:
        language = LANGUAGES[len(self.found) % 2]
        client.cookies["language"] = language
        answer = client.get(url)
        if answer.status_code != 200:
            return False
        shown = answer.headers["Content-Type"].startswith("text/html")
        template = next((one.name for one in answer.templates or [] if one.name), name) if shown else ""
        self.found[name] = Visit(name, url, template, client, language, answer)
        if shown:
            self._collect(answer.content.decode(), client)
        return True

    def _collect(self, html: str, client: Any) -> None:
        for path in re.findall(r'(?:href|action)="(/[^"?#]*)', html):
            if path in self._known:
                continue
            self._known.add(path)
            try:
                name = resolve(path).url_name
            except Resolver404:
                continue
            if name and name not in self.found:
                self.links[name].setdefault(path, client)


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


