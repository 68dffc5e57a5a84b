"""Rows read for a determination: the exporter's newest sheet, its set of persons, listed recipients, earlier exports of the year."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Subquery, Sum

from catalog.models import DataField
from exchange.determination import judging
from exchange.determination.counts import Pair
from exchange.determination.derived import CLAIM, Derived
from exchange.determination.judging import Said
from exchange.determination.models import Determination, FactSheet, ListEdition, ListRow, Reservation, SubjectSet
from exchange.determination.models.lists import NEGATIVE_LIST, RECIPIENTS
from exchange.determination.states import LIVE, Reserved
from exchange.rules.border.lists import Part, Row

SCREENING_FLAGS = ("recipient_on_pipl42_list", "recipient_under_countermeasure", "end_user_control_listed")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The newest sheet of a deal, and its set of persons: id and numbers, where the exporter gave one that is still kept.
    `held` tells that the deal holds persons of its exporter's year: it was signed."""

    said: Said
    subjects: UUID | None = None
    exact: Pair | None = None
    held: bool = False


def sheet(deal: UUID) -> Sheet:
    """What the exporter said about the deal. One statement, two while it said nothing."""
    sets = SubjectSet.objects.filter(deal=OuterRef("deal"), erased=None)
    live_rows = Reservation.objects.filter(deal=OuterRef("deal"), state__in=LIVE)
    columns: dict[str, Any] = {f"set_{name}": Subquery(sets.values(name)) for name in ("pk", "ordinary", "sensitive")} | {"held": Exists(live_rows)}
    rows = FactSheet.objects.filter(deal=deal).order_by("-version").annotate(**columns)
    row = rows.values_list("facts", "ordinary", "sensitive", "version", *columns).first()
    if row is None:
        row = ({}, None, None, None, *(SubjectSet.objects.filter(deal=deal, erased=None).values_list("pk", "ordinary", "sensitive").first() or (None, 0, 0)), False)
    told, ordinary, sensitive, version, subjects, set_ordinary, set_sensitive, held = row
    exact = (set_ordinary, set_sensitive) if subjects and set_ordinary + set_sensitive else None
    claimed = told.pop(CLAIM, None)
    return Sheet(Said(told, ordinary, sensitive, version, claimed), subjects if exact else None, exact, held)


def normal_name(name: str) -> str:
    """One form of a recipient's name for comparing: full-width letters, case, spaces and dots do not tell two apart."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(letter for letter in folded if letter.isalnum())


def screened(recipients: Iterable[str], on: date) -> list[str]:
    """The flags of the recipients that a list in force names. One statement."""
    names = {normal_name(name) for name in recipients} - {""}
    listed = ListEdition.objects.in_force(on).filter(kind=RECIPIENTS)
    rows = ListRow.objects.filter(name__in=names, edition__in=listed).values_list("content", flat=True)
    return sorted({content["flag"] for content in rows})


def earlier(organization: UUID, year: int, derived: Derived, deal: UUID) -> Pair:
    """Persons of the year's other live exports of the same dataset or to the same buyer. One statement."""
    same = Q(dataset=derived.dataset) | Q(consumer=derived.consumer)
    rows = Reservation.objects.filter(same, organization=organization, year=year, state__in=LIVE, counted=True).exclude(deal=deal)
    sums = rows.aggregate(ordinary=Sum("ordinary", default=0), sensitive=Sum("sensitive", default=0))
    return sums["ordinary"], sums["sensitive"]


def newest(deal: UUID) -> Determination | None:
    """The determination a live export stands on; of one that ended, the last one stored."""
    held = Reservation.objects.filter(deal=deal, state__in=LIVE).select_related("determination").order_by("-year").first()
    return held.determination if held else Determination.objects.filter(deal=deal).order_by("-at", "-id").first()


def live(deal: UUID) -> Reservation | None:
    """What the deal holds now, of the newest year."""
    return Reservation.objects.filter(deal=deal, state__in=LIVE).order_by("-year").first()


def undelivered(deal: UUID) -> bool:
    """Whether the deal still holds persons that nothing was delivered of."""
    return Reservation.objects.filter(deal=deal, state=Reserved.RESERVED.value).exists()


def list_rows(on: date) -> list[Row]:
    """The rows of all negative lists in force, as the rules match them. One statement."""
    listed = ListEdition.objects.in_force(on).filter(kind=NEGATIVE_LIST)
    return [as_row(one) for one in ListRow.objects.filter(edition__in=listed).select_related("edition").order_by("edition", "number")]


def as_row(one: ListRow) -> Row:
    """`one` read with its edition."""
    said, edition = one.content, one.edition
    return Row(
        f"{edition.code}/{edition.edition}/{one.number}", edition.edition, said["sector"], said["scenario"], frozenset(said["fields"]), Part(said["part"]), edition.since,
        edition.until, frozenset(said["modalities"]), said["at_least"], said["below"], edition.verified, edition.source,
    )


def claim(said: Said, derived: Derived, total: Pair | None, on: date) -> tuple[str, dict[str, Any] | None]:
    """What the lists make of the exporter's claim: a value of `negative_list`, and what a determination stores of it. No statement without one."""
    if said.claim is None:
        return judging.NO_CLAIM, None
    return matched(said.claim, str(said.facts.get("modality", "")), agreed(derived), total, on)


def matched(claim: Mapping[str, Any], modality: str, fields: Iterable[str], total: Pair | None, on: date) -> tuple[str, dict[str, Any]]:
    """The same for a claim at hand. One statement."""
    names = sorted(fields)
    found = judging.claimed(claim, modality, total, on, list_rows(on), names)
    told = {"result": found.result, "rows": [row.id for row in found.rows[:20]], "sample": found.sample, "why": found.why.as_json(), "claim": dict(claim), "agreed": names}
    return found.result, told


def agreed(derived: Derived) -> list[str]:
    """Names of the agreed fields; none where nobody knows them. One statement where all of a revision's are."""
    if derived.fields or derived.revision is None:
        return list(derived.fields)
    return list(DataField.objects.filter(revision=derived.revision).values_list("name", flat=True))
