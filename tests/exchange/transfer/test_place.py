"""From where a file is read: abroad, a deal at home needs a clearance it does not have, and an export one that names the place."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.urls import reverse

from exchange.clearance.models import Clearance
from exchange.transfer import use_cases as transfers
from exchange.transfer.models import Access
from exchange.transfer.use_cases.access import Issued
from kernel.errors import Refused
from kernel.models import Event
from tests.cast import Api, Party, signed_in
from tests.factories.money import free

HEADER = "X-Visitor-Country"


@pytest.fixture(autouse=True)
def _proxy(settings: Any) -> None:
    settings.COUNTRY_HEADER = HEADER


def rules(answer: Any) -> list[str]:
    return [rule["id"] for rule in answer.json()["decision"]["rules"]]


def recorded(name: str) -> list[dict[str, Any]]:
    return [json.loads(payload)["data"] for payload in Event.objects.filter(name=name).order_by("id").values_list("payload", flat=True)]


def test_reading_abroad_what_is_at_home_is_an_export(provider: Party, consumer: Party, operator: Party) -> None:
    transfer = transfers.deliver(consumer.trader, free(provider, consumer, operator).pk)
    buyer, address = Api(consumer.trader), f"/api/v1/transfers/{transfer.pk}"
    for headers, query, place in (({HEADER: "sg"}, "", "SG"), ({}, "?place=HK", "HK"), ({HEADER: "CN"}, "?place=US", "US")):
        answer = buyer.get(f"{address}/content{query}", headers=headers)
        assert (answer.status_code, rules(answer)) == (409, ["R-BORDER-ACCESS"])
        said = answer.json()["decision"]["rules"][0]
        assert place in said["finding"] and said["remedy"] and {"instrument": "GSC2", "article": "1(2)", "legal_certainty": "statute"} in said["cites"]
    assert not Access.objects.exists()
    for headers, place in (({HEADER: "CN"}, "CN"), ({}, "terms")):
        assert buyer.post(f"{address}/links", {}, headers=headers).status_code == 201
        assert recorded("exchange.transfer.link_issued")[-1]["read_from"] == place
    for hidden in ("XX", "T1", "CN,US"):
        assert rules(buyer.get(f"{address}/content", headers={HEADER: hidden})) == ["R-BORDER-UNKNOWN"], "told, and not known"
    assert b"".join(buyer.get(f"{address}/content", headers={HEADER: "CN"}).streaming_content)
    before = len(recorded("kernel.act.refused"))
    assert rules(buyer.get(f"{address}/content", headers={HEADER: "SG"})) == ["R-BORDER-ACCESS"], "asked anew at each access"
    assert recorded("kernel.act.refused")[before:] == [{"act": "exchange.transfer.access.open_file", "code": "refused", "rules": ["R-BORDER-ACCESS"]}]
    assert buyer.post(f"{address}/links", {"place": "SG"}).status_code == 409
    assert buyer.get(f"{address}/content?place=nowhere").status_code == 422


def test_a_link_carried_abroad_opens_nothing_there(provider: Party, consumer: Party, operator: Party) -> None:
    transfer = transfers.deliver(consumer.trader, free(provider, consumer, operator).pk)
    link: Issued = transfers.issue_link(consumer.trader, transfer.pk, read_from=("CN",))
    browser, address = signed_in(consumer.trader), reverse("transfer.download", args=[link.secret])
    assert browser.get(address, headers={HEADER: "US"}).status_code == 409
    assert browser.get(address, headers={HEADER: "CN"}).status_code == 200


def test_an_export_is_read_where_it_was_cleared_for(provider: Party, overseas: Party, operator: Party, cleared: Clearance) -> None:
    clearance = cleared
    transfer = transfers.deliver(overseas.trader, clearance.agreement_id)
    transfers.issue_link(overseas.trader, transfer.pk, read_from=("SG",))
    transfers.issue_link(overseas.trader, transfer.pk, read_from=("CN",))
    with pytest.raises(Refused) as error:
        transfers.issue_link(overseas.trader, transfer.pk, read_from=("US",))
    assert error.value.decision is not None and [reason.rule for reason in error.value.decision.reasons] == ["R-CLEAR-PLACE"]
    assert error.value.decision.reasons[0].remedy is not None


def test_without_the_proxy_s_header_nothing_is_believed(provider: Party, consumer: Party, operator: Party, settings: Any) -> None:
    settings.COUNTRY_HEADER = ""
    transfer = transfers.deliver(consumer.trader, free(provider, consumer, operator).pk)
    answer = Api(consumer.trader).get(f"/api/v1/transfers/{transfer.pk}/content", headers={HEADER: "SG"})
    assert answer.status_code == 200 and isinstance(b"".join(answer.streaming_content), bytes)
