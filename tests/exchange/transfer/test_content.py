"""The bytes over HTTP: ranges, digests, links of one holder, and what stops them."""

from __future__ import annotations

import base64
import hashlib
import random
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from catalog.models import Dataset
from exchange.transfer import use_cases as transfers
from exchange.transfer.methods import download
from exchange.transfer.methods.base import Stopped
from exchange.transfer.models import Access, DownloadLink, Transfer
from kernel import clock, holds
from kernel.models import Event
from tests.cast import Api, Party, bearer, signed_in
from tests.factories.catalog import CONTENT, dataset_listed
from tests.factories.money import funded, transfer_in

SHA256 = hashlib.sha256(CONTENT).digest()


def body(response: Any) -> bytes:
    return response.getvalue()


@pytest.fixture
def transfer(provider: Party, consumer: Party, operator: Party) -> Transfer:
    return transfer_in("STARTED", provider, consumer, operator)


@pytest.fixture
def url(transfer: Transfer) -> str:
    return f"/api/v1/transfers/{transfer.pk}/content"


def test_the_whole_file_with_its_digests(url: str, transfer: Transfer, consumer: Party) -> None:
    api = Api(consumer.trader)
    response = api.get(url, headers={"Accept": "text/csv"})
    assert (response.status_code, body(response)) == (200, CONTENT)
    digest = f"sha-256=:{base64.b64encode(SHA256).decode()}:"
    assert response["Content-Digest"] == response["Repr-Digest"] == digest
    assert response["ETag"] == f'"{SHA256.hex()}"'
    assert (response["Accept-Ranges"], response["Content-Length"], response["Content-Type"]) == ("bytes", str(len(CONTENT)), "text/csv")
    assert 'attachment; filename="flights.csv"' in response["Content-Disposition"]
    assert response["Cache-Control"] == "private, no-store"
    [access] = Access.objects.all()
    assert (access.bytes, access.requests, access.organization) == (len(CONTENT), 1, consumer.id)
    assert api.get(f"/api/v1/transfers/{transfer.pk}").json()["bytes_served"] == len(CONTENT)


def test_one_range_and_its_headers(url: str, consumer: Party) -> None:
    api = Api(consumer.trader)
    response = api.get(url, headers={"Range": "bytes=3-9"})
    assert (response.status_code, body(response)) == (206, CONTENT[3:10])
    assert response["Content-Range"] == f"bytes 3-9/{len(CONTENT)}"
    assert "Content-Digest" not in response
    assert "Repr-Digest" in response
    outside = api.get(url, headers={"Range": f"bytes={len(CONTENT)}-"})
    assert (outside.status_code, outside["Content-Range"]) == (416, f"bytes */{len(CONTENT)}")
    assert outside.json()["code"] == "range_not_satisfiable"
    changed = api.get(url, headers={"Range": "bytes=3-9", "If-Range": '"another"'})
    assert (changed.status_code, body(changed)) == (200, CONTENT)
    same = api.get(url, headers={"If-None-Match": response["ETag"]})
    assert (same.status_code, same.content) == (304, b"")


def test_cut_anywhere_and_resumed_it_is_the_same_file_and_one_delivery(url: str, transfer: Transfer, consumer: Party) -> None:
    api, dice = Api(consumer.trader), random.Random(4711)
    got = b""
    while len(got) < len(CONTENT):
        response = api.get(url, headers={"Range": f"bytes={len(got)}-", "If-Range": f'"{SHA256.hex()}"'})
        assert response.status_code == 206
        got += body(response)[: dice.randint(1, 20)]
    assert hashlib.sha256(got).digest() == SHA256
    transfer.refresh_from_db()
    assert transfer.number == 1
    assert Event.objects.filter(name="exchange.transfer.accessed").count() == 1
    assert Access.objects.get().requests > 3


def test_a_look_at_the_headers_spends_nothing(url: str, transfer: Transfer, consumer: Party) -> None:
    response = Api(consumer.trader).call("HEAD", url)
    assert (response.status_code, response["Content-Length"]) == (200, str(len(CONTENT)))
    transfer.refresh_from_db()
    assert transfer.first_access is None


def test_nobody_else_gets_a_byte(url: str, transfer: Transfer, provider: Party, consumer: Party, outsider: Party, operator: Party) -> None:
    assert Api(consumer.trader).get(url).status_code == 200
    assert Api().get(url).status_code == 401
    assert Api(outsider.trader).get(url).status_code == 404
    for actor in (provider.owner, consumer.finance, operator.one):
        assert Api(actor).get(url).status_code == 403
    assert Api(consumer.trader, "read").get(url).status_code == 403
    assert Api(consumer.trader).get(f"/api/v1/transfers/{outsider.id}/content").status_code == 404
    assert Api(consumer.trader).get(f"{url}?file={outsider.id}").status_code == 404
    assert Api(consumer.trader).get(f"{url}?file=x").status_code == 422


def test_a_hold_refuses_the_next_request(url: str, transfer: Transfer, consumer: Party) -> None:
    api = Api(consumer.trader)
    assert api.get(url).status_code == 200
    holds.place(transfer.agreement.dataset, scope=holds.DELIVERY, cause="Under examination", at=clock.now(), by=None)
    refused = api.get(url, headers={"Range": "bytes=0-1"})
    assert refused.status_code == 409
    assert refused.json()["decision"]["rules"][0]["id"] == "hold.standing"


def link_of(actor: Any, transfer: Transfer) -> tuple[Api, str]:
    api = Api(actor)
    answer = api.post(f"/api/v1/transfers/{transfer.pk}/links", key="a key changes nothing")
    assert answer.status_code == 201, answer.json()
    return api, answer.json()["url"].removeprefix("http://testserver")


def test_a_link_answers_its_holder_only(transfer: Transfer, consumer: Party, outsider: Party, provider: Party) -> None:
    api, link = link_of(consumer.trader, transfer)
    response = api.get(link, headers={"Range": "bytes=0-4"})
    assert (response.status_code, body(response)) == (206, CONTENT[:5])
    others = [Api(consumer.owner), Api(outsider.trader), Api(provider.owner), Api(consumer.trader)]  # the last: another client of the same person
    for other in others:
        assert other.get(link).status_code == 404
    assert Client().get(link).status_code == 404
    for actor in (consumer.trader, consumer.owner, outsider.owner):
        assert signed_in(actor).get(link).status_code == 404
    assert Client(headers={"Authorization": "Bearer nonsense"}).get(link).status_code == 401
    assert Client(headers={"Authorization": "Basic nonsense"}).get(link).status_code == 404
    assert api.get("/download/nonsense").status_code == 404


def test_a_person_s_link_is_for_that_person(transfer: Transfer, consumer: Party) -> None:
    issued = transfers.issue_link(consumer.trader, transfer.pk)
    link = f"/download/{issued.secret}"
    response = signed_in(consumer.trader).get(link)
    assert (response.status_code, body(response)) == (200, CONTENT)
    assert signed_in(consumer.owner).get(link).status_code == 404
    assert Client(headers={"Authorization": bearer(consumer.trader)}).get(link).status_code == 404


def test_a_link_ends_by_itself_and_its_secret_is_nowhere(transfer: Transfer, consumer: Party) -> None:
    api, link = link_of(consumer.trader, transfer)
    secret = link.rpartition("/")[2]
    stored = DownloadLink.objects.get()
    assert bytes(stored.secret_sha256) == hashlib.sha256(secret.encode()).digest()
    assert not Event.objects.filter(payload__contains=secret).exists()
    assert stored.expires - stored.created <= timedelta(minutes=15)
    with clock.fixed(stored.expires):
        assert api.get(link).status_code == 404


def test_a_person_who_left_gets_nothing_more(transfer: Transfer, consumer: Party) -> None:
    from accounts.member import use_cases as members
    from accounts.member.models import Membership

    issued = transfers.issue_link(consumer.trader, transfer.pk)
    browser = signed_in(consumer.trader)
    assert browser.get(f"/download/{issued.secret}").status_code == 200
    members.remove(consumer.owner, Membership.objects.get(user=consumer.trader.person, organization=consumer.id).pk)
    assert browser.get(f"/download/{issued.secret}").status_code == 404


def test_the_deal_by_api(provider: Party, consumer: Party, operator: Party, django_assert_max_num_queries: Any, listed: Dataset) -> None:
    agreement = funded(provider, consumer, operator, dataset=listed)
    buyer, seller = Api(consumer.trader), Api(provider.steward)
    made = buyer.post("/api/v1/transfers", {"agreement": str(agreement.pk)}, key="k1")
    assert made.status_code == 201, made.json()
    assert buyer.post("/api/v1/transfers", {"agreement": str(agreement.pk)}, key="k1").json() == made.json()
    assert buyer.post("/api/v1/transfers", {"agreement": str(agreement.pk)}).status_code == 409
    one = made["Location"]
    assert seller.post(f"{one}/start").json()["state"] == "STARTED"
    with django_assert_max_num_queries(15):
        assert body(buyer.get(f"{one}/content")) == CONTENT
    with django_assert_max_num_queries(12):
        assert body(buyer.get(f"{one}/content")) == CONTENT
    with django_assert_max_num_queries(12):
        listed = buyer.get("/api/v1/transfers").json()["items"]
    assert [row["bytes_served"] for row in listed] == [2 * len(CONTENT)]
    shown = seller.get(one).json()
    assert shown["files"][0]["sha256"] == SHA256.hex()
    with django_assert_max_num_queries(22):
        accepted = buyer.post(f"{one}/accept", key="k2")
    assert (accepted.status_code, accepted.json()["acceptance"]) == (200, "accepted")
    assert buyer.post(f"{one}/reject", {"code": "other", "note": "Late."}).status_code == 409
    assert Api(consumer.owner).get(f"{one}").json()["state"] == "COMPLETED"


def test_a_hold_stops_a_stream_in_the_middle(provider: Party, consumer: Party, operator: Party, monkeypatch: pytest.MonkeyPatch) -> None:
    dataset = dataset_listed(provider, operator, content=bytes(range(256)) * 8192)
    transfer = transfer_in("STARTED", provider, consumer, operator, agreement=funded(provider, consumer, operator, dataset=dataset))
    seconds = [0.0]
    monkeypatch.setattr(download.time, "monotonic", lambda: seconds[0])
    response = Api(consumer.trader).get(f"/api/v1/transfers/{transfer.pk}/content")
    chunks = iter(response.streaming_content)
    got = len(next(chunks))
    holds.place(transfer.agreement, scope=holds.DELIVERY, cause="Under examination", at=clock.now(), by=None)
    seconds[0] += download.ASK_EVERY
    with pytest.raises(Stopped):
        next(chunks)
    assert Access.objects.get().bytes == got < int(response["Content-Length"])
