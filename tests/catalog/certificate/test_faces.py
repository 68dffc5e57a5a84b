"""The pages and the API: who sees what, in how many statements; the paper with its code; two at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pypdfium2
import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from catalog.certificate import paper, use_cases as certificates
from catalog.certificate.models import Certificate
from catalog.dataset.models import DatasetRevision
from catalog.models import Dataset
from kernel.errors import WrongState
from tests.cast import Api, Party, signed_in
from tests.factories.catalog import FIELDS, dataset_listed
from tests.factories.certificate import RIGHTS, issued, requested

FORM = {"kinds": ["holding", "operating"], "scope_zh": "全部字段", "scope_en": "All fields", "territory": "cn sg", "until": "", "sublicence": "on"}
MOST = 12


@pytest.mark.django_db
def test_asked_for_issued_and_revoked_on_pages(provider: Party, operator: Party, outsider: Party, django_assert_max_num_queries: Any, listed: Dataset) -> None:
    dataset = listed
    steward, desk, stranger = signed_in(provider.steward), signed_in(operator.one), signed_in(outsider.owner)
    own = reverse("certificate.of_dataset", args=[provider.id, dataset.pk])
    assert own in steward.get(reverse("dataset.submit", args=[provider.id, dataset.pk])).content.decode()
    with django_assert_max_num_queries(MOST):
        assert "Ask for the certificate" in steward.get(own).content.decode()
    assert steward.post(own, {**FORM, "kinds": []}).status_code == 422
    assert steward.post(own, {**FORM, "territory": "China"}).status_code == 422
    assert steward.post(own, FORM).status_code == 302
    assert "The exchange decides on your certificate." in steward.get(own).content.decode()
    row = Certificate.objects.get()
    assert row.rights[0]["territory"] == ["CN", "SG"]
    for url in (own, reverse("certificate.of_dataset", args=[outsider.id, dataset.pk]), reverse("certificate.right_ended", args=[outsider.id, dataset.pk])):
        assert stranger.get(url).status_code == 404
    queue, one, refuse, revoke = (reverse(f"certificate.{name}", args=[operator.id, *more]) for name, more in (("queue", []), ("decide", [row.pk]), ("refuse", [row.pk]), ("revoke", [row.pk])))
    with django_assert_max_num_queries(MOST):
        assert one in desk.get(queue).content.decode()
    with django_assert_max_num_queries(MOST):
        assert "Issue the certificate" in desk.get(one).content.decode()
    assert one in desk.get(reverse("desk.workspace", args=[operator.id])).content.decode(), "it is the operators' turn"
    for url in (queue, one, refuse, revoke):
        assert signed_in(provider.owner).get(url).status_code == 404
    assert desk.get(refuse).status_code == 200
    assert desk.post(one).status_code == 302
    row.refresh_from_db()
    assert row.state == "issued"
    public = reverse("certificate.public", args=[row.number])
    with django_assert_max_num_queries(MOST):
        shown = Client(headers={"Accept-Language": "en"}).get(public)
    assert shown.status_code == 200 and str(row.number) in shown.content.decode() and "<svg" in shown.content.decode()
    assert Client().get(public, {"form": "jwt"}).content.decode() == row.credential
    assert Client().get(public, headers={"Accept": "application/vc+jwt"})["Content-Type"] == "application/vc+jwt"
    assert Client().get(public, {"form": "pdf"}).content.startswith(b"%PDF")
    assert desk.post(revoke, {"reason": ""}).status_code == 422
    assert desk.post(revoke, {"reason": "Wrong holder.", "right_fell": "on"}).status_code == 302
    assert "Wrong holder." in Client(headers={"Accept-Language": "en"}).get(public).content.decode()
    assert "Wrong holder." in steward.get(own).content.decode()
    assert Client().get("/certificates/DRC-2026-0000000000/").status_code == 404


@pytest.mark.django_db
def test_a_right_is_declared_over_on_its_page(provider: Party, operator: Party) -> None:
    row = issued(provider, operator)
    steward = signed_in(provider.steward)
    url = reverse("certificate.right_ended", args=[provider.id, row.dataset_id])
    assert steward.get(url).status_code == 200
    assert steward.post(url, {"reason": ""}).status_code == 422
    assert steward.post(url, {"reason": "The contract ended."}).status_code == 302
    assert Client().get(reverse("dataset.detail", args=[row.dataset_id])).status_code == 404
    assert "has ended" in steward.get(reverse("certificate.of_dataset", args=[provider.id, row.dataset_id])).content.decode()


@pytest.mark.django_db
def test_what_not_everybody_may_know_of_is_not_on_the_public_page(provider: Party, operator: Party, outsider: Party) -> None:
    row = issued(provider, operator, dataset_listed(provider, operator, fields=[{**FIELDS[0], "grade": 5}]))
    public = reverse("certificate.public", args=[row.number])
    assert Client().get(public).status_code == signed_in(outsider.owner).get(public).status_code == 404
    assert signed_in(provider.steward).get(public).status_code == signed_in(operator.one).get(public).status_code == 200
    checked = Client(headers={"Accept-Language": "en"}).get("/check/", {"certificate": row.number}).content.decode()
    assert "in force until" in checked and DatasetRevision.objects.get(pk=row.revision_id).title_en not in checked


@pytest.mark.django_db
def test_by_api(provider: Party, operator: Party, outsider: Party, django_assert_max_num_queries: Any, listed: Dataset) -> None:
    dataset = listed
    steward, desk, stranger = Api(provider.steward), Api(operator.one), Api(outsider.owner)
    ask = f"/api/v1/datasets/{dataset.pk}/certificates"
    assert stranger.post(ask, {"rights": RIGHTS}).status_code == 403, "the dataset is public, the act is not theirs"
    assert steward.post(ask, {"rights": []}).status_code == 422
    made = steward.post(ask, {"rights": RIGHTS}, key="k1")
    assert (made.status_code, made.json()["state"]) == (201, "requested")
    assert steward.post(ask, {"rights": RIGHTS}, key="k1").json() == made.json(), "the same key, the same answer"
    one = made["Location"]
    assert steward.get(one, headers={"Accept": "application/vc+jwt"}).status_code == 409
    for call in (lambda: stranger.get(one), lambda: stranger.post(f"{one}/issue"), lambda: stranger.post(f"{one}/revoke", {"reason": "x"})):
        assert call().status_code == 404
    assert steward.post(f"{one}/issue").status_code == 403
    assert Api().get(one).status_code == 401
    told = desk.post(f"{one}/issue").json()
    assert told["state"] == "issued" and told["check"].endswith(f"/check/?certificate={told['number']}")
    with django_assert_max_num_queries(MOST):
        assert steward.get(one).json()["revision_digest"] == told["revision_digest"]
    credential = steward.get(one, headers={"Accept": "application/vc+jwt"})
    assert credential["Content-Type"] == "application/vc+jwt" and credential.content.count(b".") == 2
    assert steward.get(one, headers={"Accept": "application/pdf"}).content.startswith(b"%PDF")
    assert steward.get(one, headers={"Accept": "text/turtle"}).status_code == 406
    assert stranger.get(one, headers={"Accept": "application/vc+jwt"}).json()["code"] == "not_found"
    with django_assert_max_num_queries(MOST):
        assert [row["id"] for row in steward.get("/api/v1/certificates?state=issued").json()["items"]] == [told["id"]]
    assert steward.get("/api/v1/certificates?state=lost").status_code == 422
    assert stranger.get("/api/v1/certificates").json()["items"] == []
    assert desk.post(f"{one}/revoke", {"reason": "Wrong holder."}).json()["reason"] == "Wrong holder."
    assert desk.post(f"{one}/refuse", {"reason": "x"}).status_code == 409
    again = steward.post(ask, {"rights": RIGHTS}).json()
    assert desk.post(f"/api/v1/certificates/{again['id']}/refuse", {"reason": "The scope is too wide."}).json()["state"] == "refused"
    assert steward.post(f"/api/v1/datasets/{dataset.pk}/rights/end", {"reason": "The contract ended."}).status_code == 200
    assert steward.post(f"/api/v1/datasets/{dataset.pk}/rights/end", {"reason": "Again."}).status_code == 409


@pytest.mark.django_db
def test_the_paper_says_it_in_both_languages_and_when_it_ended(provider: Party, operator: Party) -> None:
    row = issued(provider, operator)
    words = _words(paper.render(row))
    for text in (str(row.number), row.revision_digest, row.rights_digest, str(row.valid_until), "数据登记证书", "Data registration certificate", "数据资源持有权", "Right to operate the data product"):
        assert "".join(text.split()) in words, text
    assert f"/check/?certificate={row.number}" in words
    certificates.revoke(operator.one, row.pk, reason="Wrong holder.")
    row.refresh_from_db()
    assert "已撤销·Revoked" in _words(paper.render(row))


def _words(pdf: bytes) -> str:
    """The text of a PDF of one page without its spaces."""
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    return "".join(document[0].get_textpage().get_text_range().replace("\u200b", "").split())


@pytest.mark.django_db
def test_issuing_reads_little(provider: Party, operator: Party, django_assert_max_num_queries: Any) -> None:
    asked = requested(provider, operator)
    with django_assert_max_num_queries(30):
        certificates.issue(operator.one, asked.pk)


def test_two_at_once_give_one_certificate(committed_db: Any, provider: Party, operator: Party) -> None:
    asked = requested(provider, operator)

    def issue(actor: Any) -> str:
        try:
            return str(certificates.issue(actor, asked.pk).number)
        except WrongState:
            return "late"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as crowd:
        answers = list(crowd.map(issue, [operator.one, operator.two] * 2))
    assert answers.count("late") == 3
    assert Certificate.objects.filter(state="issued").values_list("number", flat=True).get() in answers
