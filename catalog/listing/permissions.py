"""Who withdraws a dataset, and who reviews and suspends it. Submitting is dataset's own permission."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext_noop

from catalog.dataset.permissions import PREPARERS, of_provider
from kernel.permissions import Permission

# the exchange's own promise: five working days, counted as a week
REVIEW_WITHIN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Side:
    """Stands for a dataset where its side is to be asked, but not the holds on it."""

    provider_id: UUID


WITHDRAW = Permission("dataset:withdraw", PREPARERS, side=of_provider, label=gettext_noop("Withdraw datasets"))
REVIEW = Permission("dataset:review", frozenset({"operator"}), sensitive=True, label=gettext_noop("Review datasets: list or return them"))
SUSPEND = Permission("dataset:suspend", frozenset({"operator"}), sensitive=True, label=gettext_noop("Suspend listed datasets and resume them"))

PERMISSIONS = (WITHDRAW, REVIEW, SUSPEND)
