"""Index of the catalogue's tables: Django looks for them here. They live in the slices."""

from __future__ import annotations

from catalog.dataset.models import (
    AccessGrant,
    Classification,
    DataField,
    Dataset,
    DatasetRevision,
    Distribution,
    Review,
    RightsEvidence,
    RightsStatement,
)
from catalog.offer.models import Offer, OfferTaking
from catalog.search.models import SearchEntry
from catalog.zone.models import Zone

__all__ = [
    "AccessGrant",
    "Classification",
    "DataField",
    "Dataset",
    "DatasetRevision",
    "Distribution",
    "Offer",
    "OfferTaking",
    "Review",
    "RightsEvidence",
    "RightsStatement",
    "SearchEntry",
    "Zone",
]
