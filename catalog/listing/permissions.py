"""Who withdraws a dataset, who reviews it, who lists it, who revokes a revision, who suspends. Submitting is dataset's own permission."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_noop

from catalog.dataset.permissions import PREPARERS, of_provider
from kernel.actor import Actor
from kernel.permissions import Permission

# the exchange's own promise: five working days, counted as a week
REVIEW_WITHIN = timedelta(days=7)

WITHDRAW = Permission("dataset:withdraw", PREPARERS, side=of_provider, label=gettext_noop("Withdraw datasets"))
def _provider_or_exchange(actor: Actor, on: Any) -> bool:
    return actor.jurisdiction == "operator" or of_provider(actor, on)


REVIEW = Permission("dataset:review", frozenset({"operator"}), sensitive=True, label=gettext_noop("Review datasets: take them on, return or refuse them"))
PUBLISH = Permission("dataset:publish", frozenset({"operator"}), sensitive=True, label=gettext_noop("List reviewed datasets"))
REVOKE = Permission(
    "revision:revoke", PREPARERS | {"operator"}, side=_provider_or_exchange, sensitive=True, label=gettext_noop("Revoke a revision, which stops new deliveries of it")
)
SUSPEND = Permission("dataset:suspend", frozenset({"operator"}), sensitive=True, label=gettext_noop("Suspend listed datasets and resume them"))
SUSPEND_BY_RULE = Permission("dataset:suspend_by_rule", frozenset(), system=True, label=gettext_noop("Suspend a dataset when a rule says so"))

PERMISSIONS = (WITHDRAW, REVIEW, PUBLISH, REVOKE, SUSPEND, SUSPEND_BY_RULE)
