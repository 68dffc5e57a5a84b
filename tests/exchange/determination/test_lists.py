"""Lists changed by two persons, matched row by row; restricted recipients; a new release."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from exchange.determination import differing, use_cases as determination
from exchange.determination.models import Determination, FactSheet, ListEdition
from exchange.determination.use_cases.reserve import reserve
from exchange.rules.border.determination import Path
from kernel import clock
from kernel.actor import SYSTEM
from kernel.errors import Refused
from tests.cast import Api, Party
from tests.exchange.determination.making import derived, reserved, stated, told
from tests.factories.trade import EXPORT_FACTS

ROWS: list[dict[str, Any]] = [
    {"sector": "retail", "scenario": "members", "fields": ["phone", "address"], "part": "listed_contract", "modalities": ["table"], "at_least": 100},
    {"sector": "retail", "scenario": "members", "fields": ["phone"], "part": "listed_assessment", "modalities": ["table"], "at_least": 5_000},
]
LIST: dict[str, Any] = {
    "kind": "negative_list", "code": "beijing", "title_zh": "北京负面清单（示例）", "title_en": "Beijing negative list (sample)", "source": "sample rows, not the published list",
    "edition": "2025", "since": "2026-05-11", "verified": True, "rows": ROWS,
}
BARRED = LIST | {"kind": "recipients", "code": "restricted", "edition": "1", "rows": [{"name": "OVERSEAS Buyer  Pte Ltd", "country": "SG", "flag": "recipient_on_pipl42_list"}]}


def in_force(operator: Party, **over: Any) -> ListEdition:
    row = determination.propose_list(operator.one, **(LIST | {"since": date(2026, 5, 11)} | over))
    return determination.confirm_list(operator.two, row.pk)


def claimed(provider: Party, fields: list[str], ordinary: int, sector: str = "retail", more: Sequence[str] = ()) -> Determination:
    stated(provider)
    deal = told(provider.id, ordinary, 0)
    determination.describe(SYSTEM, deal, provider.id, EXPORT_FACTS, ordinary=ordinary, sensitive=0, claim={"sector": sector, "scenario": "members", "fields_named": {f"column {word}": word for word in fields}})
    return reserve(SYSTEM, deal, provider.id, replace(derived(), fields=(*(f"column {word}" for word in fields), *more)))


def test_a_claim_that_leaves_out_a_field_frees_nothing(provider: Party, operator: Party) -> None:
    in_force(operator)
    with pytest.raises(Refused) as refused:
        claimed(provider, ["basket"], 6_000, more=["phone"])
    assert "negative_list" in refused.value.decision.facts["missing_facts"] and any("each agreed field" in one.msgid for one in refused.value.decision.remedies)
    with pytest.raises(Refused):
        claimed(provider, ["address"], 6_000, more=["phone"])
    assert claimed(provider, ["phone"], 6_000, more=["basket"]).path == Path.ASSESSMENT
    told(provider.id, 6_000, 0, deal := uuid4())
    FactSheet.objects.create(deal=deal, version=9, exporter_id=provider.id, facts=EXPORT_FACTS | {"negative_list": "off_list"}, ordinary=200_000, sensitive=0, at=clock.now())
    stated(provider)
    assert reserve(SYSTEM, deal, provider.id, derived()).path == Path.CONTRACT  # what an older sheet says of itself is not heard


def test_a_list_takes_two_persons(operator: Party, provider: Party) -> None:
    one, two = Api(operator.one), Api(operator.two)
    made = one.post("/api/v1/border-lists", LIST)
    assert made.status_code == 201 and made.json()["state"] == "proposed"
    url = f"/api/v1/border-lists/{made.json()['id']}"
    assert Api().get("/api/v1/border-lists").json()["items"] == [] and Api().get(f"{url}/rows").status_code == 404
    assert one.post(f"{url}/confirm").status_code == 403 and Api(provider.owner).post(f"{url}/confirm").status_code in (403, 404)
    assert two.post(f"{url}/confirm").json()["state"] == "in_force"
    rows = Api().get(f"{url}/rows").json()["items"]
    assert [row["content"]["part"] for row in rows] == ["listed_contract", "listed_assessment"] and not rows[0]["sample"]
    wrong = one.post("/api/v1/border-lists", LIST | {"rows": [{"sector": "x"}]})
    assert wrong.status_code == 422 and "rows.1" in wrong.json()["fields"]
    refused = one.post("/api/v1/border-lists", LIST | {"edition": "2026"}).json()
    assert two.post(f"/api/v1/border-lists/{refused['id']}/refuse").json()["state"] == "refused"
    for language in ("en", "zh-hans"):
        client = Client(headers={"Accept-Language": language})
        assert client.get("/border/lists/").status_code == 200 and "retail" in client.get(f"/border/lists/{made.json()['id']}/").content.decode()


def test_a_new_edition_ends_the_one_before(operator: Party) -> None:
    first = in_force(operator)
    in_force(operator, edition="2026", since=date(2026, 10, 1))
    first.refresh_from_db()
    assert first.until == date(2026, 10, 1)


@pytest.mark.parametrize(
    ("fields", "ordinary", "sector", "result", "path"),
    [
        (["phone"], 6_000, "retail", "listed_assessment", Path.ASSESSMENT), (["address"], 6_000, "retail", "listed_contract", Path.CONTRACT),
        (["basket"], 6_000, "retail", "off_list", Path.EXEMPT), (["phone"], 200_000, "aviation", "sector_not_covered", Path.CONTRACT),
    ],
)
def test_a_row_decides_by_sector_scenario_field_and_quantity(provider: Party, operator: Party, fields: list[str], ordinary: int, sector: str, result: str, path: str) -> None:
    in_force(operator)
    row = claimed(provider, fields, ordinary, sector)
    assert (row.basis["negative_list"]["result"], row.path) == (result, path)
    assert bool(row.basis["negative_list"]["rows"]) == (sector == "retail")


def test_samples_free_nothing(provider: Party, operator: Party) -> None:
    in_force(operator, verified=False)
    with pytest.raises(Refused) as refused:
        claimed(provider, ["basket"], 10)
    assert "negative_list" in refused.value.decision.facts["missing_facts"]
    assert claimed(provider, ["phone"], 6_000).path == Path.ASSESSMENT


def test_a_restricted_recipient_bars_the_export(provider: Party, operator: Party) -> None:
    in_force(operator, **(BARRED | {"since": date(2026, 5, 11)}))
    with pytest.raises(Refused) as refused:
        reserved(provider, 10)
    assert refused.value.decision.reasons[0].cites[0].instrument == "PIPL"


def test_a_recipient_listed_later_bars_what_was_signed(provider: Party, operator: Party) -> None:
    deal = reserved(provider, 10)
    in_force(operator, **(BARRED | {"since": date(2026, 5, 11)}))
    assert determination.repeat(SYSTEM, deal, occasion="clearance").path == Path.PROHIBITED


def test_a_later_edition_decides_what_was_signed(provider: Party, operator: Party) -> None:
    in_force(operator)
    row = claimed(provider, ["basket"], 6_000)
    assert row.path == Path.EXEMPT and row.deal is not None
    in_force(operator, edition="2026", since=date(2026, 5, 12), rows=[ROWS[1] | {"fields": ["basket"]}])
    assert determination.repeat(SYSTEM, row.deal, occasion="clearance").path == Path.ASSESSMENT


def test_what_a_new_release_would_decide_otherwise(provider: Party, monkeypatch: pytest.MonkeyPatch) -> None:
    deal = reserved(provider, 10)
    out = io.StringIO()
    call_command("redetermine", stdout=out)
    assert "1 live exports, 0 would differ" in out.getvalue()
    real = differing.determine

    def stricter(facts: Any) -> Any:
        return real(facts.having(exporter_is_ciio=True))

    monkeypatch.setattr(differing, "determine", stricter)
    with pytest.raises(CommandError):
        call_command("redetermine", stdout=out)
    assert f"{deal}: exempt" in out.getvalue()
    call_command("redetermine", "--keep", stdout=out)
    assert Determination.objects.filter(deal=deal, occasion="release").count() == 1
