"""Every format into entries, and every hostile or broken file into one clear error."""

from __future__ import annotations

import gzip
import io
import json
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import pytest

from catalog.interchange.reading import formats
from catalog.interchange.reading.limits import LIMITS, BadInput, Limits
from tests.catalog.interchange.material import CKAN, DATA_JSON, ROWS, TABLE, TURTLE, entries, packed

SMALL = Limits(file=2 * 1024**2, graph=1024**2, line=4096, record=2048, cell=1024, records=50)
JSON_LD = {
    "@context": {"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/"},
    "@graph": [{"@id": "https://cat.example/d1", "@type": "dcat:Dataset", "dct:title": {"@value": "Buses", "@language": "en"}, "dcat:keyword": ["bus"], "dct:identifier": "d1"}],
}
XML = """<?xml version="1.0"?>{head}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcat="http://www.w3.org/ns/dcat#" xmlns:dct="http://purl.org/dc/terms/">
<dcat:Dataset rdf:about="https://cat.example/d1"><dct:title xml:lang="en">{title}</dct:title></dcat:Dataset></rdf:RDF>"""
BILLION = '<!DOCTYPE lol [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def rule(raw: bytes, **more: Any) -> str:
    with pytest.raises(BadInput) as found:
        entries(raw, **more)
    assert str(found.value.finding) and str(found.value.remedy)
    return found.value.rule


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in files.items():
            archive.writestr(name.replace("__", "../"), raw)
    return out.getvalue()


def test_turtle() -> None:
    first, second = entries(TURTLE.encode())
    assert first.title == {"en": "Buses", "zh": "公交"} and first.publisher == {"und": "Transit"} and first.issued == "2020-01-02" and first.access == "public"
    assert first.distributions == [{"access_url": "https://cat.example/d1.csv", "format": "CSV", "size": 12}]
    assert list(first.kept) == ["http://purl.org/dc/terms/spatial"] and second.access == "non_public"


def test_json_ld_and_rdf_xml() -> None:
    assert entries(packed(JSON_LD))[0].title == {"en": "Buses"}
    assert entries(XML.format(head="", title="Buses").encode())[0].key == "https://cat.example/d1"


def test_data_json() -> None:
    found = {one.key: one for one in entries(packed(DATA_JSON))}
    assert [found[f"A-{number}"].access for number in (1, 2, 3, 4)] == ["public", "non_public", "restricted", "non_public"]
    assert found["A-1"].kept == {"bureauCode": ["019:60"], "contactPoint": {"fn": "Contact 001"}} and found["A-3"].kept == {"modified": "R/P1D"}


def test_ckan_in_its_shapes() -> None:
    first, second = entries(packed(CKAN))
    assert first.title == {"und": "Bus stops"} and first.license == "CC-BY" and first.distributions[0]["size"] == 10 and second.access == "non_public"
    assert first.kept["name"] == "bus-stops" and first.kept["extras"] == [{"key": "a", "value": "b"}]
    rows = CKAN["result"]["results"]
    assert [one.key for one in entries("\n".join(json.dumps(row) for row in rows).encode(), form="ckan")] == ["c1", "c2"]
    assert [one.key for one in entries(packed({"success": True, "result": rows[0]}), form="ckan")] == ["c1"]
    assert [one.key for one in entries(packed({"success": True, "result": rows}), form="ckan")] == ["c1", "c2"]


def test_tables() -> None:
    first, second, third = entries(packed(ROWS), mapping=TABLE)
    assert first.title == {"zh": "公交站点"} and first.keywords == ["交通", "公交"] and first.page == "https://data.example/1"
    assert (second.access, third.access) == ("restricted", "non_public") and second.kept["发布"] == "昨天" and second.kept["网址"] == "none"
    raw = "id;name\n1;Buses\n2;\"Air;quality\"\n3\n".encode("gb18030")
    mapping = {"key": ["id"], "encoding": "gb18030", "delimiter": ";", "fields": {"title": "name"}}
    assert [one.name for one in entries(raw, mapping=mapping)] == ["Buses", "Air;quality"]
    assert rule(raw, mapping={**mapping, "fields": {"title": "nome"}}) == "mapping.column"


def test_packed_files() -> None:
    assert len(entries(gzip.compress(packed(ROWS)), mapping=TABLE)) == len(entries(zipped(a=packed(ROWS)), mapping=TABLE)) == 3


@pytest.mark.parametrize(("raw", "more", "expected"), [
    (b"", {}, "input.empty"),
    (packed(DATA_JSON)[:-20], {}, "input.cut"),
    (packed(DATA_JSON)[:30], {"form": "data-json"}, "input.cut"),
    (packed(ROWS)[:-1] + b",]", {"mapping": TABLE}, ""),
    (packed(ROWS)[:200], {"mapping": TABLE}, "input.cut"),
    (b'id,name\n1,"never closed', {"mapping": {"key": ["id"], "fields": {"title": "name"}}}, "input.cut"),
    (packed(JSON_LD)[:-9], {}, "input.cut"),
    (XML.format(head="", title="x").encode()[:-30], {}, "input.cut"),
    (TURTLE.encode()[:-60], {}, "input.syntax"),
    ("名称".encode("gbk") * 20, {"mapping": TABLE}, "input.encoding"),
    (packed(ROWS)[:-1].replace("公".encode(), b"\xff\xfe"), {"mapping": TABLE}, "input.encoding"),
    (b"[" * 100_000, {"form": "ckan"}, "input.depth"),
    (b'{"dataset":[' + b'{"a":' * 5_000 + b"1" + b"}" * 5_000 + b"]}", {"form": "data-json"}, "input.depth"),
    (b'{"@graph":' + b"[" * 5_000 + b"]" * 5_000 + b"}", {"form": "dcat"}, "input.depth"),
    (b"@prefix a: <urn:a> . a:b a:c " + b"(" * 20_000 + b")" * 20_000 + b" .", {}, "input.depth"),
    (b"<?xml version='1.0'?>" + b"<a>" * 5_000 + b"</a>" * 5_000, {}, "input.depth"),
    (XML.format(head=BILLION, title="&c;").encode(), {}, "input.entities"),
    (XML.format(head=OUTSIDE, title="&x;").encode(), {}, "input.entities"),
    (packed({**JSON_LD, "@context": "https://evil.example/context.jsonld"}), {}, "input.remote_context"),
    (packed({**JSON_LD, "@context": {"@import": "file:///etc/passwd"}}), {}, "input.remote_context"),
    (zipped(__evil=b"[]"), {}, "archive.path"),
    (zipped(a=b"[]", b=b"[]"), {}, "archive.one_file"),
    (zipped(a=b" " * 50_000_000), {}, "archive.bomb"),
    (gzip.compress(b" " * 50_000_000), {}, "archive.bomb"),
    (gzip.compress(packed(ROWS))[:-20], {"mapping": TABLE}, "archive.broken"),
    (zipped(a=packed(ROWS))[:-20], {"mapping": TABLE}, "archive.broken"),
    (packed(ROWS), {}, "input.format"),
    (packed({"nothing": 1}), {"form": "data-json"}, "input.nothing"),
    (b"a\x00b" * 30, {"form": "ckan"}, "input.binary"),
    (b'[{"a":"' + b"x" * 9_000_000 + b'"}]', {"form": "ckan"}, "input.record"),
    (b"id,name\n" + b"x" * 2_000_000 + b",b\n", {"mapping": {"key": ["id"], "fields": {"title": "name"}}}, "input.syntax"),
])  # fmt: skip
def test_what_cannot_be_read(raw: bytes, more: dict[str, Any], expected: str) -> None:
    if expected:
        assert rule(raw, **more) == expected
    else:
        assert len(entries(raw, **more)) == 3  # a comma too many between records harms nobody


def test_sizes_lines_and_numbers_of_records() -> None:
    assert rule(b"x" * (SMALL.file + 1), limits=SMALL) == "input.too_large"
    assert rule(b'["' + b"x" * 5_000 + b'"]', form="ckan", limits=SMALL) == "input.line"
    assert rule(b"\n".join([b'[{"a":"' + b"x" * 1_000 + b'"},'] + [b'{"a":1},'] * 60 + [b'{"a":1}]']), form="ckan", limits=SMALL) == "input.records"


def test_a_line_of_two_gigabytes_is_refused_without_reading_it() -> None:
    with tempfile.TemporaryFile() as file:
        file.write(b'[{"a":"')
        file.truncate(2 * 1024**3 + 10)  # sparse: it costs no disk
        with pytest.raises(BadInput) as found, formats.read(file, limits=LIMITS):
            pass
    assert found.value.rule == "input.too_large"


def test_a_link_in_an_archive_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        member = zipfile.ZipInfo("data.json")
        member.external_attr = 0o120777 << 16
        archive.writestr(member, "/etc/passwd")
    assert rule(out.getvalue()) == "archive.link"


def test_nothing_is_written_beside_the_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rule(zipped(__evil=b"[]"))
    assert not list(tmp_path.parent.glob("evil")) and not list(tmp_path.iterdir())


def test_the_order_of_simple_lists_is_no_change() -> None:
    turned = [{**ROWS[0], "格式": ["xls", "csv"]}]
    assert entries(packed(ROWS[:1]), mapping=TABLE)[0].digest() == entries(packed(turned), mapping=TABLE)[0].digest()
