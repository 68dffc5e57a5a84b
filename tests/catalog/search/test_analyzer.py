"""Words of an index and of a query, without a database."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from catalog.search.analyzer import english, index_words, query_words, related_words, tsquery, vector


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("乌鲁木齐市碳排放月度数据集", "乌鲁木齐"),
        ("乌鲁木齐市碳排放月度数据集", "乌鲁木齐 碳排放"),
        ("全国航班准点与延误明细", "航班"),
        ("北京市空气质量小时数据", "北京 空气质量"),
        ("深圳市地铁刷卡月度统计", "地铁 刷卡"),
        ("PM2.5 监测站点", "pm2.5"),
        ("ＡＢＣ航班", "abc"),
    ],
)
def test_a_query_meets_the_words_of_the_text(text: str, query: str) -> None:
    assert set(query_words(query)) <= set(index_words(text))


def test_english_is_left_to_the_database_to_stem() -> None:
    assert english("航班 Flights, delayed 2024") == "flights delayed 2024"
    assert tsquery(["flights"], every=True) == ("(%s::tsquery || plainto_tsquery('english', %s))", ["'flights'", "flights"])


def test_a_vector_has_positions_and_weights() -> None:
    assert vector([("A", "flight data"), ("D", "flight")]) == "'flight':1A,3D 'data':2A"


@given(st.text(max_size=400))
def test_any_text_gives_plain_words(text: str) -> None:
    for words in (index_words(text), query_words(text), related_words(text)):
        assert all(word and not word.isspace() and not set(word) & set("'\\ &|!:*()<>") for word in words)
    assert "\x00" not in vector([("A", text)])
