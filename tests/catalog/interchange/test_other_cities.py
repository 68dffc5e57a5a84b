"""Files as other cities and agencies write them: encodings, signs between cells, rows above the heading, answers around lists, pages, dates."""

from __future__ import annotations

import codecs
import csv
import io
import json
from typing import Any

import pytest

from catalog.interchange.models import ImportRow
from catalog.interchange.reading import guessing
from catalog.interchange.reading.entry import Entry
from catalog.interchange.reading.limits import BadInput
from catalog.interchange.reading.tabular import loose_day
from catalog.interchange.report import reason_words
from tests.cast import Party
from tests.catalog.interchange.material import DATA_JSON, entries, run_import

HEAD = ["数据集名称", "数据集描述", "数据提供单位", "发布时间", "更新时间", "开放属性", "数据量", "资源格式"]
CELLS = [
    ["公交站点", "全市公交站点", "交通局", "2024年3月1日", "2024/3/15 8:05", "无条件开放", "1,234,567", "xlsx、csv"],
    ["空气质量", "监测值𠮷", "环保局", "2024年03月", "20240315", "有条件开放", "12,345", "json"],
]  # fmt: skip


def table(rows: list[list[str]], encoding: str = "utf-8", sign: str = ",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=sign).writerows(rows)
    return text.getvalue().encode(encoding)


def read(raw: bytes) -> list[Entry]:
    return entries(raw, mapping=guessing.guess(io.BytesIO(raw), sure=False))


TITLED = [["某市公共数据开放目录"], ["导出时间：2024-05-01", "共2条"], [], HEAD, *CELLS, ["", "", "", "", "", "", "", "", "", ""]]
WIDE = [["序号", "基本信息", "", "", "时间信息", "", "", "", "", ""], ["", *HEAD, ""], *(["1", *cells, ""] for cells in CELLS)]


@pytest.mark.parametrize(
    "raw",
    [
        table([HEAD, *CELLS], "gb18030"), codecs.BOM_UTF8 + table([HEAD, *CELLS], sign=";"), table([HEAD, *CELLS], "utf-16", "\t"), table(TITLED, sign="\t"), table(WIDE),
        json.dumps({"code": 200, "data": {"total": 2, "list": [dict(zip(HEAD, cells, strict=True)) for cells in CELLS]}}).encode(),
        codecs.BOM_UTF8 + b"\n\n".join(json.dumps(dict(zip(HEAD, cells, strict=True))).encode() for cells in CELLS),
    ],
    ids=["gb18030", "mark and semicolons", "utf-16 tabs", "titles above", "merged heading", "answer around it", "json lines"],
)  # fmt: skip
def test_a_table_is_told_however_it_was_saved(raw: bytes) -> None:
    one, two = read(raw)
    assert (one.title, one.publisher, one.issued, one.modified, one.access) == ({"zh": "公交站点"}, {"zh": "交通局"}, "2024-03-01", "2024-03-15T08:05:00", "public")
    assert {part["format"] for part in one.distributions} == {"xlsx", "csv"} and one.kept["数据量"] == "1,234,567"
    assert (two.description, two.issued, two.modified, two.access) == ({"zh": "监测值𠮷"}, "2024-03", "2024-03-15", "restricted")


def test_portals_of_latin_headings_and_deep_answers() -> None:
    rows = [{"catalogName": "公交", "orgName": "交通局", "openType": "无条件开放", "updateTime": 1709251200000, "cataId": "c1"}]
    (one,) = read(json.dumps({"code": 0, "result": {"page": {"records": rows}}}).encode())
    assert (one.key, one.title, one.modified, one.access) == ("c1", {"zh": "公交"}, "2024-03-01T00:00:00Z", "public")


def test_columns_of_one_name_and_of_none_lose_nothing() -> None:
    (one,) = read(table([["数据集名称", "备注", "备注", "", "数据提供单位"], ["公交", "甲", "乙", "丙", "局"]]))
    assert one.kept == {"备注": "甲", "备注 (2)": "乙", "column 4": "丙"}


def answer(*numbers: int) -> dict[str, Any]:
    results = [{"id": f"p{number}", "name": f"n{number}", "title": f"T{number}", "resources": [], "private": number == 3} for number in numbers]
    return {"help": "x", "success": True, "result": {"count": 4, "results": results}}


@pytest.mark.parametrize("raw", [json.dumps([answer(1, 2), answer(3, 4)]).encode(), b"\n".join(json.dumps(page).encode() for page in (answer(1, 2), answer(3, 4)))], ids=["list", "lines"])
def test_pages_of_ckan_one_behind_the_other(raw: bytes) -> None:
    found = read(raw)
    assert [one.key for one in found] == ["p1", "p2", "p3", "p4"] and [one.access for one in found][2] == "non_public"


def test_a_federal_file_with_a_mark_at_its_beginning() -> None:
    assert [one.key for one in read(codecs.BOM_UTF8 + json.dumps(DATA_JSON, indent=2).encode())] == [one["identifier"] for one in DATA_JSON["dataset"]]


@pytest.mark.parametrize(
    ("raw", "rule", "where"),
    [
        (b"<!DOCTYPE html>\n<html><body>403</body></html>", "input.web_page", ""), (b'{"data": {"list": []}}', "input.nothing", ""),
        (json.dumps(DATA_JSON, ensure_ascii=False).replace("Hourly.", "Hourly – x").encode("cp1252"), "input.encoding", "byte"),
        (b'{"title": "a"}\n{"title": "b"}\n{"title": "c"\n', "input.syntax", "line 3"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place(raw: bytes, rule: str, where: str) -> None:
    with pytest.raises(BadInput) as caught:
        read(raw)
    assert caught.value.rule == rule and caught.value.where.startswith(where)


@pytest.mark.parametrize(
    ("said", "means"),
    [("2024年3月1日", "2024-03-01"), ("2024年3月", "2024-03"), ("2024/3", "2024-03"), ("20240301103000", "2024-03-01T10:30:00"), ("1709251200", "2024-03-01T00:00:00Z"),
     ("2024-03-01 10:30:00.0", "2024-03-01 10:30:00.0"), ("2024年13月", ""), ("昨天", ""), ("1,234,567", "")],
)  # fmt: skip
def test_dates(said: str, means: str) -> None:
    assert loose_day(said) == means


@pytest.mark.django_db
def test_the_dry_run_says_row_by_row_what_is_wrong(operator: Party) -> None:
    bus, air = (["A1", *cells[:1], "描述", *cells[2:]] for cells in CELLS)
    run = run_import(table([["编号", *HEAD], bus, air, bus, ["A2", "短行"], ["", "", *bus[2:]]], "gbk"), dry_run=True)
    said = {row.number: (row.outcome, reason_words(row)) for row in ImportRow.objects.filter(run=run)}
    assert run.guessed and [said[number][0] for number in range(1, 6)] == ["new", "new", "repeated", "refused", "refused"], said
    assert "2" in said[4][1] and "9" in said[4][1] and said[5][1]
    coded = run_import(table([["编号", *HEAD], bus, air, bus]), dry_run=True, mapping={"key": ["编号"], "fields": {"title": "数据集名称"}})
    one, two = (reason_words(ImportRow.objects.get(run=coded, number=number)) for number in (2, 3))
    assert coded.repeated == 2 and one != two, "another title under the same identifier is said to be one"
