"""A library that we did not write (joserfc) says why a certificate fails: changed, expired, revoked; and /check/ says the same."""

from __future__ import annotations

import base64
import gzip
import json
import time
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from joserfc import jws, jwt
from joserfc.errors import BadSignatureError, ExpiredTokenError
from joserfc.jwk import OKPKey

from catalog.certificate import use_cases as certificates
from catalog.certificate.checking import check
from catalog.certificate.states import State
from kernel import turns
from kernel.errors import Forbidden, NotFound, WrongState
from kernel.models import Event
from tests.cast import Api, Party, signed_in
from tests.factories.certificate import issued, requested

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:EdDSA is deprecated")]


def key() -> OKPKey:
    document = Client().get("/.well-known/did.json").json()
    return OKPKey.import_key(document["verificationMethod"][0]["publicKeyJwk"])


def rule(text: str) -> str:
    return check(text).decision.reasons[0].rule


def bit(certificate: dict[str, Any]) -> int:
    """Its place in the published status list, whose signature the library verifies first."""
    entry = certificate["credentialStatus"]
    listed = jws.deserialize_compact(Client().get(urlsplit(entry["statusListCredential"]).path).content.decode(), key(), algorithms=["EdDSA"])
    encoded = json.loads(listed.payload)["credentialSubject"]["encodedList"][1:]
    bits, place = gzip.decompress(base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))), int(entry["statusListIndex"])
    return bits[place // 8] >> (7 - place % 8) & 1


def test_a_changed_byte(provider: Party, operator: Party) -> None:
    text = issued(provider, operator).credential
    assert jws.deserialize_compact(text, key(), algorithms=["EdDSA"]).payload and rule(text) == "certificate.in_force"
    at = text.index(".") + 40
    changed = f"{text[:at]}{'A' if text[at] != 'A' else 'B'}{text[at + 1 :]}"
    with pytest.raises(BadSignatureError):
        jws.deserialize_compact(changed, key(), algorithms=["EdDSA"])
    assert rule(changed) in ("certificate.signature", "certificate.form")


def test_an_expired_one(provider: Party, operator: Party) -> None:
    token = jwt.decode(issued(provider, operator).credential, key(), algorithms=["EdDSA"])
    jwt.JWTClaimsRegistry(exp={"essential": True}).validate(token.claims)
    with pytest.raises(ExpiredTokenError):
        jwt.JWTClaimsRegistry(now=int(time.time()) + 3 * 366 * 86_400, exp={"essential": True}).validate(token.claims)


def test_a_revoked_one(provider: Party, operator: Party) -> None:
    row = issued(provider, operator)
    said = jwt.decode(row.credential, key(), algorithms=["EdDSA"]).claims
    assert bit(said) == 0
    certificates.revoke(operator.one, row.pk, reason="The evidence was forged.")
    assert bit(said) == 1 and rule(row.credential) == "certificate.revoked"


def test_a_request_is_taken_back_once_by_its_provider(provider: Party, operator: Party, outsider: Party) -> None:
    asked = requested(provider, operator)
    with pytest.raises(NotFound):
        certificates.withdraw(outsider.owner, asked.pk)
    with pytest.raises(Forbidden):
        certificates.withdraw(operator.one, asked.pk)
    own = f"/workspace/{provider.id}/datasets/{asked.dataset_id}/certificate/"
    steward = signed_in(provider.steward)
    assert "Take the request back" in steward.get(own).content.decode()
    assert steward.post(f"{own}{asked.pk}/withdraw/").status_code == 302
    asked.refresh_from_db()
    assert asked.state == State.WITHDRAWN and not turns.waits_on(asked).exists()
    with pytest.raises(WrongState):
        certificates.issue(operator.one, asked.pk)
    assert Api(provider.steward).post(f"/api/v1/certificates/{asked.pk}/withdraw").status_code == 409
    assert Event.objects.filter(name="catalog.certificate.withdrawn", subject_id=str(asked.pk)).count() == 1
    assert requested(provider, operator, asked.dataset).state == State.REQUESTED
