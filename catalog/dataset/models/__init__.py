"""Tables of datasets: the dataset, its revisions, and what belongs to a revision."""

from __future__ import annotations

from catalog.dataset.models.dataset import Dataset, DatasetQuerySet
from catalog.dataset.models.parts import DataField, Distribution
from catalog.dataset.models.review import Review
from catalog.dataset.models.revision import DatasetRevision

__all__ = ["DataField", "Dataset", "DatasetQuerySet", "DatasetRevision", "Distribution", "Review"]
