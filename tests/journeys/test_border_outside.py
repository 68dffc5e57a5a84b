"""Nothing outside the clearance is delivered: by every method and at every door the refusal names its rule and a remedy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from accounts.models import Organization
from exchange.clearance.models import Clearance, ExportDeclaration
from exchange.trade_request import use_cases as requests
from exchange.transfer.methods import METHODS
from exchange.transfer.tasks import make_files
from kernel import clock
from kernel.clock import LOCAL_ZONE
from tests.cast import Api, Party
from tests.factories.clearance import export_cleared
from tests.factories.trade import EXPORT_FACTS

TRANSFERS = "/api/v1/transfers"


def _end(clearance: Clearance, seconds: int) -> datetime:
    """So many seconds after the last moment of its validity."""
    return datetime.combine(clearance.valid_until + timedelta(days=1), time(), LOCAL_ZONE) + timedelta(seconds=seconds)


@contextmanager
def _breached(how: str, clearance: Clearance, provider: Party, buyer: Party) -> Iterator[None]:
    """What the delivery would be outside of, for as long as this lasts; more persons on the exporter's sheet are never fewer again."""
    if how == "day after":
        with clock.fixed(_end(clearance, 1)):
            yield
    elif how == "quota":
        requests.describe_export(provider.steward, clearance.agreement_id, EXPORT_FACTS, ordinary=5_000, sensitive=0)
        yield
    else:
        Organization.objects.filter(pk=buyer.id).update(country="US")
        yield
        Organization.objects.filter(pk=buyer.id).update(country="SG")


RULES = {"recipient": "R-CLEAR-RECIPIENT", "place": "R-CLEAR-PLACE", "day after": "R-CLEAR-UNTIL", "quota": "R-CLEAR-QUOTA"}


def _refused(answer: Any, rule: str) -> None:
    assert answer.status_code == 409, (answer.status_code, getattr(answer, "content", b"")[:300])
    said = answer.json()
    assert said["code"] == "refused", said
    assert rule in [one["id"] for one in said["decision"]["rules"]], said
    assert said["decision"]["remedy"], said


@pytest.mark.parametrize("method", METHODS)
def test_at_every_door(provider: Party, overseas: Party, operator: Party, method: str) -> None:
    clearance = export_cleared(provider, overseas, operator, issue={"valid_until": clock.today() + timedelta(days=20)})
    buyer = Api(overseas.trader)
    asked = {"agreement": str(clearance.agreement_id), "method": method, "start": True}
    address = f"{TRANSFERS}/{buyer.post(TRANSFERS, asked).json()['id']}"
    if METHODS[method].projects:
        assert make_files() == 1
    for how, rule in RULES.items():
        assert buyer.get(address).json()["state"] == "STARTED"
        with clock.fixed(_end(clearance, -60)) if how == "day after" else nullcontext():  # a link lives for minutes
            link = buyer.post(f"{address}/links").json()["url"].removeprefix("http://testserver")
        with _breached(how, clearance, provider, overseas):
            for door in (f"{address}/content", link):
                _refused(buyer.get(door), rule)
                _refused(buyer.get(door, headers={"Range": "bytes=0-3"}), rule)
            _refused(buyer.post(f"{address}/links"), rule)
            assert buyer.post(f"{address}/suspend").status_code == 200
            _refused(buyer.post(f"{address}/start"), rule)
            declaration = ExportDeclaration.objects.get()
            assert (declaration.state, declaration.delivered) == ("declared", None), "nothing was counted as delivered"
        assert how == "quota" or buyer.post(f"{address}/start").status_code == 200, "inside again, it goes on"


@pytest.mark.parametrize("method", METHODS)
def test_a_new_delivery_is_refused_at_once(provider: Party, overseas: Party, operator: Party, method: str) -> None:
    clearance = export_cleared(provider, overseas, operator, issue={"fields": ["city"], "ordinary": 10})
    answer = Api(overseas.trader).post(TRANSFERS, {"agreement": str(clearance.agreement_id), "method": method, "start": True})
    _refused(answer, "R-CLEAR-QUOTA")
    fields = [one["id"] for one in answer.json()["decision"]["rules"] if one["id"] == "R-CLEAR-FIELD"]
    assert bool(fields) is not METHODS[method].projects, "whole files hold more than the cleared field; a cut one holds that field only"
    assert not ExportDeclaration.objects.exists()
