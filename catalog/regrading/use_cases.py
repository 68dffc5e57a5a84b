"""Listed gradings derived anew: kept facts under the rules of today. What has risen is demanded of the provider, with a day."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_noop

from catalog.classification.models import RegradeDemand
from catalog.classification.regrading_states import UNMET, DemandState
from catalog.classification.standing import overdue
from catalog.dataset.classification_states import ClassificationState
from catalog.dataset.models import Classification, Dataset, DatasetRevision
from catalog.dataset.states import DatasetState
from catalog.dataset.use_cases.working import JOINED
from catalog.listing import use_cases as listings
from catalog.regrading import permissions
from catalog.rules.assessed import assessed, stands
from catalog.rules.assessment import RELEASE, AssessmentFacts, derive, derived_grade
from catalog.scan.assessing import again, allowed, kept_facts
from catalog.scan.gather import claims, kept_to_suggestions, suggestions
from kernel.decision import Say, refuse
from kernel.errors import NotFound, WrongState
from kernel.use_case import Act, use_case

LAPSES = "regrading.lapse"


@use_case
def check(act: Act, classification_id: UUID) -> Classification:
    """Run a confirmed grading of a listed revision again, from what is kept and what scans have found since.

    High enough: it is noted under which release, and a demand that waited for it is met. Too low: the provider gets a turn and a day."""
    known = Classification.objects.filter(pk=classification_id).values_list("dataset", flat=True).first()
    if known is None:
        raise NotFound
    dataset = act.find(Dataset, known, join=JOINED)
    found = act.lock(Classification.objects.select_related("revision").get(pk=classification_id))
    act.subject = dataset
    act.authorise(permissions.CHECK)
    if found.state != ClassificationState.CONFIRMED or dataset.current_id != found.revision_id:
        raise WrongState(Say(gettext_noop("This grading is not the one the dataset is listed under.")))
    revision = found.revision
    kept = kept_facts(revision)
    now = again(revision, kept)
    found.checked_release = RELEASE
    found.save(update_fields=["checked_release"])
    if assessed(now, allowed(revision)).permitted and kept_to_suggestions(revision).permitted:
        _met(act, dataset)
        act.record("catalog.classification.checked", dataset, _facts(found) | {"rules": RELEASE})
        return found
    _demanded(act, dataset, found, revision, now, _cause(found, kept, now, revision))
    return found


@use_case
def lapse(act: Act, demand_id: UUID) -> RegradeDemand:
    """The clock: the day is over. The listing under the old grade is suspended by the rule. Errors: WrongState."""
    known = RegradeDemand.objects.filter(pk=demand_id).values_list("dataset", flat=True).first()
    if known is None:
        raise NotFound
    dataset = act.find(Dataset, known, join=JOINED)
    demand = act.find(RegradeDemand, demand_id)
    act.subject = dataset
    act.authorise(permissions.LAPSE)
    if demand.state != DemandState.OPEN or act.now < demand.until:
        raise WrongState(Say(gettext_noop("Its day is not over.")))
    act.done_waiting(demand)
    if dataset.current_id != demand.revision_id:
        act.move(demand, DemandState.MET)
        act.record("catalog.regrading.met", dataset, {"demand": str(demand.pk)}, parties=[dataset.provider_id])
        return demand
    act.move(demand, DemandState.LAPSED)
    act.record("catalog.regrading.lapsed", dataset, {"demand": str(demand.pk)}, parties=[dataset.provider_id])
    if dataset.state == DatasetState.LISTED:
        listings.suspend_by_rule(act, dataset.pk, ruling=refuse(overdue(demand)), place="classification")
    return demand


@use_case
def answered(act: Act, demand_id: UUID) -> RegradeDemand:
    """A later revision, graded under the rules of its day, is listed. Errors: WrongState."""
    known = RegradeDemand.objects.filter(pk=demand_id).values_list("dataset", flat=True).first()
    if known is None:
        raise NotFound
    dataset = act.find(Dataset, known, join=JOINED)
    demand = act.find(RegradeDemand, demand_id)
    act.subject = dataset
    act.authorise(permissions.CHECK)
    if demand.state == DemandState.MET or dataset.current_id == demand.revision_id:
        raise WrongState(Say(gettext_noop("Its day is not over.")))
    _met(act, dataset)
    return demand


def _met(act: Act, dataset: Dataset) -> None:
    for demand in RegradeDemand.objects.filter(dataset=dataset, state__in=[str(state) for state in UNMET]):
        act.done_waiting(demand)
        act.move(demand, DemandState.MET)
        act.record("catalog.regrading.met", dataset, {"demand": str(demand.pk)}, parties=[dataset.provider_id])


def _demanded(act: Act, dataset: Dataset, found: Classification, revision: DatasetRevision, now: AssessmentFacts, cause: str) -> None:
    derived = derive(now)
    below = {field.name: int(one.grade) for field, one in zip(now.fields, derived, strict=True) if not stands(field, one)}
    suggested, _unread = suggestions(revision)
    below |= {claim.field or claim.column: max(claim.grade, below.get(claim.field, 0)) for claim in claims(revision, suggested) if claim.below}
    standing = RegradeDemand.objects.filter(dataset=dataset, state__in=[str(state) for state in UNMET]).first()
    if standing is not None and standing.revision_id == revision.pk:
        act.record("catalog.classification.checked", dataset, _facts(found) | {"rules": RELEASE, "demand": str(standing.pk)})
        return
    _met(act, dataset)  # one about a former revision is answered by this one's
    demand = RegradeDemand(
        dataset=dataset, revision=revision, cause=cause, release=RELEASE, grade=found.grade, derived=max([int(derived_grade(derived)), *below.values()]), fields=sorted(below),
        state_since=act.now, asked=act.now, until=act.now + permissions.WITHIN,
    )  # fmt: skip
    demand.save(force_insert=True)
    act.created(demand)
    act.wait(demand, organization=dataset.provider_id, act=permissions.ANSWER, role="steward", until=demand.until, on_expiry=LAPSES)
    act.record(
        "catalog.regrading.demanded", dataset, {"demand": str(demand.pk), "cause": cause, "rules": RELEASE, "grade": found.grade, "derived": demand.derived}, parties=[dataset.provider_id]
    )


def _cause(found: Classification, kept: AssessmentFacts | None, now: AssessmentFacts, revision: DatasetRevision) -> str:
    """What has changed since the grading was kept: what is in the data, how many, or else the rules."""
    if kept is None:
        return "law"
    if not kept_to_suggestions(revision).permitted or [field.kinds for field in kept.fields] != [field.kinds for field in now.fields]:
        return "content"
    return "scale" if kept.persons != now.persons else "law"


def _facts(found: Classification) -> dict[str, str]:
    return {"classification": str(found.pk), "revision": str(found.revision_id)}
