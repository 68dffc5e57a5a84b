"""Signed notes, verifier keys and checkpoints against the published examples."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings, strategies as st

from exchange.audit.note import MOST_SIGNATURES, BadNote, Note, TreeHead, VerifierKey, read_checkpoint, sign_note

# Source: the example in C2SP signed-note.md.
SPEC_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
SPEC_NOTE = (
    "This is an example message.\n\n"
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
# Source: the example of the Go package golang.org/x/mod/sumdb/note, the origin of the format.
GO_SEED = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
GO_NOTE = (
    f"{GO_TEXT}\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
# Source: the example in C2SP tlog-checkpoint.md; its signing key is not published, so only its form can be read.
CHECKPOINT = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
)

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = VerifierKey("log.example", PRIVATE.public_key().public_bytes_raw())


def test_the_specification_s_example_verifies() -> None:
    key = VerifierKey.parse(SPEC_KEY)
    assert str(key) == SPEC_KEY
    note = Note.parse(SPEC_NOTE)
    assert note.text == "This is an example message.\n"
    assert note.verify([key]) == [key]


def test_go_s_example_is_signed_to_the_byte() -> None:
    private = Ed25519PrivateKey.from_private_bytes(base64.b64decode(GO_SEED)[1:])
    key = VerifierKey("PeterNeumann", private.public_key().public_bytes_raw())
    assert str(key) == GO_KEY
    assert sign_note(GO_TEXT, key, private.sign) == GO_NOTE
    assert Note.parse(GO_NOTE).verify([VerifierKey.parse(GO_KEY)]) == [key]


def test_the_specification_s_checkpoint_reads_and_writes_the_same() -> None:
    note = Note.parse(CHECKPOINT)
    head = TreeHead.parse(note.text)
    assert (head.origin, head.size, len(head.root), head.extensions) == ("example.com/behind-the-sofa", 20852163, 32, ())
    assert head.text == note.text
    assert note.signatures[0].name == head.origin


@pytest.mark.parametrize(
    "note",
    [
        "", "no signature\n", "text\n\n", "text\n\nnot a signature\n", SPEC_NOTE.removesuffix("\n"), SPEC_NOTE.replace("— ", "- "),
        SPEC_NOTE.replace("QM=", "QM"), SPEC_NOTE.replace("QM=", "QN="), SPEC_NOTE.replace("example.com/foo", "exa+mple"),
        SPEC_NOTE.replace("\n", "\r\n"), SPEC_NOTE.replace("example message", "example\x00message"), "text\n\n— name AAAA\n",
        SPEC_NOTE + SPEC_NOTE.partition("\n\n")[2] * MOST_SIGNATURES,
    ],
)  # fmt: skip
def test_malformed_notes_are_refused(note: str) -> None:
    with pytest.raises(BadNote):
        Note.parse(note).verify([VerifierKey.parse(SPEC_KEY)])


@pytest.mark.parametrize(
    "key",
    [
        "", "name", "name+00000000", SPEC_KEY.replace("530d903a", "530d903b"), SPEC_KEY.replace("foo", "bar"), SPEC_KEY.replace("AekyeRrm", "AgkyeRrm"),
        "with space" + SPEC_KEY.removeprefix("example.com/foo"), SPEC_KEY + "=", SPEC_KEY.replace("+AekyeRr", "+BOkyeRr"), "a+00000000+AQ==",
    ],
)  # fmt: skip
def test_malformed_verifier_keys_are_refused(key: str) -> None:
    with pytest.raises(BadNote):
        VerifierKey.parse(key)


@pytest.mark.parametrize(
    "text",
    [
        "origin\n1\n", "origin\n01\n" + "A" * 43 + "=\n", "origin\n-1\n" + "A" * 43 + "=\n", "origin\n1\nAAAA\n", "\n1\n" + "A" * 43 + "=\n",
        "origin\n1\n" + "A" * 43 + "=", "origin\n1\n" + "A" * 43 + "=\n\nextension\n", "origin\n\u0661\n" + "A" * 43 + "=\n",
    ],
)  # fmt: skip
def test_malformed_checkpoints_are_refused(text: str) -> None:
    with pytest.raises(BadNote):
        TreeHead.parse(text)


def test_extension_lines_are_kept() -> None:
    head = TreeHead("log.example", 0, bytes(32), ("seen by nobody",))
    assert TreeHead.parse(head.text) == head


def test_signatures_of_strangers_are_passed_over_and_a_known_key_s_wrong_one_is_not() -> None:
    stranger = Ed25519PrivateKey.from_private_bytes(bytes(32))
    other = VerifierKey("witness.example", stranger.public_key().public_bytes_raw())
    text = TreeHead("log.example", 1, bytes(32)).text
    own, foreign = sign_note(text, KEY, PRIVATE.sign), sign_note(text, other, stranger.sign)
    both = own + foreign.partition("\n\n")[2]
    assert Note.parse(both).verify([KEY]) == [KEY]
    assert Note.parse(both).verify([other, KEY]) == [KEY, other]
    with pytest.raises(BadNote, match="no known key"):
        Note.parse(foreign).verify([KEY])
    forged = own + sign_note("other text\n", other, stranger.sign).partition("\n\n")[2]
    with pytest.raises(BadNote, match="does not match"):
        Note.parse(forged).verify([KEY, other])


def test_a_checkpoint_of_another_log_is_refused() -> None:
    note = sign_note(TreeHead("log.example", 1, bytes(32)).text, KEY, PRIVATE.sign)
    assert read_checkpoint(note, [KEY], "log.example").size == 1
    with pytest.raises(BadNote, match="another log"):
        read_checkpoint(note, [KEY], "other.example")


def test_a_text_that_could_not_be_read_back_is_not_signed() -> None:
    for text in ("no newline", "tab\there\n"):
        with pytest.raises(BadNote):
            sign_note(text, KEY, PRIVATE.sign)


@settings(deadline=None)
@given(st.integers(0, 2**63 - 1), st.binary(min_size=32, max_size=32), st.data())
def test_any_changed_byte_of_a_checkpoint_is_noticed(size: int, root: bytes, data: st.DataObject) -> None:
    head = TreeHead("log.example", size, root)
    note = sign_note(head.text, KEY, PRIVATE.sign)
    assert read_checkpoint(note, [KEY], "log.example") == head
    raw = bytearray(note.encode())
    place = data.draw(st.integers(0, len(raw) - 1))
    raw[place] ^= data.draw(st.integers(1, 255))
    try:
        changed = raw.decode()
    except UnicodeDecodeError:
        return
    with pytest.raises(BadNote):
        read_checkpoint(changed, [KEY], "log.example")
