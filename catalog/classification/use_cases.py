"""Grading by two persons: one proposes, another confirms or rejects. What it was derived from is kept with it, and derived anew at the
confirmation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_noop

from catalog.classification import permissions
from catalog.classification.stating import checked_statement
from catalog.dataset.classification_states import ClassificationState
from catalog.dataset.grading import field_facts, fields_digest, standing_classification
from catalog.dataset.models import Dataset, GradeAssessment
from catalog.dataset.models.classification import Classification
from catalog.dataset.use_cases.working import JOINED, working
from catalog.rules.approvals import second_person
from catalog.rules.assessment import RELEASE, AssessmentFacts, derive, derived_grade
from catalog.rules.grade import dataset_grade, grading
from catalog.scan.assessing import again, assessment_facts, kept_facts, kept_to_assessment
from catalog.scan.gather import kept_to_suggestions
from kernel.decision import Say
from kernel.errors import Changed, Conflict, Invalid, NotFound
from kernel.use_case import Act, use_case

LONGEST_GROUNDS = 2_000


@use_case
def propose(
    act: Act, dataset_id: UUID, *, grounds: str, attributes: Mapping[str, Any] | None = None, impacts: Sequence[Mapping[str, Any]] | None = None
) -> Classification:
    """Propose the grades that stand in the fields now, with `grounds` and, if stated, business attributes and impacts (rows of fields,
    object, degree, reason). Errors: Refused (a grade too low, or below what scan or assessment derive), Invalid, Conflict."""
    dataset = act.find(Dataset, dataset_id, join=JOINED)
    act.authorise(permissions.PROPOSE, dataset)
    revision = working(act, dataset)
    fields = list(revision.fields.all())
    facts = field_facts(fields)
    act.require(grading(facts))
    act.require(kept_to_suggestions(revision))
    given, stated = checked_statement(attributes, impacts, [field.name for field in fields])
    assessed = assessment_facts(revision, fields, given, stated)
    act.require(kept_to_assessment(assessed, revision))
    if not 1 <= len(grounds.strip()) <= LONGEST_GROUNDS:
        raise Invalid(fields={"grounds": [Say(gettext_noop("Write in a few words why the fields have these grades."))]})
    standing = standing_classification(revision)
    if standing is not None:
        raise Conflict(
            Say(gettext_noop("A grading of these fields is proposed or confirmed already.")), code="already_proposed",
            remedy=Say(gettext_noop("Change the fields to make it void, or let a second person decide it.")),
        )
    person = act.actor.person
    if person is None:
        raise NotFound
    found = Classification(
        dataset=dataset, revision=revision, state=ClassificationState.PROPOSED, state_since=act.now, grade=int(dataset_grade(facts) or 1), grounds=grounds.strip(),
        fields_digest=fields_digest(fields), proposed_by=person, proposed=act.now,
    )
    found.save(force_insert=True)
    act.created(found)
    _keep(act, found, assessed)
    act.wait(found, organization=dataset.provider_id, act=permissions.CONFIRM, role="owner")
    act.record("catalog.classification.proposed", dataset, {"classification": str(found.pk), "revision": str(revision.pk), "grade": found.grade, "fields": len(fields), "rules": RELEASE})
    return found


def _keep(act: Act, found: Classification, facts: AssessmentFacts) -> None:
    derived = derive(facts)
    GradeAssessment(
        classification=found, release=RELEASE, facts=facts.as_json(), derived={one.field: int(one.grade) for one in derived}, grade=int(derived_grade(derived)), at=act.now
    ).save(force_insert=True)


@use_case
def confirm(act: Act, classification_id: UUID) -> Classification:
    """A second natural person of the provider vouches for the grades. Errors: Forbidden (the same person), WrongState,
    Refused (a scan or the assessment now says more; the grade asks for an owner), Changed when the fields it was about have changed since."""
    found, dataset = _find(act, classification_id)
    act.require(second_person(found.grade, act.actor.roles))
    act.require(kept_to_suggestions(found.revision))
    act.require(kept_to_assessment(again(found.revision, kept_facts(found.revision)), found.revision))
    act.move(found, ClassificationState.CONFIRMED, decided_by=act.actor.person, decided=act.now, checked_release=RELEASE)
    act.done_waiting(found)
    act.record("catalog.classification.confirmed", dataset, {"classification": str(found.pk), "revision": str(found.revision_id), "grade": found.grade})
    return found


@use_case
def reject(act: Act, classification_id: UUID, *, remark: str) -> Classification:
    """A second person disagrees and says why; the steward mends the fields and proposes anew."""
    found, dataset = _find(act, classification_id)
    if not 1 <= len(remark.strip()) <= LONGEST_GROUNDS:
        raise Invalid(fields={"remark": [Say(gettext_noop("Write what should be graded otherwise."))]})
    act.move(found, ClassificationState.REJECTED, decided_by=act.actor.person, decided=act.now, remark=remark.strip())
    act.done_waiting(found)
    act.record("catalog.classification.rejected", dataset, {"classification": str(found.pk), "revision": str(found.revision_id)})
    return found


def _find(act: Act, classification_id: UUID) -> tuple[Classification, Dataset]:
    """The grading, with its dataset locked before it."""
    known = Classification.objects.visible_to(act.actor).filter(pk=classification_id).values_list("dataset", flat=True).first()
    if known is None:
        raise NotFound
    dataset = act.find(Dataset, known, join=JOINED)
    found = act.find(Classification, classification_id)
    act.subject = dataset
    act.authorise(permissions.CONFIRM, found)
    act.subject = dataset
    if found.state == ClassificationState.VOID:
        raise Changed(
            Say(gettext_noop("The fields were changed since you read this grading, which made it void.")),
            remedy=Say(gettext_noop("Reload the fields; the grading has to be proposed anew.")),
        )
    return found, dataset
