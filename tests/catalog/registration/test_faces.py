"""Pages and API of the register: who sees what, in how many statements; what is public and what is not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from catalog.listing import use_cases as listings
from catalog.models import Dataset
from catalog.registration import use_cases as register
from catalog.rights import use_cases as rights
from catalog.rights.models import Encumbrance, RegisterRequest, RightObjection, RightRegistration
from catalog.rules.review import CHECKLIST
from kernel import clock
from tests.cast import CODES, Api, Party, signed_in
from tests.factories.catalog import again, dataset_ready
from tests.factories.certificate import issued
from tests.factories.registration import TEXTS, announced, registered

pytestmark = pytest.mark.django_db
MOST = 12
FORM = {"kind": "holding", "source": "own", "territory": "cn", "until": "", **TEXTS}


def paper() -> SimpleUploadedFile:
    return SimpleUploadedFile("method.txt", b"by our own sensors", "text/plain")


def test_from_the_draft_to_the_public_page(provider: Party, operator: Party, outsider: Party, django_assert_max_num_queries: Any) -> None:
    dataset = dataset_ready(provider)
    steward, desk, stranger, anyone = signed_in(provider.steward), signed_in(operator.one), signed_in(outsider.owner), Client(headers={"Accept-Language": "en"})
    draft = reverse("registration.draft", args=[provider.id, dataset.pk])
    assert steward.get(draft).status_code == 200 and stranger.get(reverse("registration.draft", args=[outsider.id, dataset.pk])).status_code == 404
    assert steward.post(draft, FORM | {"scope_zh": ""}).status_code == 422
    assert steward.post(draft, FORM).status_code == 302
    row = RightRegistration.objects.get()
    one, own = reverse("registration.one", args=[provider.id, row.pk]), reverse("registration.own", args=[provider.id])
    with django_assert_max_num_queries(MOST):
        assert "a paper is missing" in steward.get(one).content.decode()
    assert steward.post(reverse("registration.add_paper", args=[provider.id, row.pk]), {"kind": "collection_method", "paper": paper()}).status_code == 302
    assert steward.post(reverse("registration.apply", args=[provider.id, row.pk])).status_code == 302
    with django_assert_max_num_queries(MOST):
        assert one in steward.get(own).content.decode()
    with django_assert_max_num_queries(MOST):
        assert str(row.pk) in desk.get(reverse("registration.queue", args=[operator.id])).content.decode()
    kept = row.papers.get()
    assert b"".join(desk.get(reverse("registration.paper", args=[operator.id, row.pk, kept.pk])).streaming_content) == b"by our own sensors"
    assert stranger.get(reverse("registration.paper", args=[outsider.id, row.pk, kept.pk])).status_code == 404
    assert anyone.get(reverse("registration.register")).content.decode().count("DR-") == 0, "what was not announced is not public"
    assert desk.get(reverse("registration.announce", args=[operator.id, row.pk])).status_code == 200
    assert desk.post(reverse("registration.announce", args=[operator.id, row.pk])).status_code == 302
    row.refresh_from_db()
    public = reverse("registration.public", args=[row.number])
    with django_assert_max_num_queries(MOST):
        assert str(row.number) in anyone.get(reverse("registration.register")).content.decode()
    with django_assert_max_num_queries(MOST):
        shown = anyone.get(public).content.decode()
    assert "All fields" in shown and "voluntary" in shown and "secondary" in shown
    assert "From our own business" not in shown and "method.txt" not in shown
    assert stranger.get(reverse("registration.one", args=[outsider.id, row.pk])).status_code == 404
    assert anyone.get("/rights/DR-2026-NONE/").status_code == 404


def test_an_objection_on_pages(provider: Party, operator: Party, outsider: Party, django_assert_max_num_queries: Any) -> None:
    row = announced(provider, operator)
    stranger, desk, owner = signed_in(outsider.owner), signed_in(operator.one), signed_in(provider.owner)
    place = reverse("registration.object", args=[outsider.id, row.pk])
    assert place in stranger.get(reverse("registration.public", args=[row.number])).content.decode()
    assert stranger.get(place).status_code == 200 and stranger.post(place, {"reasons": ""}).status_code == 422
    assert stranger.post(place, {"reasons": "We collected it first."}).status_code == 302
    objection = RightObjection.objects.get()
    for client, organization in ((stranger, outsider), (owner, provider), (desk, operator)):
        with django_assert_max_num_queries(MOST):
            assert "We collected it first." in client.get(reverse("registration.objection", args=[organization.id, objection.pk])).content.decode()
    assert "We collected it first." not in Client().get(reverse("registration.public", args=[row.number])).content.decode()
    with django_assert_max_num_queries(MOST):
        assert str(objection.pk) in desk.get(reverse("registration.queue", args=[operator.id]), {"queue": "objections"}).content.decode()
    assert owner.post(reverse("registration.reject", args=[provider.id, objection.pk]), {"reason": "x"}).status_code == 404
    assert desk.post(reverse("registration.uphold", args=[operator.id, objection.pk]), {"reason": "It is theirs."}).status_code == 302
    row.refresh_from_db()
    assert row.state == "refused"


def test_transfer_change_and_revocation_on_pages(provider: Party, operator: Party, consumer: Party, django_assert_max_num_queries: Any) -> None:
    row = registered(provider, operator)
    owner, buyer, one, two = signed_in(provider.owner), signed_in(consumer.owner), signed_in(operator.one), signed_in(operator.two)
    change = reverse("registration.change", args=[provider.id, row.pk])
    assert owner.get(change).status_code == 200
    assert owner.post(change, {"scope_zh": "一部分", "scope_en": "A part", "territory": "", "until": "", "reason": "Less."}).status_code == 302
    asked = RegisterRequest.objects.get()
    with django_assert_max_num_queries(MOST):
        assert "A part" in one.get(reverse("registration.request", args=[operator.id, asked.pk])).content.decode()
    assert one.post(reverse("registration.request_yes", args=[operator.id, asked.pk])).status_code == 302
    transfer = reverse("registration.transfer", args=[provider.id, row.pk])
    assert owner.post(transfer, {"to": "nobody", "reason": "Sold."}).status_code == 422
    assert owner.post(transfer, {"to": CODES["consumer"], "reason": "Sold."}).status_code == 302
    asked = RegisterRequest.objects.get(kind="transfer")
    assert str(asked.pk) in buyer.get(reverse("registration.own", args=[consumer.id])).content.decode()
    assert buyer.post(reverse("registration.request_yes", args=[consumer.id, asked.pk])).status_code == 302
    row.refresh_from_db()
    assert (row.holder_id, row.scope_en) == (consumer.id, "A part")
    assert one.post(reverse("registration.revoke", args=[operator.id, row.pk]), {"reason": "Void."}).status_code == 302
    asked = RegisterRequest.objects.get(kind="revocation")
    assert buyer.get(reverse("registration.request", args=[consumer.id, asked.pk])).status_code == 404
    assert two.post(reverse("registration.request_yes", args=[operator.id, asked.pk])).status_code == 302
    row.refresh_from_db()
    assert row.state == "revoked"


def test_by_api(provider: Party, operator: Party, outsider: Party, django_assert_max_num_queries: Any) -> None:
    dataset = dataset_ready(provider)
    steward, desk, stranger = Api(provider.steward), Api(operator.one), Api(outsider.owner)
    made = steward.post("/api/v1/right-registrations", {"dataset": str(dataset.pk), "kind": "operating", "source": "own", **TEXTS}, key="k1")
    assert made.status_code == 201, made.content
    one = made["Location"]
    assert stranger.get(one).status_code == 404 and stranger.post(f"{one}/apply").status_code == 404
    refused = steward.post(f"{one}/apply")
    assert refused.status_code == 409 and refused.json()["decision"]["rules"][0]["cites"][0]["legal_certainty"] == "statute"
    sent = Client(headers=steward.headers).post(f"{one}/papers?kind=collection_method&name=m.txt", b"by sensors", content_type="text/plain")
    assert sent.status_code == 201, sent.content
    assert steward.post(f"{one}/apply").json()["state"] == "applied"
    with django_assert_max_num_queries(MOST):
        assert len(steward.get(one).json()["papers"]) == 1
    told = desk.post(f"{one}/announce").json()
    register_one = f"/api/v1/rights-register/{told['id']}"
    assert "source_en" not in Api().get(register_one).json() and [entry["kind"] for entry in Api().get(register_one).json()["entries"]] == ["applied", "notice"]
    with django_assert_max_num_queries(MOST):
        assert [row["number"] for row in Api().get("/api/v1/rights-register").json()["items"]] == [told["number"]]
    objection = stranger.post(f"{one}/objections", {"reasons": "Ours."})
    assert objection.status_code == 201
    assert steward.post(f"/api/v1/right-objections/{objection.json()['id']}/reject", {"reason": "x"}).status_code == 403
    with clock.fixed(clock.now() + timedelta(days=11)):
        assert desk.post(f"/api/v1/right-objections/{objection.json()['id']}/reject", {"reason": "No."}).json()["state"] == "rejected"
        assert steward.get(one).json()["state"] == "registered"
    assert stranger.get("/api/v1/register-requests").json()["items"] == []


def test_what_encumbers_is_shown_without_its_holder(provider: Party, operator: Party, consumer: Party, outsider: Party, django_assert_max_num_queries: Any, listed: Dataset) -> None:
    dataset = listed
    steward, owner = signed_in(provider.steward), signed_in(consumer.owner)
    place, today = reverse("encumbrance.of_dataset", args=[provider.id, dataset.pk]), clock.today()
    sent = {"kind": "pledge", "holder": CODES["consumer"], "since": today.isoformat(), "until": (today + timedelta(days=9)).isoformat()}
    assert steward.post(place, sent).status_code == 422
    assert steward.post(place, sent | {"paper": paper()}).status_code == 302
    row = Encumbrance.objects.get()
    with django_assert_max_num_queries(MOST):
        shown = Client(headers={"Accept-Language": "en"}).get(reverse("encumbrance.public", args=[dataset.pk])).content.decode()
    assert "Pledge" in shown and consumer.organization.name_en not in shown and consumer.organization.name_zh not in shown
    with django_assert_max_num_queries(MOST):
        assert steward.get(place).status_code == 200
    with django_assert_max_num_queries(MOST):
        assert str(row.pk) in owner.get(reverse("encumbrance.own", args=[consumer.id])).content.decode()
    one = reverse("encumbrance.one", args=[consumer.id, row.pk])
    assert owner.post(reverse("encumbrance.consent", args=[consumer.id, row.pk]), {"to": "transfer"}).status_code == 302
    with django_assert_max_num_queries(MOST):
        assert "Transferring" in owner.get(one).content.decode()
    assert signed_in(outsider.owner).get(reverse("encumbrance.one", args=[outsider.id, row.pk])).status_code == 404
    assert Api(outsider.owner).get(f"/api/v1/encumbrances/{row.pk}").status_code == 404
    assert list(Api(outsider.owner).get(f"/api/v1/datasets/{dataset.pk}/encumbrances").json()["items"][0]) == ["kind", "state", "purposes", "since", "until"]
    assert owner.post(reverse("encumbrance.release", args=[consumer.id, row.pk])).status_code == 302


def test_the_certificate_names_the_registered_right(provider: Party, operator: Party) -> None:
    dataset = dataset_ready(provider)
    row = registered(provider, operator, dataset)
    rights.state(provider.steward, dataset.pk, basis="own", statement_zh="已登记。", statement_en="Registered.", registration=row.pk)
    listings.submit(provider.steward, dataset.pk)
    listings.list_(operator.one, dataset.pk, checklist=list(CHECKLIST))
    certificate = issued(provider, operator, again(dataset))
    shown = Client().get(reverse("certificate.public", args=[certificate.number])).content.decode()
    assert str(row.number) in shown and reverse("registration.public", args=[row.number]) in shown
    register.cancel(provider.owner, row.pk, reason="Sold.")
    certificate.refresh_from_db()
    assert certificate.state == "revoked"
