"""Small catalogues in every format, and the real ones where they are at hand."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import Any

from catalog.interchange import use_cases
from catalog.interchange.loading import carry_out
from catalog.interchange.models import ForeignSource, ImportRun
from catalog.interchange.reading import formats
from catalog.interchange.reading.entry import Entry
from catalog.interchange.reading.grouping import gather, gathered
from catalog.interchange.reading.limits import LIMITS, Limits
from catalog.interchange.reading.mapping import from_json
from kernel.actor import SYSTEM

ROOT = Path(__file__).resolve().parents[3]
REAL = next((path for path in (Path(os.environ.get("SHARED_FOLDER", ROOT.parent / "shared")) / "real-data",) if path.is_dir()), None)
SHAPES = ROOT.parent / "shared" / "standards" / "dcat-ap-3" / "3.0.1" / "shacl-classic" / "shapes.ttl"
MAPPINGS = ROOT / "catalog" / "interchange" / "mappings"
TABLE: dict[str, Any] = {
    "key": ["编号"], "language": "zh",
    "fields": {"title": "名称", "description": "摘要", "keywords": {"from": "标签", "split": ",，"}, "publisher": "部门", "issued": "发布", "page": "网址", "formats": "格式"},
    "access": {"from": "开放", "values": {"无条件开放": "public", "有条件开放": "restricted"}},
}  # fmt: skip
ROWS: list[dict[str, Any]] = [
    {"编号": "1", "名称": "公交站点", "摘要": "全市公交站点位置", "标签": "交通,公交", "部门": "交通委", "发布": "2023-01-02", "网址": "https://data.example/1", "格式": ["csv", "xls"], "开放": "无条件开放", "联系电话": "010-1", "更新频度": "每年"},
    {"编号": "2", "名称": "空气质量", "摘要": "", "标签": "环境", "部门": "环保局", "发布": "昨天", "网址": "none", "格式": [], "开放": "有条件开放"},
    {"编号": "3", "名称": "内部台账", "标签": "", "部门": "办公室", "格式": [], "开放": "不开放"},
]
DATA_JSON: dict[str, Any] = {
    "@context": "https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld", "conformsTo": "https://project-open-data.cio.gov/v1.1/schema",
    "dataset": [
        {"identifier": "A-1", "title": "Wind speed", "description": "Hourly.", "keyword": ["wind"], "accessLevel": "public", "modified": "2024-02-03", "publisher": {"name": "Weather Office"},
         "distribution": [{"downloadURL": "https://data.example/wind.csv", "mediaType": "text/csv", "title": "CSV"}], "bureauCode": ["019:60"], "contactPoint": {"fn": "Contact 001"}},
        {"identifier": "A-2", "title": "Secret thing", "accessLevel": "non-public"},
        {"identifier": "A-3", "title": "On request", "accessLevel": "restricted public", "modified": "R/P1D"},
        {"identifier": "A-4", "title": "Says nothing of access"},
    ],
}  # fmt: skip
TURTLE = """
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://cat.example/> a dcat:Catalog ; dct:title "Catalog"@en ; dcat:dataset <https://cat.example/d1>, <https://cat.example/d2> .
<https://cat.example/d1> a dcat:Dataset ; dct:title "Buses"@en, "公交"@zh ; dct:description "Stops"@en ; dcat:keyword "bus" ; dct:identifier "d1" ;
  dct:publisher [ a foaf:Agent ; foaf:name "Transit" ] ; dct:issued "2020-01-02"^^xsd:date ; dct:spatial <https://place.example/1> ;
  dcat:distribution [ a dcat:Distribution ; dcat:accessURL <https://cat.example/d1.csv> ; dcat:byteSize "12"^^xsd:decimal ; dct:format "CSV" ] .
<https://cat.example/d2> a dcat:Dataset ; dct:title "Closed" ; dct:identifier "d2" ; dct:accessRights <http://publications.europa.eu/resource/authority/access-right/NON_PUBLIC> .
"""
CKAN: dict[str, Any] = {
    "success": True, "result": {"count": 2, "results": [
        {"id": "c1", "name": "bus-stops", "title": "Bus stops", "notes": "All stops", "tags": [{"name": "bus", "id": "t1"}], "organization": {"title": "City"}, "license_title": "CC-BY",
         "metadata_created": "2020-01-02T03:04:05.678901", "resources": [{"id": "r1", "url": "https://ckan.example/r1.csv", "format": "CSV", "size": 10}], "extras": [{"key": "a", "value": "b"}]},
        {"id": "c2", "name": "draft", "title": "Not yet", "private": True, "resources": []},
    ]},
}  # fmt: skip


def packed(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def entries(raw: bytes, *, form: str = formats.AUTO, mapping: dict[str, Any] | None = None, limits: Limits = LIMITS) -> list[Entry]:
    """All entries of a file, without a database."""
    with formats.read(io.BytesIO(raw), form=form, mapping=from_json(mapping) if mapping else None, limits=limits) as (rows, head), gathered() as read:
        gather(read, rows)
        head()
        return list(read.entries())


def source(code: str = "city", **more: Any) -> ForeignSource:
    return ForeignSource.objects.filter(code=code).first() or use_cases.name_source(SYSTEM, code=code, name_zh="某市", name_en="A city", **more)


def run_import(raw: bytes, *, code: str = "city", name: str = "catalog.json", **more: Any) -> ImportRun:
    """A file through the real acts."""
    run = use_cases.begin_import(SYSTEM, source(code).pk, name=name, **more)
    use_cases.append_bytes(SYSTEM, run.pk, 0, io.BytesIO(raw))
    use_cases.submit(SYSTEM, run.pk)
    return carry_out(run.pk)
