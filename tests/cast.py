"""The cast: a provider, two buyers, an outsider, the exchange and a regulator with their people, made by the acts people perform.

`provider.owner` and the like are kernel Actors who have just authenticated; `provider.user("owner")` is the login behind
one. Ask for a fixture, or call `founded(...)` in a test that really commits.
"""

from __future__ import annotations

import io
import json
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.test import Client
from oauth2_provider.models import get_access_token_model
from oauthlib.common import generate_token

from accounts.actors import actor_of
from accounts.admission import use_cases as admission
from accounts.approval import use_cases as approvals
from accounts.approval.models import Approval
from accounts.client import use_cases as clients
from accounts.member import use_cases as members
from accounts.member.models import User
from accounts.member.tokens import token_of
from accounts.organization.models import Kind, Organization
from accounts.organization.use_cases import establish
from accounts.platform_rules import use_cases as platform_rules
from accounts.platform_rules.gather import current_number
from accounts.rules.admission import Particulars, required_papers
from kernel import blobs
from kernel.actor import SYSTEM, Actor

CODES = {"provider": "91110000MA01ABCD1M", "consumer": "91110108MA00WXY227", "outsider": "91310000MA02EFGH3J"}
PROVIDER = Particulars("北京示例数据有限公司", "Beijing Sample Data Co., Ltd.", uscc=CODES["provider"], in_beijing=True, ciio="no", roles_wanted=("provider",))
CONSUMER = Particulars("北京示例买方有限公司", "Beijing Sample Buyer Co., Ltd.", uscc=CODES["consumer"], in_beijing=True, ciio="no", roles_wanted=("buyer",))
OUTSIDER = Particulars("上海旁观者有限公司", "Shanghai Bystander Co., Ltd.", uscc=CODES["outsider"], in_beijing=False, roles_wanted=("buyer", "provider"))
OVERSEAS = Particulars("", "Overseas Buyer Pte. Ltd.", "SG", foreign_register="ACRA", foreign_number="202500001A", ciio="no", roles_wanted=("buyer",))
PAPER = b"%PDF-1.4 a paper of the cast\n%%EOF\n"


@dataclass(frozen=True, slots=True)
class Party:
    """An organization and its actors by name: `party.owner` is `party.actors["owner"]`."""

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

    def user(self, name: str) -> User:
        return User.objects.get(pk=self.actors[name].person)

    def again(self) -> Organization:
        """The organization's row as it stands now."""
        self.organization.refresh_from_db()
        return self.organization


def person(email: str) -> User:
    """A login with a confirmed address and no usable password."""
    return User.objects.filter(email=email).first() or members.register_person(SYSTEM, email)


def paper(owner: Actor, organization: Organization, kind: str) -> None:
    """Upload one paper, as the status page does."""
    opened = admission.open_paper(owner, organization.pk, kind, name=f"{kind}.pdf", media_type="application/pdf", size=len(PAPER))
    blobs.append(opened.blob_id, 0, io.BytesIO(PAPER))
    admission.keep_paper(owner, opened.pk)


def registered(said: Particulars, email: str) -> Party:
    """A draft with its owner."""
    user = person(email)
    organization = admission.register(actor_of(user), said)
    return Party(organization, {"owner": actor_of(user, organization, fresh=True)})


def applied(said: Particulars, email: str) -> Party:
    """Papers uploaded and sent to the exchange, which must be there."""
    party = registered(said, email)
    for kind in required_papers(said):
        paper(party.owner, party.organization, kind)
    admission.apply(party.owner, party.id)
    return party


def founded(name: str, said: Particulars, operator: Party, *roles: str) -> Party:
    """Verified, rules accepted, one person for each role beside the owner, who joined by invitation."""
    party = applied(said, f"owner@{name}.example")
    admission.verify(operator.one, party.id)
    number = current_number()
    if number:
        platform_rules.accept(party.owner, number)
    for role in roles:
        party.actors[role] = joined(party, f"{role}@{name}.example", role)
    party.again()
    return party


def joined(party: Party, email: str, *roles: str) -> Actor:
    """Invite a person and let them join; where it takes a second person, the next actor approves."""
    head, *others = party.actors.values()
    invitation = members.invite(head, email, roles)
    if invitation.waits:
        approvals.approve(others[0], Approval.objects.get(subject_id=invitation.pk).pk)
    user = person(email)
    members.join(actor_of(user), token_of(invitation.pk))
    return actor_of(user, party.organization, fresh=True)


def established(kind: str, name_zh: str, name_en: str, people: dict[str, tuple[str, str]]) -> Party:
    """An exchange or a regulator: `people` maps the actor's name to an address and a role."""
    organization = establish(SYSTEM, kind, name_zh=name_zh, name_en=name_en)
    party = Party(organization)
    for name, (email, role) in people.items():
        user = person(email)
        members.enroll(SYSTEM, organization.pk, user.pk, [role])
        party.actors[name] = actor_of(user, organization, fresh=True)
    return party


def make_operator() -> Party:
    """The exchange with two operators, `one` and `two`; platform rules version 1 are published."""
    people = {"one": ("operator@exchange.example", "operator"), "two": ("operator2@exchange.example", "operator")}
    party = established(Kind.EXCHANGE, "数港数据交易所", "Shugang Data Exchange", people)
    platform_rules.publish(SYSTEM, text_zh="遵守法律。", text_en="Keep to the law.")
    return party


def make_regulator() -> Party:
    """The regulator's desk with a person for each role."""
    roles = ("intake", "reviewer", "approver", "supervisor", "auditor")
    people = {role: (f"{role}@regulator.example", role) for role in roles}
    return established(Kind.REGULATOR, "省级网信办（模拟）", "Provincial cyberspace administration (simulated)", people)


def make_provider(operator: Party) -> Party:
    """A verified provider in Beijing: owner, steward, finance, viewer."""
    return founded("provider", PROVIDER, operator, "steward", "finance", "viewer")


def make_consumer(operator: Party) -> Party:
    """A verified buyer in Beijing: owner, trader, finance."""
    return founded("buyer", CONSUMER, operator, "trader", "finance")


def make_overseas(operator: Party) -> Party:
    """A verified buyer in Singapore: owner, trader, finance."""
    return founded("overseas", OVERSEAS, operator, "trader", "finance")


def make_outsider(operator: Party) -> Party:
    """A verified organization with no part in any deal: owner, steward, trader, finance."""
    return founded("other", OUTSIDER, operator, "steward", "trader", "finance")


def bearer(actor: Actor, *scopes: str) -> str:
    """The Authorization header of an API client that the actor's person answers for; all scopes they can give unless told."""
    issued = clients.create(actor, "A client of the cast", scopes or clients.grantable(actor))
    token = generate_token()
    access = get_access_token_model()(application=issued.client, scope=" ".join(issued.client.scopes), expires=datetime.now(UTC) + timedelta(hours=1))
    access.token, access._raw_token = "", token  # as the toolkit does where tokens are kept as digests
    access.save()
    return f"Bearer {token}"


class Api:
    """JSON calls as an API client of `actor`: `Api(provider.owner).post("/api/v1/...", {...}, key="k1")`; nobody without actor."""

    def __init__(self, actor: Actor | None = None, *scopes: str) -> None:
        self.headers = {"Authorization": bearer(actor, *scopes)} if actor else {}

    def call(self, method: str, path: str, body: Any = None, *, key: str | None = None, headers: dict[str, str] | None = None) -> Any:
        extra = self.headers | (headers or {}) | ({"Idempotency-Key": key} if key else {})
        data = b"" if body is None else json.dumps(body)
        return Client().generic(method, path, data, content_type="application/json" if body is not None else "", headers=extra)

    def get(self, path: str, **kwargs: Any) -> Any:
        return self.call("GET", path, **kwargs)

    def post(self, path: str, body: Any = None, **kwargs: Any) -> Any:
        return self.call("POST", path, {} if body is None else body, **kwargs)

    def put(self, path: str, body: Any = None, **kwargs: Any) -> Any:
        return self.call("PUT", path, body, **kwargs)

    def patch(self, path: str, body: Any = None, **kwargs: Any) -> Any:
        return self.call("PATCH", path, body, **kwargs)

    def delete(self, path: str, **kwargs: Any) -> Any:
        return self.call("DELETE", path, **kwargs)


def signed_in(actor: Actor, *, fresh: bool = True, language: str = "en") -> Client:
    """A browser session of the actor's person; `fresh` as if the password had just been given."""
    client = Client(headers={"Accept-Language": language})
    user = User.objects.get(pk=actor.person)
    client.force_login(user)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time() if fresh else 0}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client
