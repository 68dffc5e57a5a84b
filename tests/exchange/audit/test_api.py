"""Events by REST: each party its own, in the order of the log, with proofs that hold offline."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exchange.audit import sealer
from exchange.audit.note import VerifierKey
from exchange.audit.proof import check_proof
from exchange.audit.tiles import unbundle
from exchange.audit.tree import leaf_hash
from exchange.audit.use_cases import ENTRIES_READ
from kernel.models import Event
from tests.cast import Api, Party
from tests.exchange.audit.conftest import record, thing

pytestmark = pytest.mark.django_db
STATEMENTS = 12


def published_keys() -> list[VerifierKey]:
    return [VerifierKey.parse(line) for line in Client().get("/log/vkey").content.decode().splitlines()]


def items(api: Api, address: str) -> list[dict[str, Any]]:
    answer = api.get(address)
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def test_a_party_s_event_is_proved_offline_and_nobody_else_s(provider: Party, consumer: Party, outsider: Party) -> None:
    (event,) = record(1, parties=(provider.id, consumer.id))
    record(40)
    address = f"/api/v1/events/{event}/proof"
    early = Api(provider.owner).get(address, headers={"Accept-Language": "en"})
    assert early.status_code == 409
    assert early.json()["code"] == "not_sealed_yet"
    assert "waits to be sealed since 20" in early.json()["detail"]
    sealer.seal_all()
    for party in (provider, consumer):
        answer = Api(party.owner).get(address)
        assert answer.status_code == 200, answer.content
        assert check_proof(answer.content.decode(), published_keys()).holds
        assert json.loads(answer.json()["event"]["payload"])["id"] == str(event)
    assert Api(outsider.owner).get(address).status_code == 404
    assert Api().get(address).status_code == 401
    assert Api(provider.owner).get("/api/v1/events/999999999/proof").status_code == 404
    assert Api(provider.owner).get(f"/api/v1/events/{2**70}/proof").status_code == 404


def test_operator_and_regulator_prove_any_event(provider: Party, operator: Party, regulator: Party) -> None:
    (event,) = record(1, parties=(provider.id,))
    sealer.seal_all()
    for actor in (operator.one, regulator.supervisor):
        assert Api(actor).get(f"/api/v1/events/{event}/proof").status_code == 200


def test_a_proof_takes_few_statements(provider: Party) -> None:
    (event,) = record(1, parties=(provider.id,))
    record(600)
    sealer.seal_all()
    api = Api(provider.owner)
    with CaptureQueriesContext(connection) as seen:
        assert api.get(f"/api/v1/events/{event}/proof").status_code == 200
    assert len(seen) <= STATEMENTS, [query["sql"] for query in seen]


def test_events_of_a_subject_show_what_is_not_sealed_yet(provider: Party, outsider: Party) -> None:
    subject = thing(3).pk
    record(2, subjects=1, parties=(provider.id,))
    sealer.seal_all()
    ids = record(3, subjects=1, parties=(provider.id,), first=5)
    mine = items(Api(provider.owner), f"/api/v1/events?subject={thing(0).pk}")
    assert [row["subject"]["seq"] for row in mine] == [1, 2, 3, 4, 5]
    assert [row["index"] is None for row in mine] == [False, False, True, True, True]
    assert mine[-1]["id"] == str(ids[-1])
    assert mine[0]["data"] == {"round": 0, "名": "值"}
    assert items(Api(outsider.owner), f"/api/v1/events?subject={thing(0).pk}") == []
    assert items(Api(provider.owner), f"/api/v1/events?subject={subject}") == []
    assert items(Api(provider.owner), "/api/v1/events?subject=%27%3B--") == []
    assert Api(provider.owner).get("/api/v1/events?subject=a%00b").status_code == 404


def test_events_after_a_cursor_leave_none_out(provider: Party, outsider: Party) -> None:
    sealer.seal_all()
    api = Api(provider.owner)
    sealer.seal_all()
    begin = None
    while True:  # what the cast did before
        answer = api.get("/api/v1/events?limit=100" + (f"&after={begin}" if begin else "")).json()
        begin = answer["after"] or begin
        if not answer["next"]:
            break
    ids = []
    for number in range(3):
        ids += record(3, parties=(provider.id,), first=number)
        record(5, parties=(outsider.id,), first=number)
        sealer.seal_all()
    record(2, parties=(provider.id,))  # not sealed: not shown
    seen: list[str] = []
    address: str | None = f"/api/v1/events?limit=2&after={begin}" if begin else "/api/v1/events?limit=2"
    while address:
        answer = api.get(address)
        assert answer.status_code == 200, answer.content
        body = answer.json()
        seen += [row["id"] for row in body["items"]]
        after, address = body["after"], body["next"]
    assert seen == [str(event) for event in ids]
    assert api.get(f"/api/v1/events?after={after}").json() == {"items": [], "next": None, "after": after}
    sealer.seal_all()
    assert len(items(api, f"/api/v1/events?after={after}")) == 2


@pytest.mark.parametrize("query", ["after=x", "after=-5", "after=1e3", "after=" + "9" * 30, "limit=0", "limit=101"])
def test_a_marker_that_is_none_is_refused(provider: Party, query: str) -> None:
    assert Api(provider.owner).get(f"/api/v1/events?{query}").status_code == 422


def test_entry_bundles_are_for_auditors_and_each_look_is_recorded(provider: Party, operator: Party, regulator: Party) -> None:
    record(260)
    sealer.seal_all()
    auditor = Api(regulator.auditor)
    answer = auditor.get("/log/tile/entries/000")
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"].startswith("application/octet-stream")
    entries = unbundle(answer.content)
    tile = Client().get("/log/tile/0/000").content
    assert b"".join(map(leaf_hash, entries)) == tile
    assert Event.objects.filter(name=ENTRIES_READ).count() == 1
    assert len(unbundle(auditor.get("/log/tile/entries/001.p/3").content)) == 3
    for place in ("002", "001", "000.p/256", "nothing", "0/000"):
        assert auditor.get(f"/log/tile/entries/{place}").status_code == 404
    for actor in (provider.owner, operator.one, regulator.supervisor):
        assert Api(actor).get("/log/tile/entries/000").status_code == 404
    assert Api().get("/log/tile/entries/000").status_code == 401
    assert Api(regulator.auditor, "read").get("/log/tile/entries/000").status_code == 403
