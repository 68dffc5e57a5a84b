"""Who withdraws a dataset, and who reviews and suspends it. Submitting is dataset's own permission."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_noop

from catalog.dataset.permissions import PREPARERS, of_provider
from kernel.permissions import Permission

# the exchange's own promise: five working days, counted as a week
REVIEW_WITHIN = timedelta(days=7)

WITHDRAW = Permission("dataset:withdraw", PREPARERS, side=of_provider, label=gettext_noop("Withdraw datasets"))
REVIEW = Permission("dataset:review", frozenset({"operator"}), sensitive=True, label=gettext_noop("Review datasets: list or return them"))
SUSPEND = Permission("dataset:suspend", frozenset({"operator"}), sensitive=True, label=gettext_noop("Suspend listed datasets and resume them"))
SUSPEND_BY_RULE = Permission("dataset:suspend_by_rule", frozenset(), system=True, label=gettext_noop("Suspend a dataset when a rule says so"))

PERMISSIONS = (WITHDRAW, REVIEW, SUSPEND, SUSPEND_BY_RULE)
