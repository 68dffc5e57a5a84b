# ruff: noqa: S608 - the attacker speaks SQL
"""verify_log against one who rewrites or cuts the whole log, by checkpoints kept elsewhere; the command, and proofs in files."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.management import CommandError, call_command

from exchange.audit import sealer
from exchange.audit.gather import proof_of
from exchange.audit.models import Checkpoint
from exchange.audit.note import TreeHead, VerifierKey, read_checkpoint, sign_note
from exchange.audit.store import verifier_keys
from exchange.audit.tree import Frontier, leaf_hash
from exchange.audit.verify.log import verify_log
from kernel.actor import SYSTEM
from tests.databases import CommittedDatabase
from tests.exchange.audit.conftest import COUNT, event_at, found_after, record


def rewrite(attacker: psycopg.Connection[Any], keep: int, private: Ed25519PrivateKey, name: str) -> None:
    """The whole log from entry `keep` on, made anew and consistent, signed with a key of the attacker's own."""
    attacker.execute("update kernel_event set payload = replace(payload, '\"caused_by\":null', '\"caused_by\":\"1\"') where id >= %s", [event_at(keep)])
    last: dict[str, str] = {}
    for event_id, payload in attacker.execute("select id, payload from kernel_event order by id").fetchall():
        head, _, tail = payload.partition('"previous":')
        value, _, rest = tail.partition(",")
        subject = head.rpartition('"subject":')[2]
        text = f'{head}"previous":{last.get(subject, value)},{rest}'
        attacker.execute("update kernel_event set payload = %s where id = %s", [text, event_id])
        last[subject] = f'"{leaf_hash(text.encode()).hex()}"'
    attacker.execute("delete from exchange_log_node")
    frontier = Frontier()
    rows = attacker.execute("select index, payload from exchange_log_entry join kernel_event on id = event_id order by index").fetchall()
    sizes = dict(attacker.execute("select size, at from exchange_log_checkpoint").fetchall())
    key = VerifierKey(name, private.public_key().public_bytes_raw())
    for index, payload in rows:
        leaf = leaf_hash(payload.encode())
        attacker.execute("update exchange_log_entry set leaf_hash = %s where index = %s", [leaf, index])
        for level, place, value in frontier.add(leaf):
            if level == 8:
                attacker.execute("insert into exchange_log_node (level, index, hash) values (%s, %s, %s)", [level, place, value])
        if frontier.size in sizes and frontier.size > keep:
            (old,) = attacker.execute("select note from exchange_log_checkpoint where size = %s", [frontier.size]).fetchone() or ("",)
            head = TreeHead(name, frontier.size, frontier.root(), TreeHead.parse(old.partition("\n\n")[0] + "\n").extensions)
            note = sign_note(head.text, key, private.sign)
            attacker.execute("update exchange_log_checkpoint set note = %s, root = %s where size = %s", [note, head.root, frontier.size])
    attacker.commit()


def test_a_whole_log_rewritten_is_found_by_signature_or_by_a_known_checkpoint(attacker: psycopg.Connection[Any], tmp_path: Path) -> None:
    name = settings.LOG_ORIGIN
    kept = Checkpoint.objects.get(size=501).note
    known = read_checkpoint(kept, verifier_keys(name), name)
    private = Ed25519PrivateKey.generate()
    rewrite(attacker, 350, private, name)
    report = verify_log()
    assert [finding.row for finding in report.findings] == ["checkpoint 501", "checkpoint 600"]
    assert "no known key" in report.findings[0].what
    # even with the attacker's key among the log's keys, what was kept elsewhere tells
    attacker.execute(
        "insert into kernel_key (id, kind, purpose, public, created, wrapped_by, retired) values (gen_random_uuid(), 'ed25519', 'log', %s, now(), '', now())",
        [private.public_key().public_bytes_raw()],
    )
    attacker.commit()
    assert verify_log().findings == []
    report = verify_log([known])
    assert [finding.row for finding in report.findings] == ["known checkpoint 501"]


def test_a_cut_tail_is_found_by_a_known_checkpoint(attacker: psycopg.Connection[Any], tmp_path: Path) -> None:
    kept = tmp_path / "checkpoint"
    kept.write_text(Checkpoint.objects.get(size=COUNT).note)
    cut = event_at(301)
    for change in (
        f"delete from kernel_event where id >= {cut}", "delete from exchange_log_entry where index >= 301", "delete from exchange_log_node where index >= 1",
        "delete from exchange_log_checkpoint where size > 301", "update exchange_log_head set size = 301",
    ):  # fmt: skip
        attacker.execute(change)
    attacker.commit()
    assert verify_log().findings == []  # consistent in itself
    code, out = command("--known-checkpoint", str(kept))
    assert code == 1
    assert "entry 301: it is missing: a known checkpoint covers 600 entries" in out


def command(*arguments: str) -> tuple[int, str]:
    out = io.StringIO()
    try:
        call_command("verify_log", *arguments, stdout=out)
    except SystemExit as stopped:
        return int(stopped.code or 0), out.getvalue()
    return 0, out.getvalue()


def test_the_command_says_all_holds_and_names_the_first_bad_entry(attacker: psycopg.Connection[Any], tmp_path: Path) -> None:
    kept = tmp_path / "checkpoint"
    kept.write_text(Checkpoint.objects.get(size=301).note)
    code, out = command("--known-checkpoint", str(kept))
    assert (code, out.partition(" (")[0]) == (0, "600 entries, 4 checkpoints: all hold")
    found_after(attacker, "update exchange_log_entry set leaf_hash = sha256('x') where index in (77, 500)")
    code, out = command()
    assert code == 1
    assert out.startswith("first bad entry: entry 77: its hash is not that of event")


def test_proofs_in_a_file_are_checked_against_given_keys_only(committed_db: CommittedDatabase, tmp_path: Path) -> None:
    ids = record(9)
    sealer.seal_all()
    proofs = [proof_of(SYSTEM, event).as_json() for event in ids]
    bundle, keys = tmp_path / "bundle.json", tmp_path / "vkey"
    keys.write_text("".join(f"{key}\n" for key in verifier_keys(settings.LOG_ORIGIN)))
    for text in (json.dumps(proofs), "\n".join(map(json.dumps, proofs))):
        bundle.write_text(text)
        assert command("--bundle", str(bundle), "--vkey", str(keys))[0] == 0
        assert command("--bundle", str(bundle))[1].startswith("9 proofs: all hold")
    proofs[4]["index"] = 5
    bundle.write_text(json.dumps(proofs))
    code, out = command("--bundle", str(bundle), "--vkey", str(keys))
    assert code == 1
    assert out.startswith(f"first bad entry: proof 5 (event {ids[4]}): Text and path lead to another root")
    keys.write_text("log.example+5b1e2b46+AQ==\n")
    with pytest.raises(CommandError):
        command("--bundle", str(bundle), "--vkey", str(keys))
    for text in ("", "{}"):
        bundle.write_text(text)
        with pytest.raises((CommandError, AssertionError)):
            assert command("--bundle", str(bundle))[0] == 0
