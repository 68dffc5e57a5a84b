"""From an empty workspace to a listed dataset and its certificate as PDF: by clicking through the steps in both languages, and by one
manifest and a sequence of API calls."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page

from catalog.dataset.models import Dataset
from catalog.rules.review import CHECKLIST
from tests.cast import Api, Party, make_operator, make_provider
from tests.factories.catalog import CONTENT, DESCRIPTION, FIELDS, POLICY
from tests.journeys.walk import Walk

PAPER = b"%PDF-1.4 a licence\n%%EOF\n"
RIGHTS = {"scope_zh": "全部字段", "scope_en": "All fields"}


@pytest.fixture
def cast(transactional_db: Any) -> tuple[Party, Party]:
    operator = make_operator()
    return make_provider(operator), operator


@pytest.mark.browser
def test_a_dataset_is_listed_and_certified_by_clicking(cast: tuple[Party, Party], live_server: Any, page: Page, tmp_path: Path) -> None:
    provider, operator = cast
    for language in ("zh-hans", "en"):
        walk = Walk(page, live_server.url, language)
        dataset = _prepared(walk, provider, tmp_path, lambda: page)
        _listed(walk, operator, dataset)
        _certified(walk, provider, operator, dataset)


def _prepared(walk: Walk, provider: Party, folder: Path, page_of: Callable[[], Page]) -> str:
    page = page_of()
    (folder / "flights.csv").write_bytes(CONTENT)
    (folder / "licence.pdf").write_bytes(PAPER)
    walk.become(provider.steward)
    walk.at("datasets/")
    walk.press('main a[href$="/datasets/new/"] >> nth=0')
    walk.fill(**{name: DESCRIPTION[name] for name in ("title_zh", "title_en", "description_zh", "description_en")})
    walk.choose(industry="transport", frequency="daily")
    walk.submit()
    dataset = walk.number("datasets")
    assert page.locator(".stepper li").count() == 12 and "/files/" in page.url
    page.set_input_files("main [name=file]", folder / "flights.csv")
    walk.choose(media_type="text/csv")
    walk.submit()
    walk.at(f"datasets/{dataset}/fields/")
    names = ("name", "type", "meaning_zh", "meaning_en", "grade")
    walk.fill(table="\n".join([",".join(names), *(",".join(str(row[name]) for name in names) for row in FIELDS)]))
    walk.press("button[name=paste]")
    walk.at(f"datasets/{dataset}/grading/")
    walk.fill(grounds="运营数据。 Operational data.")
    walk.submit()
    walk.become(provider.owner)
    walk.at(f"datasets/{dataset}/grading/confirm/")
    walk.submit()
    walk.become(provider.steward)
    walk.at(f"datasets/{dataset}/rights/")
    walk.tick("basis=own")
    walk.fill(statement_zh="本单位业务产生。", statement_en="Our own business.")
    walk.submit()
    page.set_input_files("main [name=evidence]", folder / "licence.pdf")
    walk.press('form[action$="/evidence/"] button')
    walk.at(f"datasets/{dataset}/quality/")
    walk.fill(completeness="98.5", update_every="P1M")
    walk.submit()
    walk.tick("nature=synthetic")
    walk.fill(rows="flight_no,delay\nCA1,3\n")
    walk.submit()
    walk.at(f"datasets/{dataset}/offers/?template=internal")
    walk.fill(price="1200.00")
    walk.submit()
    walk.at(f"datasets/{dataset}/readers/")
    walk.tick("visibility=members")
    walk.submit()
    walk.fill(**{"q-0-zh": "用途？", "q-0-en": "What for?"})
    walk.submit()
    assert DESCRIPTION["title_en"] in page.content() and "/preview/" in page.url
    walk.press("#request a.primary")
    walk.submit()
    assert Dataset.objects.get(pk=dataset).state == "submitted"
    return dataset


def _listed(walk: Walk, operator: Party, dataset: str) -> None:
    walk.become(operator.one)
    walk.at("listings/")
    walk.press(f'main a[href*="{dataset}"]')
    walk.page.select_option("main [name=to]", str(operator.one.person))
    walk.press('form[action$="/assign/"] button')
    walk.tick(*(f"checklist={key}" for key in CHECKLIST))
    walk.press("button[name=list]")
    assert Dataset.objects.get(pk=dataset).state == "listed"


def _certified(walk: Walk, provider: Party, operator: Party, dataset: str) -> None:
    walk.become(provider.owner)
    walk.at(f"datasets/{dataset}/certificate/")
    walk.tick("kinds=holding")
    walk.fill(**RIGHTS)
    walk.submit()
    walk.become(operator.one)
    walk.at("certificates/")
    walk.press('main table a, main li a >> nth=0')
    walk.submit()
    walk.become(provider.owner)
    walk.at(f"datasets/{dataset}/certificate/")
    address = walk.page.locator('main a[href$="?form=pdf"]').first.get_attribute("href")
    assert walk.page.context.request.get(walk.base + str(address)).body().startswith(b"%PDF")


def test_a_dataset_is_listed_and_certified_by_one_manifest_and_the_api(cast: tuple[Party, Party]) -> None:
    provider, operator = cast
    steward, owner, desk = Api(provider.steward), Api(provider.owner), Api(operator.one)
    manifest = {
        "manifest": 1, "key": "flights", **DESCRIPTION, "fields": FIELDS, "promises": {"completeness": "0.98"}, "grading": {"grounds": "运营数据。"},
        "files": [{"name": "flights.csv", "media_type": "text/csv", "content": base64.b64encode(CONTENT).decode()}],
        "rights": {
            "basis": "own", "statement_zh": "本单位业务产生。", "statement_en": "Our own business.",
            "evidence": [{"name": "licence.pdf", "media_type": "application/pdf", "content": base64.b64encode(PAPER).decode()}],
        },
        "offers": [{"name_zh": "一次性交付", "name_en": "One delivery", "price": {"amount": "1200.00", "currency": "CNY"}, "policy": POLICY}],
    }  # fmt: skip
    made = steward.post("/api/v1/datasets/manifest", manifest)
    assert made.status_code == 200 and made.json()["created"], made.content
    base = made["Location"]
    assert steward.post("/api/v1/datasets/manifest", manifest).json()["changed"] == []
    read = steward.get(f"{base}/classification").json()["items"][0]["id"]
    assert owner.post(f"{base}/classification/confirm", {"classification": read}).status_code == 200
    assert steward.post(f"{base}/submit").status_code == 200
    work = desk.get(f"{base}/review").json()
    assert [one["point"] for one in work["findings"]] == list(CHECKLIST) and "missing" not in {one["found"] for one in work["findings"]}
    assert desk.post(f"{base}/list", {"etag": work["etag"], "checklist": list(CHECKLIST)}).status_code == 200
    asked = owner.post(f"{base}/certificates", {"rights": [{"kind": "holding", **RIGHTS}]})
    assert asked.status_code == 201, asked.content
    issued = desk.post(f"/api/v1/certificates/{asked.json()['id']}/issue").json()
    assert Client().get(f"/certificates/{issued['number']}/?form=pdf").content.startswith(b"%PDF")
