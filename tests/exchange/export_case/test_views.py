"""The border's pages: what the exporter, the desk's people, the buyer and nobody else see and do, in a fixed number of statements."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exchange.agreement.models import Agreement
from exchange.export_case.models import ExportCase, Letter, Paper
from exchange.export_case.states import State
from kernel import clock
from tests.cast import Party, signed_in
from tests.factories.export_case import SCAN, again, case_in, determined, export_deal

World = dict[str, Party]
MOST = 12


@pytest.fixture
def world(provider: Party, overseas: Party, operator: Party, regulator: Party) -> World:
    return {"provider": provider, "consumer": overseas, "operator": operator, "regulator": regulator}


def at(party: Party, rest: str = "") -> str:
    return f"/workspace/{party.id}/border/{rest}"


def read(client: Any, url: str) -> str:
    client.get(url)  # shows and drops what the last act said
    with CaptureQueriesContext(connection) as statements:
        answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code, answer.content[:300])
    assert len(statements) <= MOST, "\n".join([url, *(one["sql"][:110] for one in statements.captured_queries)])
    return str(answer.content.decode())


def test_the_exporter_opens_fills_and_hands_in_by_clicks(world: World, outsider: Party) -> None:
    provider = world["provider"]
    deal = export_deal(provider, world["consumer"], world["operator"])
    determined(deal)
    steward = signed_in(provider.steward)
    assert "security_assessment" in read(steward, at(provider, f"open/{deal.pk}/"))
    opened = steward.post(at(provider, f"open/{deal.pk}/"), {"path": "security_assessment", "kind": "first"})
    assert opened.status_code == 302, opened.content
    case = ExportCase.objects.get()
    page = at(provider, f"cases/{case.pk}/")
    text = read(steward, page)
    assert "10 papers are still to be brought" in text and "Simulated authority" in text and "Hand the dossier in" in text
    read(steward, f"{page}papers/pia_report/")
    kept = steward.post(f"{page}papers/pia_report/", {"language": "zh", "law": "当地法律无强制访问。"}, follow=True)
    assert "当地法律无强制访问。" in kept.content.decode() and "Kept." in kept.content.decode()
    drawn = steward.post(f"{page}papers/pia_report/", {"generate": "1", "done_on": clock.today().isoformat()}, follow=True)
    assert (drawn.status_code, Paper.objects.get(case=case).generated) == (200, True), drawn.content
    wrong = steward.post(f"{page}papers/usci_copy/", {"file": SimpleUploadedFile("a.html", b"<p>", "text/html")})
    assert wrong.status_code == 422 and "PDF" in wrong.content.decode()
    sent = steward.post(f"{page}papers/usci_copy/", {"file": SimpleUploadedFile("code.pdf", SCAN, "application/pdf")})
    assert sent.status_code == 302, sent.content
    assert "six heads" in read(steward, f"{page}legal-document/")
    stated = steward.post(f"{page}legal-document/", {"kind": "draft", "clause_purpose_scope": "2"})
    assert stated.status_code == 302, stated.content
    refused = steward.post(f"{page}submit/")
    assert refused.status_code == 409 and "Papers are missing" in refused.content.decode()
    file = Paper.objects.filter(case=case, generated=True).get()
    assert b"".join(steward.get(f"{page}files/{file.pk}/?language=en").streaming_content)[:5] == b"%PDF-"
    stranger = signed_in(outsider.owner)
    for rest in ("", "papers/pia_report/", "submit/", f"files/{file.pk}/", "legal-document/"):
        assert stranger.get(at(outsider, f"cases/{case.pk}/{rest}")).status_code == 404


def test_the_desk_takes_in_reviews_and_decides_by_clicks(world: World, exported: Agreement) -> None:
    regulator, provider = world["regulator"], world["provider"]
    case = case_in(State.SUBMITTED, **world, agreement=exported)
    intake, reviewer, approver = (signed_in(regulator.actors[name]) for name in ("intake", "reviewer", "approver"))
    assert case.number in read(intake, at(regulator)) and "5" in read(intake, at(regulator, "?tab=desk"))
    assert case.number not in read(reviewer, at(regulator)), "it waits for intake"
    page = at(regulator, f"cases/{case.pk}/")
    assert "Return with all gaps" in read(intake, page)
    assert "Return with all gaps" not in read(reviewer, page)
    assert intake.get(f"{page}decide/").status_code == 403
    empty = intake.post(f"{page}return/", {"version": case.version})
    assert empty.status_code == 422 and "at least one paper" in empty.content.decode()
    read(intake, f"{page}return/")
    assert intake.post(f"{page}accept/", {"version": again(case).version}).status_code == 302
    old = intake.post(f"{page}accept/", {"version": "1"})
    assert old.status_code == 409
    assert intake.post(f"{page}accept/", {"version": again(case).version}).status_code == 302
    read(reviewer, f"{page}opine/")
    bad = reviewer.post(f"{page}opine/", {"kind": "conditions", "text": "With a list.", "version": again(case).version})
    assert bad.status_code == 422 and "at least one condition" in bad.content.decode()
    assert reviewer.post(f"{page}opine/", {"kind": "approve", "text": "Only named affiliates.", "version": again(case).version}).status_code == 302
    exporter = signed_in(provider.steward)
    own = at(provider, f"cases/{case.pk}/")
    assert "Only named affiliates." in read(approver, page) and "Only named affiliates." not in read(exporter, own), "an opinion stays with the desk"
    done = approver.post(f"{page}decide/", {"verdict": "conditions", "conditions": "Annex 2 only\n\nYearly report", "version": again(case).version})
    assert done.status_code == 302, done.content
    text = read(exporter, own)
    assert "Annex 2 only" in text and "Approved with conditions" in text and "Ask for re-evaluation" in text
    letter = Letter.objects.filter(case=case).latest("number")
    assert "附条件通过" in read(exporter, f"{own}letters/{letter.pk}/")
    assert exporter.get(f"{own}letters/{letter.pk}/?form=pdf&language=en").content[:5] == b"%PDF-"
    assert case.number in read(approver, at(regulator, "?tab=decided"))
    buyer = signed_in(world["consumer"].trader)
    seen = read(buyer, at(world["consumer"], f"cases/{case.pk}/"))
    assert "Approved with conditions" in seen and "1,200,000" not in seen and "Legal representative" not in seen
    assert buyer.get(at(world["consumer"], f"cases/{case.pk}/letters/{letter.pk}/")).status_code == 404
    assert case.number in read(buyer, at(world["consumer"], "?tab=consumer"))


@pytest.mark.parametrize("state", [state for state in State if state is not State.ENDED])
def test_every_state_has_a_page_in_both_languages(world: World, state: State, exported: Agreement) -> None:
    if state is State.LAPSED:
        from exchange.export_case import use_cases as cases
        from tests.factories.export_case import paper

        case = case_in(State.RETURNED, **world, agreement=exported)
        paper(world["provider"], case, "usci_copy")
        cases.submit(world["provider"].steward, case.pk)
        cases.end_filing(world["regulator"].intake, case.pk, reason="Still unreadable.")
    else:
        case = case_in(state, **world, agreement=exported)
    handed_in = again(case).submitted is not None
    for actor, party in ((world["provider"].steward, world["provider"]), (world["regulator"].approver, world["regulator"]), (world["operator"].one, world["operator"])):
        if party is world["regulator"] and not handed_in:  # a draft is the exporter's own
            continue
        for language in ("zh-hans", "en"):
            assert case.number in read(signed_in(actor, language=language), at(party, f"cases/{case.pk}/"))


def test_an_outcome_is_recorded_and_confirmed_by_clicks(world: World, exported: Agreement) -> None:
    case = case_in(State.DRAFT, **world, path="certification", agreement=exported)
    one, two = signed_in(world["operator"].one), signed_in(world["operator"].two)
    page = at(world["operator"], f"cases/{case.pk}/")
    read(one, f"{page}record-outcome/")
    given = {"kind": "certificate", "body": "认证机构", "number": "CERT-1", "issued_on": clock.today().isoformat()}
    assert one.post(f"{page}record-outcome/", given).status_code == 302
    assert one.post(f"{page}confirm-outcome/", {"confirm": "1"}).status_code == 409
    assert "CERT-1" in read(two, f"{page}confirm-outcome/")
    assert two.post(f"{page}confirm-outcome/", {"confirm": "1"}).status_code == 302
    assert "Recorded outcome of the real authority" in read(two, page)
