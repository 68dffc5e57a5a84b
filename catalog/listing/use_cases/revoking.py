"""Revoking a revision that was listed: nothing new of it is agreed or delivered, and whoever holds the dataset is told why."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext_noop

from accounts.member.own_case import not_their_own
from catalog.dataset.models import AccessGrant, Dataset, DatasetRevision
from catalog.dataset.permissions import Side
from catalog.dataset.states import DatasetState, RevisionState
from catalog.dataset.use_cases.working import JOINED, move_revision
from catalog.listing import permissions
from catalog.rights.lasting import CLOCK, FALLS
from catalog.rights.permissions import FALL
from catalog.search.index import remove
from kernel.decision import Say
from kernel.errors import Invalid, NotFound
from kernel.use_case import Act, use_case

LONGEST_REASON = 1_000


@use_case
def revoke(act: Act, dataset_id: UUID, revision_id: UUID, *, reason: str) -> Dataset:
    """By the provider or the exchange, for good. Where it is the listed revision the dataset leaves the catalogue until a later one is listed.

    `reason` is shown to all who see the dataset. Errors: Invalid, WrongState (never listed, or revoked already)."""
    dataset = act.find(Dataset, dataset_id, join=JOINED)
    act.authorise(permissions.REVOKE, Side(dataset.provider_id))
    act.subject = dataset
    if act.actor.organization != dataset.provider_id:
        act.require(not_their_own(act.actor, dataset.provider_id))
    if not 1 <= len(reason.strip()) <= LONGEST_REASON:
        raise Invalid(fields={"reason": [Say(gettext_noop("Write why, at most %(most)s characters: whoever holds the data reads it."), {"most": LONGEST_REASON})]})
    revision = dataset.current if dataset.current_id == revision_id else DatasetRevision.objects.filter(pk=revision_id, dataset=dataset).first()
    if revision is None:
        raise NotFound
    move_revision(act, revision, RevisionState.REVOKED, revoked_reason=reason.strip())
    act.done_waiting(revision)
    # its certificate is a floor above: the clock's turn takes it
    act.wait(revision, organization=CLOCK, act=FALL, role="clock", within=timedelta(seconds=1), on_expiry=FALLS)
    if dataset.current_id == revision.pk and dataset.state == DatasetState.LISTED:
        act.move(dataset, DatasetState.SUSPENDED)
        remove(dataset)
    holders = AccessGrant.objects.in_force(act.now).filter(dataset=dataset).values_list("organization", flat=True)
    act.record("catalog.revision.revoked", dataset, {"revision": str(revision.pk), "number": revision.number}, parties=[dataset.provider_id, *holders])
    return dataset
