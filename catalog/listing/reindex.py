"""Rebuilding the search rows after a change of the analyzer, or from nothing."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from catalog.dataset.models import Dataset
from catalog.dataset.states import DatasetState
from catalog.offer.standing import standing
from catalog.search import analyzer
from catalog.search.index import put
from catalog.search.models import SearchEntry


def reindex(*, every: bool = False, batch: int = 500, after: UUID | None = None) -> int:
    """Rebuild the rows made by an older analyzer (or all) of listed datasets, and drop rows of unlisted ones; answers how many
    were rebuilt. Keyset batches, each in its own transaction, so that it can be stopped and started again."""
    SearchEntry.objects.exclude(dataset__state=DatasetState.LISTED).delete()
    done = 0
    while True:
        rows = Dataset.objects.filter(state=DatasetState.LISTED).select_related("current", "provider").order_by("pk")
        if not every:
            rows = rows.filter(Q(search_entry=None) | ~Q(search_entry__analyzer=analyzer.VERSION))
        if after is not None:
            rows = rows.filter(pk__gt=after)
        found: Sequence[Dataset] = list(rows[:batch])
        if not found:
            return done
        with transaction.atomic():
            for dataset in found:
                put(dataset, standing(dataset.pk))
        done += len(found)
        after = found[-1].pk
