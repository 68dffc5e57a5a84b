"""Keys of the exchange and of those for whom it keeps one: Ed25519 to sign, 32 random bytes for HMAC.

A key lies in the database only under envelope encryption: AES-256-GCM under a key-encryption key of settings.KEY_ENCRYPTION_KEYS
(the first is current, the others still open what they closed), bound to all the row says of the key, so that
a row cannot be passed off as another. A destroyed key is gone for good: what was hashed under it can no longer be linked.
"""

from __future__ import annotations

import hmac
import os
import time
from collections import OrderedDict
from datetime import datetime
from threading import Lock
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import IntegrityError, transaction

from kernel import clock
from kernel.canonical import canonical
from kernel.models import Key

ED25519, SECRET = "ed25519", "secret"
_FORM: Final = b"\x01"  # of `wrapped`: this byte, 12 bytes of nonce, ciphertext with its tag
_NONCE = 12


class KeyUnusable(RuntimeError):
    """The key cannot be opened: its key-encryption key is not configured, the row was tampered with, or it was destroyed."""


class KeyHandle:
    """An open key: use it and let it go, keep it nowhere. It never shows its secret."""

    __slots__ = ("_secret", "_signer", "id", "kind", "public")

    def __init__(self, key: Key, secret: bytes) -> None:
        self.id: UUID = key.pk
        self.kind: str = key.kind
        self.public: bytes = bytes(key.public or b"")
        self._secret = secret if key.kind == SECRET else b""
        self._signer = Ed25519PrivateKey.from_private_bytes(secret) if key.kind == ED25519 else None

    def sign(self, data: bytes) -> bytes:
        """64 bytes: the Ed25519 signature (RFC 8032) of `data`."""
        if self._signer is None:
            raise KeyUnusable(f"key {self.id} does not sign")
        return self._signer.sign(data)

    def hmac(self, data: bytes) -> bytes:
        """32 bytes: HMAC-SHA-256 of `data`."""
        if not self._secret:
            raise KeyUnusable(f"key {self.id} makes no HMAC")
        return hmac.digest(self._secret, data, "sha256")

    def __repr__(self) -> str:
        return f"<KeyHandle {self.kind} {self.id}>"

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("an open key is not to be copied or stored")


def current(purpose: str, organization: UUID | None = None, kind: str = ED25519) -> KeyHandle:
    """The key now in use for the purpose; made at the first call. Errors: KeyUnusable."""
    key = Key.objects.filter(purpose=purpose, organization=organization, retired=None, destroyed=None).first()
    if key is None:
        try:
            key = create(purpose, organization, kind)
        except IntegrityError:  # another process was first
            key = Key.objects.get(purpose=purpose, organization=organization, retired=None, destroyed=None)
    if key.kind != kind:
        raise KeyUnusable(f"the key for {purpose} is of kind {key.kind}")
    return open_key(key)


def create(purpose: str, organization: UUID | None = None, kind: str = ED25519) -> Key:
    """A new current key for the purpose. Errors: IntegrityError while another one is current."""
    if kind not in {ED25519, SECRET}:
        raise ValueError(f"there is no kind of key {kind}")
    secret = os.urandom(32)
    public = Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw() if kind == ED25519 else None
    key = Key(kind=kind, purpose=purpose, organization=organization, public=public, created=clock.now())
    _wrap(key, secret)
    with transaction.atomic():
        key.save(force_insert=True)
    return key


def retire(key: Key, at: datetime) -> None:
    """No longer current: `current` makes another. What it signed can still be verified by `public`, what it hashed be found."""
    Key.objects.filter(pk=key.pk, retired=None).update(retired=at)


def destroy(key: Key, at: datetime) -> None:
    """Wipe the secret. It cannot be undone; other processes forget what they hold within a minute."""
    Key.objects.filter(pk=key.pk, destroyed=None).update(destroyed=at, wrapped=None, wrapped_by="")
    Key.objects.filter(pk=key.pk, retired=None).update(retired=at)
    _open_keys.drop(key.pk)


def open_key(key: Key) -> KeyHandle:
    """The handle of a key, retired ones too. Errors: KeyUnusable."""
    if key.wrapped is None:
        raise KeyUnusable(f"key {key.pk} was destroyed")
    row = bytes(key.wrapped) + _bound_to(key)
    handle = _open_keys.get(key.pk, row)
    if handle is None:
        handle = KeyHandle(key, _unwrap(key))
        _open_keys.put(key.pk, row, handle)
    return handle


def rewrap(key: Key) -> bool:
    """Close the key's row, locked by the caller, under the current key-encryption key; False when it already is."""
    newest = next(iter(settings.KEY_ENCRYPTION_KEYS), "")
    if key.wrapped is None or key.wrapped_by == newest:
        return False
    _wrap(key, _unwrap(key))
    key.save(update_fields=["wrapped", "wrapped_by"])
    return True


def to_rewrap() -> list[UUID]:
    """Keys that an older key-encryption key closes."""
    newest = next(iter(settings.KEY_ENCRYPTION_KEYS), "")
    return list(Key.objects.exclude(wrapped=None).exclude(wrapped_by=newest).order_by("created").values_list("pk", flat=True))


def verify(public: bytes, signature: bytes, data: bytes) -> bool:
    """Whether `signature` is the Ed25519 signature of `data` under the raw public key; malformed ones are simply not."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def _bound_to(key: Key) -> bytes:
    return canonical(
        {
            "id": str(key.pk),
            "kind": key.kind,
            "organization": str(key.organization) if key.organization else None,
            "public": bytes(key.public or b"").hex(),
            "purpose": key.purpose,
        }
    )


def _wrap(key: Key, secret: bytes) -> None:
    if not settings.KEY_ENCRYPTION_KEYS:
        raise KeyUnusable("KEY_ENCRYPTION_KEY is not set")
    key.wrapped_by, encryption_key = next(iter(settings.KEY_ENCRYPTION_KEYS.items()))
    nonce = os.urandom(_NONCE)
    key.wrapped = _FORM + nonce + AESGCM(encryption_key).encrypt(nonce, secret, _bound_to(key))


def _unwrap(key: Key) -> bytes:
    wrapped = bytes(key.wrapped or b"")
    encryption_key = settings.KEY_ENCRYPTION_KEYS.get(key.wrapped_by)
    if encryption_key is None:
        raise KeyUnusable(f"key {key.pk} is closed under {key.wrapped_by!r}, which KEY_ENCRYPTION_KEY does not hold")
    try:
        if wrapped[:1] != _FORM:
            raise InvalidTag
        return AESGCM(encryption_key).decrypt(wrapped[1 : 1 + _NONCE], wrapped[1 + _NONCE :], _bound_to(key))
    except (InvalidTag, ValueError) as error:
        raise KeyUnusable(f"key {key.pk} does not open: the row or KEY_ENCRYPTION_KEY was changed") from error


class _OpenKeys:
    """The process's few open keys, each at most a minute old and only while the row still reads the same."""

    MOST, SECONDS = 64, 60.0

    def __init__(self) -> None:
        self._held: OrderedDict[UUID, tuple[float, bytes, KeyHandle]] = OrderedDict()
        self._lock = Lock()

    def get(self, pk: UUID, row: bytes) -> KeyHandle | None:
        with self._lock:
            oldest = time.monotonic() - self.SECONDS
            while self._held and next(iter(self._held.values()))[0] < oldest:
                self._held.popitem(last=False)
            found = self._held.get(pk)
            return found[2] if found and hmac.compare_digest(found[1], row) else None

    def put(self, pk: UUID, row: bytes, handle: KeyHandle) -> None:
        with self._lock:
            self._held.pop(pk, None)
            self._held[pk] = (time.monotonic(), row, handle)
            while len(self._held) > self.MOST:
                self._held.popitem(last=False)

    def drop(self, pk: UUID) -> None:
        with self._lock:
            self._held.pop(pk, None)


_open_keys = _OpenKeys()
