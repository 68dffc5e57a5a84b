"""Index of the catalogue's tables: Django looks for them here. They live in the slices."""

from __future__ import annotations

from catalog.certificate.models import Certificate
from catalog.classification.models import RegradeDemand
from catalog.dataset.models import (
    AccessGrant,
    Classification,
    DataField,
    Dataset,
    DatasetReader,
    DatasetRevision,
    Distribution,
    GradeAssessment,
    Review,
    RightsEnd,
    RightsEvidence,
    RightsStatement,
    ServiceEndpoint,
    Submission,
)
from catalog.dictionary.models import Dictionary, DictionaryMapping, DictionaryTerm, TermMatch
from catalog.element.models import Element, ElementVersion, FieldElement
from catalog.harvest.models import Harvest, HarvestPlan
from catalog.indexing.models import Reindexing
from catalog.interchange.models import CatalogRecord, ForeignSource, ImportRow, ImportRun
from catalog.need.models import Need, NeedAnswer
from catalog.offer.models import Offer, OfferTaking
from catalog.openlane.models import OpenApplication, OpenDownload, OpenRelease
from catalog.opinion.models import Opinion
from catalog.quality.models import QualityBreach, QualityLook, QualityMeasurement
from catalog.rights.models import Encumbrance, EncumbranceConsent, RegisterEntry, RegisterRequest, RightObjection, RightPaper, RightRegistration
from catalog.scan.models import FieldSuggestion, GradeLowering, Scan
from catalog.search.models import SearchEntry, SearchTerm
from catalog.watch.models import SavedSearch, SearchAlert
from catalog.zone.models import ProductRecognition, Zone, ZoneAdmission, ZoneAuthorization

__all__ = [
    "AccessGrant",
    "CatalogRecord",
    "Certificate",
    "Classification",
    "DataField",
    "Dataset",
    "DatasetReader",
    "DatasetRevision",
    "Dictionary",
    "DictionaryMapping",
    "DictionaryTerm",
    "Distribution",
    "Encumbrance",
    "EncumbranceConsent",
    "Element",
    "ElementVersion",
    "FieldElement",
    "FieldSuggestion",
    "GradeAssessment",
    "GradeLowering",
    "ForeignSource",
    "Harvest",
    "HarvestPlan",
    "ImportRow",
    "ImportRun",
    "Need",
    "NeedAnswer",
    "Offer",
    "OfferTaking",
    "RegradeDemand",
    "RegisterEntry",
    "RegisterRequest",
    "QualityBreach",
    "QualityLook",
    "QualityMeasurement",
    "Reindexing",
    "Review",
    "RightObjection",
    "RightPaper",
    "RightRegistration",
    "OpenApplication",
    "OpenDownload",
    "OpenRelease",
    "Opinion",
    "ProductRecognition",
    "RightsEnd",
    "RightsEvidence",
    "RightsStatement",
    "SavedSearch",
    "Scan",
    "SearchAlert",
    "SearchEntry",
    "ServiceEndpoint",
    "Submission",
    "SearchTerm",
    "TermMatch",
    "Zone",
    "ZoneAdmission",
    "ZoneAuthorization",
]
