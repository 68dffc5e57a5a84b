"""The revision in work: how every editing act comes by it. Editing a listed dataset opens a new revision, a copy of the listed one.

Every act that writes a revision or its parts holds the lock of the dataset's row; the revision needs none of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Max, Model
from django.utils.translation import gettext_noop

from catalog.dataset.classification_states import ClassificationState
from catalog.dataset.grading import fields_digest, standing_classification
from catalog.dataset.models import Classification, DataField, Dataset, DatasetRevision, Distribution, RightsEvidence, RightsStatement, ServiceEndpoint
from catalog.dataset.states import EDITABLE, DatasetState, RevisionState
from catalog.rules import grade as grades
from catalog.rules.grade import FieldFacts
from kernel import states
from kernel.decision import Say
from kernel.errors import Changed, WrongState
from kernel.use_case import Act

# what an act reads with the dataset
JOINED = ("working", "current", "provider")
_COPIED = (
    "title_zh", "title_en", "description_zh", "description_en", "keywords", "industry", "zone_id", "coverage_zh", "coverage_en", "places", "covers_from", "covers_until",
    "frequency", "updated_on", "persons", "synthetic", "grade", "personal", "sensitive", "sample_nature", "sample", "promises", "questions",
)


def _copy(model: type[Model]) -> str:
    """SQL that gives a revision the same parts as another."""
    columns = [field.column for field in model._meta.concrete_fields if field.column not in ("id", "revision_id")]
    names = ", ".join(f'"{column}"' for column in columns)
    # every name comes from our own models
    return f"insert into {model._meta.db_table} (id, revision_id, {names}) select gen_random_uuid(), %(to)s, {names} from {model._meta.db_table} where revision_id = %(from)s"  # noqa: S608


_COPY = f"with fields as ({_copy(DataField)}), files as ({_copy(Distribution)}), evidence as ({_copy(RightsEvidence)}), service as ({_copy(ServiceEndpoint)}) {_copy(RightsStatement)}"


# what a finalized revision loses when it may be edited again
REOPENED: dict[str, Any] = {"frozen_at": None, "digest": None, "reviewer": None, "review_until": None}


def move_revision(act: Act, revision: DatasetRevision, to: RevisionState, **fields: Any) -> None:
    """Move the revision of a dataset whose row this act has locked."""
    states.move(revision, to, at=act.now, locked=True, **fields)


def etag(revision: DatasetRevision) -> str:
    """What If-Match must name: which revision, and how often it was edited."""
    return f"{revision.number}.{revision.version}"


def working(act: Act, dataset: Dataset, expected: str | None = None) -> DatasetRevision:
    """The editable revision of a locked dataset; opened from the listed one where there is none.

    Errors: WrongState (withdrawn, or under review); Changed when `expected` is not its etag."""
    if dataset.state == DatasetState.WITHDRAWN:
        raise WrongState(Say(gettext_noop("This dataset was withdrawn; it can no longer be changed.")))
    if dataset.state == DatasetState.REFUSED:
        raise WrongState(Say(gettext_noop("The exchange refused this dataset; it can no longer be changed.")), remedy=Say(gettext_noop("Read the reason and its remedy, and begin a new dataset.")))
    revision = dataset.working
    shown = revision or dataset.current
    if expected is not None and shown is not None and expected != etag(shown):
        raise Changed(
            Say(gettext_noop("This was changed by someone else since you read it.")), remedy=Say(gettext_noop("Reload it, look at what changed, and repeat your edit."))
        )
    if revision is None:
        return _copy_of_listed(act, dataset)
    if revision.state not in EDITABLE:
        raise WrongState(
            Say(gettext_noop("This revision is under review and cannot be changed.")), remedy=Say(gettext_noop("Wait for the review, or take the submission back first."))
        )
    return revision


def new_revision(act: Act, dataset: Dataset, **content: Any) -> DatasetRevision:
    number = (dataset.revisions.aggregate(last=Max("number"))["last"] or 0) + 1
    revision = DatasetRevision(dataset=dataset, number=number, state=RevisionState.DRAFT, state_since=act.now, created=act.now, **content)
    revision.save(force_insert=True)
    act.created(revision)
    dataset.working = revision
    dataset.save(update_fields=["working"])
    return revision


def _copy_of_listed(act: Act, dataset: Dataset) -> DatasetRevision:
    listed = dataset.current
    if listed is None:
        raise WrongState(Say(gettext_noop("This dataset has no revision to edit.")))
    revision = new_revision(act, dataset, **{name: getattr(listed, name) for name in _COPIED})
    with connection.cursor() as cursor:
        cursor.execute(_COPY, {"from": listed.pk, "to": revision.pk})
    act.record("catalog.revision.opened", dataset, {"revision": str(revision.pk), "number": revision.number, "from": str(listed.pk)})
    return revision


def changed(revision: DatasetRevision, *names: str) -> None:
    """Save the named columns and count the edit."""
    revision.version += 1
    revision.save(update_fields=["version", *names])


def regrade(act: Act, dataset: Dataset, revision: DatasetRevision, fields: list[DataField]) -> None:
    """Derive grade and marks from the fields, and void a grading that was about other fields."""
    facts = [FieldFacts(field.name, field.grade) for field in fields]
    highest = grades.dataset_grade(facts)
    revision.grade = int(highest) if highest else None
    revision.personal = any(field.personal for field in fields)
    revision.sensitive = any(field.sensitive for field in fields)
    standing = standing_classification(revision)
    if standing is not None and bytes(standing.fields_digest) != fields_digest(fields):
        _void(act, dataset, standing)


def void_grading(act: Act, dataset: Dataset, revision: DatasetRevision) -> None:
    """The content or the scale of what was graded has changed: the grading that stands is void and has to be proposed anew."""
    standing = standing_classification(revision)
    if standing is not None:
        _void(act, dataset, standing)


def _void(act: Act, dataset: Dataset, standing: Classification) -> None:
    act.move(standing, ClassificationState.VOID)
    act.done_waiting(standing)
    act.record("catalog.classification.voided", dataset, {"classification": str(standing.pk), "revision": str(standing.revision_id)}, parties=[dataset.provider_id])


def edited(act: Act, dataset: Dataset, revision: DatasetRevision, parts: Sequence[str]) -> None:
    """The event of every edit; `parts` are words for what was edited."""
    act.record("catalog.dataset.edited", dataset, {"revision": str(revision.pk), "number": revision.number, "parts": list(parts)})
