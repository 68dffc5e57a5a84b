"""Index of the catalogue's tables: Django looks for them here. They live in the slices."""

from __future__ import annotations

from catalog.classification.models import Classification
from catalog.dataset.models import DataField, Dataset, DatasetRevision, Distribution, Review
from catalog.grant.models import AccessGrant
from catalog.offer.models import Offer, OfferTaking
from catalog.rights.models import RightsEvidence, RightsStatement
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
