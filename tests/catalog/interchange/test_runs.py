"""A run through the real acts: what is new, changed, the same, gone; what is not public stays so; what is broken changes nothing."""

from __future__ import annotations

import io
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from catalog.interchange import loading, tasks, use_cases
from catalog.interchange.models import CatalogRecord, ImportRow, ImportRun
from kernel.actor import NOBODY, SYSTEM
from kernel.errors import Forbidden, Invalid, WrongState
from kernel.models import Event
from tests.cast import Party
from tests.catalog.interchange.material import CKAN, DATA_JSON, ROWS, TABLE, TURTLE, packed, run_import, source

pytestmark = pytest.mark.django_db


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    return run.new, run.changed, run.same, run.refused


def test_the_second_run_changes_nothing(operator: Party) -> None:
    for raw, code, more in ((packed(DATA_JSON), "us", {}), (packed(CKAN), "ckan", {}), (TURTLE.encode(), "rdf", {}), (packed(ROWS), "table", {"mapping": TABLE})):
        first, again = run_import(raw, code=code, **more), run_import(raw, code=code, **more)
        assert first.state == again.state == "completed", (code, first.failure)
        assert first.new == first.entries > 0 and counts(again) == (0, 0, first.entries, 0), code


def test_a_dry_run_reports_and_writes_nothing(operator: Party) -> None:
    run = run_import(packed([*ROWS, "no object"]), mapping=TABLE, dry_run=True)
    assert counts(run) == (3, 0, 0, 1) and not CatalogRecord.objects.exists()
    row = ImportRow.objects.get(run=run, number=1)
    assert row.outcome == "new" and row.name == "公交站点" and "更新频度" in row.kept
    assert ImportRow.objects.get(run=run, number=4).outcome == "refused"


def test_what_changed_is_updated_and_what_is_left_out_of_a_whole_catalog_is_gone(operator: Party) -> None:
    run_import(packed(ROWS), mapping=TABLE)
    changed = [{**ROWS[0], "摘要": "改了"}, ROWS[1]]
    partly = run_import(packed(changed), mapping=TABLE)
    assert counts(partly) == (0, 1, 1, 0) and partly.gone == 0
    whole = run_import(packed(changed[:1]), mapping=TABLE, whole=True)
    assert counts(whole) == (0, 0, 1, 0) and whole.gone == 2
    back = run_import(packed(changed), mapping=TABLE)
    assert counts(back) == (0, 1, 1, 0) and CatalogRecord.objects.get(foreign_id="2").gone is None


def test_non_public_records_are_seen_by_the_operator_alone(operator: Party, provider: Party, outsider: Party) -> None:
    run_import(packed(DATA_JSON), code="us")
    keys = lambda actor: set(CatalogRecord.objects.visible_to(actor).values_list("foreign_id", flat=True))  # noqa: E731
    assert keys(NOBODY) == keys(provider.owner) == keys(outsider.owner) == {"A-1", "A-3"}
    assert keys(operator.one) == {"A-1", "A-2", "A-3", "A-4"}


def test_rows_about_one_dataset_become_one_record_and_nothing_is_lost(operator: Party) -> None:
    twice = [ROWS[0], {**ROWS[0], "格式": ["json"]}, ROWS[0]]
    run = run_import(packed(twice), mapping=TABLE)
    assert (run.rows_read, run.entries, run.repeated) == (3, 1, 2)
    record = CatalogRecord.objects.get()
    assert {one["format"] for one in record.distributions} == {"csv", "xls", "json"} and len(record.received) == 2


def test_a_broken_file_changes_nothing_and_says_why(operator: Party) -> None:
    run_import(packed(ROWS), mapping=TABLE)
    before = list(CatalogRecord.objects.order_by("pk").values())
    run = run_import(packed(ROWS)[:-30], mapping=TABLE)
    assert run.state == "failed" and run.failure["rule"] == "input.cut" and run.position == 0
    assert list(CatalogRecord.objects.order_by("pk").values()) == before
    assert Event.objects.filter(name="catalog.import.failed", subject_id=str(run.pk)).count() == 1


def test_an_interrupted_run_goes_on(operator: Party, monkeypatch: pytest.MonkeyPatch) -> None:
    batch, made = loading._batch, []

    def dies(run: ImportRun, position: int, *rest: Any) -> int:
        if position >= 1 and not made:
            made.append(position)
            raise KeyboardInterrupt
        return batch(run, position, *rest)

    monkeypatch.setattr(loading, "BATCH", 1)
    monkeypatch.setattr(loading, "_batch", dies)
    run = use_cases.begin_import(SYSTEM, source().pk, name="catalog.json", mapping=TABLE)
    use_cases.append_bytes(SYSTEM, run.pk, 0, io.BytesIO(packed(ROWS)))
    use_cases.submit(SYSTEM, run.pk)
    with pytest.raises(KeyboardInterrupt):
        loading.carry_out(run.pk, batch=1)
    assert ImportRun.objects.get(pk=run.pk).position == 1 and CatalogRecord.objects.count() == 1
    done = loading.carry_out(run.pk, batch=1)
    assert done.state == "completed" and counts(done) == (3, 0, 0, 0) and CatalogRecord.objects.count() == 3


def test_one_event_a_step_and_none_a_row(operator: Party) -> None:
    run = run_import(packed(ROWS), mapping=TABLE)
    names = list(Event.objects.filter(subject_id=str(run.pk)).order_by("id").values_list("name", flat=True))
    assert names == [f"catalog.import.{step}" for step in ("begun", "submitted", "started", "completed")]


def test_only_the_operator_imports(operator: Party, provider: Party) -> None:
    with pytest.raises(Forbidden):
        use_cases.name_source(provider.owner, code="x", name_zh="某", name_en="X")
    with pytest.raises(Invalid):
        use_cases.begin_import(SYSTEM, source().pk, name="a.json", mapping={"fields": {"nonsense": "a"}})


def test_the_command(operator: Party, tmp_path: Path) -> None:
    file, mapping = tmp_path / "Some City.json", tmp_path / "mapping.json"
    file.write_bytes(packed(ROWS))
    mapping.write_text(json.dumps(TABLE), encoding="utf-8")

    def run(*more: str) -> list[str]:
        out = StringIO()
        call_command("import_catalog", str(file), "--mapping", str(mapping), *more, stdout=out)
        return out.getvalue().splitlines()

    told = run("--dry-run")
    assert told[-1] == "3 created, 0 updated, 0 unchanged, 0 refused" and told[0].startswith("1 | new | 公交站点")
    assert run("--source", "some-city")[-1] == "3 created, 0 updated, 0 unchanged, 0 refused"
    assert run()[-1] == "0 created, 0 updated, 3 unchanged, 0 refused"
    file.write_bytes(packed(ROWS)[:40])
    with pytest.raises(CommandError, match="input.cut"):
        run()


def test_runs_of_one_source_follow_each_other(operator: Party) -> None:
    def submitted(code: str, rows: list[dict[str, Any]]) -> ImportRun:
        run = use_cases.begin_import(SYSTEM, source(code).pk, name="catalog.json", mapping=TABLE, whole=True)
        use_cases.append_bytes(SYSTEM, run.pk, 0, io.BytesIO(packed(rows)))
        return use_cases.submit(SYSTEM, run.pk)

    first, second, other = submitted("city", ROWS[:1]), submitted("city", ROWS), submitted("town", ROWS)
    assert set(ImportRun.objects.next_in_line()) == {first, other}
    with pytest.raises(WrongState):
        loading.carry_out(second.pk)
    use_cases.start(SYSTEM, first.pk)
    assert set(ImportRun.objects.next_in_line()) == {first, other}
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportRun.objects.filter(pk=second.pk).update(state="running")
    assert tasks.run_imports() == 2 and tasks.run_imports() == 1
    second.refresh_from_db()
    assert second.state == "completed" and CatalogRecord.objects.filter(source=first.source_id, gone=None).count() == 3
