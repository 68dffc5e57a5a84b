"""Index of the catalogue's tables: Django looks for them here. They live in the slices."""

from __future__ import annotations

from catalog.certificate.models import Certificate
from catalog.dataset.models import (
    AccessGrant,
    Classification,
    DataField,
    Dataset,
    DatasetRevision,
    Distribution,
    Review,
    RightsEnd,
    RightsEvidence,
    RightsStatement,
)
from catalog.dictionary.models import Dictionary, DictionaryMapping, DictionaryTerm, TermMatch
from catalog.element.models import Element, ElementVersion, FieldElement
from catalog.harvest.models import Harvest, HarvestPlan
from catalog.interchange.models import CatalogRecord, ForeignSource, ImportRow, ImportRun
from catalog.offer.models import Offer, OfferTaking
from catalog.scan.models import FieldSuggestion, GradeLowering, Scan
from catalog.search.models import SearchEntry
from catalog.zone.models import Zone

__all__ = [
    "AccessGrant",
    "CatalogRecord",
    "Certificate",
    "Classification",
    "DataField",
    "Dataset",
    "DatasetRevision",
    "Dictionary",
    "DictionaryMapping",
    "DictionaryTerm",
    "Distribution",
    "Element",
    "ElementVersion",
    "FieldElement",
    "FieldSuggestion",
    "GradeLowering",
    "ForeignSource",
    "Harvest",
    "HarvestPlan",
    "ImportRow",
    "ImportRun",
    "Offer",
    "OfferTaking",
    "Review",
    "RightsEnd",
    "RightsEvidence",
    "RightsStatement",
    "Scan",
    "SearchEntry",
    "TermMatch",
    "Zone",
]
