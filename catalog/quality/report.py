"""What the quality report of a dataset says, gathered once for its page and for REST."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from catalog.dataset.models import Dataset, DatasetRevision
from catalog.quality.gather import latest, promise_of
from catalog.quality.models import QualityBreach, QualityMeasurement
from catalog.rules.quality import Kept, Promise, compared
from kernel import clock
from kernel.actor import Actor
from kernel.errors import NotFound

BREACHES = 50


@dataclass(frozen=True, slots=True)
class Report:
    dataset: Dataset
    revision: DatasetRevision
    measurement: QualityMeasurement | None
    promise: Promise
    kept: tuple[Kept, ...]
    breaches: list[QualityBreach]


def report(actor: Actor, dataset_id: UUID, revision_id: UUID | None = None) -> Report:
    """The listed revision's, or the one named; a provider whose dataset is not listed yet sees the one in work. Errors: NotFound."""
    dataset = Dataset.objects.visible_to(actor).select_related("provider").filter(pk=dataset_id).first()
    if dataset is None:
        raise NotFound
    wanted = revision_id or dataset.current_id or dataset.working_id
    revision = DatasetRevision.objects.visible_to(actor).filter(pk=wanted, dataset=dataset).first() if wanted else None
    if revision is None:
        raise NotFound
    measurement, promise = latest(revision.pk), promise_of(revision)
    kept = compared(promise, measurement.values if measurement else (), revision.updated_on, clock.today())
    breaches = list(QualityBreach.objects.visible_to(actor).filter(dataset=dataset).order_by("-created", "-id")[:BREACHES])
    return Report(dataset, revision, measurement, promise, kept, breaches)
