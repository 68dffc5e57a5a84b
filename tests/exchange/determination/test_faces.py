"""The exporter's faces: facts of an export, forecast, statements and counters, on pages and by API; the buyer sees an outcome only."""

from __future__ import annotations

import base64
import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.rules.admission import Particulars
from exchange.agreement import use_cases as agreements
from exchange.agreement.models import Agreement
from exchange.determination.models import Determination, FactSheet, OutsideStatement, Reservation
from exchange.determination.statement import text
from exchange.trade_request import export_api, export_views
from exchange.trade_request.models import TradeRequest
from kernel import clock
from kernel.actor import SYSTEM
from kernel.errors import Refused
from tests.cast import Api, Party, founded, signed_in
from tests.factories.trade import ABROAD, ANYWHERE, EXPORT_FACTS, PERSONAL, personal_dataset, signing_key, trade_request_in


def deal(provider: Party, overseas: Party, operator: Party, state: str = "ACCEPTED", **over: Any) -> TradeRequest:
    dataset = personal_dataset(provider, operator, price_minor=0, policy=ANYWHERE)
    return trade_request_in(state, provider, overseas, operator, dataset=dataset, form=PERSONAL | ABROAD, **over)


def test_the_way_of_an_export_by_api(provider: Party, overseas: Party, operator: Party, outsider: Party) -> None:
    found = deal(provider, overseas, operator)
    url = f"/api/v1/trade-requests/{found.pk}"
    api, owner = Api(provider.steward), Api(provider.owner)
    key, private = signing_key(provider.owner)
    seen = api.get(f"{url}/export-facts").json()
    assert seen["crossing"] == "export" and seen["known_by_the_exchange"]["contains_pi"] is True and seen["determination"]["path"] == "undetermined"
    with pytest.raises(Refused) as refused:
        agreements.sign(provider.owner, found.pk)
    assert "purpose" in refused.value.decision.facts["missing_facts"] and all(reason.remedy for reason in refused.value.decision.reasons)
    wrong = api.put(f"{url}/export-facts", {"facts": {"contains_pi": False, "negative_list": "off_list", "nonsense": 1}})
    assert wrong.status_code == 422 and set(wrong.json()["fields"]) == {"contains_pi", "negative_list", "nonsense"}
    assert api.put(f"{url}/export-facts", {"facts": EXPORT_FACTS, "ordinary": 1_000, "sensitive": 0}).json()["version"] == 1
    today = clock.today()
    signature = base64.b64encode(private.sign(text(str(provider.id), today.year, today, 98_999, 0).encode())).decode()
    body = {"ordinary": 98_999, "sensitive": 0, "as_of": today.isoformat(), "key": str(key.pk), "signature": signature}
    assert owner.post("/api/v1/outside-statements", body | {"ordinary": 1}).status_code == 422
    assert api.post("/api/v1/outside-statements", body).status_code == 403
    assert owner.post("/api/v1/outside-statements", body).status_code == 201
    forecast = api.get(f"{url}/export-facts").json()
    assert forecast["counts"]["declared_outside"] == {"ordinary": 98_999, "sensitive": 0} and forecast["counts"]["measured_here"] == {"ordinary": 0, "sensitive": 0}
    assert forecast["determination"]["path"] == "exempt" and not Determination.objects.exists()
    agreements.sign(provider.owner, found.pk)
    assert Determination.objects.get(deal=found.pk).path == "exempt"
    stored = api.get(f"{url}/determinations").json()["items"][0]
    assert stored["determination"]["facts"]["pi_subjects_this_year"] == 99_999 and stored["occasion"] == "signing"
    buyer = Api(overseas.trader)
    assert buyer.get(f"{url}/export-facts").status_code == buyer.get(f"{url}/determinations").status_code == 404
    assert buyer.put(f"{url}/export-facts", {"facts": {}}).status_code == 404
    told = buyer.get(f"{url}/border").json()
    assert told["path"] == "exempt" and "99" not in str(told) and "articles" not in str(told)
    assert Api(outsider.trader).get(f"{url}/border").status_code == 404
    years = api.get("/api/v1/export-counts").json()["items"]
    assert years[0]["reserved"] == {"ordinary": 1_000, "sensitive": 0} and years[0]["statement_is_newest"] is False
    assert buyer.get("/api/v1/export-counts").json()["items"] == [] and Api(operator.one).get("/api/v1/export-counts").json()["items"]
    assert len(api.get("/api/v1/export-counts/reservations").json()["items"]) == 1


def test_identifiers_stream_in(provider: Party, overseas: Party, operator: Party, monkeypatch: pytest.MonkeyPatch) -> None:
    found = deal(provider, overseas, operator)
    url = f"/api/v1/trade-requests/{found.pk}/export-persons"
    api = Api(provider.steward)

    def put(lines: str, query: str = "") -> Any:
        from django.test import Client

        return Client().generic("PUT", url + query, lines.encode(), content_type="text/plain", headers=api.headers)

    assert put("a\nb\nb\n\n c \n").json() == {"ordinary": 3, "sensitive": 0}
    assert put("c\nd\n", "?sensitive=true").json() == {"ordinary": 2, "sensitive": 2}
    assert put("x\n", "?replace=true").json() == {"ordinary": 1, "sensitive": 0}
    monkeypatch.setattr(export_api, "LARGEST", 3)
    assert put("xxxx\n").status_code == 422
    monkeypatch.setattr(export_views, "MOST_PERSONS", 1)
    assert put("y\nz").json()["ordinary"] == 3 and put("\n\n").status_code == 422
    monkeypatch.undo()
    page = signed_in(provider.steward).post(
        f"/workspace/{provider.id}/deals/{found.pk}/export-persons/", {"organization": str(provider.id), "file": io.BytesIO(b"y\nz\n"), "replace": "on"}
    )
    assert page.status_code == 302
    assert Api(provider.steward).get(f"/api/v1/trade-requests/{found.pk}/export-facts").json()["counts"]["this_export"] == {"ordinary": 2, "sensitive": 0}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_pages(provider: Party, overseas: Party, operator: Party, language: str) -> None:
    found = deal(provider, overseas, operator)
    steward, owner = signed_in(provider.steward, language=language), signed_in(provider.owner, language=language)
    url = f"/workspace/{provider.id}/deals/{found.pk}/export-facts/"
    with CaptureQueriesContext(connection) as asked:
        page = steward.get(url)
    assert page.status_code == 200 and 'name="treatment"' in page.content.decode() and 'name="contains_pi"' not in page.content.decode()
    ours = [one["sql"] for one in asked.captured_queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]
    assert len(ours) <= 12, ours
    form = {"organization": str(provider.id), "ordinary": "500", "sensitive": "0", "treatment": "none", "origin": "domestic", "flags": "none_of_these", "important_data_status": "none"}
    assert steward.post(url, form).status_code == 302
    assert FactSheet.objects.get(version=1).facts == {"important_data_status": "none", "treatment": "none", "origin": "domestic", "flags": []}
    assert steward.post(url, form | {"ordinary": "-1"}).status_code == 422
    assert steward.post(url, form | {"list_sector": "retail"}).status_code == 422
    assert steward.post(url, form | {"list_sector": "retail", "list_scenario": "members", "list_fields": "phone = phone\naddress = address"}).status_code == 302
    assert FactSheet.objects.order_by("-version")[0].facts["list_claim"]["fields_named"] == {"phone": "phone", "address": "address"} and 'value="members"' in steward.get(url).content.decode()
    counts = f"/workspace/{provider.id}/export-counts/"
    assert owner.get(counts).status_code == 200 and owner.get(f"{counts}state/").status_code == 200
    assert owner.post(f"{counts}state/", {"organization": str(provider.id), "ordinary": "10", "sensitive": "1", "key": "hosted", "read": "on"}).status_code == 302
    assert OutsideStatement.objects.get().key_kind == "hosted"
    assert steward.get(f"{counts}state/").status_code == 403
    assert owner.get(f"/workspace/{provider.id}/deals/{found.pk}/").status_code == 200
    buyer = signed_in(overseas.trader, language=language)
    assert buyer.get(f"/workspace/{overseas.id}/deals/{found.pk}/export-facts/").status_code == 404
    shown = buyer.get(f"/workspace/{overseas.id}/deals/{found.pk}/").content.decode()
    assert 'id="border"' in shown and "export-facts" not in shown


def test_a_statement_wants_a_fresh_password(provider: Party) -> None:
    stale = signed_in(provider.owner, fresh=False)
    sent = stale.post(f"/workspace/{provider.id}/export-counts/state/", {"organization": str(provider.id), "ordinary": "0", "sensitive": "0", "key": "hosted", "read": "on"})
    assert sent.status_code == 302 and "reauthenticate" in sent["Location"] and not OutsideStatement.objects.exists()


def test_ending_the_deal_gives_the_persons_back(provider: Party, overseas: Party, operator: Party) -> None:
    found = deal(provider, overseas, operator, "AGREED")
    assert Reservation.objects.get(deal=found.pk).state == "reserved"
    agreements.terminate(provider.owner, found.pk)
    assert Reservation.objects.get(deal=found.pk).state == "released"


def test_a_deal_that_is_done_without_a_delivery_gives_the_persons_back(provider: Party, overseas: Party, operator: Party) -> None:
    found = deal(provider, overseas, operator, "AGREED")
    Agreement.objects.filter(pk=found.pk).update(state="in_force", in_force_from=clock.now(), in_force_until=clock.now() + timedelta(days=1))
    agreements.complete(SYSTEM, found.pk)
    assert Reservation.objects.get(deal=found.pk).state == "released"


def test_supply_from_abroad_is_no_export(consumer: Party, operator: Party) -> None:
    said = Particulars("", "Overseas Seller Pte. Ltd.", "DE", foreign_register="HRB", foreign_number="B 1234", ciio="no", roles_wanted=("provider",))
    seller = founded("seller", said, operator, "steward")
    found = trade_request_in("AGREED", seller, consumer, operator, dataset=personal_dataset(seller, operator, price_minor=0), form=PERSONAL)
    assert not Determination.objects.exists() and not Reservation.objects.exists()
    told = Api(consumer.trader).get(f"/api/v1/trade-requests/{found.pk}/border").json()
    assert (told["crossing"], told["path"]) == ("inbound", "not_a_cross_border_transfer") and "EU_GDPR_CH_V" in told["foreign_law_flags"]
    assert "mixing_in_domestic_persons_changes_the_path" in told["obligations"]
    shown = signed_in(consumer.trader).get(f"/workspace/{consumer.id}/deals/{found.pk}/").content.decode()
    assert "EU_GDPR_CH_V" in shown and "P16 art. 4" in shown
