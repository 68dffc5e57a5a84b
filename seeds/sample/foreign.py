"""Foreign catalogues of the sample: sources, import runs in every state, plans of harvests and harvests in every state. All made up.

The hosts end in .example, which nobody can own: a worker that comes by gets no answer from them.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import Any

import orjson

from catalog.harvest import course, use_cases as harvests
from catalog.harvest.fetching import Fetched
from catalog.harvest.models import Harvest, HarvestPlan
from catalog.interchange import use_cases as imports
from catalog.interchange.loading import carry_out
from catalog.interchange.models import ForeignSource, ImportRun
from kernel.actor import SYSTEM
from seeds.sample.deals import Calendar
from seeds.sample.people import Party

STEP = {"minutes": 2.0}
MAPPING: dict[str, Any] = {
    "key": ["编号"], "language": "zh", "fields": {"title": "名称", "description": "摘要", "publisher": "部门", "formats": {"from": "格式", "split": ","}},
    "access": {"from": "开放", "values": {"无条件开放": "public", "有条件开放": "restricted"}},
}  # fmt: skip
ROWS = [
    {"编号": "1", "名称": "示例公交站点", "摘要": "虚构的站点位置", "部门": "示例交通局", "格式": "csv", "开放": "无条件开放", "更新频度": "每年"},
    {"编号": "2", "名称": "示例空气质量", "摘要": "虚构的监测值", "部门": "示例环保局", "格式": "json,csv", "开放": "有条件开放"},
    {"编号": "3", "名称": "示例内部台账", "部门": "示例办公室", "开放": "不开放"},
    {"备注": "没有名称的行"},
]
DATA_JSON: dict[str, Any] = {
    "conformsTo": "https://project-open-data.cio.gov/v1.1/schema",
    "dataset": [{"identifier": f"S-{number}", "title": f"Sample set {number}", "description": "Made up.", "accessLevel": level} for number, level in enumerate(("public", "restricted public", "non-public"), 1)],
}  # fmt: skip
UNANSWERED = {"rule": "harvest.status", "where": "https://closed.example/data.json", "finding": {"msgid": "The source answered with status %(status)s.", "values": {"status": 410}},
              "remedy": {"msgid": "It is tried again by itself. If it goes on, ask whoever runs the source.", "values": {}}}  # fmt: skip


def play(calendar: Calendar, parties: dict[str, Party]) -> None:
    with calendar.next(**STEP):
        operator = parties["exchange"].operator
        city, agency, closed, idle, slow = (_source(operator, *names) for names in (
            ("sample-city", "示例市开放平台", "Sample city platform"), ("sample-agency", "示例机构目录", "Catalog of a sample agency"), ("sample-closed", "示例停用目录", "A closed sample catalog"),
            ("sample-idle", "示例闲置目录", "An idle sample catalog"), ("sample-slow", "示例慢速目录", "A slow sample catalog"),
        ))  # fmt: skip
        _source(operator, "sample-unplanned", "示例未计划目录", "A sample catalog without a plan")
        imports.permit_reexport(operator, city.pk, reexport=True)
        table = orjson.dumps(ROWS)
        for more in ({"dry_run": True}, {}):
            carry_out(_sent(operator, city, table, mapping=MAPPING, **more).pk)
        carry_out(_sent(operator, city, table[:-20], mapping=MAPPING).pk)
    with calendar.next(**STEP):
        imports.start(SYSTEM, _sent(operator, city, table, mapping=MAPPING).pk)
        _sent(operator, city, table, mapping=MAPPING)
        imports.begin_import(operator, city.pk, name="expected.json")
        done = _asked(operator, _plan(operator, agency, "https://agency.example/data.json", rhythm="week"))
        _fetched(done, DATA_JSON)
    with calendar.next(**STEP):
        failing = _plan(operator, closed, "https://closed.example/data.json")
        for _ in range(course.MOST_FAILURES):
            course.fail(SYSTEM, course.begin(SYSTEM, _asked(operator, failing).pk).pk, failure=UNANSWERED)
        resting = _plan(operator, idle, "https://idle.example/api/3", format="ckan-api")
        course.cancel(operator, _asked(operator, resting).pk)
        _asked(operator, resting)
        course.begin(SYSTEM, _asked(operator, _plan(operator, slow, "https://slow.example/catalog.ttl", format="dcat")).pk)
        for code, zh, en in (("shrunk", "示例缩水目录", "A shrunken sample catalog"), ("thinned", "示例稀疏目录", "A thinned sample catalog"), ("emptied", "示例清空目录", "An emptied sample catalog")):
            shrinking = _plan(operator, _source(operator, f"sample-{code}", zh, en), f"https://{code}.example/data.json")
            _fetched(_asked(operator, shrinking), DATA_JSON)
            doubted = _asked(operator, shrinking)
            _fetched(doubted, {**DATA_JSON, "dataset": DATA_JSON["dataset"][:1]})
        course.reject_withdrawal(operator, doubted.pk)


def _source(operator: Any, code: str, zh: str, en: str) -> ForeignSource:
    return imports.name_source(operator, code=code, name_zh=f"{zh}（虚构）", name_en=f"{en} (made up)", url=f"https://{code}.example/")


def _sent(operator: Any, source: ForeignSource, raw: bytes, **more: Any) -> ImportRun:
    run = imports.begin_import(operator, source.pk, name="catalog.json", **more)
    imports.append_bytes(operator, run.pk, 0, io.BytesIO(raw))
    return imports.submit(operator, run.pk)


def _plan(operator: Any, source: ForeignSource, address: str, **more: Any) -> HarvestPlan:
    return harvests.plan(operator, source.pk, address=address, **more)


def _asked(operator: Any, plan: HarvestPlan) -> Harvest:
    return harvests.request(operator, plan.pk)


def _fetched(harvest: Harvest, document: Any) -> None:
    """As if the source had answered: the sample calls nobody."""
    begun = course.begin(SYSTEM, harvest.pk)
    raw, packed = orjson.dumps(document), io.BytesIO()
    with zipfile.ZipFile(packed, "w") as bundle:
        bundle.writestr("00000", raw)
    run = course.announce(SYSTEM, begun.pk, begun.attempts, came=Fetched(pages=1, size=len(raw), etag='"sample"', seen=[hashlib.sha256(raw).digest()]), name=f"{begun.plan.source.code}.zip")
    packed.seek(0)
    imports.append_bytes(SYSTEM, run.pk, 0, packed)
    course.hand_over(SYSTEM, begun.pk, begun.attempts)
    carry_out(run.pk)
    course.complete(SYSTEM, begun.pk)
