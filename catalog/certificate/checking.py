"""Is this certificate the exchange's, unchanged and in force? Asked with the credential's text, the number, or the QR code's address.

First the signature, then the record, then the state; what was not signed by a known key proves nothing, and nothing of it is shown.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.utils.translation import gettext_noop

from catalog.certificate import issuer
from catalog.certificate.models import Certificate
from catalog.certificate.states import State
from catalog.rules.sources import RELEASE, platform
from kernel import clock, keys
from kernel.canonical import NotCanonical, parse
from kernel.decision import Certainty, Citation, Decision, Outcome, Reason, Say, refuse, unknown

LONGEST = 64 * 1024
NUMBER = re.compile(r"DRC-[0-9]{4}-[0-9A-HJKMNP-TV-Z]{10}")
_COMPACT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*")
_ADDRESS = re.compile(r"https?://\S+")
SIGNED = Citation("RFC 7515", "5.2", Certainty.PLATFORM)
TITLES = {
    Outcome.PERMITTED: Say(gettext_noop("Yes: this certificate is the exchange's and in force")),
    Outcome.REFUSED: Say(gettext_noop("No: this certificate does not hold")),
    Outcome.UNKNOWN: Say(gettext_noop("Cannot be told: no known key has signed this")),
}
ENDS = {
    State.EXPIRED: ("expired", gettext_noop("The exchange issued certificate %(number)s; its last day was %(day)s.")),
    State.REVOKED: ("revoked", gettext_noop("The exchange revoked certificate %(number)s. Reason: %(reason)s")),
    State.REPLACED: ("replaced", gettext_noop("The exchange issued a later certificate of the same dataset in the place of %(number)s.")),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """`signed` is what was signed, as text, empty unless the signature holds; `steps` what was found on the way, without the answer."""

    decision: Decision
    steps: tuple[Say, ...] = ()
    signed: str = ""

    @property
    def title(self) -> Say:
        return TITLES[self.decision.outcome]


def recognised(text: str) -> bool:
    """Whether this claims to be a certificate: in the compact form, a number, or an address with one."""
    found = "".join(text.split())
    return len(found) <= LONGEST and bool(NUMBER.fullmatch(found.upper()) or _COMPACT.fullmatch(found) or _ADDRESS.fullmatch(found))


def check(text: str) -> Checked:
    """Any text gets an answer; the lines of a wrapped one are joined."""
    found = "".join(text.split())
    if len(found) > LONGEST:
        return _no("long", Say(gettext_noop("This is longer than any certificate.")))
    if _ADDRESS.fullmatch(found):
        found = _of_address(found)
    if NUMBER.fullmatch(found.upper()):
        return _by_number(found.upper())
    return _by_signature(found)


def _of_address(address: str) -> str:
    """The number in an address of ours; "" when there is none."""
    try:
        parts = urlsplit(address)
        given = parse_qs(parts.query, max_num_fields=20).get("certificate", [""])[0]
    except ValueError:
        return ""
    named = NUMBER.search(parts.path)
    return given or (named.group() if named else "")


def _by_number(number: str) -> Checked:
    row = Certificate.objects.filter(number=number).first()  # drawn at random: who knows it was shown the certificate
    if row is None:
        return _no("record", Say(gettext_noop("The exchange has issued no certificate %(number)s."), {"number": number}))
    return _standing(row)


def _by_signature(text: str) -> Checked:
    try:
        head, content, signature = text.split(".")
        header, said = parse(_bytes(head)), parse(_bytes(content))
        form = (header["typ"], header["alg"])
        address, number = str(header["kid"]), str(said["credentialSubject"]["certificateNumber"])
        mark = _bytes(signature)
    except (NotCanonical, KeyError, TypeError, ValueError, binascii.Error):
        return _no("form", Say(gettext_noop("This is not a certificate. Paste the whole text of its credential, its number, or the address in its QR code.")))
    if form != (issuer.VC_JWT, "EdDSA"):
        return _no("form", Say(gettext_noop("Only certificates of the type vc+jwt with an EdDSA signature are known.")))
    public = issuer.known_keys().get(address)
    if public is None:
        finding = Say(gettext_noop("It is signed with a key that is not this exchange's, so it proves nothing here."))
        return Checked(unknown(_reason("key", finding, Say(gettext_noop("Ask whoever issued it.")))))
    if not keys.verify(public, mark, f"{head}.{content}".encode()):
        return _changed()
    row = Certificate.objects.filter(number=number).first()
    if row is None:
        return _no("record", Say(gettext_noop("The exchange has issued no certificate %(number)s."), {"number": number}))
    if row.credential != text:  # the same bytes can be written in base64url in more than one way
        return _changed()
    return _standing(row, said)


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def _standing(row: Certificate, said: Any = None) -> Checked:
    today = clock.today()
    steps = (Say(gettext_noop("The exchange's key has signed this text, and it stands on record word by word.")),) if said else ()
    shown = json.dumps(said, ensure_ascii=False, indent=1) if said else ""
    values = {"number": str(row.number), "day": str(row.valid_until), "reason": row.reason}
    state = State(row.standing(today))
    if state in ENDS:
        rule, finding = ENDS[state]
        return Checked(refuse(_reason(rule, Say(finding, values))), steps, shown)
    finding_ = Say(gettext_noop("The exchange issued certificate %(number)s, and it is in force until %(day)s."), values)
    return Checked(Decision(Outcome.PERMITTED, (_reason("in_force", finding_),)), steps, shown)


def _changed() -> Checked:
    return _no("signature", Say(gettext_noop("The signature does not match: the text was changed after it was signed.")))


def _reason(rule: str, finding: Say, remedy: Say | None = None) -> Reason:
    return Reason(f"certificate.{rule}", RELEASE, finding, (SIGNED, platform("certificates")), remedy)


def _no(rule: str, finding: Say) -> Checked:
    return Checked(refuse(_reason(rule, finding)))
