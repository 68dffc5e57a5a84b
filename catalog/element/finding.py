"""Finding definitions by words, and the visible datasets whose listed revisions follow the same ones.

Sight stands inside each query, so a hidden dataset is in no row and no count.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from catalog.dataset.models import Dataset
from catalog.dataset.states import DatasetState
from catalog.element.models import Element, FieldElement
from catalog.element.states import ElementState
from kernel.actor import Actor

LONGEST = 100


def words_of(text: str) -> list[str]:
    return text.replace("\x00", "").split()[:8] if len(text) <= LONGEST else text[:LONGEST].replace("\x00", "").split()[:8]


def elements(actor: Actor, text: str = "", *, standing: str = "") -> QuerySet[Element]:
    """Definitions that were accepted, that hold every word in code, names or definitions; `standing` "current" or "retired"."""
    rows = Element.objects.filter(face__isnull=False).select_related("face", "steward")
    if standing in (ElementState.CURRENT, ElementState.RETIRED):
        rows = rows.filter(face__state=standing)
    for word in words_of(text):
        held = Q(code__icontains=word)
        for name in ("name_zh", "name_en", "definition_zh", "definition_en"):
            held |= Q(**{f"face__{name}__icontains": word})
        rows = rows.filter(held)
    return rows


def following(actor: Actor, chosen: Any, but: UUID | None = None) -> QuerySet[Dataset]:
    """Listed datasets this reader may see, a field of whose listed revision follows one of the chosen elements."""
    held = FieldElement.objects.live().filter(element__in=chosen, revision=F("dataset__current")).values("dataset")
    rows = Dataset.objects.visible_to(actor).filter(state=DatasetState.LISTED, pk__in=held).select_related("current", "provider")
    return rows.exclude(pk=but) if but else rows


def shared(datasets: list[Dataset], chosen: Any) -> dict[UUID, list[FieldElement]]:
    """For each of the (visible) datasets its fields that follow one of the chosen elements."""
    found: dict[UUID, list[FieldElement]] = {row.pk: [] for row in datasets}
    rows = FieldElement.objects.live().filter(dataset__in=list(found), revision__in=[row.current_id for row in datasets], element__in=chosen)
    for row in rows.select_related("element__face", "version").order_by("element__code", "field"):
        found[row.dataset_id].append(row)
    return found
