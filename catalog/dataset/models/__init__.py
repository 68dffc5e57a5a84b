"""Tables of datasets: the dataset, its revisions, what belongs to a revision, and who keeps sight of it."""

from __future__ import annotations

from catalog.dataset.models.assessment import GradeAssessment
from catalog.dataset.models.classification import Classification
from catalog.dataset.models.dataset import Dataset, DatasetQuerySet, DatasetReader
from catalog.dataset.models.grant import AccessGrant
from catalog.dataset.models.parts import DataField, Distribution, ServiceEndpoint
from catalog.dataset.models.review import Review, Submission
from catalog.dataset.models.revision import DatasetRevision
from catalog.dataset.models.rights import RightsEnd, RightsEvidence, RightsStatement

__all__ = [
    "AccessGrant",
    "Classification",
    "DataField",
    "Dataset",
    "DatasetQuerySet",
    "DatasetReader",
    "DatasetRevision",
    "Distribution",
    "GradeAssessment",
    "Review",
    "RightsEnd",
    "RightsEvidence",
    "RightsStatement",
    "ServiceEndpoint",
    "Submission",
]
