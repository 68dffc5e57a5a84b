"""The exchange's queue of listings: one keyset page of a tab, in the order in which it is to be worked off."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from catalog.dataset.models import Dataset, DatasetRevision
from catalog.dataset.states import DatasetState, RevisionState
from kernel import paging
from kernel.actor import Actor

# tabs of what waits, by deadline; and of what stands, newest first
WAITING = ("mine", "free", "waiting", "overdue")
STANDING: dict[str, DatasetState] = {"listed": DatasetState.LISTED, "suspended": DatasetState.SUSPENDED, "refused": DatasetState.REFUSED}
TABS = (*WAITING, *STANDING)
HEAVY = ("sample", "description_zh", "description_en", "promises", "questions", "keywords", "places", "digest")


def of_exchange(actor: Actor, tab: str, now: datetime, cursor: str | None = None) -> paging.Page[Any]:
    """Revisions under review (with their dataset and provider), or datasets (with their face and provider). `actor` is an operator."""
    if tab in WAITING:
        return paging.page(reviews(actor, tab, now), ("review_until", "id"), cursor=cursor)
    joined = ("provider", "current", "working")
    rows = Dataset.objects.filter(state=STANDING[tab]).select_related(*joined).defer(*(f"{face}__{name}" for face in joined[1:] for name in HEAVY))
    return paging.page(rows, ("-state_since", "-id"), cursor=cursor)


def reviews(actor: Actor, tab: str, now: datetime) -> QuerySet[DatasetRevision]:
    rows = DatasetRevision.objects.filter(state=RevisionState.SUBMITTED, review_until__isnull=False).select_related("dataset__provider").defer(*HEAVY)
    match tab:
        case "mine":
            return rows.filter(reviewer=actor.person)
        case "free":
            return rows.filter(reviewer=None)
        case "overdue":
            return rows.filter(review_until__lt=now)
    return rows
