"""What the exchange asks before it agrees about a revision or begins a delivery of it."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from catalog.dataset.models import Dataset, DatasetRevision
from catalog.dataset.states import DatasetState, RevisionState
from catalog.rules.recall import recall
from catalog.rules.sources import RELEASE, platform
from kernel.decision import Decision, Reason, Say, refuse


def stands(revision: DatasetRevision) -> Decision:
    """Refused once the revision is revoked."""
    return recall(number=revision.number, revoked=revision.state == RevisionState.REVOKED, reason=revision.revoked_reason)


def deals(revision: DatasetRevision) -> Decision:
    """The same, and nothing is agreed about a dataset while the exchange has it suspended."""
    found = stands(revision)
    if not found.permitted or not Dataset.objects.filter(pk=revision.dataset_id, state=DatasetState.SUSPENDED).exists():
        return found
    finding, remedy = Say(gettext_noop("The exchange has suspended this dataset.")), Say(gettext_noop("Wait until it is listed again."))
    return refuse(Reason("dataset.suspended", RELEASE, finding, (platform("listing"),), remedy))
