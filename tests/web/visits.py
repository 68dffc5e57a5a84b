"""Every page template with somebody of the sample who is shown it: found by following links from everybody's start, else by rows.

A template that nobody of the sample is shown has to stand in UNSHOWN with its reason.
"""

from __future__ import annotations

import re
import time
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from django.test import Client
from django.urls import Resolver404, resolve, reverse

from accounts.actors import actor_of
from accounts.models import Membership
from kernel.actor import NOBODY, Actor
from tests.cast import signed_in
from tests.contract import rows
from tests.separation.cells import Cell, cells
from tests.web import staged

PEOPLE = (
    "owner@provider.example", "owner@buyer.example", "operator@exchange.example", "owner@zone.example", "steward@provider.example", "trader@buyer.example", "finance@provider.example",
    "finance@buyer.example", "owner@overseas.example", "operator2@exchange.example", "intake@regulator.example", "reviewer@regulator.example", "approver@regulator.example",
    "supervisor@regulator.example", "auditor@regulator.example", "outsider@other.example",
)  # fmt: skip
LANGUAGES = ("zh-hans", "en")
VALUES: dict[str, Any] = {"which": "waiting", "role": "buyer", "year": 2026, "month": 1, "path": "", "code": "not_found", "step": "stop"}
OTHERS = (
    "account_login", "account_signup", "account_reset_password", "account_email", "account_change_password", "account_logout", "account_reauthenticate", "mfa_index", "mfa_activate_totp",
    "mfa_add_webauthn", "mfa_list_webauthn", "mfa_generate_recovery_codes", "usersessions_list", "web:components",
)  # fmt: skip
"""Pages of the login library in our clothes, and the page of components."""
BY_ROWS = (
    "agreement.accept", "agreement.sign", "certificate.of_dataset", "clearance.issue", "dataset.lower", "dictionary.one",
    "encumbrance.of_dataset", "encumbrance.own", "export_case.confirm_outcome", "export_case.open", "open.apply", "open.release", "opinion.ask", "pilot.step", "platform_rules.publish",
    "registration.draft", "service_provider.desk", "service_provider.own", "signing_key.list", "trade_request.export_persons", "trade_request.new", "trade_request.propose",
    "transfer.deal", "zone.apply",
)  # fmt: skip
"""Pages that only rows in another state lead to than those whose pages were seen."""
LINKS, TRIES = 3, 40


@dataclass(frozen=True, slots=True)
class Visit:
    """A page as it was answered."""

    url: str
    client: Any
    language: str
    html: str
    templates: tuple[str, ...]


@cache
def page_templates() -> frozenset[str]:
    """Templates that extend another one."""
    return frozenset(
        path.relative_to(folder).as_posix() for folder in Path(__file__).resolve().parents[2].glob("*/templates") for path in folder.rglob("*.html") if "{% extends" in path.read_text(encoding="utf-8")
    )


class Round:
    """`shown` has the first visit of each template, `opened` one of each URL name."""

    def __init__(self) -> None:
        self.shown: dict[str, Visit] = {}
        self.opened: dict[str, Visit] = {}
        self.asked: Counter[str] = Counter()
        self._links: deque[tuple[str, str, Any]] = deque()
        self._known: set[str] = set()
        self.people = _people()
        self._cells = {cell.name: cell for cell in cells() if not cell.api and "get" in cell.methods}
        staged.before(self.people)
        self._by_links()
        for name in BY_ROWS:
            if name not in self.opened:
                self._by_rows(self._cells[name])
                self._follow()
        for name, url, client, posted, status in staged.pages(self.people):
            self.ask(name, url, client, posted, status)

    def _by_links(self) -> None:
        nobody, somebody = (self.people[email][1] for email in ("", "owner@provider.example"))
        for name in (*(cell.name for cell in self._cells.values() if not cell.arguments), *OTHERS):
            self.ask(name, reverse(name), nobody) or (name in OTHERS and self.ask(name, reverse(name), somebody))
        for actor, client in self.people.values():
            if actor.organization:
                self.ask("desk.workspace", reverse("desk.workspace", args=[actor.organization]), client)
        self._follow()

    def _follow(self) -> None:
        while self._links:
            name, url, client = self._links.popleft()
            if name not in self.opened and self.asked[name] < LINKS:
                self.ask(name, url, client)

    def _by_rows(self, cell: Cell) -> None:
        for actor, client in sorted(self.people.values(), key=lambda one: cell.audience == "operator" and one[0].jurisdiction != "operator"):
            for arguments in islice(_arguments(cell, actor), TRIES):
                if self.ask(cell.name, reverse(cell.name, kwargs=arguments), client):
                    return

    def ask(self, name: str, url: str, client: Any, posted: dict[str, Any] | None = None, status: int = 200) -> bool:
        """Whether a page or a file was answered."""
        language = LANGUAGES[len(self.opened) % 2]
        client.cookies["language"] = language
        self.asked[name] += 1
        answer = client.get(url) if posted is None else client.post(url, posted)
        if answer.status_code != status:
            return False
        shown = answer.headers["Content-Type"].startswith("text/html")
        templates = [one.name for one in answer.templates or [] if one.name] if shown else []
        self.opened[name] = visit = Visit(url, client, language, answer.content.decode() if shown else "", tuple(templates))
        for template in templates:
            self.shown.setdefault(template, visit)
        self._collect(visit)
        return True

    def otherwise(self, visit: Visit) -> Visit:
        """The same page in the other language."""
        language = next(one for one in LANGUAGES if one != visit.language)
        visit.client.cookies["language"] = language
        return replace(visit, language=language, html=visit.client.get(visit.url).content.decode())

    def _collect(self, visit: Visit) -> None:
        for path in re.findall(r'(?:href|action)="(/[^"?#]*)', visit.html):
            if path in self._known:
                continue
            self._known.add(path)
            try:
                name = resolve(path).url_name
            except Resolver404:
                continue
            if (name in self._cells or name in OTHERS) and name not in self.opened:
                self._links.append((name, path, visit.client))


def _people() -> dict[str, tuple[Actor, Any]]:
    """The sample's people with their sessions by address, after nobody."""
    people: dict[str, tuple[Actor, Any]] = {"": (NOBODY, Client())}
    held = {one.user.email: one for one in Membership.objects.filter(user__email__in=PEOPLE, ended=None).select_related("user", "organization")}
    for email in PEOPLE:
        actor = actor_of(held[email].user, held[email].organization, fresh=True)
        people[email] = actor, _long(signed_in(actor))
    return people


def _long(client: Any) -> Any:
    """The password was just given, and once more, however slow the machine is."""
    session = client.session
    for one in session["account_authentication_methods"]:
        one |= {"at": time.time() + 3600, "reauthenticated": True}
    session.save()
    return client


def _arguments(cell: Cell, actor: Actor) -> Iterator[dict[str, Any]]:
    """Values of an address that belong together, as far as this actor sees them."""
    given = {name: VALUES[name] for name in cell.arguments if name in VALUES}
    if "organization" in cell.arguments and actor.organization:
        given["organization"] = actor.organization
    names = [name for name in cell.arguments if name not in given]
    for found in rows.paths(names, actor, {}) if names else ({},):
        if all(found.values()):  # else a row without this parent
            yield given | found
