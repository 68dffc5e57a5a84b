"""A case by API: the exporter's client and the desk's three, the buyer who sees the outcome only, an outsider who finds nothing."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exchange.agreement.models import Agreement
from exchange.export_case.models import ExportCase, Paper
from exchange.export_case.states import State
from kernel import clock
from kernel.models import Event
from tests.cast import Api, Party
from tests.factories.export_case import SCAN, case_in, determined, export_deal

CASES = "/api/v1/export-cases"
World = dict[str, Party]
MOST = 12


@pytest.fixture
def world(provider: Party, overseas: Party, operator: Party, regulator: Party) -> World:
    return {"provider": provider, "consumer": overseas, "operator": operator, "regulator": regulator}


def upload(api: Api, case: str, code: str, content: bytes = SCAN, media_type: str = "application/pdf", **query: str) -> Any:
    text = "&".join(f"{name}={value}" for name, value in ({"name": f"{code}.pdf"} | query).items())
    return Client().generic("POST", f"{CASES}/{case}/documents/{code}?{text}", content, content_type=media_type, headers=api.headers)


def test_from_opening_to_the_decision(world: World, outsider: Party) -> None:
    deal = export_deal(world["provider"], world["consumer"], world["operator"])
    determined(deal)
    steward, stranger = Api(world["provider"].steward), Api(outsider.owner)
    opened = steward.post(CASES, {"agreement": str(deal.pk)}, key="o1")
    assert opened.status_code == 201, opened.content
    case = opened.json()["id"]
    assert steward.post(CASES, {"agreement": str(deal.pk)}, key="o1").json()["id"] == case, "the same key, the same answer"
    assert (opened.json()["state"], opened.json()["whose"]) == ("draft", "simulated_desk")
    refused = steward.post(f"{CASES}/{case}/submit")
    assert (refused.status_code, refused.json()["code"]) == (409, "refused")
    assert {one["id"] for one in refused.json()["decision"]["rules"]} >= {"export_case.dossier_is_whole"}

    today = clock.today().isoformat()
    lines = steward.get(f"{CASES}/{case}/documents").json()
    assert lines["missing"] == len(lines["items"]) == 10
    for line in lines["items"]:
        if line["written_here"] and line["code"] != "power_of_attorney":
            done = steward.post(f"{CASES}/{case}/documents/{line['code']}/generate", {"done_on": today})
        else:
            done = upload(steward, case, line["code"])
        assert done.status_code == 201, done.content
    clauses = dict.fromkeys(("purpose_scope", "storage_end", "onward_transfer", "change_of_control_or_law", "liability_dispute", "incident_channels"), "article 3")
    stated = steward.post(f"{CASES}/{case}/legal-document", {"kind": "draft", "clauses": clauses})
    assert stated.status_code == 201, stated.content
    assert steward.post(f"{CASES}/{case}/submit").json()["state"] == "submitted"

    intake, reviewer, approver = (Api(world["regulator"].actors[name]) for name in ("intake", "reviewer", "approver"))
    assert stranger.post(f"{CASES}/{case}/decide", {"verdict": "accept"}).status_code == 404
    assert reviewer.post(f"{CASES}/{case}/decide", {"verdict": "accept"}).status_code == 403
    assert intake.post(f"{CASES}/{case}/decide", {"verdict": "accept"}).json()["state"] == "acceptance"
    assert intake.post(f"{CASES}/{case}/decide", {"verdict": "accept"}).json()["state"] == "under_review"
    asked = reviewer.post(f"{CASES}/{case}/ask-for-papers", {"items": [{"code": "agent_id", "what": "Expired."}]})
    assert (asked.json()["state"], asked.json()["clock"]["stopped"]) == ("supplement", True)
    assert steward.get(f"{CASES}/{case}").json()["asked"] == [{"code": "agent_id", "what": "Expired."}]
    assert upload(steward, case, "agent_id").json()["version"] == 2
    assert steward.post(f"{CASES}/{case}/supply", {"answer": "A new one is there."}).json()["state"] == "under_review"
    assert reviewer.post(f"{CASES}/{case}/opinions", {"kind": "conditions", "text": "With a list.", "conditions": ["Annex 2 only"]}).json()["state"] == "to_decide"
    done = approver.post(f"{CASES}/{case}/decide", {"verdict": "conditions", "conditions": ["Annex 2 only"], "text": "Agreed."})
    assert (done.json()["state"], done.json()["conditions"]) == ("approved", ["Annex 2 only"])

    buyer = Api(world["consumer"].trader)
    seen = buyer.get(f"{CASES}/{case}").json()
    assert (seen["state"], seen["ordinary"], seen["decision"], seen["determination"]) == ("approved", None, None, None)
    assert buyer.get(f"{CASES}/{case}/documents").json()["items"] == []
    assert buyer.get(f"{CASES}/{case}/letters").status_code == 404
    letters = steward.get(f"{CASES}/{case}/letters").json()["items"]
    assert [one["kind"] for one in letters] == ["complete", "accepted", "papers_asked", "approved"]
    for address in ("", "/documents", "/letters", "/outcomes"):
        assert stranger.get(f"{CASES}/{case}{address}").status_code == 404
        with CaptureQueriesContext(connection, ) as statements:
            assert steward.get(f"{CASES}/{case}{address}").status_code == 200
        assert len(statements) <= MOST, address


def test_identity_papers_are_seen_by_their_owner_and_the_desk_only(world: World, exported: Agreement) -> None:
    case = case_in(State.SUBMITTED, **world, agreement=exported)
    private = Paper.objects.get(case=case, code="agent_id")
    address = f"{CASES}/{case.pk}/papers/{private.pk}"
    for actor, status in (
        (world["provider"].steward, 200), (world["regulator"].intake, 200), (world["operator"].one, 404), (world["regulator"].auditor, 404), (world["consumer"].trader, 404),
    ):  # fmt: skip
        assert Api(actor).get(address).status_code == status, actor
    listed = Api(world["operator"].one).get(f"{CASES}/{case.pk}/documents").json()["items"]
    assert next(line for line in listed if line["code"] == "agent_id")["versions"] == []
    public = Paper.objects.get(case=case, code="pia_report")
    assert Api(world["operator"].one).get(f"{CASES}/{case.pk}/papers/{public.pk}").status_code == 200


def test_that_a_regulator_opened_a_dossier_is_recorded_and_a_draft_is_the_exporters_own(world: World, exported: Agreement) -> None:
    case = case_in(State.DRAFT, **world, agreement=exported)
    address = f"{CASES}/{case.pk}"
    for name in ("intake", "auditor"):
        assert Api(world["regulator"].actors[name]).get(address).status_code == 404
    assert Api(world["operator"].one).get(address).status_code == 200
    ExportCase.objects.filter(pk=case.pk).update(submitted=clock.now(), state="submitted", holder="desk", role="intake", due=clock.now())
    auditor = Api(world["regulator"].auditor)
    for _again in range(2):
        assert auditor.get(address).status_code == auditor.get(f"{address}/documents").status_code == 200
    read = Event.objects.filter(subject_id=str(case.pk), name="exchange.export_case.read")
    assert read.count() == 2, "one for each person, once a minute"
    assert read.filter(parties__organization=world["provider"].id).count() == 2
    assert not read.filter(parties__organization=world["consumer"].id).exists()


def test_papers_are_versioned_hashed_and_checked(world: World, exported: Agreement) -> None:
    case = case_in(State.DRAFT, **world, agreement=exported)
    steward = Api(world["provider"].steward)
    assert upload(steward, str(case.pk), "usci_copy", b"x", "text/html").status_code == 422
    assert upload(steward, str(case.pk), "usci_copy", b"").status_code == 422
    assert upload(steward, str(case.pk), "no_such_paper").status_code == 422
    assert upload(Api(world["consumer"].trader), str(case.pk), "usci_copy").status_code == 403
    one, two = upload(steward, str(case.pk), "usci_copy").json(), upload(steward, str(case.pk), "usci_copy", SCAN + b"2").json()
    assert ((one["version"], two["version"]), one["sha256"] != two["sha256"]) == ((1, 2), True)
    address = f"{CASES}/{case.pk}/papers/{one['id']}"
    assert steward.get(f"{address}?language=").status_code == 422
    body = b"".join(steward.get(address, headers={"Accept": "application/pdf"}).streaming_content)
    assert body == SCAN, "the first version is still what it was"


def test_a_generated_paper_comes_in_both_languages_and_editable(world: World, exported: Agreement) -> None:
    case = case_in(State.DRAFT, **world, agreement=exported)
    steward = Api(world["provider"].steward)
    written = steward.put(f"{CASES}/{case.pk}/documents/pia_report", {"language": "zh", "content": {"law": "新加坡无强制访问命令。"}})
    assert written.status_code == 200, written.content
    assert steward.put(f"{CASES}/{case.pk}/documents/pia_report", {"language": "zh", "content": {"no_such_part": "x"}}).status_code == 422
    made = steward.post(f"{CASES}/{case.pk}/documents/pia_report/generate", {"done_on": clock.today().isoformat()}).json()
    address = f"{CASES}/{case.pk}/papers/{made['id']}"
    pdf = b"".join(steward.get(address).streaming_content)
    english = b"".join(steward.get(f"{address}?language=en").streaming_content)
    assert pdf[:5] == english[:5] == b"%PDF-" and pdf != english
    editable = steward.get(f"{address}?form=docx")
    with zipfile.ZipFile(io.BytesIO(b"".join(editable.streaming_content))) as archive:
        assert "新加坡无强制访问命令。" in archive.read("word/document.xml").decode()


def test_an_outcome_of_the_real_authority_is_recorded_by_one_and_confirmed_by_another(world: World, exported: Agreement) -> None:
    case = case_in(State.SUBMITTED, **world, agreement=exported)
    operator, provider = world["operator"], world["provider"]
    given = {"kind": "accepted", "body": "国家网信办", "number": "CAC-2026-17", "issued_on": clock.today().isoformat()}
    one, two = Api(operator.one), Api(operator.two)
    assert one.post(f"{CASES}/{case.pk}/outcomes", given | {"kind": "certificate"}).status_code == 422
    assert one.post(f"{CASES}/{case.pk}/outcomes", given).status_code == 201
    assert one.post(f"{CASES}/{case.pk}/outcomes", given).status_code == 409
    twice = one.post(f"{CASES}/{case.pk}/outcomes/confirm")
    assert (twice.status_code, twice.json()["decision"]["rules"][0]["id"]) == (409, "export_case.distinct_persons")
    assert Api(provider.owner).post(f"{CASES}/{case.pk}/outcomes/confirm").status_code == 403
    assert two.post(f"{CASES}/{case.pk}/outcomes/decline").json()["state"] == "submitted"
    assert Api(provider.steward).post(f"{CASES}/{case.pk}/outcomes", given).status_code == 201
    done = one.post(f"{CASES}/{case.pk}/outcomes/confirm").json()
    assert (done["state"], done["whose"], done["code"]) == ("approved", "authority", "accepted")
    assert ExportCase.objects.get(pk=case.pk).valid_until is not None
    assert [row["declined"] for row in one.get(f"{CASES}/{case.pk}/outcomes").json()["items"]] == [False, True]


def test_lists_are_keyset_pages_of_what_one_sees(world: World, outsider: Party, exported: Agreement) -> None:
    case = case_in(State.SUBMITTED, **world, agreement=exported)
    for actor in (world["provider"].steward, world["consumer"].trader, world["regulator"].auditor, world["operator"].one):
        assert [row["id"] for row in Api(actor).get(CASES).json()["items"]] == [str(case.pk)]
    assert Api(outsider.owner).get(CASES).json()["items"] == []
    assert Api(world["regulator"].intake).get(f"{CASES}?holder=exporter").json()["items"] == []
    assert Api(world["regulator"].intake).get(f"{CASES}?no=such").status_code == 422
