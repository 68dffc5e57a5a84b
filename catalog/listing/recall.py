"""What the exchange asks before it agrees about a revision or begins a delivery of it."""

from __future__ import annotations

from catalog.dataset.models import DatasetRevision
from catalog.dataset.states import RevisionState
from catalog.rules.recall import recall
from kernel.decision import Decision


def stands(revision: DatasetRevision) -> Decision:
    """Refused once the revision is revoked."""
    return recall(number=revision.number, revoked=revision.state == RevisionState.REVOKED, reason=revision.revoked_reason)
