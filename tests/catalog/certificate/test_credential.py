"""Verified by programs we did not write (jwcrypto, joserfc), the status list by the standard library, and every check at /check/."""

from __future__ import annotations

import base64
import gzip
import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client, override_settings
from hypothesis import HealthCheck, given, settings as hypothesis_settings, strategies as st
from joserfc import jws
from joserfc.jwk import OKPKey
from jwcrypto import jwk, jwt
from jwcrypto.jws import JWS, InvalidJWSSignature

from catalog.certificate import issuer, use_cases as certificates
from catalog.certificate.checking import check
from catalog.certificate.credential import PLACES
from catalog.certificate.models import Certificate
from kernel import clock, keys
from kernel.models import Key
from tests.cast import Party
from tests.factories.certificate import issued

pytestmark = pytest.mark.django_db


def did_keys() -> dict[str, dict[str, Any]]:
    """What a verifier finds under the issuer's did:web, by the key's address."""
    answer = Client().get("/.well-known/did.json")
    assert answer.status_code == 200 and "max-age" in answer["Cache-Control"]
    document = answer.json()
    assert document["id"] == "did:web:testserver"
    return {one["id"]: one["publicKeyJwk"] for one in document["verificationMethod"] if one["id"] in document["assertionMethod"]}


def verified(text: str) -> dict[str, Any]:
    """By jwcrypto, from the published key that the header names."""
    token = JWS()
    token.deserialize(text)
    header = json.loads(token.objects["protected"])
    assert (header["typ"], header["alg"]) == ("vc+jwt", "EdDSA")
    token.verify(jwk.JWK(**did_keys()[header["kid"]]))
    return dict(json.loads(token.payload))


def bit(encoded: str, index: int) -> int:
    """A place of a status list, by the standard library alone."""
    assert encoded.startswith("u")
    bits = gzip.decompress(base64.urlsafe_b64decode(encoded[1:] + "=" * (-len(encoded[1:]) % 4)))
    assert len(bits) * 8 >= 131_072
    return bits[index // 8] >> (7 - index % 8) & 1


def rule(text: str) -> str:
    return check(text).decision.reasons[0].rule


def page(text: str) -> str:
    answer = Client(headers={"Accept-Language": "en"}).post("/check/", {"proof": text})
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_other_programs_verify_it(provider: Party, operator: Party) -> None:
    row = issued(provider, operator)
    said = verified(row.credential)
    header = json.loads(base64.urlsafe_b64decode(row.credential.split(".")[0] + "=="))
    again = jws.deserialize_compact(row.credential, OKPKey.import_key(did_keys()[header["kid"]]), algorithms=["EdDSA"])
    assert json.loads(again.payload) == said, "two libraries agree"
    assert said["@context"][0] == "https://www.w3.org/ns/credentials/v2" and "VerifiableCredential" in said["type"]
    assert said["issuer"] == header["kid"].partition("#")[0] == "did:web:testserver"
    subject = said["credentialSubject"]
    assert (subject["certificateNumber"], subject["revision"]["digest"]) == (row.number, f"sha-256:{row.revision_digest}")
    assert [one["kind"] for one in subject["rights"]] == ["holding", "operating"]
    tampered = JWS()
    tampered.deserialize(row.credential[:-10] + ("A" if row.credential[-10] != "A" else "B") + row.credential[-9:])
    with pytest.raises(InvalidJWSSignature):
        tampered.verify(jwk.JWK(**did_keys()[header["kid"]]))


def test_an_expired_one_is_told_by_the_library_and_by_us(provider: Party, operator: Party) -> None:
    row = issued(provider, operator)
    key = jwk.JWK(**next(iter(did_keys().values())))
    jwt.JWT(jwt=row.credential, key=key, algs=["EdDSA"])
    assert rule(row.credential) == "certificate.in_force"
    assert row.valid_until is not None
    with clock.fixed(clock.now() + timedelta(days=3 * 366)):
        assert rule(row.credential) == rule(str(row.number)) == "certificate.expired"
        assert f"its last day was {row.valid_until.isoformat()}" in page(row.credential)
    with pytest.raises(jwt.JWTExpired):
        _read_later(row.credential, key, 3 * 366)


def _read_later(text: str, key: jwk.JWK, days: int) -> None:
    token = jwt.JWT(algs=["EdDSA"], check_claims={"exp": None})
    token.leeway = -days * 86_400
    token.deserialize(text, key)


def test_a_revoked_one_is_marked_and_its_reason_told(provider: Party, operator: Party) -> None:
    row = issued(provider, operator)
    entry = verified(row.credential)["credentialStatus"]
    address, index = urlsplit(entry["statusListCredential"]).path, int(entry["statusListIndex"])
    assert (entry["type"], entry["statusPurpose"]) == ("BitstringStatusListEntry", "revocation")
    before = Client().get(address)
    assert before["Content-Type"] == "application/vc+jwt" and "max-age=60" in before["Cache-Control"]
    listed = verified(before.content.decode())
    assert listed["credentialSubject"]["type"] == "BitstringStatusList" and listed["id"] == entry["statusListCredential"]
    assert bit(listed["credentialSubject"]["encodedList"], index) == 0
    with clock.fixed(clock.now()):
        tag = Client().get(address)["ETag"]
        assert Client().get(address, headers={"If-None-Match": tag}).status_code == 304
    certificates.revoke(operator.one, row.pk, reason="The evidence was forged.")
    encoded = verified(Client().get(address).content.decode())["credentialSubject"]["encodedList"]
    assert bit(encoded, index) == 1 and sum(bit(encoded, place) for place in (index - 1 if index else PLACES - 1, (index + 1) % PLACES)) == 0
    assert rule(row.credential) == "certificate.revoked"
    for text in (row.credential, str(row.number), f"http://testserver/check/?certificate={row.number}"):
        assert "The evidence was forged." in page(text) and "does not hold" in page(text)
    assert Client().get("/credentials/status/2").status_code == 404


def test_a_replaced_one_says_so(provider: Party, operator: Party) -> None:
    row = issued(provider, operator)
    issued(provider, operator, row.dataset)
    assert rule(row.credential) == "certificate.replaced"


def test_a_changed_one_is_told(provider: Party, operator: Party) -> None:
    row = issued(provider, operator)
    head, content, mark = row.credential.split(".")
    said = json.loads(base64.urlsafe_b64decode(content + "=" * (-len(content) % 4)))
    said["credentialSubject"]["rights"][0]["kind"] = "processing_and_use"
    forged = f"{head}.{issuer.b64(json.dumps(said).encode())}.{mark}"
    assert rule(forged) == "certificate.signature"
    assert "changed after it was signed" in page(forged)


@hypothesis_settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_flipped_byte_ever_verifies(credential: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(credential) - 1))
    other = data.draw(st.integers(33, 126).filter(lambda code: chr(code) != credential[place]))
    assert not check(credential[:place] + chr(other) + credential[place + 1 :]).decision.permitted


def test_every_bit_of_the_last_letter_counts(credential: str) -> None:
    """The last letter of a signature has bits that base64url does not use: they are no way to another text that verifies."""
    for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_":
        assert check(credential[:-1] + letter).decision.permitted == (letter == credential[-1])


@pytest.fixture
def credential(provider: Party, operator: Party) -> str:
    return issued(provider, operator).credential


def test_a_wrapped_one_and_a_small_number_are_read(provider: Party, operator: Party) -> None:
    row = issued(provider, operator)
    wrapped = "\n".join(row.credential[at : at + 64] for at in range(0, len(row.credential), 64))
    assert "in force until" in page(f"  {wrapped}\n") and "in force until" in page(str(row.number).lower())
    scanned = Client(headers={"Accept-Language": "en"}).get(f"/check/?certificate={row.number}")
    assert scanned.status_code == 200 and "in force until" in scanned.content.decode()


@pytest.mark.parametrize(
    "text",
    [
        "a.b.c", "..", "eyJhbGciOiJub25lIn0..", "DRC-2026-0000000000", "https://elsewhere.example/check/?certificate=", "http://[bad/", "https://x/?certificate=%00",
        "e30.e30.e30", "\x00.\x00.\x00", "W1tbW1tb.W1tb.AA", "bnVsbA.bnVsbA.AA", "é.é.é", "x" * 70_000 + ".a.b", "https://x/?" + "a=1&" * 30,
        base64.urlsafe_b64encode(b"[" * 30_000).decode().rstrip("=") + ".e30.AA",
    ],
)  # fmt: skip
def test_bad_input_gets_a_sentence(text: str) -> None:
    assert not check(text).decision.permitted
    for answer in (Client().post("/check/", {"proof": text}), Client().get("/check/", {"certificate": text[:2_000]})):
        assert answer.status_code in (200, 422)


def test_a_strangers_key_proves_nothing(provider: Party, operator: Party) -> None:
    row = issued(provider, operator)
    stranger = OKPKey.generate_key("Ed25519")
    payload = base64.urlsafe_b64decode(row.credential.split(".")[1] + "==")
    for address, expected in (("did:web:testserver#" + stranger.thumbprint(), "certificate.key"), (next(iter(did_keys())), "certificate.signature")):
        forged = jws.serialize_compact({"alg": "EdDSA", "typ": "vc+jwt", "kid": address}, payload, stranger, algorithms=["EdDSA"])
        assert rule(forged) == expected


def test_what_an_older_key_signed_verifies_on(provider: Party, operator: Party) -> None:
    row = issued(provider, operator)
    keys.retire(Key.objects.get(purpose=issuer.PURPOSE), clock.now())
    later = issued(provider, operator, row.dataset)
    assert len(did_keys()) == 2
    assert verified(row.credential)["jti"] != verified(later.credential)["jti"]
    assert (rule(later.credential), rule(row.credential)) == ("certificate.in_force", "certificate.replaced")


@override_settings(PUBLIC_URL="http://127.0.0.1:8000")
def test_the_colon_of_a_port_is_written_as_the_method_asks() -> None:
    assert issuer.did() == "did:web:127.0.0.1%3A8000"
    assert next(iter(issuer.document()["assertionMethod"])).startswith("did:web:127.0.0.1%3A8000#")
    assert Certificate.objects.count() == 0
