"""Finding: recall in both languages, separation of rows, counts and suggestions, pages without holes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from catalog.dataset.models import Dataset
from catalog.listing import use_cases as listings
from catalog.search import query, reach as reach_module
from catalog.search.filters import Wish, wish
from catalog.search.models import SearchEntry
from catalog.search.query import counts, search
from catalog.search.reach import Reach
from catalog.search.suggesting import suggest
from kernel import clock
from kernel.actor import NOBODY, SYSTEM, Actor
from kernel.errors import Invalid
from tests.cast import Party
from tests.factories.catalog import FIELDS, dataset_listed

pytestmark = pytest.mark.django_db
IMPORTANT = [{**FIELDS[0], "grade": 5}]


def found(actor: Actor, q: str = "", **chosen: str) -> list[object]:
    return [row["dataset_id"] for row in search(actor, wish({"q": [q], **{name: [value] for name, value in chosen.items()}})).rows]


@pytest.mark.parametrize("q", ["航班", "延误", "flight", "flights", "Flights delayed", "航班 flight", "准点", "北京示例数据", "transport", "机场"])
def test_a_dataset_is_found_in_both_languages(provider: Party, operator: Party, q: str, listed: Dataset) -> None:
    dataset = listed
    dataset_listed(provider, operator, title_zh="乌鲁木齐市碳排放月度统计", title_en="Carbon emissions of Urumqi", description_zh="按行业。", description_en="By industry.",
                   keywords=["碳排放"], industry="environment", coverage_zh="乌鲁木齐市", coverage_en="Urumqi")
    hits = search(NOBODY, Wish(q))
    assert dataset.pk in [row["dataset_id"] for row in hits.rows]
    assert not hits.related


def test_a_place_is_found_without_its_suffix(provider: Party, operator: Party) -> None:
    dataset = dataset_listed(provider, operator, title_zh="乌鲁木齐市碳排放月度统计", title_en="Carbon emissions of Urumqi")
    assert found(NOBODY, "乌鲁木齐 碳排放") == [dataset.pk]
    assert found(NOBODY, "emission") == [dataset.pk]


def test_nothing_found_falls_back_to_related(provider: Party, operator: Party, listed: Dataset) -> None:
    dataset = listed
    hits = search(NOBODY, Wish("航班 火星"))
    assert hits.related
    assert [row["dataset_id"] for row in hits.rows] == [dataset.pk]
    assert counts(NOBODY, Wish("航班 火星")).related
    assert search(NOBODY, Wish("火星")).rows == []


def test_a_title_weighs_more_than_a_description(provider: Party, operator: Party) -> None:
    dataset_listed(provider, operator, title_zh="机场旅客吞吐", description_zh="可与天气关联。", keywords=[])
    title = dataset_listed(provider, operator, title_zh="逐小时天气观测", keywords=[])
    assert found(NOBODY, "天气")[0] == title.pk


def test_what_is_out_of_sight_is_in_no_count_and_no_suggestion(provider: Party, operator: Party, consumer: Party, listed: Dataset) -> None:
    before = counts(NOBODY, Wish("航班")), suggest(NOBODY, "航班"), found(NOBODY, "航班"), counts(NOBODY, Wish())
    secret = dataset_listed(provider, operator, fields=IMPORTANT, title_zh="航班雷达航迹（重要数据）")
    assert (counts(NOBODY, Wish("航班")), suggest(NOBODY, "航班"), found(NOBODY, "航班"), counts(NOBODY, Wish())) == before
    assert found(NOBODY, grade="g5") == []
    for actor in (consumer.trader, provider.viewer, operator.one):
        assert secret.pk in found(actor, "航班")
        assert counts(actor, Wish("航班")).facets["grade"] == {"g2": 1, "g5": 1}
    unverified = Actor(consumer.trader.kind, consumer.trader.id, consumer.trader.person, None)
    assert secret.pk not in found(unverified, "航班")


def test_a_verification_that_ran_out_ends_the_sight_of_important_data(provider: Party, operator: Party, consumer: Party) -> None:
    secret = dataset_listed(provider, operator, fields=IMPORTANT)
    until = consumer.again().verified_until
    assert until is not None
    reader = consumer.trader

    def seen() -> list[bool]:
        return [
            secret.pk in found(reader, "航班"), SearchEntry.objects.visible_to(reader).filter(pk=secret.pk).exists(), Dataset.objects.visible_to(reader).filter(pk=secret.pk).exists(),
        ]

    with clock.fixed(until - timedelta(seconds=1)):
        assert seen() == [True, True, True]
    with clock.fixed(until):
        assert seen() == [False, False, False]


def test_what_leaves_the_catalogue_is_found_no_more(provider: Party, operator: Party, listed: Dataset) -> None:
    dataset = listed
    listings.suspend(operator.one, dataset.pk, remark="Source in question.")
    assert found(SYSTEM) == []
    listings.resume(operator.one, dataset.pk)
    assert found(NOBODY, "航班") == [dataset.pk]
    listings.withdraw(provider.steward, dataset.pk)
    assert found(SYSTEM) == []


def test_facets_leave_out_their_own_filter(provider: Party, operator: Party, listed: Dataset) -> None:
    dataset_listed(provider, operator, industry="meteorology", price_minor=0)
    seen = counts(NOBODY, wish({"industry": ["transport"]}))
    assert (seen.total, seen.capped) == (1, False)
    assert seen.facets["industry"] == {"transport": 1, "meteorology": 1}
    assert seen.facets["pricing"] == {"priced": 1}
    assert seen.facets["format"] == {"CSV": 1}
    both = counts(NOBODY, wish({"industry": ["transport"], "pricing": ["free"]}))
    assert (both.total, both.facets["industry"], both.facets["pricing"]) == (0, {"meteorology": 1}, {"priced": 1})
    assert found(NOBODY, industry="meteorology", pricing="free", grade="g2", format="CSV", frequency="daily", marks="0") != []


@pytest.mark.parametrize("given", [Wish(), Wish("航班"), Wish("航班", order="newest"), Wish("航班 火星")])
def test_pages_go_on_and_back_without_holes(provider: Party, operator: Party, given: Wish) -> None:
    listed = {dataset_listed(provider, operator, title_zh=f"航班 {number}").pk for number in range(5)}
    seen: list[object] = []
    cursor, pages = None, []
    while True:
        page = search(NOBODY, given, cursor=cursor, limit=2)
        pages.append([row["dataset_id"] for row in page.rows])
        seen += pages[-1]
        if page.next is None:
            break
        cursor = page.next
    assert len(seen) == 5
    assert set(seen) == listed
    assert [row["dataset_id"] for row in search(NOBODY, given, cursor=page.previous, limit=2).rows] == pages[-2]
    assert search(NOBODY, given, limit=2).previous is None


@pytest.mark.parametrize("cursor", ["x", "W10", "WyJhIl0", "é"])
def test_a_foreign_cursor_is_invalid(cursor: str) -> None:
    with pytest.raises(Invalid):
        search(NOBODY, Wish(), cursor=cursor)


def test_filters_are_checked() -> None:
    with pytest.raises(Invalid):
        wish({"industry": ["x"]})
    with pytest.raises(Invalid):
        wish({"grade": ["6"]})
    assert wish({"zone": ["no-such-zone"]}).chosen == {"zone": ("no-such-zone",)}


def test_suggestions_begin_with_what_is_typed(provider: Party, operator: Party, listed: Dataset) -> None:
    dataset = listed
    for text in ("航班", "flig", "航班 延"):
        assert suggest(NOBODY, text) == [(dataset.current.title_zh, dataset.current.title_en)], text  # type: ignore[union-attr]
    assert suggest(NOBODY, "f") == []


def test_reindex_rebuilds_rows_of_an_older_analyzer(provider: Party, operator: Party) -> None:
    from catalog.listing.reindex import reindex
    from catalog.search.models import SearchEntry

    dataset = dataset_listed(provider, operator)
    SearchEntry.objects.filter(dataset=dataset).update(analyzer=0, vector="", headline="")
    assert found(NOBODY, "航班") == []
    assert reindex() == 1
    assert found(NOBODY, "航班") == [dataset.pk]
    assert reindex() == 0
    assert reindex(every=True) == 1


@pytest.mark.parametrize(
    ("estimate", "since"), [(10**6, (None,)), (50_000, (None,)), (50_000, (datetime(2100, 1, 1, tzinfo=UTC), None))], ids=["walked down", "by its index", "in windows of time"]
)
def test_common_words_are_answered_alike_however_their_hits_are_reached(
    provider: Party, operator: Party, consumer: Party, monkeypatch: pytest.MonkeyPatch, estimate: int, since: tuple[datetime | None, ...]
) -> None:
    for title in ("航班 一", "航班 二", "天气"):
        dataset_listed(provider, operator, title_zh=title)
    given = wish({"q": ["航班"], "industry": ["transport"], "grade": ["g1"]}), wish({"q": ["航班"], "pricing": ["priced"]})

    def answers() -> list[object]:
        return [
            (counts(who, one), [row["dataset_id"] for row in search(who, one, known=known).rows])
            for who in (NOBODY, consumer.owner, provider.owner) for one in given for known in (None, counts(who, one))
        ]  # fmt: skip

    before = answers()
    monkeypatch.setattr(query, "reach", lambda asked, *, filtered: Reach(asked, estimate, 10**6, since, filtered))
    assert answers() == before
    monkeypatch.setattr(query, "RANKED", 1)
    assert answers() == before
    assert search(NOBODY, given[1]).ranked_newest


def test_what_no_word_is_found_for_is_asked_in_a_large_catalogue_too(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reach_module, "_ground", lambda: (10**6, ()))
    assert search(NOBODY, Wish("zzqqx")).rows == [] and counts(NOBODY, Wish("zzqqx")).total == 0


def test_words_wrongly_thought_rare_are_counted_so_far_only_and_that_is_said(provider: Party, operator: Party, monkeypatch: pytest.MonkeyPatch) -> None:
    for title in ("航班 一", "航班 二"):
        dataset_listed(provider, operator, title_zh=title)
    given = wish({"q": ["航班"], "industry": ["transport"]})
    monkeypatch.setattr(query, "reach", lambda asked, *, filtered: Reach(asked, 1, 10**6, filtered=filtered))
    assert (counts(NOBODY, given).total, counts(NOBODY, given).capped) == (2, False)
    monkeypatch.setattr(query, "NEAR", 1)
    assert counts(NOBODY, given).capped
