"""Sealing: each event once, in order, whatever happens to the sealers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

import psycopg
import pytest
from django.conf import settings
from django.db import DatabaseError, connection, connections, transaction

from exchange.audit import sealer
from exchange.audit.models import Checkpoint, Entry, LogHead, Node
from exchange.audit.note import read_checkpoint
from exchange.audit.store import LogDamaged, StoredTree, verifier_keys
from exchange.audit.tree import leaf_hash, root_of
from exchange.audit.verify.log import verify_log
from kernel import clock, events, keys
from kernel.actor import SYSTEM
from kernel.models import Event, Key, Outbox
from tests.databases import CommittedDatabase
from tests.exchange.audit.conftest import Record, record, thing
from tests.services import ROOT


def waiting() -> int:
    return Outbox.objects.filter(reader="seal").count()


def sealed_ids() -> list[int]:
    return list(Entry.objects.order_by("index").values_list("event_id", flat=True))


def test_a_batch_is_appended_signed_and_taken_out_of_the_outbox(db: None, record: Record) -> None:
    ids = record(300)
    assert sealer.seal() == 300
    assert waiting() == 0
    assert sealed_ids() == ids
    leaves = [leaf_hash(payload.encode()) for payload in Event.objects.order_by("id").values_list("payload", flat=True)]
    checkpoint = Checkpoint.objects.get()
    head = read_checkpoint(checkpoint.note, verifier_keys(settings.LOG_ORIGIN), settings.LOG_ORIGIN)
    assert (head.size, head.root) == (300, root_of(leaves)) == (checkpoint.size, bytes(checkpoint.root))
    assert head.extensions[0].startswith("at 2")
    assert list(Node.objects.values_list("level", "index")) == [(8, 0)]
    assert LogHead.objects.get().size == 300


def test_nothing_waiting_writes_nothing(db: None) -> None:
    assert sealer.seal() == 0
    assert not LogHead.objects.exists()
    assert not Checkpoint.objects.exists()


def test_batches_continue_one_tree(db: None, record: Record) -> None:
    for size in (1, 2, 253, 1, 700):
        record(size, first=size)
        assert sealer.seal_all() == size
    assert list(Checkpoint.objects.order_by("size").values_list("size", flat=True)) == [1, 3, 256, 257, 957]
    assert verify_log().findings == []


def test_a_limit_leaves_the_later_ones_waiting(db: None, record: Record) -> None:
    ids = record(25)
    assert sealer.seal(limit=10) == 10
    assert sealed_ids() == ids[:10]
    assert waiting() == 15


def test_a_row_for_a_sealed_event_is_cleared_away(db: None, record: Record) -> None:
    ids = record(3)
    sealer.seal_all()
    Outbox.objects.create(event_id=ids[1], reader="seal")
    assert sealer.seal() == 0
    assert waiting() == 0
    assert sealed_ids() == ids


def test_an_event_committed_late_with_a_lower_id_is_sealed(committed_db: CommittedDatabase) -> None:
    with psycopg.connect(committed_db.url) as late:
        # the id is drawn now, the commit comes after a later event was sealed
        (early,) = late.execute(
            """with drawn as (select nextval('kernel_event_id_seq') as id), written as (
                 insert into kernel_event (id, payload) select id, '{"actor":{},"at":"2026-01-01T00:00:00.000000Z","caused_by":null,"data":{},"id":"'
                   || id || '","name":"tests.late","subject":{"id":"late","previous":null,"seq":1,"type":"tests.Thing"}}' from drawn returning id)
               insert into kernel_outbox (event_id, reader) select id, 'seal' from written returning event_id"""
        ).fetchone()
        later = record(3)
        assert early < later[0]
        assert sealer.seal_all() == 3
        late.commit()
    assert sealer.seal_all() == 1
    assert sealed_ids() == [*later, early]
    assert verify_log().findings == []


def test_two_sealers_at_once_seal_each_event_once(committed_db: CommittedDatabase) -> None:
    ids: list[int] = []
    errors: list[BaseException] = []
    done = threading.Event()

    def drain() -> None:
        try:
            while not done.is_set() or waiting():
                sealer.seal(limit=7)
        except BaseException as error:  # noqa: BLE001 - shown below
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=drain) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(20):
        ids += record(10, first=number)
    done.set()
    for thread in threads:
        thread.join(60)
    assert errors == []
    assert sorted(sealed_ids()) == ids
    assert Entry.objects.count() == len(ids)
    report = verify_log()
    assert (report.findings, report.entries, report.waiting) == ([], 200, 0)


SEAL_FOREVER = """
import django; django.setup()
from exchange.audit.sealer import seal
print("ready", flush=True)
while True:
    seal(limit=5)
"""


def test_killed_anywhere_nothing_is_lost_or_doubled(committed_db: CommittedDatabase) -> None:
    ids = record(300)
    for kill in range(3):
        worker = subprocess.Popen([sys.executable, "-c", SEAL_FOREVER], cwd=ROOT, env=committed_db.env, stdout=subprocess.PIPE)
        assert worker.stdout is not None
        worker.stdout.readline()
        time.sleep(0.05 + 0.03 * kill)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        worker.stdout.close()
        ids += record(10, first=kill)
    sealer.seal_all()
    assert sorted(sealed_ids()) == sorted(ids)
    report = verify_log()
    assert (report.findings, report.entries, report.waiting) == ([], 330, 0)


def test_a_failure_after_the_entries_leaves_everything_as_it_was(db: None, record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    record(10)

    def fail(*_: object) -> None:
        raise RuntimeError("no signature")

    monkeypatch.setattr(sealer, "_close", fail)
    with pytest.raises(RuntimeError, match="no signature"):
        sealer.seal()
    assert (waiting(), Entry.objects.count(), Node.objects.count()) == (10, 0, 0)
    monkeypatch.undo()
    assert sealer.seal() == 10


def test_a_new_key_goes_on_and_the_old_one_still_verifies(db: None, record: Record) -> None:
    record(2)
    sealer.seal()
    keys.retire(Key.objects.get(purpose="log"), clock.now())
    record(2)
    sealer.seal()
    first, second = verifier_keys(settings.LOG_ORIGIN)
    assert first.id != second.id
    assert verify_log().findings == []


@pytest.mark.parametrize(
    "damage",
    [
        "update exchange_log_entry set leaf_hash = sha256('other') where index = 270",
        "update exchange_log_node set hash = sha256('other')",
        "update exchange_log_checkpoint set root = sha256('other')",
        "update exchange_log_checkpoint set note = replace(note, 'exchange.test', 'exchange.best')",
        "delete from exchange_log_entry where index = 270",
        "delete from exchange_log_checkpoint",
        "update exchange_log_head set size = 200",
    ],
)
def test_nothing_is_signed_on_top_of_a_damaged_log(committed_db: CommittedDatabase, owner_connection: psycopg.Connection, damage: str) -> None:
    record(300)
    sealer.seal_all()
    for table in ("entry", "node", "checkpoint"):
        owner_connection.execute(f"alter table exchange_log_{table} disable trigger user")
    owner_connection.execute(damage)
    record(1)
    with pytest.raises(LogDamaged):
        sealer.seal()
    assert waiting() == 1
    assert Checkpoint.objects.filter(size=301).count() == 0


TABLES = {"kernel_event": "payload", "exchange_log_entry": "leaf_hash", "exchange_log_node": "hash", "exchange_log_checkpoint": "note"}
CHANGES = [change.format(table, column, column) for table, column in TABLES.items() for change in ("update {} set {} = {}", "delete from {}", "truncate {} cascade")]


def test_the_application_s_role_may_not_change_the_record(db: None, record: Record) -> None:
    record(257)
    sealer.seal_all()
    for change in CHANGES:
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


def test_the_triggers_stop_the_owner_too(committed_db: CommittedDatabase, owner_connection: psycopg.Connection) -> None:
    record(257)
    sealer.seal_all()
    for change in CHANGES:
        with pytest.raises(psycopg.Error, match="Cannot"):
            owner_connection.execute(change)


def test_hashes_read_back_by_tiles_are_those_of_the_tree(db: None, record: Record) -> None:
    record(700)
    sealer.seal_all()
    read = StoredTree()
    leaves = [bytes(leaf) for leaf in Entry.objects.order_by("index").values_list("leaf_hash", flat=True)]
    for level in range(10):
        for index in range(700 >> level):
            assert read(level, index) == root_of(leaves[index << level : (index + 1) << level])
    with pytest.raises(LogDamaged):
        StoredTree()(9, 1)


def test_an_event_too_long_for_a_bundle_is_never_recorded(db: None) -> None:
    with pytest.raises(DatabaseError, match="event_fits_a_bundle"), transaction.atomic():
        events.write("tests.thing.changed", thing(1), actor=SYSTEM, at=clock.now(), data={"text": "x" * 66_000}, parties=[], caused_by=None)
    events.write("tests.thing.changed", thing(1), actor=SYSTEM, at=clock.now(), data={"text": "x" * 64_000}, parties=[], caused_by=None)
    assert sealer.seal() == 1


def test_an_event_committed_late_still_comes_before_later_ones(db: None, record: Record) -> None:
    """Between two batches of one sealer: else a subject's events could stand in the log in the wrong order."""
    late, early = record(2)
    Outbox.objects.filter(reader="seal", event_id=late).delete()  # as if its transaction were still open
    one = sealer.Sealer()
    assert one.seal() == 1
    Outbox.objects.create(reader="seal", event_id=late)
    (last,) = record(1)
    assert one.seal() == 2
    assert sealed_ids() == [early, late, last]
