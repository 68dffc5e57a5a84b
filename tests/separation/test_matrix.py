"""Every address x rightful party, outsider, nobody. A foreign object and one that does not exist answer alike, everywhere.

Generated from the URL table on the sample exchange: an address without an audience, or whose argument stands for nothing on
the stage, fails the build.
"""

from __future__ import annotations

import base64
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.actors import actor_of
from accounts.models import Client as ApiClient, Invitation, Membership, Organization, Paper, User
from catalog.certificate import use_cases as certificates
from catalog.models import Classification, Dataset, DatasetRevision, Distribution, Offer, RightsEvidence, Zone
from exchange.models import Agreement, Condition, Deposit, Escrow, LedgerAccount, Payout, SigningKey, TradeRequest, Transfer
from kernel.models import Event
from seeds.sample.people import SECRET
from tests.separation import border, definitions, foreign, quality, rights, scans, searches, zones
from tests.separation.cells import Cell, cells

AUDIENCES = {"public", "member", "party", "operator", "auditor", "person", "demo"}
SEEN = {200, 201, 202, 204, 206, 302, 304, 403, 405, 409, 412, 415, 422, 428}
NOTHING = uuid.UUID("00000000-0000-4000-8000-000000000000")
# what an outsider may be told of an act on what it cannot see: the same as of an act on what is not there
HIDDEN = {404, 405, 415, 422, 428, 403}


def test_every_address_has_a_row() -> None:
    missing = [cell.name for cell in cells() if cell.audience not in AUDIENCES]
    assert not missing, f"declare `audience` on the views of: {missing}"


class Stage:
    """The sample exchange, its people signed in, and one foreign object for each argument of the URL table."""

    def __init__(self) -> None:
        self.people = {name: self._signed_in(email) for name, email in (
            ("provider", "owner@provider.example"), ("buyer", "owner@buyer.example"), ("outsider", "outsider@other.example"), ("operator", "operator@exchange.example"),
        )}  # fmt: skip
        self.provider, self.buyer, self.outsider, self.exchange = (
            Membership.objects.get(user__email=email).organization
            for email in ("owner@provider.example", "owner@buyer.example", "outsider@other.example", "operator@exchange.example")
        )
        self.machines = {name: self._machine(client) for name, client in (
            ("provider", "demo-provider-owner"), ("buyer", "demo-buyer"), ("outsider", "demo-outsider"), ("operator", "demo-operator"), ("auditor", "demo-auditor"),
        )}  # fmt: skip
        self.nobody = Client()
        self.objects = self._objects() | border.objects() | foreign.objects() | zones.objects() | definitions.objects()
        self.objects |= scans.objects(self.objects["dataset"])
        self.objects |= rights.objects(self.objects["dataset"], RightsEvidence.objects.get(pk=self.objects["evidence"]).blob, self.provider, self.buyer)
        self.objects |= quality.objects(self.objects["dataset"], self.buyer.pk)
        self.objects |= searches.objects(self.buyer)

    @staticmethod
    def _signed_in(email: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(email=email))
        return client

    @staticmethod
    def _machine(name: str) -> Client:
        basic = base64.b64encode(f"{name}:{SECRET}".encode()).decode()
        answer = Client().post("/oauth/token", "grant_type=client_credentials", content_type="application/x-www-form-urlencoded", headers={"Authorization": f"Basic {basic}"})
        assert answer.status_code == 200, answer.content
        return Client(headers={"Authorization": f"Bearer {answer.json()['access_token']}"})

    def _objects(self) -> dict[str, Any]:
        """For each argument an object that the outsider must not see. A listed dataset is public, so a draft stands for it."""
        draft = Dataset.objects.filter(provider=self.provider, state="submitted").get()
        revision = DatasetRevision.objects.filter(dataset=draft).get()
        deal = Agreement.objects.filter(provider=self.provider, consumer=self.buyer, state="in_force").order_by("created").first()
        assert deal is not None
        transfer = Transfer.objects.filter(agreement__consumer=self.buyer, state="STARTED").first()
        condition = Condition.objects.filter(agreement__consumer=self.buyer, kind__startswith="lawful_basis").first()
        assert transfer is not None and condition is not None
        event = Event.objects.filter(subject_id=str(deal.pk)).order_by("id").first()
        assert event is not None
        applied = Organization.objects.get(state="applied")
        escrow = Escrow.objects.filter(state="contested").get()
        return {
            "trade_request": deal.pk, "agreement": deal.pk, "deal_id": deal.pk, "transfer": transfer.pk, "name": "accept", "kind": condition.kind,
            "key": SigningKey.objects.filter(organization=self.provider).first().pk, "event": event.pk, "place": "0/000",  # type: ignore[union-attr]
            "account": LedgerAccount.objects.filter(organization=self.buyer).first().pk, "deposit": Deposit.objects.filter(organization=self.buyer).first().pk,  # type: ignore[union-attr]
            "payout": Payout.objects.filter(organization=self.provider).first().pk, "movement": Deposit.objects.filter(state="claimed").first().pk,  # type: ignore[union-attr]
            "settlement.confirm_payout:movement": Payout.objects.filter(state="proposed").first().pk,  # type: ignore[union-attr]
            "settlement.refuse_payout:movement": Payout.objects.filter(state="proposed").first().pk,  # type: ignore[union-attr]
            "dataset": draft.pk, "revision": revision.pk, "distribution": Distribution.objects.filter(revision=revision).first().pk,  # type: ignore[union-attr]
            "evidence": RightsEvidence.objects.filter(revision=revision).first().pk, "offer": Offer.objects.filter(dataset=draft).first().pk, "zone": Zone.objects.first().pk,  # type: ignore[union-attr]
            "paper": Paper.objects.filter(organization=applied).first().pk, "subject": applied.pk, "approval": NOTHING, "client": ApiClient.objects.filter(organization=self.provider).first().pk,  # type: ignore[union-attr]
            "member": Membership.objects.filter(organization=self.provider).last().pk, "invitation": Invitation.objects.filter(organization=self.provider).first().pk,  # type: ignore[union-attr]
            "secret": "no-such-secret", "token": "no-such-token", "letter": NOTHING, "role": "nobody", "which": "refused", "number": 1, "code": "invalid",
            "certificate": self._certificate(),
            "classification": Classification.objects.filter(revision=revision).first().pk,  # type: ignore[union-attr]
            "agreement.accept:trade_request": TradeRequest.objects.filter(consumer=self.buyer, state="OFFERED").first().pk,  # type: ignore[union-attr]
            **{f"{name}:agreement": escrow.pk for name in ("settlement.decide_escrow", "api.escrow")},
            **{f"{name}:organization": applied.pk for name in ("api.organization.paper", "api.organization.paper_content")},
            "agreement.basis:agreement": condition.agreement_id, "api.agreement.basis:agreement": condition.agreement_id,
        }  # fmt: skip

    def _certificate(self) -> uuid.UUID:
        """One that the provider asks for: of listed data, and yet nobody else's business."""
        owner = actor_of(User.objects.get(email="owner@provider.example"), self.provider, fresh=True)
        listed = Dataset.objects.filter(provider=self.provider, state="listed").order_by("created").first()
        assert listed is not None
        return certificates.request(owner, listed.pk, rights=[{"kind": "holding", "scope_zh": "全部", "scope_en": "All"}]).pk

    def arguments(self, organization: Any) -> dict[str, Any]:
        return {"organization": organization, **self.objects}


@pytest.fixture
def stage(sample: Path) -> Stage:
    return Stage()


def _send(client: Client, method: str, url: str) -> int:
    if method == "get":
        return client.get(url).status_code
    return getattr(client, method)(url, "{}" if "/api/" in url else "", content_type="application/json" if "/api/" in url else "application/x-www-form-urlencoded").status_code


def _missing(cell: Cell, arguments: dict[str, Any]) -> dict[str, Any]:
    """The same arguments, each object replaced by one that does not exist."""
    gone = {**arguments, **{key: NOTHING for key, value in arguments.items() if isinstance(value, uuid.UUID) and key != "organization"}}
    return gone | ({"event": 10**12} if "event" in cell.arguments else {})


def test_the_matrix(stage: Stage) -> None:
    """One pass over all cells; every wrong cell is named."""
    wrong: list[str] = []
    told: Counter[str] = Counter()
    before = Event.objects.count()
    for cell in cells():
        unknown = [name for name in cell.arguments if name != "organization" and name not in stage.objects]
        if unknown:
            wrong.append(f"{cell.name}: no object on the stage for {unknown}")
            continue
        if cell.audience in ("party", "operator", "auditor", "member"):
            wrong += _outsider(stage, cell, told)
            wrong += _nobody(stage, cell, told)
    refused = Event.objects.filter(name="kernel.act.refused").count()
    assert Event.objects.count() - before <= refused, "an outsider or nobody changed something"
    wrong += _rightful(stage, told)
    assert not wrong, "\n".join(wrong)


def _outsider(stage: Stage, cell: Cell, told: Counter[str]) -> Iterator[str]:
    client = stage.machines["outsider"] if cell.api else stage.people["outsider"]
    own = stage.arguments(stage.outsider.pk)
    for method in cell.methods:
        told["outsider"] += 1
        if "organization" in cell.arguments and not cell.api:
            status = _send(client, method, cell.url(stage.arguments(stage.provider.pk)))
            if status != 404:
                yield f"{cell.name} {method}: outsider at a foreign workspace got {status}"
        objects = [name for name in cell.arguments if name != "organization"]
        if cell.audience != "party" or not objects or objects in (["secret"], ["number"]):
            continue
        foreign, missing = _send(client, method, cell.url(own)), _send(client, method, cell.url(_missing(cell, own)))
        if foreign != missing:
            yield f"{cell.name} {method}: a foreign object answers {foreign}, a missing one {missing}"
        if foreign not in HIDDEN or (method == "get" and foreign not in (404, 405)):
            yield f"{cell.name} {method}: outsider got {foreign}"


def _nobody(stage: Stage, cell: Cell, told: Counter[str]) -> Iterator[str]:
    if cell.name == "transfer.download":
        return
    for method in cell.methods:
        told["nobody"] += 1
        status = _send(stage.nobody, method, cell.url(stage.arguments(stage.provider.pk)))
        if status not in ((401,) if cell.api else (302, 403, 404)) and not getattr(cell.view, "public", False):
            yield f"{cell.name} {method}: nobody got {status}"


def _rightful(stage: Stage, told: Counter[str]) -> Iterator[str]:
    """Whoever is entitled sees each object: else an outsider's 404 would prove nothing."""
    for cell in cells():
        objects = [name for name in cell.arguments if name not in ("organization", "secret", "token", "letter", "role", "number", "code", "approval", "place", "year", "month")]
        if cell.audience not in ("party", "member", "operator") or not objects or "get" not in cell.methods or any(name not in stage.objects for name in objects):
            continue
        statuses: list[int] = []
        for who, organization in (("provider", stage.provider), ("buyer", stage.buyer), ("operator", stage.exchange)):
            if SEEN.isdisjoint(statuses):
                client = (stage.machines if cell.api else stage.people)[who]
                statuses.append(_send(client, "get", cell.url(stage.arguments(organization.pk))))
        told["seen"] += any(status in SEEN for status in statuses)
        if not any(status in SEEN for status in statuses):
            yield f"{cell.name}: nobody entitled sees the stage's object ({statuses})"
