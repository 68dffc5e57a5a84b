"""Either script, pinyin, initials, synonyms and typing errors; orders; and that none of it tells of what is out of sight."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.listing import use_cases as listings
from catalog.models import Dataset
from catalog.offer.standing import standing
from catalog.search import index, sounds, terms
from catalog.search.filters import Wish
from catalog.search.index import put
from catalog.search.models import SearchEntry
from catalog.search.query import counts, search
from catalog.search.suggesting import suggest
from catalog.zone import use_cases as zones
from kernel.actor import NOBODY
from tests.cast import Party
from tests.catalog.search.test_query import IMPORTANT, found
from tests.factories.catalog import dataset_listed
from tests.factories.zones import zone_opened

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("q", ["空氣質量", "空气质量", "kongqizhiliang", "kongqi zhiliang", "kqzl", "大气质量", "air quality", "哪里有空气质量", "空汽质量", "上海 kongqi", "staions"])
def test_a_title_is_found_however_it_is_typed(provider: Party, operator: Party, q: str) -> None:
    dataset = dataset_listed(provider, operator, title_zh="上海市空气质量小时数据", title_en="Hourly readings of all stations", keywords=[])
    dataset_listed(provider, operator)
    assert found(NOBODY, q) == [dataset.pk]
    assert counts(NOBODY, Wish(q)).total == 1
    assert not search(NOBODY, Wish(q)).related


def test_what_was_put_in_the_place_of_a_typing_error_is_said(provider: Party, operator: Party, listed: Dataset) -> None:
    assert search(NOBODY, Wish("Flihgt")).corrected == ("flight",)
    assert search(NOBODY, Wish("flight")).corrected == ()
    assert "Shown is what holds: flight" in Client(headers={"accept-language": "en"}).get("/catalog/?q=flihgt").content.decode()


def test_synonyms_rank_below_what_was_typed(provider: Party, operator: Party) -> None:
    other = dataset_listed(provider, operator, title_zh="公共汽车站点", keywords=[])
    typed = dataset_listed(provider, operator, title_zh="公交站点", keywords=[])
    assert found(NOBODY, "公交") == [typed.pk, other.pk]


def test_words_of_important_data_help_nobody_to_find_it(provider: Party, operator: Party, consumer: Party, listed: Dataset) -> None:
    asked = ("leidahangji", "雷打航迹", "ldhj", "radra")

    def told() -> list[object]:
        return [(found(NOBODY, q), suggest(NOBODY, q), search(NOBODY, Wish(q)).corrected, counts(NOBODY, Wish(q)).facets) for q in asked]

    before = told()
    secret = dataset_listed(provider, operator, fields=IMPORTANT, title_zh="雷达航迹", title_en="Radar tracks", keywords=["雷达"])
    assert told() == before
    assert terms.look(["radar"], ["leida"], ["ld"]) == terms.Known()
    assert secret.pk in found(consumer.trader, "雷达")


@pytest.mark.parametrize("text", ["hangb", "hb", "航班准", "flig", "航班 yanw"])
def test_suggestions_go_on_from_pinyin(provider: Party, operator: Party, text: str, listed: Dataset) -> None:
    dataset = listed
    assert suggest(NOBODY, text) == [(dataset.current.title_zh, dataset.current.title_en)]  # type: ignore[union-attr]


def test_orders_by_price_and_quality_go_on_over_pages(provider: Party, operator: Party) -> None:
    rows = {price: dataset_listed(provider, operator, price_minor=price).pk for price in (300, 0, 20_000)}
    index.set_quality(rows[20_000], 91)
    index.set_quality(rows[300], 40)
    for q in ("", "航班"):
        for order, expected in (("price", [0, 300, 20_000]), ("quality", [20_000, 300, 0])):
            seen, cursor = [], None
            while True:
                page = search(NOBODY, Wish(q, order=order), cursor=cursor, limit=1)
                seen += [row["dataset_id"] for row in page.rows]
                if page.next is None:
                    break
                cursor = page.next
            assert seen == [rows[price] for price in expected], (q, order)
            assert search(NOBODY, Wish(q, order=order), cursor=page.previous, limit=1).rows[0]["dataset_id"] == rows[expected[1]]


def test_rewriting_a_row_keeps_its_quality(provider: Party, operator: Party) -> None:
    from catalog.listing.reindex import reindex

    dataset = dataset_listed(provider, operator)
    index.set_quality(dataset.pk, 77)
    reindex(every=True)
    assert SearchEntry.objects.get(pk=dataset.pk).quality == 77


def test_letters_are_cut_into_syllables() -> None:
    assert (0, 6) in sounds.cuts("kongqizhiliang")
    assert sounds.cuts("air") == sounds.cuts("x1") == []
    assert sounds.sound("重庆银行") == "chongqingyinhang"
    assert sounds.initials("空气质量") == "kqzl"


def test_a_page_that_corrects_stays_within_the_budget(provider: Party, operator: Party, listed: Dataset) -> None:
    for q in ("flihgt delya", "空汽 xyz", "kongqizhiliang abc 火星"):
        Client().get(f"/catalog/?q={q}")
        with CaptureQueriesContext(connection) as seen:
            assert Client().get(f"/catalog/?q={q}").status_code == 200
        assert len(seen) <= 12, [query["sql"][:80] for query in seen]


def test_words_leave_with_the_last_public_dataset_that_has_them(provider: Party, operator: Party) -> None:
    """Suspended, shown to others only, moved into a closed zone, or renamed: nothing of it goes on steering anybody's search."""

    def known() -> tuple[bool, bool]:
        return tuple(terms.look([word], [], []).spelled == {word} for word in ("zeppelin", "tracks"))  # type: ignore[return-value]

    row = dataset_listed(provider, operator, title_zh="飞艇航迹", title_en="Zeppelin tracks", keywords=[])
    dataset_listed(provider, operator, title_zh="航迹", title_en="Tracks", keywords=[])
    entry = SearchEntry.objects.filter(dataset=row)
    assert known() == (True, True)
    assert "飞艇" in terms.completed("feit")
    for hidden, shown in (({"visibility": "members"}, {"visibility": "public"}), ({"grade": 5}, {"grade": row.grade})):
        entry.update(**hidden)
        assert known() == (False, True)
        assert not terms.completed("feit")
        entry.update(**shown)
        put(row, standing(row.pk))
        assert known() == (True, True)
    zone = zone_opened(operator, code="sky", kind="field", restricted=False)
    entry.update(zone=zone)
    assert known() == (True, True)
    zones.set_rules(operator.one, zone.pk, restricted=True, leaves="data")
    assert known() == (False, True)
    entry.update(zone=None)
    put(row, standing(row.pk))
    listings.suspend(operator.one, row.pk, remark="A word has to be checked.")
    assert known() == (False, True)
    assert suggest(NOBODY, "zepp") == []
