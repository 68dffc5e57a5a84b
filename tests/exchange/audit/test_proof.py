"""The offline check of a proof: yes only for what was sealed, and a reason in words for every no."""

from __future__ import annotations

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.utils import translation
from hypothesis import given, settings, strategies as st

from exchange.audit.note import TreeHead, VerifierKey, sign_note
from exchange.audit.proof import EventProof, check_proof
from exchange.audit.tree import Frontier, inclusion_proof, leaf_hash
from kernel.canonical import canonical
from kernel.decision import Outcome

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(32))
KEY = VerifierKey("log.example", PRIVATE.public_key().public_bytes_raw())
PAYLOADS = [canonical({"id": str(number), "name": "tests.happened", "data": {"名": number}}).decode() for number in range(1, 12)]


def proof(index: int = 4, size: int = 11) -> dict[str, Any]:
    nodes: dict[tuple[int, int], bytes] = {}
    frontier = Frontier()
    for payload in PAYLOADS[:size]:
        nodes |= {(level, place): value for level, place, value in frontier.add(leaf_hash(payload.encode()))}
    path = inclusion_proof(index, size, lambda level, place: nodes[level, place])
    note = sign_note(TreeHead("log.example", size, frontier.root()).text, KEY, PRIVATE.sign)
    return EventProof(str(index + 1), PAYLOADS[index], index, tuple(path), note).as_json()


def verdict(value: object, *keys: VerifierKey) -> tuple[Outcome, str, str]:
    found = check_proof(value if isinstance(value, str) else json.dumps(value), keys or (KEY,))
    reason = found.decision.reasons[0]
    return found.decision.outcome, reason.rule, str(reason.finding)


@pytest.mark.parametrize(("index", "size"), [(0, 1), (4, 11), (10, 11), (7, 8)])
def test_a_true_proof_holds(index: int, size: int) -> None:
    found = check_proof(json.dumps(proof(index, size)), [KEY])
    assert found.holds
    assert [step.state for step in found.steps] == ["done"] * 3
    with translation.override("en"):
        assert f"Event {index + 1} is in the log, at place {index} of its first {size} entries" in str(found.decision.reasons[0].finding)


def test_without_a_known_key_nothing_is_proved() -> None:
    stranger = VerifierKey("log.example", Ed25519PrivateKey.from_private_bytes(bytes([1] * 32)).public_key().public_bytes_raw())
    assert verdict(proof(), stranger)[:2] == (Outcome.UNKNOWN, "log.proof.signature")
    assert check_proof(json.dumps(proof()), []).decision.outcome is Outcome.UNKNOWN


def test_a_key_of_another_log_does_not_count() -> None:
    other = VerifierKey("other.example", KEY.public)
    assert verdict(proof(), other)[0] is Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (lambda p: p["event"].update(payload=p["event"]["payload"].replace("happened", "invented")), "path"),
        (lambda p: p["event"].update(payload=PAYLOADS[5]), "event"),
        (lambda p: p["event"].update(payload="not json"), "event"),
        (lambda p: p["event"].update(id="6"), "event"),
        (lambda p: p.update(index=5), "path"),
        (lambda p: p.update(index=11), "path"),
        (lambda p: p.update(index=-1), "path"),
        (lambda p: p.update(path=p["path"][:-1]), "path"),
        (lambda p: p.update(path=[*p["path"], p["path"][0]]), "path"),
        (lambda p: p.update(path=["AAAA", *p["path"][1:]]), "path"),
        (lambda p: p.update(path=["?"]), "form"),
        (lambda p: p.update(path=[1]), "form"),
        (lambda p: p.update(index=True), "form"),
        (lambda p: p.update(index="4"), "form"),
        (lambda p: p.update(format="event-proof/2"), "form"),
        (lambda p: p.pop("checkpoint"), "form"),
        (lambda p: p.update(checkpoint=p["checkpoint"].replace("\n11\n", "\n12\n")), "signature"),
        (lambda p: p.update(checkpoint="nothing"), "checkpoint"),
    ],
)
def test_a_changed_proof_is_refused_with_its_reason(change: Any, rule: str) -> None:
    value = proof()
    change(value)
    outcome, found, words = verdict(value)
    assert (outcome, found) == (Outcome.REFUSED, f"log.proof.{rule}")
    assert "%(" not in words


@pytest.mark.parametrize("text", ["", "hello", "[]", "null", "{}", "9" * 300_000, "[" * 5000, '{"format":"event-proof/1","format":"x"}', "\x00", '{"a":NaN}'])
def test_anything_else_is_no_proof(text: str) -> None:
    assert verdict(text)[:2] == (Outcome.REFUSED, "log.proof.form")


@settings(deadline=None)
@given(st.data())
def test_one_changed_byte_never_passes_for_another_truth(data: st.DataObject) -> None:
    text = json.dumps(proof(), ensure_ascii=False)
    raw = bytearray(text.encode())
    place = data.draw(st.integers(0, len(raw) - 1))
    raw[place] ^= data.draw(st.integers(1, 255))
    try:
        changed = raw.decode()
    except UnicodeDecodeError:
        return
    found = check_proof(changed, [KEY])
    # a changed byte outside of what is proved (white space, the informative leaf hash) may pass, but the proved text is the sealed one
    if found.holds:
        assert found.proof is not None
        assert (found.proof.payload, found.proof.index) == (PAYLOADS[4], 4)
