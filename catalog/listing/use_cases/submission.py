"""The provider's steps around the review: submit, take back, withdraw."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_noop

from catalog.dataset.models import Dataset
from catalog.dataset.permissions import SUBMIT, Side
from catalog.dataset.states import DatasetState, RevisionState
from catalog.dataset.use_cases.working import JOINED, move_revision
from catalog.listing import permissions
from catalog.listing.gather import exchange, listing_facts
from catalog.offer.opening import close_all
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
    act.require(listing(listing_facts(dataset, revision, act.now)))
    # each submission is an edition of its own, so that the operator's decision can name the one it read
    move_revision(act, revision, RevisionState.SUBMITTED, version=revision.version + 1)
    if dataset.state != DatasetState.LISTED and dataset.state != DatasetState.SUSPENDED:
        act.move(dataset, DatasetState.SUBMITTED)
    act.done_waiting(dataset)
    reviewer = exchange()
    if reviewer:
        act.wait(dataset, organization=reviewer, act=permissions.REVIEW, role="operator", within=permissions.REVIEW_WITHIN)
    act.record("catalog.dataset.submitted", dataset, {"revision": str(revision.pk), "number": revision.number, "grade": revision.grade}, parties=[reviewer])
    return dataset


@use_case
def take_back(act: Act, dataset_id: UUID) -> Dataset:
    """Take a submission back to go on editing."""
    dataset = act.find(Dataset, dataset_id, join=JOINED)
    act.authorise(SUBMIT, dataset)
    revision = dataset.working
    if revision is None:
        raise WrongState(Say(gettext_noop("Nothing is under review.")))
    move_revision(act, revision, RevisionState.DRAFT)
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
        move_revision(act, dataset.working, RevisionState.DISCARDED)
    act.move(dataset, DatasetState.WITHDRAWN, working=None)
    close_all(act, dataset)
    act.done_waiting(dataset)
    remove(dataset)
    act.record("catalog.dataset.withdrawn", dataset, parties=[exchange()])
    return dataset
