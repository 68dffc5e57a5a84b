"""Pages of the agreement: acceptance, the sign page with its keys, the lawful basis, ending, signing keys."""

from __future__ import annotations

import base64

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from exchange.agreement.models import Evidence, Signature, SigningKey
from exchange.rules import signing
from exchange.trade_request.states import State
from tests.cast import Party, signed_in
from tests.factories.trade import PERSONAL, agreement_again, agreement_in, detached, personal_dataset, signing_key, trade_request_in


def test_accepting_says_what_it_means(provider: Party, consumer: Party, outsider: Party, operator: Party) -> None:
    request = trade_request_in(State.OFFERED, provider, consumer, operator, changes={"price_minor": 1})
    url = f"/workspace/{consumer.id}/deals/{request.pk}/accept/"
    buyer = signed_in(consumer.trader)
    page = buyer.get(url).content.decode()
    assert "The terms are settled." in page and "0.01" in page
    assert signed_in(outsider.trader).get(f"/workspace/{outsider.id}/deals/{request.pk}/accept/").status_code == 404
    assert signed_in(provider.steward).get(f"/workspace/{provider.id}/deals/{request.pk}/accept/").status_code == 403
    assert buyer.post(url, {"number": "1"}).status_code == 409
    assert buyer.post(url, {"number": "2"}).status_code == 302
    assert agreement_again(request.pk).request.state == "ACCEPTED"


def test_the_sign_page_shows_the_text_and_which_key_signs(provider: Party, consumer: Party, outsider: Party, operator: Party) -> None:
    agreement = agreement_in(State.ACCEPTED, provider, consumer, operator)
    key, private = signing_key(consumer.owner)
    url = f"/workspace/{provider.id}/deals/{agreement.pk}/sign/"
    page = signed_in(provider.owner).get(url).content.decode()
    assert "Data trade agreement" in page and "the exchange keeps" in page and agreement.digest in page
    assert "数据交易合同" in signed_in(provider.owner, language="zh-hans").get(url).content.decode()
    assert signed_in(provider.steward).get(url).status_code == 403
    assert signed_in(outsider.owner).get(f"/workspace/{outsider.id}/deals/{agreement.pk}/sign/").status_code == 404
    assert signed_in(provider.owner).post(url, {"key": "hosted"}).status_code == 422
    stale = signed_in(provider.owner, fresh=False).post(url, {"key": "hosted", "read": "on"})
    assert stale.status_code == 302 and "reauthenticate" in stale["Location"] and not Signature.objects.exists()
    assert signed_in(provider.owner).post(url, {"key": "hosted", "read": "on"}).status_code == 302
    buyer, buyers = signed_in(consumer.owner), f"/workspace/{consumer.id}/deals/{agreement.pk}/sign/"
    assert key.name in buyer.get(buyers).content.decode()
    assert buyer.post(buyers, {"key": str(key.pk), "signature": "AAAA", "read": "on"}).status_code == 422
    assert buyer.post(buyers, {"key": str(key.pk), "signature": detached(private, agreement, "consumer"), "read": "on"}).status_code == 302
    assert list(Signature.objects.order_by("at").values_list("side", "key_kind")) == [("provider", "hosted"), ("consumer", "own")]
    text = buyer.get(f"/workspace/{consumer.id}/deals/{agreement.pk}/text/").content.decode()
    assert key.public_key in text and "the party&#x27;s own key" in text
    assert buyer.get(buyers).status_code == 409


def test_the_lawful_basis_page(provider: Party, consumer: Party, outsider: Party, operator: Party) -> None:
    dataset = personal_dataset(provider, operator)
    agreement = agreement_in(State.AGREED, provider, consumer, operator, dataset=dataset, form=PERSONAL)
    url = f"/workspace/{provider.id}/deals/{agreement.pk}/conditions/lawful_basis_notice/"
    seller = signed_in(provider.steward)
    page = seller.get(url).content.decode()
    assert "R-PIPL23-NOTICE" in page and "PIPL" in page
    said = {"answer": "yes", "reference": "Notice, file 17", "done_on": "2026-01-05"}
    assert seller.post(url, said | {"reference": ""}).status_code == 422
    refused = seller.post(url, said | {"answer": "unknown"})
    assert refused.status_code == 409 and "R-PIPL23-NOTICE" in refused.content.decode()
    assert seller.post(url, said).status_code == 302
    assert Evidence.objects.get().reference == "Notice, file 17"
    assert "under 14 among the data" in seller.get(url.replace("notice", "minors")).content.decode()
    assert "This condition is met." in seller.get(url).content.decode()
    assert seller.get(url.replace("notice", "nothing")).status_code == 404
    assert signed_in(consumer.owner).get(url.replace(str(provider.id), str(consumer.id))).status_code == 403
    assert signed_in(outsider.owner).get(url.replace(str(provider.id), str(outsider.id))).status_code == 404


def test_ending_an_agreement(provider: Party, consumer: Party, outsider: Party, operator: Party) -> None:
    agreement = agreement_in(State.AGREED, provider, consumer, operator)
    url = f"/workspace/{consumer.id}/deals/{agreement.pk}/terminate/"
    assert "Money in escrow goes back" in signed_in(consumer.owner).get(url).content.decode()
    assert signed_in(consumer.trader).get(url).status_code == 403
    assert signed_in(outsider.owner).post(f"/workspace/{outsider.id}/deals/{agreement.pk}/terminate/").status_code == 404
    assert signed_in(consumer.owner).post(url, {"reason": "No budget"}).status_code == 302
    assert agreement_again(agreement.pk).reason == "No budget"


def test_signing_keys_pages(provider: Party, outsider: Party, operator: Party) -> None:
    url = f"/workspace/{provider.id}/signing-keys/"
    owner = signed_in(provider.owner)
    assert "shugang signing key registration 1" in owner.get(url).content.decode()
    private = Ed25519PrivateKey.generate()
    public = base64.b64encode(private.public_key().public_bytes_raw()).decode()
    proof = base64.b64encode(private.sign(signing.possession(str(provider.id), public))).decode()
    assert owner.post(url, {"name": "Signer", "public_key": public, "signature": "AAAA"}).status_code == 422
    assert owner.post(url, {"name": "Signer", "public_key": public, "signature": proof}).status_code == 302
    key = SigningKey.objects.get()
    assert public in owner.get(url).content.decode()
    assert signed_in(outsider.owner).get(f"/workspace/{outsider.id}/signing-keys/{key.pk}/retire/").status_code == 404
    assert owner.get(f"{url}{key.pk}/retire/").status_code == 200
    assert owner.post(f"{url}{key.pk}/retire/").status_code == 302
    assert SigningKey.objects.get().retired is not None
