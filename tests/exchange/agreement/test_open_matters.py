"""What keeps an organization from closing."""

from __future__ import annotations

from exchange.agreement.gather import open_agreements
from exchange.trade_request.gather import open_negotiations
from exchange.trade_request.states import State
from tests.cast import Party
from tests.factories.catalog import dataset_listed
from tests.factories.trade import trade_request_in


def test_open_deals_of_both_sides(provider: Party, consumer: Party, outsider: Party, operator: Party) -> None:
    dataset = dataset_listed(provider, operator, price_minor=0)
    trade_request_in(State.FINALIZED, provider, consumer, operator, dataset=dataset)
    assert open_negotiations(provider.id) == [] and "1" in str(open_agreements(consumer.id)[0])
    trade_request_in(State.REQUESTED, provider, consumer, operator, dataset=dataset)
    assert len(open_negotiations(provider.id)) == len(open_negotiations(consumer.id)) == 1
    assert open_negotiations(outsider.id) == open_agreements(outsider.id) == []
