"""Rows -> what the assessment may know of a revision: its fields with what scans and names say is in them, and how many persons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from catalog.dataset.models import Classification, DataField, DatasetRevision, GradeAssessment
from catalog.rules.assessed import assessed
from catalog.rules.assessment import PLACES, AssessedField, AssessmentFacts, Impact, derive
from catalog.rules.detectors.headers import says
from catalog.rules.suggested import Allowed
from catalog.scan.gather import claims, suggestions
from catalog.scan.models import FieldSuggestion, GradeLowering
from catalog.scan.states import LoweringState
from kernel.decision import Decision

# kinds of which a table holds one value for each person, more or less
ONE_EACH = frozenset({"resident_id", "passport", "mobile", "email", "face", "bank_card", "account"})
Impacts = Mapping[str, Sequence[Impact]]


def assessment_facts(revision: DatasetRevision, fields: Iterable[DataField], attributes: Mapping[str, str], impacts: Impacts, found: list[FieldSuggestion] | None = None) -> AssessmentFacts:
    """`impacts` maps a field's name to what was stated of it; `found` are the suggestions, where somebody has read them."""
    found = suggestions(revision)[0] if found is None else found
    kinds = _kinds(revision, found)
    rows = tuple(
        AssessedField(
            field.name, field.grade, field.personal, field.sensitive, field.category, tuple(sorted(_in(field, kinds.get(field.name, set())))), tuple(impacts.get(field.name, ()))
        )
        for field in fields
    )
    return AssessmentFacts(revision.industry, tuple(sorted(attributes.items())), revision.persons, _counted(found), revision.synthetic, rows)


def again(revision: DatasetRevision, kept: AssessmentFacts | None, found: list[FieldSuggestion] | None = None) -> AssessmentFacts:
    """The same as it stands now, with what a person stated before."""
    stated = {field.name: field.impacts for field in kept.fields} if kept else {}
    return assessment_facts(revision, list(revision.fields.all()), dict(kept.attributes) if kept else {}, stated, found)


def kept_facts(revision: DatasetRevision) -> AssessmentFacts | None:
    """What the newest grading of this revision was derived from; None where none was assessed."""
    row = GradeAssessment.objects.filter(classification__revision=revision).order_by("-at", "-pk").first()
    return AssessmentFacts.from_json(row.facts) if row else None


def kept_with(gradings: Iterable[Classification]) -> AssessmentFacts | None:
    """The same from gradings that were read with their assessments, newest first."""
    row = next((found for one in gradings if (found := getattr(one, "assessment", None))), None)
    return AssessmentFacts.from_json(row.facts) if row else None


def kept_to_assessment(facts: AssessmentFacts, revision: DatasetRevision) -> Decision:
    """May the fields stand so, with the lowerings that the exchange approved?"""
    return assessed(facts, allowed(revision))


def allowed(revision: DatasetRevision) -> list[Allowed]:
    lowered = GradeLowering.objects.filter(dataset=revision.dataset_id, state=LoweringState.APPROVED)
    return [Allowed(one.column, one.grade, one.personal, one.sensitive, one.decided, one.derived) for one in lowered if one.decided]


def derived_for(revision: DatasetRevision, name: str) -> int:
    """The grade that marks, volume and combination derive for a field now; 0 where no field has this name."""
    return next((int(one.without_stated().grade) for one in derive(again(revision, None)) if one.field == name), 0)


def _kinds(revision: DatasetRevision, found: Sequence[FieldSuggestion]) -> dict[str, set[str]]:
    kinds: dict[str, set[str]] = {}
    for row, claim in zip(found, claims(revision, found), strict=True):
        if claim.field:
            kinds.setdefault(claim.field, set()).update(one["id"].removeprefix("scan.") for one in row.reasons)
    return kinds


def _in(field: DataField, scanned: set[str]) -> set[str]:
    """A field that is not marked is not taken for personal because of its name: the suggestion of the scan speaks for it. A place is one."""
    named = set().union(*(says(word) for word in (field.name, field.meaning_zh, field.meaning_en) if word))
    return scanned | named if field.personal else (scanned | named) & PLACES


def _counted(found: Iterable[FieldSuggestion]) -> int | None:
    """The most different values of a column that tells persons apart, over all scanned files; None where there is none."""
    return max((one.distinct for one in found if one.distinct is not None and ONE_EACH & {reason["id"].removeprefix("scan.") for reason in one.reasons}), default=None)
