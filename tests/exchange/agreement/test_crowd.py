"""Many buyers at once on few places: as many agreements as there are places, a clear refusal for everyone else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from catalog.models import OfferTaking
from exchange.agreement import use_cases as agreements
from exchange.trade_request.models import TradeRequest
from exchange.trade_request.states import State
from kernel.actor import Actor
from kernel.errors import Conflict
from tests.cast import Party, make_consumer, make_operator, make_provider
from tests.factories.catalog import dataset_listed
from tests.factories.trade import trade_request_in

BUYERS = 64


def sign(actor: Actor, pk: UUID) -> Any:
    try:
        return agreements.sign(actor, pk).pk
    except Conflict as error:
        return error.code
    finally:
        connection.close()


@pytest.mark.parametrize(("over", "places"), [({"exclusive": True}, 1), ({"quantity": 10}, 10)])
def test_a_crowd_on_few_places(committed_db: Any, over: dict[str, Any], places: int) -> None:
    operator = make_operator()
    provider, consumer = make_provider(operator), make_consumer(operator)
    dataset = dataset_listed(provider, operator, price_minor=0, **over)
    asked = [_accepted(provider, consumer, operator, dataset) for _ in range(BUYERS)]
    with ThreadPoolExecutor(8) as crowd:
        answers = list(crowd.map(lambda pk: sign(provider.owner, pk), asked))
    assert sorted(str(answer) for answer in answers if answer == "taken") == ["taken"] * (BUYERS - places)
    held = set(OfferTaking.objects.filter(released=None).values_list("agreement", flat=True))
    assert held == {answer for answer in answers if answer != "taken"} and len(held) == places
    assert TradeRequest.objects.filter(state=State.AGREED.value).count() == places
    assert TradeRequest.objects.filter(state=State.ACCEPTED.value).count() == BUYERS - places


def _accepted(provider: Party, consumer: Party, operator: Party, dataset: Any) -> UUID:
    return trade_request_in(State.ACCEPTED, provider, consumer, operator, dataset=dataset).pk
