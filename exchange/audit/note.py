"""Signed notes and checkpoints: the texts by which the log commits to its tree (C2SP signed-note, vkey and tlog-checkpoint).

A note is a text with signature lines below it; a checkpoint is a note whose text is origin, size and root. Only Ed25519 is spoken
(signature type 1), and signatures of unknown keys are passed over as the specification demands. Where keys come from and where
notes are kept is settled elsewhere. A checkpoint bears no time: monitors cannot audit one.
"""

import base64
import binascii
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from exchange.audit.tree import HASH_SIZE

ED25519 = b"\x01"
MOST_SIGNATURES = 100
DASH = "\N{EM DASH} "

_NAME = re.compile(r"[^\s+\x00-\x20]+")
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")

Sign = Callable[[bytes], bytes]


class BadNote(ValueError):
    """The text is not a well-formed note, key or checkpoint, or no trusted key signed it; the message says which."""


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A named Ed25519 public key (32 bytes, RFC 8032), written `name+id+key`."""

    name: str
    public: bytes

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise BadNote("a key's name must not be empty nor hold spaces or a plus sign")
        if len(self.public) != 32:
            raise BadNote("an Ed25519 public key has 32 bytes")

    @property
    def id(self) -> bytes:
        """The four bytes that signature lines begin with."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{_encode(ED25519 + self.public)}"

    @classmethod
    def parse(cls, text: str) -> "VerifierKey":
        """Read a vkey; raises BadNote, also when its id is not that of its key."""
        name, plus, rest = text.partition("+")
        key_id, second_plus, encoded = rest.partition("+")
        if not plus or not second_plus:
            raise BadNote("a verifier key reads name+id+key")
        key = _decode(encoded)
        if key[:1] != ED25519:
            raise BadNote("only Ed25519 verifier keys are known")
        found = cls(name, key[1:])
        if found.id.hex() != key_id:
            raise BadNote("the id of the verifier key is not that of its name and key")
        return found


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: who, by which key, and what."""

    name: str
    key_id: bytes
    value: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A note taken apart; its text must not be believed before `verify()`."""

    text: str
    signatures: tuple[Signature, ...]

    @classmethod
    def parse(cls, note: str) -> "Note":
        """Take a note apart; raises BadNote."""
        if _CONTROL.search(note):
            raise BadNote("a note holds no control character but the newline")
        text, separator, lines = note.rpartition("\n\n")
        if not separator or not lines.endswith("\n"):
            raise BadNote("a note is a text, an empty line and signature lines, each ended by a newline")
        signatures = tuple(_signature(line) for line in lines[:-1].split("\n"))
        if len(signatures) > MOST_SIGNATURES:
            raise BadNote(f"a note with more than {MOST_SIGNATURES} signatures is not read")
        return cls(text + "\n", signatures)

    def verify(self, keys: Iterable[VerifierKey]) -> list[VerifierKey]:
        """The known keys that signed; raises BadNote if none did or if a known key's signature is wrong."""
        known = {(key.name, key.id): key for key in keys}
        signers: list[VerifierKey] = []
        for signature in self.signatures:
            key = known.get((signature.name, signature.key_id))
            if key is None or key in signers:
                continue
            try:
                Ed25519PublicKey.from_public_bytes(key.public).verify(signature.value, self.text.encode())
            except InvalidSignature as error:
                raise BadNote(f"the signature of {key.name} does not match the text") from error
            signers.append(key)
        if not signers:
            raise BadNote("no known key has signed this note")
        return signers


@dataclass(frozen=True, slots=True)
class TreeHead:
    """The body of a checkpoint: which log, how many entries, and the root over them."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The note text, ended by a newline."""
        return "".join(f"{line}\n" for line in (self.origin, str(self.size), _encode(self.root), *self.extensions))

    @classmethod
    def parse(cls, text: str) -> "TreeHead":
        """Read a note text as a checkpoint body; raises BadNote."""
        lines = text.removesuffix("\n").split("\n")
        if not text.endswith("\n") or len(lines) < 3 or not all(lines):
            raise BadNote("a checkpoint has at least three lines, none of them empty: origin, size and root")
        origin, size, root, *extensions = lines
        if not _DECIMAL.fullmatch(size):
            raise BadNote("the size in a checkpoint is a decimal number without leading zeros")
        root_hash = _decode(root)
        if len(root_hash) != HASH_SIZE:
            raise BadNote(f"the root in a checkpoint has {HASH_SIZE} bytes")
        return cls(origin, int(size), root_hash, tuple(extensions))


def sign_note(text: str, key: VerifierKey, sign: Sign) -> str:
    """The note of `text` with one signature line; `sign` answers the Ed25519 signature that belongs to `key`."""
    if not text.endswith("\n") or _CONTROL.search(text):
        raise BadNote("the text of a note ends in a newline and holds no other control character")
    return f"{text}\n{DASH}{key.name} {_encode(key.id + sign(text.encode()))}\n"


def read_checkpoint(note: str, keys: Iterable[VerifierKey], origin: str | None = None) -> TreeHead:
    """The tree head a known key has signed, of the given log if one is named; raises BadNote otherwise."""
    parsed = Note.parse(note)
    parsed.verify(keys)
    head = TreeHead.parse(parsed.text)
    if origin is not None and head.origin != origin:
        raise BadNote(f"the checkpoint is of another log: {head.origin}")
    return head


def _signature(line: str) -> Signature:
    name, space, encoded = line.removeprefix(DASH).partition(" ")
    if not line.startswith(DASH) or not space or not _NAME.fullmatch(name):
        raise BadNote("a signature line reads: dash, name of the key, signature")
    raw = _decode(encoded)
    if len(raw) < 5:
        raise BadNote("a signature is four bytes of key id and at least one of signature")
    return Signature(name, raw[:4], raw[4:])


def _encode(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _decode(text: str) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadNote("a part that should be base64 is not") from error
    # Two spellings of the same bytes would make one note look like two.
    if _encode(raw) != text:
        raise BadNote("a part that should be base64 is not in its one proper form")
    return raw
