"""The operator's review: list, return, refuse; suspend (a rule may, too), resume. Each verdict is kept with its checklist and remarks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_noop, override

from accounts.member.own_case import not_their_own
from accounts.rules.persons import organization_of
from catalog.classification.standing import grading_stands
from catalog.dataset.models import Dataset, DatasetRevision, Review
from catalog.dataset.permissions import SUBMIT, Side
from catalog.dataset.states import DatasetState, RevisionState
from catalog.dataset.use_cases.working import JOINED, REOPENED, etag, move_revision
from catalog.listing import permissions
from catalog.listing.gather import gathered
from catalog.listing.recall import stands
from catalog.offer.opening import close_all, open_drafts
from catalog.offer.standing import standing
from catalog.rights.lasting import CLOCK, right_stands, watch
from catalog.rights.models import RightRegistration
from catalog.rules.approvals import reviewers
from catalog.rules.checklist import findings
from catalog.rules.listing import ListingFacts, listing
from catalog.rules.review import CHECKLIST, PLACE_OF_GATE, complete, in_hand, refused_with, remarked
from catalog.search.index import put, remove
from catalog.zone.gate import zone_operated
from kernel import holds
from kernel.decision import Decision, Say
from kernel.errors import Changed, Invalid, WrongState
from kernel.use_case import Act, use_case

SUSPENSION = gettext_noop("The exchange has suspended this dataset.")
LONGEST_REMARK = 2_000


@use_case
def list_(act: Act, dataset_id: UUID, *, checklist: Sequence[str], remarks: Mapping[str, str] | None = None, expected: str | None = None) -> Dataset:
    """List the submitted revision: it is frozen, the former one superseded, drafted offers open. Where the grade asks for two persons of
    the exchange, the first one's word is an approval and the dataset stays submitted.

    `expected` is the etag of the submission that was read. Errors: Refused, WrongState, Changed."""
    dataset = act.find(Dataset, dataset_id, join=(*JOINED, "working__rights"))
    act.authorise(permissions.PUBLISH, dataset)
    act.require(not_their_own(act.actor, dataset.provider_id))
    revision = _submitted(act, dataset, expected)
    act.require(complete(checklist))
    if hasattr(revision, "rights") and revision.rights.registration_id:  # held until the end, so that it does not fall between the question and the listing
        act.lock(RightRegistration.objects.get(pk=revision.rights.registration_id))
    found = gathered(dataset, revision, act.now)
    act.require(listing(found.facts))
    if not reviewers(revision.grade, [], act.actor.person) and not reviewers(revision.grade, _approvals(revision), act.actor.person):
        return _approved(act, dataset, revision, checklist, remarks, _found(found.facts))
    former = dataset.current
    if former is not None and former.state != RevisionState.REVOKED:
        move_revision(act, former, RevisionState.SUPERSEDED)
        act.done_waiting(former)
    move_revision(act, revision, RevisionState.LISTED, frozen_at=revision.frozen_at or act.now, reviewer=None, review_until=None)
    now_listed = {"current": revision, "working": None, "grade": revision.grade, "listed_at": act.now}
    if dataset.state == DatasetState.SUSPENDED:  # a revision that was reviewed and listed ends it
        holds.lift(dataset, cause=SUSPENSION, at=act.now, by=act.actor.organization)
    if dataset.state in (DatasetState.SUBMITTED, DatasetState.SUSPENDED):
        act.move(dataset, DatasetState.LISTED, **now_listed)
    else:
        for name, value in now_listed.items():
            setattr(dataset, name, value)
        dataset.save(update_fields=list(now_listed))
    opened = open_drafts(act, dataset)
    if dataset.state == DatasetState.LISTED:
        put(dataset, found.standing if opened or revision.zone_id is None else standing(dataset.pk), found.media_types, unmeasured=True)
    _verdict(act, revision, "listed", [key for key in CHECKLIST if key in checklist], remarks, _found(found.facts))
    act.done_waiting(dataset)
    watch(act, revision, found.facts.rights_until)
    act.record(
        "catalog.dataset.listed", dataset, {"revision": str(revision.pk), "number": revision.number, "grade": revision.grade, "former": str(former.pk) if former else None},
        parties=[dataset.provider_id],
    )
    return dataset


def _approvals(revision: DatasetRevision) -> list[UUID]:
    """Who of the exchange approved this very submission."""
    return list(Review.objects.filter(revision=revision, verdict="approved", at__gte=revision.state_since).values_list("person", flat=True))


def _approved(
    act: Act, dataset: Dataset, revision: DatasetRevision, checklist: Sequence[str], remarks: Mapping[str, str] | None, found: Mapping[str, str]
) -> Dataset:
    """The grade asks for another person of the exchange beside this one, who lists it: the submission is no longer in this one's hand.

    Errors: WrongState (the same person again)."""
    if act.actor.person in _approvals(revision):
        raise WrongState(
            Say(gettext_noop("You approved this listing already. Data of this grade takes a second person of the exchange.")),
            remedy=Say(gettext_noop("Ask another operator to review it.")),
        )
    _verdict(act, revision, "approved", [key for key in CHECKLIST if key in checklist], remarks, found)
    revision.reviewer = None
    revision.save(update_fields=["reviewer"])
    act.done_waiting(dataset)
    act.wait(dataset, organization=organization_of(act.actor), act=permissions.REVIEW, role="operator", until=revision.review_until)
    act.record("catalog.dataset.approved", dataset, {"revision": str(revision.pk), "number": revision.number, "grade": revision.grade}, parties=[dataset.provider_id])
    return dataset


@use_case
def return_(act: Act, dataset_id: UUID, *, remarks: Mapping[str, str], checklist: Sequence[str] = (), expected: str | None = None) -> Dataset:
    """Give the submission that was read (`expected`) back with remarks. Errors: Refused (no remark), WrongState, Changed."""
    dataset = act.find(Dataset, dataset_id, join=JOINED)
    act.authorise(permissions.REVIEW, Side(dataset.provider_id))
    act.subject = dataset
    act.require(not_their_own(act.actor, dataset.provider_id))
    revision = _submitted(act, dataset, expected)
    act.require(remarked(remarks))
    move_revision(act, revision, RevisionState.RETURNED, **REOPENED)
    if dataset.state == DatasetState.SUBMITTED:
        act.move(dataset, DatasetState.RETURNED)
    _verdict(act, revision, "returned", [key for key in CHECKLIST if key in checklist], remarks)
    act.done_waiting(dataset)
    act.wait(dataset, organization=dataset.provider_id, act=SUBMIT, role="steward")
    act.record("catalog.dataset.returned", dataset, {"revision": str(revision.pk), "number": revision.number, "places": sorted(remarks)}, parties=[dataset.provider_id])
    return dataset


@use_case
def refuse(act: Act, dataset_id: UUID, *, point: str, remark: str, remedy: str, expected: str | None = None) -> Dataset:
    """End the submission that was read for good: which point of the checklist it fails, what was found, what the provider can do.

    A dataset that was never listed is refused with it; a listed one keeps its listed revision. Errors: Refused, WrongState, Changed."""
    dataset = act.find(Dataset, dataset_id, join=JOINED)
    act.authorise(permissions.REVIEW, Side(dataset.provider_id))
    act.subject = dataset
    act.require(not_their_own(act.actor, dataset.provider_id))
    revision = _submitted(act, dataset, expected)
    act.require(refused_with(point, remark, remedy))
    found = _found(gathered(dataset, revision, act.now).facts)
    move_revision(act, revision, RevisionState.REFUSED, reviewer=None, review_until=None)
    if dataset.state == DatasetState.SUBMITTED:
        act.move(dataset, DatasetState.REFUSED)
        close_all(act, dataset)
    else:
        dataset.working = None
        dataset.save(update_fields=["working"])
    _verdict(act, revision, "refused", [], {PLACE_OF_GATE[point]: remark}, found, point=point, remedy=remedy.strip()[:LONGEST_REMARK])
    act.done_waiting(dataset)
    act.record("catalog.dataset.refused", dataset, {"revision": str(revision.pk), "number": revision.number, "point": point}, parties=[dataset.provider_id])
    return dataset


@use_case
def suspend(act: Act, dataset_id: UUID, *, remark: str) -> Dataset:
    """Take a listed dataset off the catalogue and hold deliveries of it, until it is resumed or a revision is listed. `remark` tells the provider why."""
    dataset = act.find(Dataset, dataset_id, join=JOINED)
    act.authorise(permissions.SUSPEND, Side(dataset.provider_id))
    act.subject = dataset
    act.require(not_their_own(act.actor, dataset.provider_id))
    if not remark.strip():
        raise Invalid(fields={"remark": [Say(gettext_noop("Write why, and what the provider can do about it."))]})
    _suspended(act, dataset, {"describe": remark})
    act.record("catalog.dataset.suspended", dataset, parties=[dataset.provider_id])
    return dataset


@use_case
def suspend_by_rule(act: Act, dataset_id: UUID, *, ruling: Decision, place: str = "rights") -> Dataset:
    """A rule takes a listed dataset off the catalogue, and is named to the provider in both languages; resumed as any other is."""
    dataset = act.find(Dataset, dataset_id, join=JOINED)
    act.authorise(permissions.SUSPEND_BY_RULE)
    act.subject = dataset
    reason = ruling.reasons[0]
    words = []
    for language in ("zh-hans", "en"):
        with override(language):
            words.append(f"{reason.finding} {reason.remedy or ''}".strip())
    _suspended(act, dataset, {place: "\n".join(words)})
    act.record("catalog.dataset.suspended", dataset, {"rule": reason.rule, "version": reason.version}, parties=[dataset.provider_id])
    return dataset


def _suspended(act: Act, dataset: Dataset, remarks: Mapping[str, str]) -> None:
    """A state and one hold on deliveries: the provider can prepare the revision that answers it, and running deals can be ended.
    What only a revocation took down gets its hold."""
    held = any(one.cause == SUSPENSION for one in holds.standing([dataset.pk], holds.DELIVERY))
    if held or dataset.state != DatasetState.SUSPENDED:
        act.move(dataset, DatasetState.SUSPENDED)
    holds.place(dataset, scope=holds.DELIVERY, cause=SUSPENSION, at=act.now, by=act.actor.organization)
    remove(dataset)
    if dataset.current:
        _verdict(act, dataset.current, "suspended", [], remarks)


@use_case
def resume(act: Act, dataset_id: UUID, *, remark: str = "") -> Dataset:
    """Lift the suspension; holds of other causes stay. Errors: Refused while the right of the listed revision or the authorization of
    its zone has ended or its grading is overdue, WrongState."""
    dataset = act.find(Dataset, dataset_id, join=JOINED)
    act.authorise(permissions.SUSPEND, Side(dataset.provider_id))
    act.subject = dataset
    act.require(not_their_own(act.actor, dataset.provider_id))
    if dataset.state != DatasetState.SUSPENDED:  # one under review may become listed too, by its listing only
        raise WrongState(Say(gettext_noop("This dataset is not suspended.")))
    if dataset.current:
        act.require(stands(dataset.current))
        act.require(right_stands(dataset.current, act.now))
        act.require(grading_stands(dataset))
        act.require(zone_operated(dataset.current, act.now))
    act.move(dataset, DatasetState.LISTED)
    holds.lift(dataset, cause=SUSPENSION, at=act.now, by=act.actor.organization)
    open_drafts(act, dataset)
    put(dataset, standing(dataset.pk))
    if dataset.current:
        _verdict(act, dataset.current, "resumed", [], {"describe": remark} if remark.strip() else {})
    act.record("catalog.dataset.resumed", dataset, parties=[dataset.provider_id])
    return dataset


def _submitted(act: Act, dataset: Dataset, expected: str | None) -> DatasetRevision:
    revision = dataset.working
    if revision is None or revision.state != RevisionState.SUBMITTED:
        raise WrongState(Say(gettext_noop("Nothing of this dataset is under review.")))
    if expected is not None and expected != etag(revision):
        raise Changed(
            Say(gettext_noop("The provider took this submission back and submitted anew since you read it.")),
            remedy=Say(gettext_noop("Reload it, read what is submitted now, and decide again.")),
        )
    act.require(in_hand(revision.reviewer, act.actor.person))
    return revision


def _found(facts: ListingFacts) -> dict[str, str]:
    """What the rules found on each point at the time of the verdict."""
    return {finding.gate.key: finding.found.value for finding in findings(facts)}


def _verdict(
    act: Act, revision: DatasetRevision, verdict: str, checklist: list[str], remarks: Mapping[str, str] | None, found: Mapping[str, str] | None = None, **more: str
) -> None:
    words = {place: text.strip()[:LONGEST_REMARK] for place, text in (remarks or {}).items() if text.strip()}
    person: Any = act.actor.person or act.actor.id or CLOCK
    Review(revision=revision, verdict=verdict, checklist=checklist, remarks=words, findings=dict(found or {}), person=person, at=act.now, **more).save(force_insert=True)
