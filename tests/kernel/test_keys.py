"""Keys: closed at rest, bound to their row, rotated without loss, and gone when destroyed."""

from __future__ import annotations

import copy
import os
import pickle
import uuid

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError
from pytest_django import Settings

from kernel import clock, keys
from kernel.keys import SECRET, KeyUnusable
from kernel.models import Event, Key
from tests.databases import CommittedDatabase
from tests.kernel.specimen import at_once

SOMEONE = uuid.uuid4()
rolled_back = pytest.mark.usefixtures("db")


def forget() -> None:
    """As another process, or this one a minute later."""
    keys._open_keys = keys._OpenKeys()


def stored(handle: keys.KeyHandle) -> Key:
    return Key.objects.get(pk=handle.id)


@rolled_back
def test_made_at_the_first_call_and_the_same_afterwards() -> None:
    first = keys.current("log")
    forget()
    again = keys.current("log")
    assert first.id == again.id
    assert len(first.public) == 32
    assert keys.verify(first.public, again.sign(b"data"), b"data")
    assert Key.objects.count() == 1


@rolled_back
def test_each_purpose_and_organization_has_its_own() -> None:
    ids = {keys.current("log").id, keys.current("sign").id, keys.current("sign", SOMEONE).id, keys.current("sign", uuid.uuid4()).id}
    assert len(ids) == 4


@rolled_back
def test_one_current_key_only() -> None:
    keys.current("log")
    with pytest.raises(IntegrityError):
        keys.create("log")


@rolled_back
def test_a_secret_makes_hmacs_and_no_signatures() -> None:
    handle = keys.current("person", kind=SECRET)
    assert handle.public == b""
    assert len(handle.hmac(b"x")) == 32
    assert handle.hmac(b"x") == keys.current("person", kind=SECRET).hmac(b"x") != handle.hmac(b"y")
    with pytest.raises(KeyUnusable):
        handle.sign(b"x")
    with pytest.raises(KeyUnusable):
        keys.current("log").hmac(b"x")
    with pytest.raises(KeyUnusable):
        keys.current("person")
    with pytest.raises(ValueError, match="kind"):
        keys.create("other", kind="rsa")


@pytest.mark.parametrize(
    ("public", "signature", "data"), [(b"", b"", b""), (b"x" * 32, b"y" * 64, b""), (b"x" * 31, b"y" * 64, b""), (bytes(32), bytes(64), b"z"), (b"x" * 32, b"", b"z")]
)
def test_verify_never_raises(public: bytes, signature: bytes, data: bytes) -> None:
    assert not keys.verify(public, signature, data)


@rolled_back
def test_verify_refuses_what_was_changed() -> None:
    handle = keys.current("log")
    signature = handle.sign(b"data")
    assert not keys.verify(handle.public, signature, b"date")
    assert not keys.verify(handle.public, signature[:-1] + bytes([signature[-1] ^ 1]), b"data")
    assert not keys.verify(keys.current("sign").public, signature, b"data")


@rolled_back
def test_a_retired_key_makes_room_and_still_opens() -> None:
    old = keys.current("log")
    keys.retire(stored(old), clock.now())
    new = keys.current("log")
    assert new.id != old.id
    assert keys.verify(old.public, keys.open_key(stored(old)).sign(b"x"), b"x")


@rolled_back
def test_a_destroyed_key_is_gone() -> None:
    handle = keys.current("person", SOMEONE, SECRET)
    keys.destroy(stored(handle), clock.now())
    row = stored(handle)
    assert row.wrapped is None
    assert row.destroyed is not None
    with pytest.raises(KeyUnusable, match="destroyed"):
        keys.open_key(row)
    new = keys.current("person", SOMEONE, SECRET)
    assert new.hmac(b"x") != handle.hmac(b"x")


@rolled_back
def test_the_database_keeps_no_secret_of_a_destroyed_key() -> None:
    row = stored(keys.current("log"))
    with pytest.raises(IntegrityError):
        Key.objects.filter(pk=row.pk).update(destroyed=clock.now())


@rolled_back
def test_the_secret_is_nowhere_in_the_row_or_the_handle() -> None:
    handle = keys.current("person", kind=SECRET)
    secret = handle._secret
    row = stored(handle)
    assert secret not in bytes(row.wrapped or b"")
    assert secret.hex() not in repr(handle) + str(handle)
    for copying in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError):
            copying(handle)


@rolled_back
def test_two_wraps_of_a_secret_differ(settings: Settings) -> None:
    row = stored(keys.current("log"))
    before = bytes(row.wrapped or b"")
    settings.KEY_ENCRYPTION_KEYS = {"new": os.urandom(32)} | settings.KEY_ENCRYPTION_KEYS
    assert keys.rewrap(row)
    assert bytes(row.wrapped or b"") != before


@rolled_back
@pytest.mark.parametrize("column", ["wrapped", "purpose", "organization", "kind", "public", "id"])
def test_a_tampered_row_does_not_open(column: str) -> None:
    row = stored(keys.current("log", kind=SECRET))
    wrapped = bytearray(row.wrapped or b"")
    wrapped[-1] ^= 1
    changes = {"wrapped": bytes(wrapped), "purpose": "sign", "organization": SOMEONE, "kind": "ed25519", "public": bytes(32), "id": uuid.uuid4()}
    setattr(row, column, changes[column])
    with pytest.raises(KeyUnusable, match="does not open"):
        keys.open_key(row)


@rolled_back
@pytest.mark.parametrize("length", [0, 1, 12, 13, 28, 29])
def test_a_truncated_row_does_not_open(length: int) -> None:
    row = stored(keys.current("log"))
    row.wrapped = bytes(row.wrapped or b"")[:length]
    with pytest.raises(KeyUnusable):
        keys.open_key(row)


@rolled_back
def test_one_keys_secret_cannot_stand_in_anothers_row() -> None:
    one, two = stored(keys.current("log")), stored(keys.current("sign"))
    one.wrapped = two.wrapped
    with pytest.raises(KeyUnusable):
        keys.open_key(one)


@rolled_back
def test_the_wrong_key_encryption_key_opens_nothing(settings: Settings) -> None:
    row = stored(keys.current("log"))
    forget()
    settings.KEY_ENCRYPTION_KEYS = {"test": os.urandom(32)}
    with pytest.raises(KeyUnusable, match="does not open"):
        keys.open_key(row)
    settings.KEY_ENCRYPTION_KEYS = {"other": os.urandom(32)}
    with pytest.raises(KeyUnusable, match="'test', which KEY_ENCRYPTION_KEY does not hold"):
        keys.open_key(row)
    settings.KEY_ENCRYPTION_KEYS = {}
    with pytest.raises(KeyUnusable, match="not set"):
        keys.current("sign")


@rolled_back
def test_rotation_rewraps_all_and_lets_the_old_one_go(settings: Settings) -> None:
    handles = [keys.current("log"), keys.current("sign", SOMEONE), keys.current("person", kind=SECRET)]
    signature = handles[0].sign(b"x")
    keys.retire(stored(handles[1]), clock.now())
    gone = keys.current("gone")
    keys.destroy(stored(gone), clock.now())
    new = {"new": os.urandom(32)}
    settings.KEY_ENCRYPTION_KEYS = new | settings.KEY_ENCRYPTION_KEYS
    call_command("rotate_keys")
    assert set(Key.objects.exclude(wrapped=None).values_list("wrapped_by", flat=True)) == {"new"}
    assert Event.objects.filter(name="kernel.key.rewrapped").count() == 3
    call_command("rotate_keys")
    assert Event.objects.filter(name="kernel.key.rewrapped").count() == 3
    settings.KEY_ENCRYPTION_KEYS = new
    forget()
    assert keys.current("log").sign(b"x") == signature
    assert keys.current("person", kind=SECRET).hmac(b"x") == handles[2].hmac(b"x")


@rolled_back
def test_rotation_with_a_lost_key_changes_nothing_of_the_row(settings: Settings) -> None:
    row = stored(keys.current("log"))
    settings.KEY_ENCRYPTION_KEYS = {"new": os.urandom(32)}
    with pytest.raises(CommandError, match="does not hold"):
        call_command("rotate_keys")
    assert bytes(Key.objects.get(pk=row.pk).wrapped or b"") == bytes(row.wrapped or b"")


@rolled_back
def test_open_keys_are_few_and_young(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys._OpenKeys, "MOST", 3)
    rows = [stored(keys.current("p", uuid.uuid4())) for _ in range(5)]
    assert len(keys._open_keys._held) == 3
    monkeypatch.setattr(keys._OpenKeys, "SECONDS", -1.0)
    keys.open_key(rows[-1])
    assert len(keys._open_keys._held) == 1


def test_two_processes_at_the_first_call_get_one_key(committed_db: CommittedDatabase) -> None:
    found = at_once(*[lambda: keys.current("log").id] * 8)
    assert len(set(found)) == 1
    assert Key.objects.count() == 1
