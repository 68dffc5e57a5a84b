"""Scans from the request to the result: once each, stopped when cancelled, failed with a reason, and what they suggest is kept to."""

from __future__ import annotations

import gzip
import io
import json
import random
import tempfile
import threading
import time
import uuid
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from django.conf import settings

from catalog.classification import use_cases as classification
from catalog.dataset import use_cases as datasets
from catalog.dataset.models import Classification, Dataset, DatasetRevision
from catalog.scan import use_cases as scans
from catalog.scan.gather import suggestions
from catalog.scan.models import FieldSuggestion, Scan
from catalog.scan.running import Stopped, read_file
from catalog.scan.tasks import run_scans
from catalog.scan.words import ERRORS
from kernel.actor import SYSTEM
from kernel.errors import Conflict, Forbidden, NotFound, Refused, WrongState
from kernel.models import Event
from tests.cast import Party
from tests.catalog.scan import own
from tests.factories.catalog import again, dataset_drafted, dataset_ready, upload

pytestmark = pytest.mark.django_db
FIELDS: list[dict[str, Any]] = [
    {"name": "id_no", "type": "code", "meaning_zh": "证件号", "meaning_en": "Identity number", "grade": 1},
    {"name": "city", "type": "text", "meaning_zh": "城市", "meaning_en": "City", "grade": 1},
]


def persons(rows: int = 60) -> bytes:
    dice = random.Random(3)
    lines = [f"{own.resident_id(dice)},{('北京', '上海', '杭州')[turn % 3]}" for turn in range(rows)]
    return ("id_no,city\n" + "\n".join(lines) + "\n").encode()


def scanned(provider: Party, dataset: Dataset, content: bytes, name: str = "rows.csv", media_type: str = "text/csv") -> Scan:
    file = upload(provider.steward, dataset, content, name, media_type)
    scan = scans.request(provider.steward, dataset.pk, file.pk)
    run_scans()
    scan.refresh_from_db()
    return scan


def test_a_file_is_scanned_and_its_persons_are_seen(provider: Party) -> None:
    dataset = dataset_drafted(provider, fields=FIELDS)
    scan = scanned(provider, dataset, persons())
    assert (scan.state, scan.progress, scan.rows, scan.attempt) == ("done", 100, 60, 1), scan.error
    assert scan.started and scan.ended and scan.requested_by == provider.steward.person
    (one,) = FieldSuggestion.objects.filter(scan=scan)
    assert (one.column, one.personal, one.grade) == ("id_no", True, 3)
    assert one.reasons[0]["values"] == {"share": "100", "count": "60"} and one.reasons[0]["cites"]
    columns = {column["name"]: column for column in scan.result["columns"]}
    assert "top" not in columns["id_no"] and "low" not in columns["id_no"]
    assert sorted(columns["city"]["top"]) == sorted([["北京", 20], ["上海", 20], ["杭州", 20]])
    stored = json.dumps(scan.result, ensure_ascii=False)
    assert not [line for line in persons().decode().splitlines()[1:] if line.split(",")[0] in stored]
    names = list(Event.objects.filter(name__startswith="catalog.scan").order_by("id").values_list("name", flat=True))
    assert names == ["catalog.scan.requested", "catalog.scan.begun", "catalog.scan.done"]


def test_each_act_counts_once(provider: Party, outsider: Party) -> None:
    dataset = dataset_drafted(provider, fields=FIELDS)
    file = upload(provider.steward, dataset, persons(), "rows.csv")
    with pytest.raises(NotFound):
        scans.request(outsider.owner, dataset.pk, file.pk)
    with pytest.raises(NotFound):
        scans.request(provider.steward, dataset.pk, uuid.uuid4())
    scan = scans.request(provider.steward, dataset.pk, file.pk)
    with pytest.raises(Conflict):
        scans.request(provider.steward, dataset.pk, file.pk)
    with pytest.raises(Forbidden):
        scans.begin(provider.steward, scan.pk)
    first = scans.begin(SYSTEM, scan.pk)
    assert scans.report(first, 40, 100)
    second = scans.begin(SYSTEM, scan.pk)  # the first worker is gone
    assert (first.attempt, second.attempt) == (1, 2)
    assert not scans.report(first, 50, 200)
    with pytest.raises(WrongState):
        scans.fail(SYSTEM, scan.pk, 1, code="memory", values={})
    scans.begin(SYSTEM, scan.pk)
    assert scans.begin(SYSTEM, scan.pk).state == "failed"
    scan.refresh_from_db()
    assert scan.error["code"] == "interrupted"
    with pytest.raises(WrongState):
        scans.finish(SYSTEM, scan.pk, 3, {"bytes": 1, "rows": 1, "suggestions": [], "columns": []})
    scans.request(provider.steward, dataset.pk, file.pk)


def _zip(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def workbook(*sheets: list[list[Any]]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    book.save(out)
    return out.getvalue()


def _with(archive: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO(archive)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr(name, content)
    return out.getvalue()


def parquet() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.parquet"
        duckdb.connect(":memory:").execute(f"copy (select range as a, 'x' as b from range(30)) to '{path}' (format parquet)")  # noqa: S608
        return path.read_bytes()


PLAIN = "姓名,n\n" + "".join(f"张三{turn % 3},{turn}\n" for turn in range(40))
OBJECTS = [{"a\x00": turn, "b": {"c": "x\x00"}} for turn in range(30)]


@pytest.mark.parametrize(("name", "content", "form"), [
    ("a.csv", b"\xef\xbb\xbf" + PLAIN.encode(), ("csv", "UTF-8", 40)),
    ("a.csv", PLAIN.encode("gb18030"), ("csv", "GB18030", 40)),
    ("a.tsv", PLAIN.replace(",", "\t").encode(), ("tsv", "UTF-8", 40)),
    ("a.csv.gz", gzip.compress(PLAIN.encode()), ("csv", "UTF-8", 40)),
    ("a.zip", _zip(**{"in/a.csv": PLAIN.encode()}), ("csv", "UTF-8", 40)),
    ("a.json", json.dumps(OBJECTS).encode(), ("json", "UTF-8", 30)),
    ("a.parquet", parquet(), ("parquet", "", 30)),
    ("a.xlsx", workbook([["姓名", "n", "日"], *(["张三\n\"", turn, date(2026, 1, 2)] for turn in range(30))], []), ("xlsx", "", 30)),
    ("a.xlsx", _with(workbook([["a"], ["1"]]), "../../etc/cron.d/a", b"x"), ("xlsx", "", 1)),
    ("a.jsonl", b"\n".join(json.dumps(one).encode() for one in OBJECTS), ("jsonl", "UTF-8", 30)),
])  # fmt: skip
def test_forms_and_encodings(provider: Party, name: str, content: bytes, form: tuple[str, str, int]) -> None:
    scan = scanned(provider, dataset_drafted(provider), content, name, "application/octet-stream")
    assert scan.state == "done", scan.error
    assert (scan.result["form"], scan.result["encoding"], scan.rows) == form


@pytest.mark.parametrize(("name", "content", "code"), [
    ("a.csv", PLAIN.encode("utf-16"), "encoding_named"),
    ("a.csv", "naïve café, déjà vu\nä,ö\n".encode("latin-1"), "encoding"),
    ("a.csv", PLAIN.encode()[:-1] + "张".encode()[:2], "cut"),
    ("a.csv", b"a,b\n1,\x00\n", "binary"),
    ("a.csv", b"a,b\n" + b"x" * 5_000_000 + b",1\n", "line_too_long"),
    ("a.json", b"[" * 200_000, "too_deep"),
    ("a.zip", _zip(**{"b.zip": _zip(**{"a.csv": PLAIN.encode()})}), "archive_nested"),
    ("a.xlsx", workbook([["a"], ["1"]], [["b"], ["2"]]), "sheets"),
    ("a.xlsx", workbook([["a"], ["1"]])[:-40], "archive_broken"),
    ("a.xlsx", workbook([["a"], ["1", "2"]]), "broken_at"),
    ("a.xlsx", _with(workbook([["a"], ["1"]]), "xl/theme/theme2.xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "sheet_unsafe"),
    ("a.xlsx", _with(workbook([["a"], ["1"]]), "xl/media/a.bin", b"0" * 80_000_000), "archive_bomb"),
    ("a.parquet", b"PAR1" + b"\x00" * 60, "broken"),
    ("a.xlsx", _zip(**{"xl/a.xml": b"<a/>", "b.xml": b"<a/>"}), "archive_members"),
    ("a.zip", _zip(**{"../a.csv": PLAIN.encode()}), "archive_path"),
    ("a.zip", _zip(**{"a.csv": b"0" * 80_000_000}), "archive_bomb"),
    ("a.csv.gz", gzip.compress(PLAIN.encode())[:-20], "archive_broken"),
    ("a.pdf", b"%PDF-1.4", "form"),
])  # fmt: skip
def test_what_cannot_be_read_says_why(provider: Party, name: str, content: bytes, code: str) -> None:
    scan = scanned(provider, dataset_drafted(provider), content, name, "application/octet-stream")
    assert scan.state == "failed" and scan.result is None
    assert scan.error["code"] == code
    assert scan.error["msgid"] == ERRORS[code]


def test_a_cancelled_scan_ends_within_seconds(provider: Party, monkeypatch: pytest.MonkeyPatch) -> None:
    dataset = dataset_drafted(provider)
    lines = "".join(f"{turn},{turn * 7},some words of row {turn}\n" for turn in range(400_000))
    file = upload(provider.steward, dataset, ("a,b,c\n" + lines).encode(), "big.csv")
    scan = scans.begin(SYSTEM, scans.request(provider.steward, dataset.pk, file.pk).pk)
    asked: list[float] = []

    def after_two(_scan: Scan, _progress: int, _read: int) -> bool:
        asked.append(time.monotonic())
        return len(asked) < 3

    monkeypatch.setattr("catalog.scan.running.report", after_two)
    with pytest.raises(Stopped):
        read_file(scan, file)
    assert time.monotonic() - asked[-1] < 5
    scans.cancel(provider.steward, dataset.pk, scan.pk)
    with pytest.raises(WrongState):
        scans.cancel(provider.steward, dataset.pk, scan.pk)
    assert run_scans() == 0


def test_time_runs_out(provider: Party, settings: Any) -> None:
    settings.SCAN_SECONDS = 0
    scan = scanned(provider, dataset_drafted(provider), persons(40_000))
    assert scan.error["code"] in ("time", "memory")


def test_a_removed_file_fails_its_scan(provider: Party) -> None:
    dataset = dataset_drafted(provider)
    file = upload(provider.steward, dataset, persons(), "rows.csv")
    scan = scans.request(provider.steward, dataset.pk, file.pk)
    datasets.remove_file(provider.steward, file.pk)
    run_scans()
    scan.refresh_from_db()
    assert scan.error["code"] == "gone"


def test_a_grading_below_the_suggestion_is_refused_and_voided(provider: Party) -> None:
    dataset = dataset_ready(provider, fields=FIELDS, content=persons())
    revision = DatasetRevision.objects.get(pk=dataset.working_id)
    assert Classification.objects.get(revision=revision).state == "confirmed"
    scans.request(provider.steward, dataset.pk, revision.distributions.get().pk)
    assert run_scans() == 1
    assert Classification.objects.get(revision=revision).state == "void"
    with pytest.raises(Refused) as refused:
        classification.propose(provider.steward, dataset.pk, grounds="nothing personal")
    assert [reason.rule for reason in refused.value.decision.reasons] == ["grade.below_suggestion"]
    found, unread = suggestions(revision)
    assert [one.column for one in found] == ["id_no"] and unread == []
    datasets.set_fields(provider.steward, dataset.pk, [FIELDS[0] | {"grade": 3, "personal": True}, FIELDS[1]])
    proposed = classification.propose(provider.steward, dataset.pk, grounds="as suggested")
    assert classification.confirm(provider.owner, proposed.pk).state == "confirmed"


def test_a_sample_is_made_of_nobody(provider: Party) -> None:
    dataset = dataset_drafted(provider, fields=FIELDS)
    scan = scanned(provider, dataset, persons())
    scans.take_sample(provider.steward, dataset.pk, scan.pk)
    revision = again(dataset).working
    assert revision is not None and revision.sample_nature == "synthetic"
    assert revision.sample[0] == ["id_no", "city"] and len(revision.sample) == 11
    real = {line.split(",")[0] for line in persons().decode().splitlines()[1:]}
    assert {row[0] for row in revision.sample[1:]} == {"000000000000000000"} and not real & {row[0] for row in revision.sample[1:]}
    assert {row[1] for row in revision.sample[1:]} <= {"北京", "上海", "杭州"}


def test_the_process_gets_no_secrets() -> None:
    from catalog.scan import running

    seen: dict[str, Any] = {}

    def popen(command: list[str], **options: Any) -> Any:
        seen.update(options["env"])
        raise OSError

    original, running.subprocess.Popen = running.subprocess.Popen, popen  # type: ignore[misc,assignment]
    try:
        with pytest.raises(OSError):
            running._heard(running.ROOT, lambda *_: True, 1)
    finally:
        running.subprocess.Popen = original  # type: ignore[misc]
    assert not {"DATABASE_URL", "SECRET_KEY", "REDIS_URL", "KEY_ENCRYPTION_KEY"} & set(seen)
    assert settings.SCAN_SECONDS < settings.CELERY_TASK_TIME_LIMIT
    assert threading.active_count() < 50
