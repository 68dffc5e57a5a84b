"""Which field follows which definition: the provider's act, and the suggestions a person chooses from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_noop

from catalog.dataset.models import DataField, Dataset, DatasetRevision
from catalog.dataset.use_cases.working import JOINED
from catalog.element import permissions
from catalog.element.models import ElementVersion, FieldElement
from catalog.element.states import ElementState
from catalog.rules.elements import Candidates, Described, Match, suggest
from catalog.scan.models import Scan
from catalog.scan.states import ScanState
from kernel.decision import Say
from kernel.errors import Conflict, Invalid, NotFound, WrongState
from kernel.use_case import Act, use_case

WEIGHED = 5_000
"""Current definitions that suggestions are chosen from; the first by code."""


@use_case
def map_fields(act: Act, dataset_id: UUID, chosen: Mapping[str, UUID | None], *, revision_id: UUID | None = None) -> Dataset:
    """Fields by name, each with the element it follows from now or None. `revision_id` names the revision; otherwise the listed one, or the one in work.

    Errors: NotFound, Forbidden, Invalid (no such field, or no current definition), Conflict (everything stands so already)."""
    dataset = act.find(Dataset, dataset_id, join=JOINED)
    act.authorise(permissions.MAP, dataset)
    person = act.person()
    revision = revision_of(dataset, revision_id)
    if revision.state == "discarded":
        raise WrongState(Say(gettext_noop("This revision was discarded.")))
    versions = _versions(revision, chosen)
    standing = {row.field: row for row in FieldElement.objects.filter(revision=revision, field__in=list(chosen), ended=None)}
    changed = {name: versions.get(name) for name in chosen if _element(standing.get(name)) != _element(versions.get(name))}
    if not changed:
        raise Conflict(Say(gettext_noop("The fields are mapped so already.")), code="mapped_already")
    FieldElement.objects.filter(pk__in=[standing[name].pk for name in changed if name in standing]).update(ended=act.now)
    FieldElement.objects.bulk_create(
        FieldElement(dataset=dataset, revision=revision, field=name, element_id=version.element_id, version=version, mapped=act.now, mapped_by=person)
        for name, version in changed.items() if version is not None
    )  # fmt: skip
    act.record("catalog.field.mapped", dataset, {"revision": str(revision.pk), "fields": len(changed), "mapped": sum(version is not None for version in changed.values())})
    return dataset


def revision_of(dataset: Dataset, revision_id: UUID | None) -> DatasetRevision:
    """Errors: NotFound."""
    if revision_id is None or revision_id == dataset.current_id:
        found = dataset.current or dataset.working
    else:
        found = DatasetRevision.objects.filter(pk=revision_id, dataset=dataset).first()
    if found is None:
        raise NotFound
    return found


def _versions(revision: DatasetRevision, chosen: Mapping[str, UUID | None]) -> dict[str, ElementVersion]:
    """The current version for each field that gets one. Errors: Invalid, naming every field that is wrong."""
    fields = set(DataField.objects.filter(revision=revision, name__in=list(chosen)).values_list("name", flat=True))
    current = {row.element_id: row for row in ElementVersion.objects.filter(element__in={key for key in chosen.values() if key}, state=ElementState.CURRENT)}
    wrong = {name: [Say(gettext_noop("This revision has no such field."))] for name in chosen if name not in fields}
    wrong |= {name: [Say(gettext_noop("Choose a definition that is current."))] for name, key in chosen.items() if key and key not in current and name in fields}
    if wrong:
        raise Invalid(fields=wrong)
    return {name: current[key] for name, key in chosen.items() if key}


def _element(row: Any) -> UUID | None:
    return row.element_id if row is not None else None


def mapped(revision: DatasetRevision) -> dict[str, FieldElement]:
    """The standing mappings of a revision by the field's name."""
    return {row.field: row for row in FieldElement.objects.filter(revision=revision, ended=None).select_related("element__face", "version")}


def mapped_in(dataset: Dataset) -> list[FieldElement]:
    """The standing mappings of all revisions, the latest first."""
    return list(FieldElement.objects.filter(dataset=dataset, ended=None).select_related("element__face", "version").order_by("-mapped")[:WEIGHED])


def described(version: ElementVersion) -> Described:
    kinds = frozenset({version.kind}) if version.kind else frozenset()
    return Described(version, version.element.code.replace("-", "_"), version.name_zh, version.name_en, version.type, version.unit, kinds)


def candidates() -> Candidates:
    rows = ElementVersion.objects.filter(state=ElementState.CURRENT).select_related("element").defer("code_list").order_by("element__code")[:WEIGHED]
    return Candidates(described(row) for row in rows)


def suggestions(dataset: Dataset, revision: DatasetRevision, fields: list[DataField], standing: list[FieldElement], pool: Candidates) -> dict[str, list[Match]]:
    """For each field the likeliest definitions, by its words, its type and unit, what scans found in it, and earlier mappings."""
    kinds: dict[str, set[str]] = defaultdict(set)
    scan = Scan.objects.filter(dataset=dataset, state=ScanState.DONE).order_by("-ended").first()
    for column in (scan.result or {}).get("columns", []) if scan else []:
        kinds[column["name"].strip().casefold()] |= {found["kind"] for found in column.get("findings", [])}
    by_element = {one.key.element_id: one.key for one in pool.all}
    former: dict[str, list[Any]] = defaultdict(list)
    for row in standing:
        if row.revision_id != revision.pk and row.element_id in by_element:
            former[row.field].append(by_element[row.element_id])
    return {
        field.name: suggest(
            Described(field.pk, field.name, field.meaning_zh, field.meaning_en, field.type, field.unit, frozenset(kinds[field.name.strip().casefold()])), pool, former=former[field.name]
        )
        for field in fields
    }
