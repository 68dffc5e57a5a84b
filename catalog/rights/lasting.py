"""From a revision to the facts of the rule whether its right still runs."""

from __future__ import annotations

from datetime import datetime

from catalog.dataset.models import DatasetRevision
from catalog.rules import rights
from kernel.clock import LOCAL_ZONE
from kernel.decision import Decision


def right_lasts(revision: DatasetRevision, at: datetime) -> Decision:
    """`revision` read with its rights."""
    stated = getattr(revision, "rights", None)
    return rights.lasting(stated.valid_until if stated else None, at.astimezone(LOCAL_ZONE).date())
