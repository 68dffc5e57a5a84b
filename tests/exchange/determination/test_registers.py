"""The operator's registers on pages: lists from a file of rows, searched, compared and decided by two persons; groups under common control likewise."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exchange.determination import use_cases as determination
from exchange.determination.models import ControlGroup, ListEdition
from kernel import clock
from tests.cast import Party, signed_in
from tests.exchange.determination.making import stated
from tests.exchange.determination.test_control import in_force as group_in_force
from tests.exchange.determination.test_lists import BARRED, LIST, ROWS, in_force

MOST = 12
CSV = "sector,scenario,fields,part,modalities,at_least,below\nretail,members,phone; address,listed_contract,table,100,\nretail,members,phone,listed_assessment,,5000,\n"
Seen = Any


def home(party: Party, rest: str) -> str:
    return f"/workspace/{party.id}/{rest}"


def said(content: bytes | str = CSV, **over: Any) -> dict[str, Any]:
    given = {name: LIST[name] for name in ("kind", "code", "title_zh", "title_en", "source", "edition", "since")} | over
    return given | {"file": SimpleUploadedFile("rows.csv", content.encode() if isinstance(content, str) else content)}


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def desk(operator: Party) -> tuple[Client, Client]:
    return signed_in(operator.one), signed_in(operator.two)


def test_an_edition_comes_from_a_file_and_takes_two_persons(operator: Party, regulator: Party, desk: tuple[Client, Client]) -> None:
    one, two = desk
    made = one.post(home(operator, "border-lists/propose/"), said())
    assert made.status_code == 302, text(made)
    row = ListEdition.objects.get()
    address = home(operator, f"border-lists/{row.pk}/")
    assert made["Location"] == address
    assert [one_row.content["fields"] for one_row in row.rows.order_by("number")] == [["address", "phone"], ["phone"]] and row.rows.get(number=1).content["at_least"] == 100
    mine, other = one.get(address), two.get(address)
    assert "another person confirms or refuses" in text(mine) and f"{address}confirm/" not in text(mine)
    assert f"{address}confirm/" in text(other) and "free nothing" in text(other) and text(other).count(">Sample<") + text(other).count("Sample</") >= 2
    assert "another person than the one who proposed it" in text(one.get(f"{address}confirm/"))
    assert one.post(f"{address}confirm/").status_code == 403
    reader = signed_in(regulator.auditor)
    assert reader.get(address.replace(str(operator.id), str(regulator.id))).status_code == 200
    assert reader.post(f"{address}confirm/".replace(str(operator.id), str(regulator.id))).status_code == 403
    assert two.get(f"{address}confirm/").status_code == 200 and two.post(f"{address}confirm/").status_code == 302
    row.refresh_from_db()
    assert row.state == "in_force" and not row.verified
    assert "In force" in text(two.get(home(operator, "border-lists/")))
    assert two.get(f"{address}nonsense/").status_code == 404 and two.post(f"{address}refuse/").status_code == 409


def test_an_edition_is_refused(operator: Party, desk: tuple[Client, Client]) -> None:
    rows = [{"name": "Restricted Trading Ltd.", "country": "XX", "flag": "end_user_control_listed"}]
    body = said(json.dumps({"rows": rows}), kind="recipients", code="restricted", verified="on")
    assert desk[0].post(home(operator, "border-lists/propose/"), body).status_code == 302
    row = ListEdition.objects.get()
    assert row.verified and row.rows.get().name == "restrictedtradingltd"
    assert desk[1].post(home(operator, f"border-lists/{row.pk}/refuse/")).status_code == 302
    row.refresh_from_db()
    assert row.state == "refused" and "Refused" in text(desk[1].get(home(operator, "border-lists/?kind=recipients")))


@pytest.mark.parametrize(
    ("content", "kind", "wrong"),
    [
        ("sector,scenario,fields,part\nretail,members,phone,listed_contract\nretail,,phone,listed_contract\nretail,members,phone,off_list\n", "negative_list",
         ["Row 2: scenario is missing.", "Row 3: part says &#x27;off_list&#x27;"]),
        ("sector,scenario,fields,part,at_least\nretail,members,phone,listed_contract,many\n", "negative_list", ["Row 1: at_least is a whole number"]),
        ("sector,scenario,fields,part,modalities\nretail,members,phone,listed_contract,smell\n", "negative_list", ["Row 1: modalities says"]),
        ("sector,scenario,fields,part\nretail,members,phone\n", "negative_list", ["Row 1: it has 3 cells, and the heading has 4."]),
        ("sector,fields,part,fields\nretail,phone,listed_contract,x\n", "negative_list", ["named twice: fields", "Missing: scenario"]),
        ('[{"name": "A", "flag": "recipient_on_pipl42_list"}, 7, {"name": "B", "flag": "bad"}, {"name": "C", "flag": "recipient_on_pipl42_list", "color": "red"}]', "recipients",
         ["Row 2: this is not a row", "Row 3: flag says", "Row 4: there is no column color"]),
        ('{"rows": 1}', "recipients", ["neither a list of rows"]), ('[{"name": ', "recipients", ["The JSON cannot be read: look at line 1"]), ("[]", "recipients", ["1 to 5000 rows"]),
        ("\xe9".encode("latin-1"), "recipients", ["not UTF-8"]), ("", "recipients", ["empty"]), ('name,flag\n"A,x\n', "recipients", ["The CSV cannot be read: look at line"]),
        ('[{"name": "\\ud800", "flag": "recipient_on_pipl42_list"}]', "recipients", ["Row 1: name is a text"]),
        ('[{"name": "!!", "flag": "recipient_on_pipl42_list"}]', "recipients", ["Row 1: name has no letter"]),
        ("[" * 100_000, "recipients", ["The JSON cannot be read"]), (b"x" * (2 * 1024 * 1024 + 1), "recipients", ["larger than 2 MB"]),
    ],
)  # fmt: skip
def test_each_wrong_row_is_named(operator: Party, desk: tuple[Client, Client], content: str | bytes, kind: str, wrong: list[str]) -> None:
    answer = desk[0].post(home(operator, "border-lists/propose/"), said(content, kind=kind))
    assert answer.status_code == 422 and not ListEdition.objects.exists()
    for line in wrong:
        assert line in text(answer), line


def test_rows_are_searched_and_paged(operator: Party, desk: tuple[Client, Client]) -> None:
    rows = [{"sector": "retail", "scenario": "members", "fields": [f"field {number}"], "part": "listed_contract"} for number in range(60)]
    row = in_force(operator, rows=[*rows, ROWS[0]])
    address = home(operator, f"border-lists/{row.pk}/")
    first = desk[0].get(address)
    following = [part.split('"')[0] for part in first.content.decode().split('href="') if part.startswith("?cursor=")]
    assert following and "field 59" not in text(first) and "field 59" in text(desk[0].get(address + following[0].replace("&amp;", "&")))
    found = text(desk[0].get(address + "?q=ADDRESS"))
    assert "address" in found and "field 1" not in found
    assert "No row says this" in text(desk[0].get(address + "?q=scenario")) and desk[0].get(address + "?q=%00x").status_code == 200
    assert desk[0].get(address + "?cursor=nonsense").status_code == 422


def test_the_difference_to_the_edition_in_force(operator: Party, desk: tuple[Client, Client]) -> None:
    first = in_force(operator)
    later = determination.propose_list(
        operator.one, **(LIST | {"edition": "2026", "since": clock.today() - timedelta(days=1), "rows": [ROWS[1], {**ROWS[0], "fields": ["e-mail"]}]})
    )
    address = home(operator, f"border-lists/{later.pk}/")
    for shown in (text(desk[1].get(address)), text(desk[1].get(f"{address}confirm/"))):
        assert "1 rows are new, 1 fall away" in shown
    shown = text(desk[1].get(f"{address}changes/"))
    assert shown.index("New rows") < shown.index("e-mail") < shown.index("Rows that fall away") < shown.index("address, phone")
    determination.confirm_list(operator.two, later.pk)
    assert "e-mail" in text(desk[1].get(f"{address}changes/")), "what it changed stays to be read"
    assert "Nothing to compare with" in text(desk[1].get(home(operator, f"border-lists/{first.pk}/changes/")))


def test_groups_by_pages(operator: Party, provider: Party, outsider: Party, overseas: Party, desk: tuple[Client, Client]) -> None:
    one, two = desk
    body = {"name": "Group", "grounds": "Register of shareholders", "organizations": f"{provider.organization.uscc}\n{outsider.id}\n202500001A\n"}
    wrong = one.post(home(operator, "control-groups/propose/"), body | {"organizations": f"{provider.id}\nnobody\n{operator.id}"})
    assert wrong.status_code == 422 and "nobody names no organization" in text(wrong) and f"{operator.id} names no organization" in text(wrong)
    alone = one.post(home(operator, "control-groups/propose/"), body | {"organizations": f"{provider.id}\n{provider.organization.uscc}"})
    assert alone.status_code == 422 and "two or more" in text(alone)
    made = one.post(home(operator, "control-groups/propose/"), body)
    row = ControlGroup.objects.get()
    address = made["Location"]
    assert row.members.count() == 3 and one.post(f"{address}confirm/").status_code == 403
    assert "another person decides" in text(one.get(address)) and f"{address}confirm/" not in text(one.get(address))
    assert two.post(f"{address}confirm/").status_code == 302 and "Counted together" in text(two.get(home(operator, "control-groups/")))
    assert f"{address}propose_end/" in text(two.get(address)) and two.post(f"{address}propose_end/").status_code == 302
    assert two.post(f"{address}confirm_end/").status_code == 403 and f"{address}confirm_end/" not in text(two.get(address))
    assert f"{address}confirm_end/" in text(one.get(address)) and "another person than the one" in text(two.get(f"{address}confirm_end/"))
    assert one.post(f"{address}confirm_end/").status_code == 302
    row.refresh_from_db()
    assert (row.state, row.ended_by) == ("ended", operator.one.person)


def pages(party: Party, edition: ListEdition, group: ControlGroup) -> list[str]:
    lists, groups = home(party, "border-lists/"), home(party, "control-groups/")
    return [
        lists, f"{lists}?kind=recipients", f"{lists}{edition.pk}/", f"{lists}{edition.pk}/?q=phone", f"{lists}{edition.pk}/changes/", f"{lists}{edition.pk}/confirm/",
        f"{lists}{edition.pk}/refuse/", groups, f"{groups}{group.pk}/", f"{groups}{group.pk}/propose_end/", f"{groups}{group.pk}/refuse_end/",
    ]  # fmt: skip


def test_readers_and_statements(operator: Party, regulator: Party, provider: Party, outsider: Party) -> None:
    """The desk reads every page within the budget, in both languages; only operators may write; to others nothing is there."""
    in_force(operator)
    edition = determination.propose_list(operator.one, **(LIST | {"edition": "2026", "since": date(2026, 6, 1), "verified": False}))
    for number in range(3):
        determination.propose_list(operator.one, **(BARRED | {"since": date(2026, 6, 1), "edition": str(number)}))
    group = group_in_force(operator, provider, outsider)
    writing = [home(operator, "border-lists/propose/"), home(operator, "control-groups/propose/")]
    for actor, party, language in ((operator.two, operator, "en"), (operator.two, operator, "zh-hans"), (regulator.auditor, regulator, "en")):
        client = signed_in(actor, language=language)
        addresses = pages(party, edition, group) + (writing if party is operator else [])
        client.get(addresses[0])
        for address in addresses:
            with CaptureQueriesContext(connection) as seen:
                assert client.get(address).status_code == 200, address
            assert len(seen) <= MOST, (address, len(seen))
    reader = signed_in(regulator.supervisor)
    for address in writing:
        assert reader.get(address.replace(str(operator.id), str(regulator.id))).status_code == 403
    shown = text(reader.get(home(regulator, f"border-lists/{edition.pk}/")))
    assert "/confirm/" not in shown and home(regulator, "border-lists/") in shown
    for party, actor in ((provider, provider.owner), (outsider, outsider.owner)):
        client = signed_in(actor)
        for address in [*pages(party, edition, group), *(address.replace(str(operator.id), str(party.id)) for address in writing)]:
            assert client.get(address).status_code == 404 and client.post(address).status_code in (404, 405), address
        assert client.get(home(operator, "border-lists/")).status_code == 404


def test_the_second_person_finds_it_in_the_workspace(operator: Party, provider: Party, outsider: Party, desk: tuple[Client, Client]) -> None:
    edition = determination.propose_list(operator.one, **(LIST | {"since": date(2026, 6, 1)}))
    group = determination.propose_group(operator.one, name="Group", grounds="Register", organizations=[provider.id, outsider.id])
    shown = text(desk[1].get(home(operator, "")))
    assert home(operator, f"border-lists/{edition.pk}/") in shown and home(operator, f"control-groups/{group.pk}/") in shown


def test_counters_are_reached(operator: Party, provider: Party, overseas: Party, regulator: Party) -> None:
    """The exporter from its navigation; the regulator in the register of all exporters."""
    address = home(provider, "export-counts/")
    assert f'href="{address}"' in text(signed_in(provider.steward).get(home(provider, ""))) and signed_in(provider.steward).get(address).status_code == 200
    assert "export-counts" not in text(signed_in(overseas.trader).get(home(overseas, "")))
    stated(provider)
    for name in ("yearcount", "reservation", "determination", "factsheet", "outsidestatement", "listedition", "controlgroup"):
        assert signed_in(regulator.auditor).get(f"/console/exchange/{name}/").status_code == 200
        assert signed_in(provider.owner).get(f"/console/exchange/{name}/").status_code != 200
    assert provider.organization.name_en in text(signed_in(regulator.supervisor).get("/console/exchange/yearcount/"))
