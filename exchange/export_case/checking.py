"""A letter pasted at /check/: whether the exchange signed just these words, and whose decision they are."""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import Any

from django.utils.translation import gettext_noop

from exchange.audit.proof import Step, Verdict
from exchange.export_case.letters import PURPOSE, statement
from exchange.export_case.models import Letter
from exchange.export_case.words import WHOSE
from kernel import keys
from kernel.canonical import NotCanonical, parse
from kernel.decision import Certainty, Citation, Decision, Outcome, Reason, Say, refuse, unknown
from kernel.models import Key

VERSION = "1"
CITE = Citation("platform rules", "letters", Certainty.PLATFORM)
SIGNED = ("number", "case", "kind", "whose", "at", "text_zh", "text_en")


def verdict(text: str) -> Verdict:
    """Yes, no, or signed by a key that is none of this exchange's; what is shown is only what the signature covers."""
    try:
        given: Any = parse(text)
        said = {name: str(given[name]) for name in SIGNED}
        public, signature = (base64.b64decode(given[name], validate=True) for name in ("public_key", "signature"))
    except (NotCanonical, KeyError, TypeError, ValueError, binascii.Error):
        return _no("form", Say(gettext_noop("This is not a letter: it has number, case, both texts, key and signature.")))
    signed = statement(**said)
    if not Key.objects.filter(purpose=PURPOSE, organization=None, public=public).exists():
        finding = Say(gettext_noop("It is signed with a key that is not this exchange's, so it proves nothing here."))
        return Verdict(unknown(Reason("letter.key", VERSION, finding, (CITE,), Say(gettext_noop("Ask whoever issued it.")))), (Step(finding, "wait"),), title=_title(Outcome.UNKNOWN))
    if not keys.verify(public, signature, signed):
        return _no("signature", Say(gettext_noop("The signature does not match: the text was changed after it was signed.")))
    digest = hashlib.sha256(signed).hexdigest()
    if not Letter.objects.filter(number=said["number"], digest=digest).exists():
        return _no("record", Say(gettext_noop("The exchange has no such letter on record.")))
    finding = Say(gettext_noop("The exchange's key has signed letter %(number)s, and it stands on record."), {"number": said["number"]})
    head, meaning = WHOSE.get(said["whose"], ("", ""))
    steps = (Step(finding, "done", digest), Step(Say(head), "done"), Step(Say(meaning), "done"))
    shown = f"{said['text_zh']}\n{said['text_en']}"
    return Verdict(Decision(Outcome.PERMITTED, (Reason("letter.holds", VERSION, finding, (CITE,)),)), steps, title=_title(Outcome.PERMITTED), text=shown)


def _title(outcome: Outcome) -> Say:
    return {
        Outcome.PERMITTED: Say(gettext_noop("Yes: this letter is the exchange's")),
        Outcome.REFUSED: Say(gettext_noop("No: this letter does not hold")),
        Outcome.UNKNOWN: Say(gettext_noop("Cannot be told: no known key has signed this")),
    }[outcome]


def _no(rule: str, finding: Say) -> Verdict:
    return Verdict(refuse(Reason(f"letter.{rule}", VERSION, finding, (CITE,))), (Step(finding, "stop"),), title=_title(Outcome.REFUSED))
