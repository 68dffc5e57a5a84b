"""Tables of datasets: the dataset, its revisions, what belongs to a revision, and who keeps sight of it."""

from __future__ import annotations

from catalog.dataset.models.assessment import GradeAssessment
from catalog.dataset.models.classification import Classification
from catalog.dataset.models.dataset import Dataset, DatasetQuerySet
from catalog.dataset.models.grant import AccessGrant
from catalog.dataset.models.parts import DataField, Distribution
from catalog.dataset.models.review import Review
from catalog.dataset.models.revision import DatasetRevision
from catalog.dataset.models.rights import RightsEnd, RightsEvidence, RightsStatement

__all__ = [
    "AccessGrant",
    "Classification",
    "DataField",
    "Dataset",
    "DatasetQuerySet",
    "DatasetRevision",
    "Distribution",
    "GradeAssessment",
    "Review",
    "RightsEnd",
    "RightsEvidence",
    "RightsStatement",
]
