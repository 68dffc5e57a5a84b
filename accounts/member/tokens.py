"""Invitation tokens: derived from the site's secret, kept as a digest, never stored in clear.

Deriving lets the mailing task write the link without the database ever holding it: who reads the tables alone cannot join.
"""

from __future__ import annotations

import base64
import hashlib
from uuid import UUID

from django.utils.crypto import salted_hmac

SALT = "accounts.member.invitation"


def token_of(invitation: UUID) -> str:
    """43 characters, safe in an address."""
    digest = salted_hmac(SALT, str(invitation), algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
