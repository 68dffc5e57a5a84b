"""Rebuilding the search rows after a change of the analyzer, or from nothing."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from catalog.dataset.models import Dataset
from catalog.dataset.states import DatasetState
from catalog.offer.standing import standing
from catalog.quality.statements import newest
from catalog.search import analyzer
from catalog.search.index import put, set_quality
from catalog.search.models import SearchEntry


def due(*, every: bool = False) -> QuerySet[Dataset]:
    """Listed datasets whose row is missing or was made by an older analyzer, or all."""
    rows = Dataset.objects.filter(state=DatasetState.LISTED)
    return rows if every else rows.filter(Q(search_entry=None) | ~Q(search_entry__analyzer=analyzer.VERSION))


def drop_unlisted() -> None:
    SearchEntry.objects.exclude(dataset__state=DatasetState.LISTED).delete()


def rebuild(*, every: bool, after: UUID | None, batch: int) -> tuple[int, UUID | None]:
    """One batch, inside the caller's transaction: how many rows were made and the last dataset of them. A dataset is locked like by any act
    on it, so that none that is being suspended gets its row back."""
    rows = due(every=every).order_by("pk")
    if after is not None:
        rows = rows.filter(pk__gt=after)
    keys = list(rows.values_list("pk", flat=True)[:batch])
    locked = Dataset.objects.filter(pk__in=keys).order_by("pk").select_for_update(no_key=True)
    still = [row.pk for row in locked if row.state == DatasetState.LISTED]
    kept = set(SearchEntry.objects.filter(pk__in=still).values_list("pk", flat=True))
    datasets = list(Dataset.objects.filter(pk__in=still).select_related("current", "provider").order_by("pk"))
    # a row made from nothing has lost what was measured
    measured = newest(dataset.current_id for dataset in datasets if dataset.current_id and dataset.pk not in kept)
    for dataset in datasets:
        put(dataset, standing(dataset.pk))
        if dataset.current_id in measured:
            set_quality(dataset.pk, measured[dataset.current_id].score)
    return len(keys), keys[-1] if keys else None


def reindex(*, every: bool = False, batch: int = 500) -> int:
    """Rebuild the rows made by an older analyzer (or all) of listed datasets, and drop rows of unlisted ones; answers how many
    were rebuilt. Keyset batches, each in its own transaction, so that it can be stopped and started again."""
    drop_unlisted()
    done, after = 0, None
    while True:
        with transaction.atomic():
            number, after = rebuild(every=every, after=after, batch=batch)
        if not number:
            return done
        done += number
