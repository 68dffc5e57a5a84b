"""The exchange as the issuer of credentials: its did:web, its document of keys, and compact signatures (RFC 7515, EdDSA).

One key signs certificates and their status lists. Older keys stay in the document, so that what they signed can be verified on.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings

from kernel import keys
from kernel.canonical import canonical
from kernel.models import Key

PURPOSE = "certificate"
VC_JWT = "vc+jwt"
MEDIA_TYPE = "application/vc+jwt"


def did() -> str:
    """did:web of the address people open; the colon of a port is percent-encoded (did:web, 3.2)."""
    return f"did:web:{quote(urlsplit(settings.PUBLIC_URL).netloc, safe='.-')}"


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def jwk(public: bytes) -> dict[str, str]:
    """An Ed25519 key as RFC 8037 writes it."""
    return {"crv": "Ed25519", "kty": "OKP", "x": b64(public)}


def kid(public: bytes) -> str:
    """The key's address in the document: its RFC 7638 thumbprint, so that it never changes and is never used again."""
    return f"{did()}#{b64(hashlib.sha256(canonical(jwk(public))).digest())}"


def known_keys() -> dict[str, bytes]:
    """Every key that ever signed certificates, by its address."""
    rows = Key.objects.filter(purpose=PURPOSE, organization=None).order_by("created").values_list("public", flat=True)
    return {kid(bytes(public)): bytes(public) for public in rows if public}


def document() -> dict[str, Any]:
    """The DID document, with a first key made if there is none yet."""
    found = known_keys()
    if not found:
        public = keys.current(PURPOSE).public
        found = {kid(public): public}
    methods = [{"id": address, "type": "JsonWebKey", "controller": did(), "publicKeyJwk": jwk(public) | {"alg": "EdDSA", "use": "sig"}} for address, public in found.items()]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"], "id": did(), "verificationMethod": methods, "assertionMethod": list(found),
        "authentication": list(found),
    }  # fmt: skip


def sign(credential: Mapping[str, Any]) -> str:
    """The credential as a compact JWS of type vc+jwt (Securing Verifiable Credentials using JOSE and COSE, 3.1)."""
    handle = keys.current(PURPOSE)
    header = {"alg": "EdDSA", "cty": "vc", "kid": kid(handle.public), "typ": VC_JWT}
    signed = f"{b64(canonical(header))}.{b64(canonical(credential))}"
    return f"{signed}.{b64(handle.sign(signed.encode()))}"
