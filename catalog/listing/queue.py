"""The exchange's queue of listings: one keyset page of a tab, in the order in which it is to be worked off."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from catalog.dataset.models import Dataset, DatasetRevision
from catalog.dataset.states import DatasetState, RevisionState
from kernel import paging
from kernel.actor import Actor

# tabs of what waits, by deadline; and of what stands, newest first
WAITING = ("mine", "free", "waiting", "overdue")
STANDING: dict[str, DatasetState] = {"listed": DatasetState.LISTED, "suspended": DatasetState.SUSPENDED, "refused": DatasetState.REFUSED}
TABS = (*WAITING, *STANDING)
HEAVY = ("sample", "description_zh", "description_en", "promises", "questions", "keywords", "places", "digest")
_PROVIDER = {"provider_zh": "provider__name_zh", "provider_en": "provider__name_en"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the queue. `until` and `reviewer` stand for what waits only."""

    dataset: UUID
    title_zh: str
    title_en: str
    number: int
    grade: int | None
    provider_zh: str
    provider_en: str
    since: datetime
    until: datetime | None = None
    reviewer: UUID | None = None

    @property
    def title(self) -> str:
        return self._in_language(self.title_zh, self.title_en)

    @property
    def provider(self) -> str:
        return self._in_language(self.provider_zh, self.provider_en)

    @staticmethod
    def _in_language(zh: str, en: str) -> str:
        return (en or zh) if (get_language() or "").startswith("en") else (zh or en)


def of_exchange(actor: Actor, tab: str, now: datetime, cursor: str | None = None) -> paging.Page[Any]:
    """One page of a tab as plain values: a queue is read far more often than it is acted on. `actor` is an operator."""
    if tab in WAITING:
        shown = ("id", "dataset_id", "title_zh", "title_en", "number", "grade", "state_since", "review_until", "reviewer")
        provider = {name: F(f"dataset__{path}") for name, path in _PROVIDER.items()}
        return _rows(paging.page(reviews(actor, tab, now).values(*shown, **provider), ("review_until", "id"), cursor=cursor))
    face = {f"face_{name}": Coalesce(f"current__{name}", f"working__{name}") for name in ("title_zh", "title_en", "number", "grade")}
    rows = Dataset.objects.filter(state=STANDING[tab]).values("id", "state_since", **face, **{name: F(path) for name, path in _PROVIDER.items()})
    return _rows(paging.page(rows, ("-state_since", "-id"), cursor=cursor))


def _rows(page: paging.Page[Any]) -> paging.Page[Any]:
    return replace(page, items=[_row(one) for one in page.items])


def _row(one: dict[str, Any]) -> Row:
    def said(name: str) -> Any:
        return one[f"face_{name}"] if f"face_{name}" in one else one[name]

    return Row(
        one.get("dataset_id") or one["id"], said("title_zh"), said("title_en"), said("number"), said("grade"), one["provider_zh"], one["provider_en"], one["state_since"],
        one.get("review_until"), one.get("reviewer"),
    )  # fmt: skip


def reviews(actor: Actor, tab: str, now: datetime) -> QuerySet[DatasetRevision]:
    rows = DatasetRevision.objects.filter(state=RevisionState.SUBMITTED, review_until__isnull=False).select_related("dataset").defer(*HEAVY)
    match tab:
        case "mine":
            return rows.filter(reviewer=actor.person)
        case "free":
            return rows.filter(reviewer=None)
        case "overdue":
            return rows.filter(review_until__lt=now)
    return rows
