"""Agreements over REST: every face, signatures by own keys, conditions with their decisions."""

from __future__ import annotations

import base64
import hashlib
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext

from exchange.trade_request.states import State
from kernel.canonical import canonical
from tests.cast import Api, Party
from tests.exchange.trade_request.test_api import statements
from tests.factories.catalog import dataset_listed
from tests.factories.trade import ABROAD, ANYWHERE, PERSONAL, agreement_in, detached, personal_dataset, signing_key

URL = "/api/v1/agreements"


def test_an_agreement_in_all_its_faces_is_signed_by_own_keys(provider: Party, consumer: Party, outsider: Party, operator: Party) -> None:
    agreement = agreement_in(State.ACCEPTED, provider, consumer, operator)
    key, private = signing_key(provider.owner)
    seller, buyer, other = Api(provider.owner), Api(consumer.owner), Api(outsider.owner)
    here = f"{URL}/{agreement.pk}"
    with CaptureQueriesContext(connection) as context:
        found = seller.get(here).json()
    assert len(statements(context)) <= 6
    assert hashlib.sha256(canonical(found["document"])).hexdigest() == found["digest"] == agreement.digest
    assert found["odrl"]["@type"] == "Agreement" and found["text"]["zh"].startswith("数据交易合同")
    assert found["to_sign"]["provider"] == f"shugang agreement signature 1\n{agreement.pk}\nprovider\n{agreement.digest}\n"
    assert {row["name"] for row in found["table"]} >= {"price", "purpose", "fee"}

    for method, path in (("GET", ""), ("GET", "/conditions"), ("POST", "/sign"), ("POST", "/terminate"), ("POST", "/conditions/lawful_basis_notice")):
        body = {"key": str(uuid4()), "signature": "x", "answer": "yes", "reference": "x", "done_on": "2026-01-01"} if method == "POST" else None
        given = {name: body[name] for name in {"/sign": ("key", "signature"), "/terminate": ()}.get(path, ("answer", "reference", "done_on"))} if body else None
        assert other.call(method, here + path, given).status_code == 404, path
    assert Api(provider.steward).post(f"{here}/sign", {"key": str(key.pk), "signature": "x"}).status_code == 403

    assert seller.post(f"{here}/sign", {}).status_code == 422
    assert "signature" in seller.post(f"{here}/sign", {"key": str(key.pk), "signature": "eHg="}).json()["fields"]
    signed = seller.post(f"{here}/sign", {"key": str(key.pk), "signature": base64.b64encode(private.sign(found["to_sign"]["provider"].encode())).decode()}, key="s1")
    assert signed.status_code == 200 and signed.json()["negotiation"] == "AGREED"
    assert signed.json()["crossing"] == "home"
    own, own_private = signing_key(consumer.owner)
    done = buyer.post(f"{here}/sign", {"key": str(own.pk), "signature": detached(own_private, agreement, "consumer")}).json()
    assert (done["negotiation"], done["state"]) == ("VERIFIED", "prepared")
    assert [(row["side"], row["key_kind"]) for row in seller.get(here).json()["signatures"]] == [("provider", "own"), ("consumer", "own")]
    conditions = buyer.get(f"{here}/conditions").json()
    assert [(row["kind"], row["met_at"] is not None) for row in conditions["items"]] == [("escrow", False), ("signature_consumer", True), ("signature_provider", True)]
    assert conditions["lawful_basis"] is None and conditions["border"] is None
    assert [row["id"] for row in buyer.get(f"{URL}?side=consumer&state=prepared").json()["items"]] == [str(agreement.pk)]
    assert other.get(URL).json()["items"] == []
    assert buyer.post(f"{here}/terminate", {"reason": "No budget"}).json()["code"] == "terminated"


def test_none_shown_is_refused_with_rule_and_remedy(provider: Party, consumer: Party, operator: Party) -> None:
    dataset = personal_dataset(provider, operator, price_minor=0)
    agreement = agreement_in(State.VERIFIED, provider, consumer, operator, dataset=dataset, form=PERSONAL)
    seller, here = Api(provider.steward), f"{URL}/{agreement.pk}/conditions"
    basis = seller.get(here).json()["lawful_basis"]
    assert basis["outcome"] == "refused" and {rule["id"] for rule in basis["rules"]} >= {"R-PIPL23-NOTICE", "R-PIPL55-ASSESSMENT", "R-NDSR12-RECORD"}
    assert all(rule["remedy"] and rule["cites"] and rule["version"] for rule in basis["rules"])
    said = {"answer": "no", "reference": "File 17", "done_on": "2026-01-05"}
    refused = seller.post(f"{here}/lawful_basis_notice", said)
    assert refused.status_code == 409 and refused.json()["decision"]["outcome"] == "refused"
    unknown = seller.post(f"{here}/lawful_basis_notice", said | {"answer": "unknown"})
    assert unknown.status_code == 409 and unknown.json()["decision"]["outcome"] == "unknown"
    assert seller.post(f"{here}/lawful_basis_notice", said | {"answer": "perhaps"}).status_code == 422
    assert seller.post(f"{here}/unheard-of", said | {"answer": "yes"}).status_code == 404
    assert seller.post(f"{here}/lawful_basis_minors", said).status_code == 200  # "no" is an answer here
    for kind in ("notice", "consent", "assessment", "record"):
        answer = seller.post(f"{here}/lawful_basis_{kind}", said | {"answer": "yes", "document_sha256": "ab" * 32})
        assert answer.status_code == 200, answer.content
    assert (answer.json()["state"], answer.json()["negotiation"]) == ("in_force", "FINALIZED")
    assert seller.get(here).json()["lawful_basis"]["outcome"] == "permitted"


def test_border_clearance_needed_is_said_by_rule(provider: Party, overseas: Party, operator: Party) -> None:
    dataset = dataset_listed(provider, operator, price_minor=0, policy=ANYWHERE)
    agreement = agreement_in(State.FINALIZED, provider, overseas, operator, dataset=dataset, form=ABROAD)
    found = Api(overseas.trader).get(f"{URL}/{agreement.pk}/conditions").json()
    assert found["border"]["outcome"] == "refused" and found["border"]["rules"][0]["id"] == "R-BORDER-CLEARANCE"
    row = next(one for one in found["items"] if one["kind"] == "border_clearance")
    assert (row["blocks"], row["organization"], row["met_at"]) == ("delivery", str(provider.id), None)


def test_signing_keys_by_api(provider: Party, outsider: Party, operator: Party) -> None:
    key, _private = signing_key(provider.owner)
    seller, other = Api(provider.owner), Api(outsider.owner)
    assert [row["id"] for row in seller.get("/api/v1/signing-keys").json()["items"]] == [str(key.pk)]
    assert seller.get(f"/api/v1/signing-keys/{key.pk}").json()["public_key"] == key.public_key
    assert other.get("/api/v1/signing-keys").json()["items"] == []
    assert other.get(f"/api/v1/signing-keys/{key.pk}").status_code == 404
    assert other.post(f"/api/v1/signing-keys/{key.pk}/retire").status_code == 404
    again = seller.post("/api/v1/signing-keys", {"name": "Same", "public_key": key.public_key, "signature": key.possession})
    assert again.status_code == 409
    assert seller.post("/api/v1/signing-keys", {"name": "Short", "public_key": "AAAA", "signature": "AAAA"}).status_code == 422
    assert seller.post(f"/api/v1/signing-keys/{key.pk}/retire").json()["retired"]
    assert seller.post(f"/api/v1/signing-keys/{key.pk}/retire").status_code == 409
