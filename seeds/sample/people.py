"""Organizations and logins of the sample, admitted by the real acts: register, papers, apply, verify, accept the rules, invite, join."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from accounts.actors import actor_of
from accounts.admission import use_cases as admission
from accounts.client import use_cases as clients
from accounts.member import use_cases as members
from accounts.member.models import User
from accounts.member.tokens import token_of
from accounts.organization.models import Kind, Organization
from accounts.organization.use_cases import establish
from accounts.platform_rules import use_cases as platform_rules
from accounts.rules.admission import Particulars, required_papers
from kernel import blobs
from kernel.actor import SYSTEM, Actor

PASSWORD = "demo-exchange"  # noqa: S105 - printed at every start of the demo
SECRET = "demo-secret"  # noqa: S105 - likewise
HERE = Path(__file__).parent
PAPER = "%PDF-1.4\n% Sample paper. It shows nothing real.\n%%EOF\n"


@dataclass(frozen=True, slots=True)
class Party:
    """An organization of the sample and its people's actors by the first part of their address."""

    organization: Organization
    actors: dict[str, Actor] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Actor:
        try:
            return self.actors[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def id(self) -> Any:
        return self.organization.pk


def person(email: str) -> User:
    return members.register_person(SYSTEM, email, password=PASSWORD)


def exchange_and_regulator() -> tuple[Party, Party]:
    exchange = _established(
        Kind.EXCHANGE, "数港数据交易所（示例）", "Shugang Data Exchange (sample)",
        {"operator": ("operator@exchange.example", "operator"), "operator2": ("operator2@exchange.example", "operator")},
    )
    roles = ("intake", "reviewer", "approver", "supervisor", "auditor")
    regulator = _established(
        Kind.REGULATOR, "省级网信办（模拟窗口）", "Provincial cyberspace administration (simulated desk)", {role: (f"{role}@regulator.example", role) for role in roles}
    )
    texts = json.loads((HERE / "platform_rules.json").read_text(encoding="utf-8"))
    platform_rules.publish(SYSTEM, **texts)
    return exchange, regulator


def _established(kind: str, name_zh: str, name_en: str, people: dict[str, tuple[str, str]]) -> Party:
    organization = establish(SYSTEM, kind, name_zh=name_zh, name_en=name_en)
    party = Party(organization)
    for name, (email, role) in people.items():
        user = person(email)
        members.enroll(SYSTEM, organization.pk, user.pk, [role])
        party.actors[name] = actor_of(user, organization, fresh=True)
    return party


def registered(said: dict[str, Any]) -> Party:
    """A draft with its owner."""
    owner = said["people"][0]
    user = person(owner)
    given = {key: tuple(value) if isinstance(value, list) else value for key, value in said["particulars"].items()}
    organization = admission.register(actor_of(user), Particulars(**given))
    return Party(organization, {owner.split("@")[0]: actor_of(user, organization, fresh=True)})


def head(party: Party) -> Actor:
    return next(iter(party.actors.values()))


def applied(said: dict[str, Any]) -> Party:
    party = registered(said)
    given = {key: tuple(value) if isinstance(value, list) else value for key, value in said["particulars"].items()}
    for kind in required_papers(Particulars(**given)):
        opened = admission.open_paper(head(party), party.id, kind, name=f"{kind}.pdf", media_type="application/pdf", size=len(PAPER))
        blobs.append(opened.blob_id, 0, io.BytesIO(PAPER.encode()))
        admission.keep_paper(head(party), opened.pk)
    admission.apply(head(party), party.id)
    return party


def admitted(said: dict[str, Any], operator: Actor) -> Party:
    """Verified, the platform rules accepted, the other people joined by invitation."""
    party = applied(said)
    admission.verify(operator, party.id)
    platform_rules.accept(head(party), 1)
    for email in said["people"][1:]:
        role = email.split("@")[0]
        invitation = members.invite(head(party), email, [role])
        user = person(email)
        members.join(actor_of(user), token_of(invitation.pk))
        party.actors[role] = actor_of(user, party.organization, fresh=True)
    party.organization.refresh_from_db()
    return party


def client(actor: Actor, client_id: str) -> None:
    """An API client with every scope its person can give."""
    clients.create(actor, client_id, clients.grantable(actor), client_id=client_id, secret=SECRET)
