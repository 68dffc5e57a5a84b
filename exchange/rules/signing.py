"""What is signed: the digest of the agreement's canonical form, and the exact line a key signs for one side.

The digest covers parties, subject, terms, both texts and the ODRL policy, so no face can be swapped after signing. The line
names its use and side: a signature made for one can never stand for the other.
"""

from __future__ import annotations

import hashlib
from typing import Any

from exchange.rules.faces import odrl, text
from exchange.rules.faces.deal import Deal
from exchange.rules.terms import Terms
from kernel.canonical import canonical

PROVIDER, CONSUMER = "provider", "consumer"
SIDES = (PROVIDER, CONSUMER)


def document(terms: Terms, deal: Deal) -> dict[str, Any]:
    """The whole agreement as one JSON value."""
    return {
        "type": "shugang-agreement-1",
        "deal": deal.as_json(),
        "terms": terms.as_json(),
        "text_zh": text.chinese(terms, deal),
        "text_en": text.english(terms, deal),
        "odrl": odrl.agreement(terms, deal),
    }


def digest(terms: Terms, deal: Deal) -> str:
    """SHA-256 of the document's RFC 8785 bytes, in hex."""
    return hashlib.sha256(canonical(document(terms, deal))).hexdigest()


def statement(agreement: str, side: str, sha256: str) -> bytes:
    """The bytes a key signs for one side of an agreement."""
    return f"shugang agreement signature 1\n{agreement}\n{side}\n{sha256}\n".encode()


def possession(organization: str, public_key: str) -> bytes:
    """The bytes a key signs to show that its holder registers it for this organization. `public_key` is base64."""
    return f"shugang signing key registration 1\n{organization}\n{public_key}\n".encode()
