"""The clearance as a credential: canonical JSON signed with the exchange's key, which anyone can check without asking for anything.

What is signed is the scope and what it rests on, with organizations under their registered names and no person. A signature says
that the exchange issued it; whether it is still in force only the exchange can say, and `check` says both.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop

from exchange.audit.proof import Step, Verdict
from exchange.clearance.models import Clearance
from exchange.clearance.states import State
from kernel import clock, keys
from kernel.canonical import NotCanonical, canonical, parse
from kernel.decision import Certainty, Citation, Decision, Outcome, Reason, Say, refuse, unknown
from kernel.models import Key

FORMAT = "clearance/1"
PURPOSE = "clearance"
VERSION = "1"
CITE = Citation("platform rules", "credentials", Certainty.PLATFORM)


def sign(body: dict[str, Any]) -> str:
    """The credential's text."""
    key = keys.current(PURPOSE)
    signature = key.sign(canonical({"format": FORMAT, "clearance": body}))
    return canonical(
        {
            "format": FORMAT, "clearance": body, "key": base64.b64encode(key.public).decode(), "signature": base64.b64encode(signature).decode(),
        }
    ).decode()  # fmt: skip


@dataclass(frozen=True, slots=True)
class Checked:
    """`body` is what was signed, empty unless the signature holds."""

    decision: Decision
    body: dict[str, Any]


def verdict(text: str) -> Verdict:
    """The same for the page on which anyone checks what the exchange has signed."""
    found = check(text)
    titles = {
        Outcome.PERMITTED: Say(gettext_noop("Yes: this clearance is the exchange's and in force")),
        Outcome.REFUSED: Say(gettext_noop("No: this clearance cannot be used")),
        Outcome.UNKNOWN: Say(gettext_noop("Cannot be told: no known key has signed this")),
    }
    looks = {Outcome.PERMITTED: "done", Outcome.REFUSED: "stop", Outcome.UNKNOWN: "wait"}
    outcome = found.decision.outcome
    steps = [Step(Say(gettext_noop("The exchange's key has signed this text.")), "done")] if found.body else []
    steps.append(Step(found.decision.reasons[0].finding, looks[outcome]))
    shown = json.dumps(found.body, ensure_ascii=False, indent=1) if found.body else ""
    return Verdict(found.decision, tuple(steps), title=titles[outcome], text=shown)


def check(text: str) -> Checked:
    """Whether the exchange signed this, and whether it is in force now."""
    try:
        given = parse(text)
        body, public = given["clearance"], base64.b64decode(given["key"], validate=True)
        signature = base64.b64decode(given["signature"], validate=True)
        signed = canonical({"format": given["format"], "clearance": body})
        number = str(body["number"])
    except (NotCanonical, KeyError, TypeError, ValueError, binascii.Error):
        return _no("form", Say(gettext_noop("This is not a clearance: it has format, clearance, key and signature.")))
    if given["format"] != FORMAT:
        return _no("form", Say(gettext_noop("Only clearances of format %(format)s are known."), {"format": FORMAT}))
    if not Key.objects.filter(purpose=PURPOSE, organization=None, public=public).exists():
        finding = Say(gettext_noop("It is signed with a key that is not this exchange's, so it proves nothing here."))
        return Checked(unknown(Reason("credential.key", VERSION, finding, (CITE,), Say(gettext_noop("Ask whoever issued it.")))), {})
    if not keys.verify(public, signature, signed):
        return _no("signature", Say(gettext_noop("The signature does not match: the text was changed after it was signed.")))
    return _standing(number, body)


def _standing(number: str, body: dict[str, Any]) -> Checked:
    row = Clearance.objects.filter(number=number).first()
    today = clock.today()
    if row is None or row.state != State.ISSUED or row.ended(today):
        state = "expired" if row is not None and row.state == State.ISSUED else row.state if row is not None else "unknown"
        finding = Say(gettext_noop("The exchange issued clearance %(number)s; it is not in force now: %(state)s."), {"number": number, "state": Say(state)})
        return Checked(refuse(Reason("credential.state", VERSION, finding, (CITE,))), body)
    finding = Say(gettext_noop("The exchange issued clearance %(number)s, and it is in force until %(day)s."), {"number": number, "day": row.valid_until.isoformat()})
    return Checked(Decision(Outcome.PERMITTED, (Reason("credential.in_force", VERSION, finding, (CITE,)),)), body)


def _no(rule: str, finding: Say) -> Checked:
    return Checked(refuse(Reason(f"credential.{rule}", VERSION, finding, (CITE,))), {})
