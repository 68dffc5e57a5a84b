"""What a dataset's offers come to, for its search row: the lowest price and whether a place is left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from catalog.offer.models import Offer
from catalog.offer.states import OfferState
from catalog.search.index import Standing


def standing(dataset_id: UUID) -> Standing:
    """How the open offers stand now."""
    held = Count("takings", filter=Q(takings__released=None, takings__slot__isnull=False))
    offers = Offer.objects.filter(dataset=dataset_id, state=OfferState.OPEN).annotate(held=held).order_by("price_minor", "pk")
    rows: list[Any] = list(offers.values("price_minor", "currency", "quantity", "held"))
    return standing_of(rows)


def standing_of(offers: Sequence[dict[str, Any]]) -> Standing:
    """From offers ordered by price, each with how many places are held."""
    if not offers:
        return Standing("priced", None, "CNY", False)
    cheapest = offers[0]
    return Standing(
        "free" if cheapest["price_minor"] == 0 else "priced",
        cheapest["price_minor"],
        cheapest["currency"],
        any(offer["quantity"] is None or offer["held"] < offer["quantity"] for offer in offers),
    )
