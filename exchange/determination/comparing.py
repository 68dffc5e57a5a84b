"""Two editions of one list side by side: which one a new edition would take the place of, and the rows that only one of them has."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from exchange.determination.models import ListEdition, ListRow
from exchange.determination.models.lists import NEGATIVE_LIST
from exchange.determination.states import Edition

SOUGHT = {True: ("sector", "scenario", "fields", "part"), False: ("name", "country", "flag", "reference")}


@dataclass(frozen=True, slots=True)
class Difference:
    """How many rows an edition brings and drops against `base`."""

    base: ListEdition
    added: int
    dropped: int


def base_of(edition: ListEdition) -> ListEdition | None:
    """The same list's edition in force; for one in force itself, the edition before it. One statement."""
    others = ListEdition.objects.filter(code=edition.code, state=Edition.IN_FORCE.value).exclude(pk=edition.pk)
    if edition.state == Edition.IN_FORCE:
        others = others.filter(since__lte=edition.since)
    return others.order_by("-since", "-created").first()


def only_in(one: ListEdition, other: ListEdition) -> QuerySet[ListRow]:
    """Rows of `one` that say what no row of `other` says; their numbers do not matter."""
    same = ListRow.objects.filter(edition=other, content=OuterRef("content"))
    return ListRow.objects.filter(~Exists(same), edition=one)


def difference(edition: ListEdition) -> Difference | None:
    """None where the list has no other edition. Three statements."""
    base = base_of(edition)
    return Difference(base, only_in(edition, base).count(), only_in(base, edition).count()) if base else None


def sought(edition: ListEdition, words: str) -> QuerySet[ListRow]:
    """Rows of an edition that say `words` in any of their columns; all of them without words."""
    rows = ListRow.objects.filter(edition=edition)
    if not words:
        return rows
    found = Q()
    for name in SOUGHT[edition.kind == NEGATIVE_LIST]:
        found |= Q(**{f"content__{name}__icontains": words})
    return rows.filter(found)
