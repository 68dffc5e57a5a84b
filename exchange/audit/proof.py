"""The proof that one event is in the log: its JSON, and the check that anyone can repeat without this exchange.

`check_proof` needs the text and the log's verifier keys, nothing else: no database, no network, no clock. It answers in steps,
each in plain words, and never says yes unless the signature was checked first: a path to an unsigned root proves nothing.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop

from exchange.audit.note import BadNote, Note, TreeHead, VerifierKey
from exchange.audit.tree import BadProof, leaf_hash, root_from_inclusion
from kernel.canonical import NotCanonical, parse
from kernel.decision import Certainty, Citation, Decision, Outcome, Reason, Say, refuse, unknown

FORMAT = "event-proof/1"
VERSION = "1"
LONGEST_TEXT = 256 * 1024
LONGEST_PATH = 64

NOTE = Citation("C2SP", "signed-note", Certainty.PLATFORM)
CHECKPOINT = Citation("C2SP", "tlog-checkpoint", Certainty.PLATFORM)
LEAF = Citation("RFC 6962", "2.1", Certainty.PLATFORM)
PATH = Citation("RFC 9162", "2.1.3.2", Certainty.PLATFORM)


@dataclass(frozen=True, slots=True)
class EventProof:
    """`payload` is the event's text to the byte, `index` its place, `path` the audit path, `checkpoint` a signed note."""

    event: str
    payload: str
    index: int
    path: tuple[bytes, ...]
    checkpoint: str

    def as_json(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "event": {"id": self.event, "payload": self.payload},
            "index": self.index,
            "leaf_hash": leaf_hash(self.payload.encode()).hex(),
            "path": [base64.b64encode(item).decode() for item in self.path],
            "checkpoint": self.checkpoint,
        }

    @classmethod
    def parse(cls, text: str) -> EventProof:
        """Read a proof's JSON; raises BadProof."""
        if len(text) > LONGEST_TEXT:
            raise BadProof("it is longer than any proof")
        try:
            value = parse(text)
        except NotCanonical as error:
            raise BadProof(str(error)) from error
        match value:
            case {"format": str(form), "event": {"id": str(event), "payload": str(payload)}, "index": int(index), "path": list(path), "checkpoint": str(note)}:
                pass
            case _:
                raise BadProof("a proof has format, event (id, payload), index, path and checkpoint")
        if form != FORMAT or isinstance(index, bool) or len(path) > LONGEST_PATH:
            raise BadProof(f"only proofs of format {FORMAT} are known")
        try:
            return cls(event, payload, index, tuple(base64.b64decode(item, validate=True) for item in path), note)
        except (binascii.Error, ValueError, TypeError) as error:
            raise BadProof("the path holds something that is not base64") from error


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was checked: holds ("done"), fails ("stop") or cannot be told ("wait")."""

    text: Say
    state: str
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Permitted: the event is in the log. Refused: it is not, or not so. Unknown: nobody known has signed.

    What other slices sign is judged in the same shape, with a `title` of its own and the signed `text` as it is shown."""

    decision: Decision
    steps: tuple[Step, ...] = ()
    proof: EventProof | None = None
    head: TreeHead | None = None
    title: Say | None = None
    text: str = ""

    @property
    def holds(self) -> bool:
        return self.decision.permitted


def check_proof(text: str, keys: Sequence[VerifierKey]) -> Verdict:
    """Judge the pasted text of a proof against the keys one trusts."""
    try:
        proof = EventProof.parse(text)
    except BadProof as error:
        return _no((), None, "form", Say(gettext_noop("This is not a proof: %(why)s."), {"why": error}))
    try:
        note = Note.parse(proof.checkpoint)
        head = TreeHead.parse(note.text)
    except BadNote as error:
        return _no((), proof, "checkpoint", Say(gettext_noop("Its checkpoint cannot be read: %(why)s."), {"why": error}), CHECKPOINT)
    return _signature(proof, note, head, keys)


def _signature(proof: EventProof, note: Note, head: TreeHead, keys: Sequence[VerifierKey]) -> Verdict:
    ours = [key for key in keys if key.name == head.origin]
    known = {(key.name, key.id) for key in ours}
    if not any((line.name, line.key_id) in known for line in note.signatures):
        finding = Say(gettext_noop("None of the keys of this log has signed the checkpoint, so it proves nothing. It names the log %(log)s."), {"log": head.origin})
        remedy = Say(gettext_noop("Check it where that log publishes its key, or ask for a new proof here."))
        reason = Reason("log.proof.signature", VERSION, finding, (NOTE,), remedy)
        return Verdict(unknown(reason), (Step(finding, "wait"),), proof, head)
    try:
        signer = note.verify(ours)[0]
    except BadNote:
        finding = Say(gettext_noop("The signature does not match the checkpoint: the checkpoint was changed after it was signed, or never signed by this log."))
        return _no((Step(finding, "stop"),), proof, "signature", finding, NOTE)
    signed = Say(
        gettext_noop("The log %(log)s has signed that its first %(size)s entries have this root (key %(key)s)."),
        {"log": head.origin, "size": head.size, "key": signer.id.hex()},
    )
    return _inclusion(proof, head, (Step(signed, "done", head.root.hex()),))


def _inclusion(proof: EventProof, head: TreeHead, steps: tuple[Step, ...]) -> Verdict:
    leaf = leaf_hash(proof.payload.encode())
    named = _id_in(proof.payload)
    if named != proof.event:
        finding = Say(gettext_noop("The text is not that of event %(event)s."), {"event": proof.event})
        return _no((*steps, Step(finding, "stop", leaf.hex())), proof, "event", finding, LEAF, head)
    steps = (*steps, Step(Say(gettext_noop("The text of event %(event)s has this hash."), {"event": proof.event}), "done", leaf.hex()))
    try:
        root = root_from_inclusion(leaf, proof.index, head.size, proof.path)
    except BadProof as error:
        finding = Say(gettext_noop("The path does not fit place %(index)s of %(size)s: %(why)s."), {"index": proof.index, "size": head.size, "why": error})
        return _no((*steps, Step(finding, "stop")), proof, "path", finding, PATH, head)
    if root != head.root:
        finding = Say(gettext_noop("Text and path lead to another root than the one that was signed: the text, its place or the path was changed."))
        return _no((*steps, Step(finding, "stop", root.hex())), proof, "path", finding, PATH, head)
    led = Say(gettext_noop("Text and path lead to the root that was signed."))
    finding = Say(
        gettext_noop("Event %(event)s is in the log, at place %(index)s of its first %(size)s entries, word by word as shown."),
        {"event": proof.event, "index": proof.index, "size": head.size},
    )
    decision = Decision(Outcome.PERMITTED, (Reason("log.proof.inclusion", VERSION, finding, (PATH, CHECKPOINT)),))
    return Verdict(decision, (*steps, Step(led, "done", root.hex())), proof, head)


def _id_in(payload: str) -> str | None:
    try:
        value = parse(payload)
    except NotCanonical:
        return None
    found = value.get("id") if isinstance(value, dict) else None
    return found if isinstance(found, str) else None


def _no(
    steps: tuple[Step, ...], proof: EventProof | None, rule: str, finding: Say, cite: Citation | None = None, head: TreeHead | None = None
) -> Verdict:
    reason = Reason(f"log.proof.{rule}", VERSION, finding, (cite,) if cite else ())
    return Verdict(refuse(reason), steps or (Step(finding, "stop"),), proof, head)
