"""Pilots on pages and by API: what everybody reads, what operators do, and where a deal says under which pilot it runs."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from exchange.clearance.models import Clearance, ExportDeclaration
from exchange.pilot import use_cases as pilots
from exchange.pilot.models import Pilot
from exchange.transfer import use_cases as transfers
from tests.cast import PAPER, Api, Party, signed_in
from tests.factories.pilot import pilot_again, pilot_in, told

URL = "/api/v1/pilots"


def test_the_public_register_shows_what_runs_and_ran(provider: Party, operator: Party, django_assert_max_num_queries: Any) -> None:
    draft, running, stopped = (pilot_in(state, operator, provider, name_en=f"Pilot {state}") for state in ("proposed", "running", "stopped"))
    with django_assert_max_num_queries(12):
        page = Client(headers={"Accept-Language": "en"}).get("/border/pilots/").content.decode()
    assert "Pilot running" in page and "Pilot stopped" in page and "Pilot proposed" not in page and "Beijing Sample Data" in page
    one = Client(headers={"Accept-Language": "en"}).get(f"/border/pilots/{running.pk}/").content.decode()
    for said in (running.number, running.sha256, "PZ 2026-7", "Office of the pilot zone", "R-LANE-FIRST", "50,000", "Data for analysis in Singapore."):
        assert said in one, said
    assert "Given up." in Client(headers={"Accept-Language": "en"}).get(f"/border/pilots/{stopped.pk}/").content.decode()
    assert Client().get(f"/border/pilots/{draft.pk}/").status_code == Client().get(f"/border/pilots/{uuid4()}/").status_code == 404


def test_an_example_says_that_it_shows_nothing_real(operator: Party) -> None:
    pilot = pilot_in("running", operator, example=True)
    visitor = Client(headers={"Accept-Language": "en"})
    assert "Example: shows nothing real" in visitor.get("/border/pilots/").content.decode()
    assert "shows how pilots work and nothing real" in visitor.get(f"/border/pilots/{pilot.pk}/").content.decode()


def test_two_operators_bring_a_pilot_in_force_by_clicks(provider: Party, operator: Party) -> None:
    one, two = signed_in(operator.one), signed_in(operator.two)
    desk = f"/workspace/{operator.id}/pilots/"
    form = told() | {"destinations": "sg, HK", "R-LANE-SENSITIVE-MANY": "4000", "R-LANE-FIRST": "on"}
    del form["deviations"]
    assert one.get(f"{desk}new/").status_code == 200
    assert one.post(f"{desk}new/", form | {"until": "2020-01-01"}).status_code == 422
    answer = one.post(f"{desk}new/", form)
    pilot = Pilot.objects.get()
    assert answer.status_code == 302 and answer["Location"] == f"{desk}{pilot.pk}/"
    assert pilot.destinations == ["HK", "SG"] and {row.rule: row.value for row in pilot.deviations.all()} == {"R-LANE-FIRST": 0, "R-LANE-SENSITIVE-MANY": 4_000}
    at = f"{desk}{pilot.pk}/"
    assert one.get(f"{at}document/").status_code == 200
    one.post(f"{at}document/", {"file": SimpleUploadedFile("document.pdf", PAPER, "application/pdf")})
    one.post(f"{at}admit/", {"organization": str(provider.id)})
    one.post(f"{at}propose/")
    assert pilot_again(pilot).state == "proposed"
    assert one.post(f"{at}confirm/").status_code == 403
    assert str(pilot.number) in two.get(f"/workspace/{operator.id}/").content.decode(), "it waits for the second person"
    assert two.get(f"{at}confirm/").status_code == 200
    two.post(f"{at}confirm/")
    assert pilot_again(pilot).state == "running"
    assert b"".join(one.get(f"{at}file/").streaming_content) == PAPER  # type: ignore[attr-defined]
    one.post(f"{at}end-part/", {"organization": str(provider.id)})
    one.post(f"{at}stop/", {"cause": "Enough was learned."})
    assert pilot_again(pilot).state == "stopped" and not pilot.participants.filter(ended=None).exists()
    assert one.get(at).status_code == 200 and one.get(f"{at}nonsense/").status_code == 404


def test_the_desk_is_no_place_for_members(provider: Party, outsider: Party, regulator: Party, operator: Party) -> None:
    pilot = pilot_in("running", operator, provider)
    for path in ("", "new/", f"{pilot.pk}/", f"{pilot.pk}/stop/"):
        assert signed_in(provider.owner).get(f"/workspace/{provider.id}/pilots/{path}").status_code == 404
    assert signed_in(regulator.supervisor).get(f"/workspace/{regulator.id}/pilots/{pilot.pk}/stop/").status_code == 200
    assert signed_in(regulator.reviewer).get(f"/workspace/{regulator.id}/pilots/new/").status_code == 403
    files = {party.id: signed_in(party.owner).get(f"/workspace/{party.id}/pilots/{pilot.pk}/file/").status_code for party in (provider, outsider)}
    assert files == {provider.id: 200, outsider.id: 404}
    assert "/file/" in signed_in(provider.owner).get(f"/border/pilots/{pilot.pk}/").content.decode()


def test_the_life_of_a_pilot_by_api(provider: Party, outsider: Party, operator: Party) -> None:
    one, two = Api(operator.one), Api(operator.two)
    body = {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in told().items()}
    assert one.post(URL, body | {"deviations": {"R-CLEAR-UNTIL": 1}}).status_code == 422
    assert Api(provider.owner).post(URL, body).status_code == 403 and Api().post(URL, body).status_code == 401
    made = one.post(URL, body, key="pilot-1")
    assert made.status_code == 201 and one.post(URL, body, key="pilot-1").json()["id"] == made.json()["id"]
    at = f"{URL}/{made.json()['id']}"
    for reader in (Api(), Api(outsider.owner)):
        assert reader.get(at).status_code == 404 and reader.get(URL).json()["items"] == []
    assert Api(outsider.owner).post(f"{at}/stop", {"cause": "x"}).status_code == 404
    assert one.post(f"{at}/propose").status_code == 422
    sent = Client().generic("POST", f"{at}/document?name=document.pdf", PAPER, content_type="application/pdf", headers=one.headers)
    assert sent.status_code == 200 and len(sent.json()["document_sha256"]) == 64, sent.content
    assert one.post(f"{at}/participants", {"organization": str(provider.id)}).status_code == 201
    assert one.post(f"{at}/propose").json()["state"] == "proposed"
    assert one.post(f"{at}/confirm").status_code == 403
    assert two.post(f"{at}/confirm").json()["state"] == "running"
    read = Api().get(at).json()
    assert read["deviations"][0] | {"says": ""} == {"rule": "R-LANE-FIRST", "value": 0, "ordinary": 1, "says": ""} and read["participants"][0]["organization"] == str(provider.id)
    assert (read["caps"]["exports"], read["used"]["exports"], Api().get(URL).json()["items"][0]["id"]) == (10, 0, read["id"])
    assert Api(provider.owner).get(f"{at}/document").status_code == 200 and Api(outsider.owner).get(f"{at}/document").status_code == 404
    assert Api(outsider.owner).post(f"{at}/stop", {"cause": "x"}).status_code == 403
    assert one.post(f"{at}/participants/{provider.id}/end").json()["participants"][0]["ended"]
    assert one.post(f"{at}/stop", {"cause": "Enough."}).json()["cause"] == "Enough."
    assert one.post(f"{at}/stop", {"cause": "Enough."}).status_code == 409


def test_deal_clearance_and_export_name_the_pilot(provider: Party, overseas: Party, operator: Party, cleared: Clearance) -> None:
    clearance = cleared
    pilot = pilot_in("running", operator, provider, deviations={"R-LANE-FIRST": 0})
    transfer = transfers.deliver(overseas.trader, clearance.agreement_id)
    row = ExportDeclaration.objects.get(transfer=transfer.pk)
    client = signed_in(provider.owner)
    pages = {
        "deal": f"/workspace/{provider.id}/deals/{clearance.agreement_id}/", "clearance": f"/workspace/{provider.id}/clearances/{clearance.pk}/",
        "export": f"/workspace/{provider.id}/exports/{row.pk}/",
    }  # fmt: skip
    for name, url in pages.items():
        assert f"/border/pilots/{pilot.pk}/" in client.get(url).content.decode(), name
    assert f"Under pilot programme {pilot.number}" in client.get(pages["export"]).content.decode()
    pilots.stop(operator.one, pilot.pk, cause="Enough.")
    assert f"/border/pilots/{pilot.pk}/" not in client.get(pages["clearance"]).content.decode()
    assert f"/border/pilots/{pilot.pk}/" in client.get(pages["export"]).content.decode(), "what was declared under it stays so"
