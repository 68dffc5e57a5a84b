"""The provider's steps around the review: submit, take back, withdraw."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_noop

from catalog.dataset.content import content_of, digest
from catalog.dataset.models import Dataset, Submission
from catalog.dataset.permissions import SUBMIT, Side
from catalog.dataset.states import DatasetState, RevisionState
from catalog.dataset.use_cases.working import JOINED, REOPENED, move_revision
from catalog.listing import permissions
from catalog.listing.gather import exchange, gathered
from catalog.offer.opening import close_all
from catalog.quality import use_cases as quality
from catalog.rights.encumbered import may_dispose
from catalog.rules.encumbrance import WITHDRAWAL
from catalog.rules.listing import listing
from catalog.search.index import remove
from kernel.decision import Say
from kernel.errors import WrongState
from kernel.use_case import Act, use_case


@use_case
def submit(act: Act, dataset_id: UUID) -> Dataset:
    """Hand the revision in work to the operator. Errors: Refused with every finding, WrongState."""
    dataset = act.find(Dataset, dataset_id, join=JOINED)
    act.authorise(SUBMIT, dataset)
    revision = dataset.working
    if revision is None:
        raise WrongState(Say(gettext_noop("There is no revision to submit.")), remedy=Say(gettext_noop("Open a new revision and change it first.")))
    if dataset.state == DatasetState.REFUSED:
        raise WrongState(Say(gettext_noop("The exchange refused this dataset; it can no longer be changed.")), remedy=Say(gettext_noop("Read the reason and its remedy, and begin a new dataset.")))
    found = gathered(dataset, revision, act.now)
    act.require(listing(found.facts))
    # each submission is an edition of its own, so that the operator's decision can name the one it read; frozen and hashed from here on
    content = content_of(revision)
    until, version, sealed = act.now + permissions.REVIEW_WITHIN, revision.version + 1, digest(content)
    move_revision(act, revision, RevisionState.SUBMITTED, version=version, frozen_at=act.now, digest=sealed, reviewer=None, review_until=until)
    Submission(
        revision=revision, version=version, content=content | {"offers": list(found.offers)}, digest=sealed, person=act.actor.person, at=act.now
    ).save(force_insert=True)
    if dataset.state != DatasetState.LISTED and dataset.state != DatasetState.SUSPENDED:
        act.move(dataset, DatasetState.SUBMITTED)
    act.done_waiting(dataset)
    reviewer = exchange()
    if reviewer:
        act.wait(dataset, organization=reviewer, act=permissions.REVIEW, role="operator", until=until)
    act.record("catalog.dataset.submitted", dataset, {"revision": str(revision.pk), "number": revision.number, "grade": revision.grade, "digest": sealed.hex()}, parties=[reviewer])
    return dataset


@use_case
def take_back(act: Act, dataset_id: UUID) -> Dataset:
    """Take a submission back to go on editing."""
    dataset = act.find(Dataset, dataset_id, join=JOINED)
    act.authorise(SUBMIT, dataset)
    revision = dataset.working
    if revision is None:
        raise WrongState(Say(gettext_noop("Nothing is under review.")))
    move_revision(act, revision, RevisionState.DRAFT, **REOPENED)
    if dataset.state == DatasetState.SUBMITTED:
        act.move(dataset, DatasetState.DRAFT)
    act.done_waiting(dataset)
    act.wait(dataset, organization=dataset.provider_id, act=SUBMIT, role="steward")
    act.record("catalog.dataset.taken_back", dataset, {"revision": str(revision.pk), "number": revision.number}, parties=[exchange()])
    return dataset


@use_case
def withdraw(act: Act, dataset_id: UUID) -> Dataset:
    """Take the dataset off the exchange for good. What was agreed goes on; holders still see it. Errors: Refused while it is pledged."""
    dataset = act.find(Dataset, dataset_id, join=JOINED)
    # a suspension does not keep a provider from withdrawing, so the dataset's own holds are not asked
    act.authorise(permissions.WITHDRAW, Side(dataset.provider_id))
    act.subject = dataset
    act.require(may_dispose(dataset.pk, WITHDRAWAL, act.now))
    if dataset.working is not None:
        move_revision(act, dataset.working, RevisionState.DISCARDED, reviewer=None, review_until=None)
    act.move(dataset, DatasetState.WITHDRAWN, working=None)
    close_all(act, dataset)
    act.done_waiting(dataset)
    quality.withdrawn(act, dataset)
    remove(dataset)
    act.record("catalog.dataset.withdrawn", dataset, parties=[exchange()])
    return dataset
