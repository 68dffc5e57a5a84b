"""The acts of quality: the system measures and finds what was not kept, the provider answers for it. Promising is `catalog.dataset`'s."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext_noop

from catalog.dataset.models import Dataset, DatasetRevision
from catalog.dataset.states import DatasetState
from catalog.dataset.use_cases.working import JOINED
from catalog.quality import permissions
from catalog.quality.gather import basis, column_shares, facts, latest, newest_scans, promise_of
from catalog.quality.models import QualityBreach, QualityLook, QualityMeasurement
from catalog.quality.states import STANDING, BreachState
from catalog.rights.lasting import CLOCK, after_day
from catalog.rules.durations import later
from catalog.rules.measuring import measure as measured
from catalog.rules.quality import RELEASE, Dimension, Kept, compared, score
from catalog.search.index import set_quality
from kernel.clock import LOCAL_ZONE
from kernel.decision import Say
from kernel.errors import Invalid, NotFound, WrongState
from kernel.use_case import Act, use_case

OVERDUE = "quality.overdue"
LONGEST_ANSWER = 1_000


@use_case
def measure(act: Act, revision_id: UUID) -> QualityMeasurement:
    """Measure a revision from what its scans found; the same basis gives the measurement that is there. On the listed revision broken promises
    are found or mended, the search learns the score, and the clock waits for the next promised update. Errors: NotFound."""
    known = act.find(DatasetRevision, revision_id, lock=False)
    act.authorise(permissions.MEASURE)
    dataset = act.find(Dataset, known.dataset_id, join=JOINED)
    revision = DatasetRevision.objects.get(pk=revision_id)
    scans = newest_scans(revision)
    given = facts(act, revision, scans)
    row = QualityMeasurement.objects.filter(revision=revision, basis=basis(given, scans)).first()
    if row is None:
        found = measured(given)
        row = QualityMeasurement(
            revision=revision, dataset=dataset, at=act.now, release=RELEASE, scans=[scan.pk for _name, scan in scans if scan], basis=basis(given, scans),
            promise=given.promise.as_json(), measures={str(one.dimension): one.as_json() for one in found}, columns=column_shares(given), score=score(found),
        )  # fmt: skip
        row.save(force_insert=True)
    QualityLook.objects.filter(revision=revision).delete()
    told = {"revision": str(revision.pk), "measurement": str(row.pk), "release": RELEASE, "unknown": sum(row.measures[one]["value"] is None for one in Dimension)}
    act.record("catalog.quality.measured", dataset, told, parties=[dataset.provider_id])
    if dataset.current_id == revision.pk and dataset.state == DatasetState.LISTED:
        set_quality(dataset.pk, row.score)
        _compare(act, dataset, revision, row)
    return row


@use_case
def overdue(act: Act, measurement_id: UUID) -> QualityMeasurement:
    """The clock: the day of the promised update is over. Whether it still counts is seen from the listed revision. Errors: NotFound."""
    row = act.find(QualityMeasurement, measurement_id, lock=False)
    act.authorise(permissions.MEASURE)
    dataset = act.find(Dataset, row.dataset_id, join=JOINED)
    act.done_waiting(row, permissions.MEASURE)
    act.record("catalog.quality.update_due", dataset, {"measurement": str(row.pk)}, parties=[dataset.provider_id])
    if dataset.current_id == row.revision_id and dataset.state == DatasetState.LISTED and dataset.current is not None:
        _compare(act, dataset, dataset.current, latest(row.revision_id) or row, wait=False)
    return row


@use_case
def answer(act: Act, breach_id: UUID, *, answer: str, dataset_id: UUID | None = None) -> QualityBreach:
    """The provider's public word on a broken promise. Errors: NotFound, Invalid, WrongState (answered or mended)."""
    known = QualityBreach.objects.visible_to(act.actor).filter(pk=breach_id, **({"dataset": dataset_id} if dataset_id else {})).values_list("dataset", flat=True).first()
    if known is None:
        raise NotFound
    dataset = act.find(Dataset, known, join=JOINED)
    act.authorise(permissions.ANSWER, dataset)
    breach = act.find(QualityBreach, breach_id)
    text = answer.strip()
    if not 1 <= len(text) <= LONGEST_ANSWER or "\x00" in text:
        raise Invalid(fields={"answer": [Say(gettext_noop("Write at most %(most)s characters."), {"most": LONGEST_ANSWER})]})
    if breach.state != BreachState.FOUND:
        raise WrongState(Say(gettext_noop("This was answered before, or it is mended.")))
    act.subject = dataset
    act.move(breach, BreachState.ANSWERED, answer=text, answered_by=act.person())
    act.done_waiting(breach)
    act.record("catalog.quality.breach_answered", dataset, {"breach": str(breach.pk), "name": breach.name})
    return breach


def _compare(act: Act, dataset: Dataset, revision: DatasetRevision, row: QualityMeasurement, *, wait: bool = True) -> None:
    """Find and mend breaches of the listed revision. The dataset's row is locked."""
    today = act.now.astimezone(LOCAL_ZONE).date()
    given = promise_of(revision)
    found = compared(given, row.values, revision.updated_on, today)
    standing = {one.name: one for one in QualityBreach.objects.filter(dataset=dataset, state__in=STANDING).select_for_update(no_key=True)}
    _mend(act, dataset, standing, {one.name for one in found if one.kept is not True})
    _find(act, dataset, revision, [one for one in found if one.kept is False and one.name not in standing])
    if wait:  # the clock waits once a dataset, by its newest measurement
        for former in QualityMeasurement.objects.filter(dataset=dataset).only("pk"):
            act.done_waiting(former, permissions.MEASURE)
    if wait and given.update_every and revision.updated_on and today <= (due := later(revision.updated_on, given.update_every)):
        act.wait(row, organization=CLOCK, act=permissions.MEASURE, role="clock", until=after_day(due), on_expiry=OVERDUE)


def _mend(act: Act, dataset: Dataset, standing: Mapping[str, QualityBreach], broken: set[str]) -> None:
    for name, breach in standing.items():
        if name not in broken:
            act.created(breach)  # its row is locked already
            act.move(breach, BreachState.MENDED)
            act.done_waiting(breach)
            act.record("catalog.quality.breach_mended", dataset, {"breach": str(breach.pk), "name": name}, parties=[dataset.provider_id])


def withdrawn(act: Act, dataset: Dataset) -> None:
    """The dataset has left the exchange: nothing is promised any more, so nothing is awaited. Its row is locked."""
    standing = {one.name: one for one in QualityBreach.objects.filter(dataset=dataset, state__in=STANDING).select_for_update(no_key=True)}
    _mend(act, dataset, standing, set())
    for former in QualityMeasurement.objects.filter(dataset=dataset).only("pk"):
        act.done_waiting(former, permissions.MEASURE)


def _find(act: Act, dataset: Dataset, revision: DatasetRevision, broken: Sequence[Kept]) -> None:
    for one in broken:
        breach = QualityBreach(
            dataset=dataset, revision=revision, name=one.name, promised=one.promised, found=one.found or "", state=BreachState.FOUND, state_since=act.now, created=act.now,
        )  # fmt: skip
        breach.save(force_insert=True)
        act.created(breach)
        act.wait(breach, organization=dataset.provider_id, act=permissions.ANSWER, role="steward")
        told = {"breach": str(breach.pk), "name": one.name, "promised": one.promised, "found": one.found or ""}
        act.record("catalog.quality.promise_broken", dataset, told, parties=[dataset.provider_id])
