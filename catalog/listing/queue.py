"""The exchange's queue of listings: one keyset page of a tab, in the order in which it is to be worked off.

Read all day by everyone who reviews, so each of its queries is compiled once (kernel/statements.py); `run.py bench review_queue` holds
them against the bare SQL.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from catalog.dataset.models import Dataset, DatasetRevision
from catalog.dataset.states import DatasetState, RevisionState
from kernel import paging
from kernel.actor import Actor
from kernel.statements import Compiled

# tabs of what waits, by deadline; and of what stands, newest first
WAITING = ("mine", "free", "waiting", "overdue")
STANDING: dict[str, DatasetState] = {"listed": DatasetState.LISTED, "suspended": DatasetState.SUSPENDED, "refused": DatasetState.REFUSED}
TABS = (*WAITING, *STANDING)
SHOWN = 20
HEAVY = ("sample", "description_zh", "description_en", "promises", "questions", "keywords", "places", "digest")
NOW = datetime.max.replace(tzinfo=UTC)
"""Stands for the moment of asking in a compiled query."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the queue. `key` is what the tab goes on from beside the time; `until` and `reviewer` stand for what waits only."""

    dataset: UUID
    key: UUID
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
    """One page of a tab as plain values (Row). `actor` is an operator. Errors: Invalid (a cursor not made here)."""
    ids, moments, back = [actor.person], [], False
    if cursor:
        back, at, key = paging.moment_and_id(cursor)
        ids, moments = [*ids, key], [at]
    found = [Row(*values) for values in _STATEMENTS[tab, bool(cursor), back].rows(ids, now, moments)]
    return paging.cut(found, ("until", "key") if tab in WAITING else ("since", "key"), limit=SHOWN, at=bool(cursor), back=back)


def _compiled(tab: str, *, marked: bool, back: bool) -> Compiled:
    def build(person: UUID, *mark: Any) -> Any:
        rows, order = _waiting(tab, person) if tab in WAITING else _standing(tab)
        return paging.seek(rows, order, mark[::-1], back=back)[: SHOWN + 1]

    return Compiled(f"listing_queue_{tab}{'_marked' if marked else ''}{'_back' if back else ''}", build)


def _waiting(tab: str, person: UUID) -> tuple[Any, tuple[str, str]]:
    provider = [F(f"dataset__provider__name_{language}") for language in ("zh", "en")]
    rows = _reviews(tab, person, NOW).values_list("dataset_id", "id", "title_zh", "title_en", "number", "grade", *provider, "state_since", "review_until", "reviewer")
    return rows, ("review_until", "id")


def _standing(tab: str) -> tuple[Any, tuple[str, str]]:
    face = [Coalesce(f"current__{name}", f"working__{name}") for name in ("title_zh", "title_en", "number", "grade")]
    rows = Dataset.objects.filter(state=STANDING[tab])
    return rows.values_list("id", F("id"), *face, F("provider__name_zh"), F("provider__name_en"), "state_since"), ("-state_since", "-id")


def reviews(actor: Actor, tab: str, now: datetime) -> QuerySet[DatasetRevision]:
    return _reviews(tab, actor.person, now).select_related("dataset").defer(*HEAVY)


def _reviews(tab: str, person: UUID | None, now: datetime) -> QuerySet[DatasetRevision]:
    rows = DatasetRevision.objects.filter(state=RevisionState.SUBMITTED, review_until__isnull=False)
    match tab:
        case "mine":
            return rows.filter(reviewer=person)
        case "free":
            return rows.filter(reviewer=None)
        case "overdue":
            return rows.filter(review_until__lt=now)
    return rows


_STATEMENTS = {(tab, marked, back): _compiled(tab, marked=marked, back=back) for tab in TABS for marked, back in ((False, False), (True, False), (True, True))}
