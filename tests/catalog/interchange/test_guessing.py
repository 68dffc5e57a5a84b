"""Tables nobody described, in the layouts that city portals and spreadsheets make: a mapping is guessed, shown, confirmed, and then counts."""

from __future__ import annotations

import csv
import io
import random
from typing import Any

import pytest
from django.urls import reverse

from catalog.interchange import use_cases
from catalog.interchange.loading import carry_out
from catalog.interchange.models import CatalogRecord, ImportRun
from catalog.interchange.reading import guessing, tabular
from catalog.interchange.reading.limits import LIMITS, BadInput
from kernel.errors import WrongState
from tests.cast import Api, Party, signed_in
from tests.catalog.interchange.material import REAL, ROWS, entries, packed, run_import

# field: headings of as many portals
LAYOUTS: list[dict[str, str]] = [
    {"key": "目录编号", "title": "数据目录名称", "description": "数据资源摘要", "publisher": "数据提供单位", "keywords": "关键词", "modified": "最近更新时间", "formats": "资源格式", "access": "开放类型"},
    {"key": "Dataset ID", "title": "Dataset_Title", "description": "Summary", "publisher": "Agency", "keywords": "Tags", "modified": "Last Updated", "formats": "File Format", "access": "Access Level"},
    {"key": "信息资源代码", "title": "信息资源名称（必填）", "description": "信息资源摘要", "publisher": "信息资源提供方", "keywords": "标签", "modified": "更新日期", "formats": "信息资源格式", "access": "开放属性"},
    {"key": "编号", "title": "市级数据资源名称", "description": "简介", "publisher": "责任部门", "keywords": "资源标签", "modified": "数据更新时间", "formats": "格式", "access": "开放条件"},
]
WORDS = {"public": ["无条件开放", "Public", "完全开放", "公开"], "restricted": ["有条件开放", "restricted public", "登录开放", "依申请开放"], "non_public": ["不予开放", "non-public", "secret", "待定"]}
DATES = ["2023/1/2", "2023-01-02", "2023年1月2日", "20230102"]
SHAPES = [(",", "utf-8"), (",", "utf-8-sig"), (";", "utf-8"), ("\t", "gb18030"), (",", "gb18030"), ("\t", "utf-16"), ("|", "utf-8")]


def table(layout: dict[str, str], seed: int, delimiter: str, encoding: str, *, titles: int = 0, blanks: int = 0) -> bytes:
    """12 datasets of a city, their columns shuffled, with title rows above and blank columns behind."""
    dice = random.Random(seed)
    fields = [*layout, "other"]
    dice.shuffle(fields)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=dice.choice(["\n", "\r\n"]))
    for _ in range(titles):
        writer.writerow(["某市公共数据开放清单"] + [""] * (len(fields) - 1 + blanks))
    writer.writerow([layout.get(field, "联系电话") for field in fields] + [""] * blanks)
    for number in range(12):
        level = list(WORDS)[number % 3]
        row = {"key": f"A{number}", "title": f"公交站点 {number}", "description": "位置, 说明", "publisher": "交通局", "keywords": "交通、公交", "modified": dice.choice(DATES),
               "formats": "csv，json", "access": dice.choice(WORDS[level]), "other": f"010-{number}"}  # fmt: skip
        writer.writerow([row[field] for field in fields] + [""] * blanks)
    return (out.getvalue() + delimiter * 3 + "\n").encode(encoding)


@pytest.mark.parametrize("seed", range(14))
def test_odd_layouts(seed: int) -> None:
    layout, (delimiter, encoding) = LAYOUTS[seed % len(LAYOUTS)], SHAPES[seed % len(SHAPES)]
    raw = table(layout, seed, delimiter, encoding, titles=seed % 3, blanks=seed % 4)
    given = guessing.guess(io.BytesIO(raw), sure=False)
    assert given is not None
    found = entries(raw, form="tabular", mapping=given)
    assert [one.key for one in found] == [f"A{number}" for number in range(12)]
    assert [one.access for one in found] == ["public", "restricted", "non_public"] * 4, given["access"]
    for number, one in enumerate(found):
        assert one.name == f"公交站点 {number}" and one.publisher == {"zh": "交通局"} and one.keywords == ["交通", "公交"] and one.modified == "2023-01-02"
        assert {part["format"] for part in one.distributions} == {"csv", "json"} and one.kept["联系电话"] == f"010-{number}"


def test_what_says_its_own_format_is_not_guessed_and_what_has_no_title_is_refused() -> None:
    assert guessing.guess(io.BytesIO(b'{"@context": {}, "@graph": []}'), sure=False) is None
    for raw in (b"a,b\n1,2\n", b"", packed([{"x": 1}])):
        with pytest.raises(BadInput):
            guessing.guess(io.BytesIO(raw), sure=True)


@pytest.mark.skipif(REAL is None, reason="the real catalogues are not at hand")
@pytest.mark.parametrize(("name", "datasets"), [("cn-shanghai.json", 2_228), ("cn-hangzhou.json", 6_590)])
def test_the_real_cities_without_their_mapping(name: str, datasets: int) -> None:
    assert REAL is not None
    raw = (REAL / name).read_bytes()
    given = guessing.guess(io.BytesIO(raw), sure=False)
    assert given is not None and len(entries(raw, mapping=given)) == datasets


@pytest.mark.django_db
def test_guessed_shown_confirmed_imported(operator: Party, outsider: Party) -> None:
    raw = packed([{**row, "资源名称": row["名称"], "开放属性": row["开放"]} for row in ROWS])
    at_once = run_import(raw)
    assert at_once.state == "failed" and at_once.failure["rule"] == "mapping.unconfirmed"
    dry = run_import(raw, dry_run=True)
    assert dry.state == "completed" and dry.guessed and dry.new == 3 and not CatalogRecord.objects.exists()
    page, address = signed_in(operator.one), reverse("interchange.run", args=[operator.id, dry.pk])
    shown = page.get(address).content.decode()
    assert "资源名称" in shown and "开放属性" in shown and "Confirm the mapping" in shown
    again = reverse("interchange.repeat", args=[operator.id, dry.pk])
    assert page.post(again, {"mapping": "{"}).status_code == 422
    sent = page.post(again, {"mapping": ""})
    assert sent.status_code == 302 and str(dry.pk) not in sent.headers["Location"]
    done = carry_out(ImportRun.objects.get(state="submitted").pk)
    assert (done.new, done.guessed, done.mapping) == (3, False, dry.mapping) and set(CatalogRecord.objects.values_list("access", flat=True)) == {"public", "restricted", "non_public"}
    with pytest.raises(WrongState):
        use_cases.repeat(operator.one, done.pk)
    assert Api(operator.one).post(f"/api/v1/imports/{dry.pk}/repeat", {"dry_run": True}).status_code == 202
    assert Api(outsider.owner).post(f"/api/v1/imports/{dry.pk}/repeat", {}).status_code in (403, 404)


@pytest.mark.django_db
def test_a_corrected_mapping_counts(operator: Party) -> None:
    dry = run_import(packed(ROWS), dry_run=True)
    given: dict[str, Any] = {**(dry.mapping or {}), "license": "Open"}
    done = carry_out(use_cases.repeat(operator.one, dry.pk, mapping=given).pk)
    assert done.state == "completed" and set(CatalogRecord.objects.values_list("license", flat=True)) == {"Open"}


def test_headings_that_repeat_are_numbered_and_there_are_not_any_number_of_them() -> None:
    assert tabular.headings(["a", "a", " ", "a (2)", "a"], LIMITS) == ["a", "a (2)", "column 3", "a (2) (2)", "a (3)"]
    wide = ("名称," * LIMITS.columns + "名称\n").encode()
    for reads in (lambda: guessing.guess(io.BytesIO(wide), sure=True), lambda: entries(wide, mapping={"key": ["名称"], "fields": {"title": "名称"}})):
        with pytest.raises(BadInput) as found:
            reads()
        assert found.value.rule == "input.columns"
