# ruff: noqa: S608 - the attacker speaks SQL
"""verify_log against an attacker with the owner's password: whatever row or byte is changed, it is found and named."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from exchange.audit import sealer
from exchange.audit.verify.log import verify_log
from tests.databases import CommittedDatabase
from tests.exchange.audit.conftest import COUNT, TABLES, event_at, found_after, record


def flipped(column: str, byte: int) -> str:
    return f"{column} = set_byte({column}, {byte}, (get_byte({column}, {byte}) + 1) % 256)"


def one_byte_changes() -> Iterator[tuple[str, str]]:
    """A statement for each column of each table, and the row that must be named."""
    for index in (0, 417):
        event = f"update kernel_event set {{}} where id = {event_at(index)}"
        yield event.format("id = id + 1000000"), f"entry {index}"
        yield event.format("payload = overlay(payload placing 'X' from position('round' in payload) for 1)"), f"entry {index}"
        yield event.format("payload = payload || ' '"), f"entry {index}"
        entry = f"update exchange_log_entry set {{}} where index = {index}"
        yield entry.format("index = index + 1000000"), f"entry {index}"
        yield entry.format("event_id = event_id + 1000000"), f"entry {index}"
        yield entry.format(flipped("leaf_hash", 31)), f"entry {index}"
    for number in (0, 1):
        node = f"update exchange_log_node set {{}} where level = 8 and index = {number}"
        yield node.format("level = 16"), f"node {number} of level 8"
        yield node.format("index = index + 7"), f"node {number} of level 8"
        yield node.format(flipped("hash", 5)), f"node {number} of level 8"
    for size in (300, COUNT):
        checkpoint = f"update exchange_log_checkpoint set {{}} where size = {size}"
        yield checkpoint.format("size = size - 1"), f"checkpoint {size - 1}"
        yield checkpoint.format(flipped("root", 31)), f"checkpoint {size}"
        yield checkpoint.format("at = at + interval '1 microsecond'"), f"checkpoint {size}"
        for place in (1, 15, 30, 70, 200):
            yield checkpoint.format(f"note = overlay(note placing '!' from {place} for 1)"), f"checkpoint {size}"


def test_any_byte_of_any_column_is_found_and_named(attacker: psycopg.Connection[Any]) -> None:
    for change, named in list(one_byte_changes()):
        with undone(attacker):
            rows = [finding.row for finding in found_after(attacker, change).findings]
            assert named in rows, (change, rows)
    assert verify_log().findings == []


class undone:
    """Puts the four tables back as they were: copies are taken once, and restored row by row."""

    def __init__(self, attacker: psycopg.Connection[Any]) -> None:
        self.attacker = attacker

    def __enter__(self) -> None:
        for table in TABLES:
            columns = "id, payload" if table == "kernel_event" else "*"
            self.attacker.execute(f"create temp table if not exists kept_{table} as select {columns} from {table}")
        self.attacker.commit()

    def __exit__(self, *_: object) -> None:
        for table in TABLES:
            columns = [name for (name,) in self.attacker.execute("select attname from pg_attribute where attrelid = %s::regclass and attnum > 0", [f"kept_{table}"])]
            names = ", ".join(f'"{name}"' for name in columns)
            self.attacker.execute(f"delete from {table}" if table != "kernel_event" else "delete from kernel_event where (id, payload) not in (select id, payload from kept_kernel_event)")
            self.attacker.execute(f"insert into {table} ({names}) select {names} from kept_{table} on conflict do nothing")
        self.attacker.commit()


def test_search_columns_are_computed_and_their_undoing_is_found(attacker: psycopg.Connection[Any]) -> None:
    middle = event_at(417)
    for column, value in {
        "name": "'x'", "at": "'x'", "subject_type": "'x'", "subject_id": "'x'", "subject_seq": "subject_seq + 100000", "organization": "'x'",
    }.items():  # fmt: skip
        with pytest.raises(psycopg.Error, match="can only be updated to DEFAULT"):
            attacker.execute(f"update kernel_event set {column} = {value}")
        attacker.rollback()
        attacker.execute(f"alter table kernel_event alter column {column} drop expression")
        report = found_after(attacker, f"update kernel_event set {column} = {value} where id = {middle}")
        assert any(finding.row == f"event {middle}" and column in finding.what and finding.place == 417 for finding in report.findings), report.findings


@pytest.mark.parametrize("index", [0, 256, 417, COUNT - 1])
def test_a_deleted_row_is_named(attacker: psycopg.Connection[Any], index: int) -> None:
    event_id = event_at(index)
    with undone(attacker):
        report = found_after(attacker, f"delete from exchange_log_entry where index = {index}")
        assert report.first and report.first.place == index
        assert any(finding.row == f"event {event_id}" for finding in report.findings)
    report = found_after(attacker, f"delete from kernel_event where id = {event_id}")
    assert str(report.first) == f"entry {index}: its event {event_id} is gone"


def test_a_deleted_node_and_checkpoint_are_named(attacker: psycopg.Connection[Any]) -> None:
    with undone(attacker):
        assert str(found_after(attacker, "delete from exchange_log_node where index = 1").first) == "node 1 of level 8: it is missing"
    with undone(attacker):
        report = found_after(attacker, f"delete from exchange_log_checkpoint where size = {COUNT}")
        assert report.first and report.first.row == "entry 501"


def test_an_inserted_row_is_named(attacker: psycopg.Connection[Any]) -> None:
    forged = "insert into kernel_event (payload) select replace(payload, '\"id\":\"', '\"id\":\"9') from kernel_event where id = %s returning id"
    attacker.execute("alter table kernel_event drop constraint event_subject_order")
    (event_id,) = attacker.execute(forged, [event_at(3)]).fetchone() or (0,)
    report = found_after(attacker, "select 1")
    assert report.first and report.first.row == f"event {event_id}"
    report = found_after(
        attacker, f"insert into exchange_log_entry (index, event_id, leaf_hash) select {COUNT}, id, sha256('\\x00'::bytea || convert_to(payload, 'UTF8')) from kernel_event where id = {event_id}"
    )
    assert any(finding.row == f"entry {COUNT}" for finding in report.findings)
    with_node = found_after(attacker, "insert into exchange_log_node (level, index, hash) values (8, 2, sha256('x'))")
    assert any(finding.row == "node 2 of level 8" for finding in with_node.findings)


@pytest.mark.parametrize(("one", "other"), [(10, 11), (10, 200), (299, 300), (5, COUNT - 1)])
def test_swapped_rows_are_named(attacker: psycopg.Connection[Any], one: int, other: int) -> None:
    with undone(attacker):  # whole entries change places
        report = found_after(
            attacker,
            f"update exchange_log_entry set index = index + 1000000 where index in ({one}, {other})",
            f"update exchange_log_entry set index = case index when {1000000 + one} then {other} else {one} end where index >= 1000000",
        )
        assert report.first and report.first.place in (one, one - 1, 255, other), report.findings
        assert report.count >= 1
    with undone(attacker):  # only the hashes
        swap = (
            f"update exchange_log_entry a set leaf_hash = b.leaf_hash from exchange_log_entry b "
            f"where (a.index, b.index) in (({one}, {other}), ({other}, {one}))"
        )
        report = found_after(attacker, swap)
        assert report.first and report.first.row == f"entry {one}"
    first, second = event_at(one), event_at(other)
    attacker.execute("alter table kernel_event drop constraint event_subject_order")
    swap = f"update kernel_event a set payload = b.payload from kernel_event b where (a.id, b.id) in (({first}, {second}), ({second}, {first}))"
    report = found_after(attacker, swap)  # the events' texts
    assert report.first and report.first.row in {f"entry {one}", f"event {first}"}


def test_a_payload_changed_together_with_its_leaf_is_found_by_tree_and_chain(attacker: psycopg.Connection[Any]) -> None:
    event_id = event_at(100)
    report = found_after(
        attacker,
        f"update kernel_event set payload = replace(payload, '\"caused_by\":null', '\"caused_by\":\"1\"') where id = {event_id}",
        "update exchange_log_entry set leaf_hash = sha256('\\x00'::bytea || convert_to(payload, 'UTF8')) from kernel_event where id = event_id and index = 100",
    )
    rows = [finding.row for finding in report.findings]
    assert f"event {event_at(107)}" in rows  # the next event of the same subject names another digest
    assert "node 0 of level 8" in rows
    assert "checkpoint 300" in rows


def test_what_the_chain_forgot_is_looked_up(attacker: psycopg.Connection[Any]) -> None:
    assert verify_log(remembered=2).findings == []
    report = found_after(attacker, f"delete from kernel_event where id = {event_at(100)}")
    again = verify_log(remembered=2)
    assert f"event {event_at(107)}" in {finding.row for finding in again.findings}
    assert report.first and report.first.row == "entry 100"


def test_an_event_without_entry_and_without_outbox_row_is_named(attacker: psycopg.Connection[Any]) -> None:
    (waiting,) = record(1, first=9000)
    report = verify_log()
    assert (report.findings, report.waiting) == ([], 1)
    report = found_after(attacker, f"delete from kernel_outbox where event_id = {waiting}")
    assert [finding.row for finding in report.findings] == [f"event {waiting}"]


def test_memory_does_not_grow_with_the_log(committed_db: CommittedDatabase) -> None:
    def peak() -> int:
        tracemalloc.start()
        assert verify_log(remembered=100).findings == []
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return top

    record(3000, subjects=300)
    sealer.seal_all()
    small = peak()
    for number in range(4):
        record(3000, subjects=300, first=3000 * (number + 1))
        sealer.seal_all()
    assert peak() < small * 1.5
