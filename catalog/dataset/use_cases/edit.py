"""Preparing a revision: creating the dataset, describing it, its fields and its sample."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_noop

from catalog.dataset import permissions
from catalog.dataset.meaning import checked_description, checked_fields, checked_sample
from catalog.dataset.models import DataField, Dataset
from catalog.dataset.states import DatasetState, RevisionState
from catalog.dataset.use_cases.working import JOINED, changed, edited, move_revision, new_revision, regrade, void_grading, working
from kernel.decision import Say
from kernel.errors import NotFound, WrongState
from kernel.use_case import Act, use_case

# what a grading took into account beside the fields and the files
SCALE = ("persons", "synthetic")


@use_case
def create(act: Act, **description: Any) -> Dataset:
    """A new draft of the acting organization; `description` as in `describe`, at least one title. Errors: Invalid."""
    act.authorise(permissions.EDIT)
    if act.actor.organization is None:
        raise NotFound
    content = checked_description(act.actor, description, new=True)
    dataset = Dataset(provider_id=act.actor.organization, state=DatasetState.DRAFT, state_since=act.now, created=act.now)
    dataset.save(force_insert=True)
    act.created(dataset)
    revision = new_revision(act, dataset, **content)
    act.created(dataset)
    act.wait(dataset, organization=dataset.provider_id, act=permissions.SUBMIT, role="steward")
    act.record("catalog.dataset.created", dataset, {"revision": str(revision.pk), "number": revision.number})
    return dataset


@use_case
def describe(act: Act, dataset_id: UUID, changes: Mapping[str, Any], *, expected: str | None = None) -> Dataset:
    """Change what `changes` names: titles, descriptions, keywords, industry, zone (its code), coverage, frequency, ...

    Errors: NotFound, Forbidden, WrongState, Changed, Invalid."""
    dataset = act.find(Dataset, dataset_id, join=JOINED)
    act.authorise(permissions.EDIT, dataset)
    revision = working(act, dataset, expected)
    content = checked_description(act.actor, changes, current=revision)
    if any(name in content and content[name] != getattr(revision, name) for name in SCALE):
        void_grading(act, dataset, revision)
    for name, value in content.items():
        setattr(revision, name, value)
    changed(revision, *content)
    edited(act, dataset, revision, sorted(content))
    return dataset


@use_case
def set_fields(act: Act, dataset_id: UUID, rows: Sequence[Mapping[str, Any]], *, expected: str | None = None) -> Dataset:
    """Replace the data dictionary. A row: name, type, unit, meaning_zh, meaning_en, treatment, personal, sensitive, grade.

    A grading of other fields becomes void. Errors: as `describe`."""
    dataset = act.find(Dataset, dataset_id, join=JOINED)
    act.authorise(permissions.EDIT, dataset)
    revision = working(act, dataset, expected)
    fields = [DataField(revision=revision, position=position, **row) for position, row in enumerate(checked_fields(rows), 1)]
    revision.fields.all().delete()
    DataField.objects.bulk_create(fields)
    regrade(act, dataset, revision, fields)
    changed(revision, "grade", "personal", "sensitive")
    edited(act, dataset, revision, ["fields"])
    return dataset


@use_case
def set_sample(act: Act, dataset_id: UUID, nature: str, rows: Sequence[Sequence[str]], *, expected: str | None = None) -> Dataset:
    """Replace the sample: a header row and up to 20 rows of text. Whether it may be shown is judged at submission."""
    dataset = act.find(Dataset, dataset_id, join=JOINED)
    act.authorise(permissions.EDIT, dataset)
    revision = working(act, dataset, expected)
    revision.sample_nature, revision.sample = checked_sample(nature, rows)
    changed(revision, "sample_nature", "sample")
    edited(act, dataset, revision, ["sample"])
    return dataset


@use_case
def revise(act: Act, dataset_id: UUID) -> Dataset:
    """Open a new revision of a listed dataset. Errors: WrongState when one is open already."""
    dataset = act.find(Dataset, dataset_id, join=JOINED)
    act.authorise(permissions.EDIT, dataset)
    if dataset.working is not None:
        raise WrongState(Say(gettext_noop("A revision is in work already.")), remedy=Say(gettext_noop("Go on with that one, or discard it first.")))
    working(act, dataset)
    act.wait(dataset, organization=dataset.provider_id, act=permissions.SUBMIT, role="steward")
    return dataset


@use_case
def discard_revision(act: Act, dataset_id: UUID) -> Dataset:
    """Give up the revision in work; the listed one stays as it is. Errors: WrongState."""
    dataset = act.find(Dataset, dataset_id, join=JOINED)
    act.authorise(permissions.EDIT, dataset)
    if dataset.working is None or dataset.current is None:
        raise WrongState(Say(gettext_noop("There is no revision in work that could be discarded.")), remedy=Say(gettext_noop("To give up a dataset that was never listed, withdraw it.")))
    revision = dataset.working
    move_revision(act, revision, RevisionState.DISCARDED, reviewer=None, review_until=None)
    dataset.working = None
    dataset.save(update_fields=["working"])
    act.done_waiting(dataset)
    act.record("catalog.revision.discarded", dataset, {"revision": str(revision.pk), "number": revision.number})
    return dataset

