"""Who may prepare, submit and withdraw a dataset, and who reviews it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_noop

from kernel.actor import Actor
from kernel.permissions import Permission


# the exchange's own promise: five working days, counted as a week
REVIEW_WITHIN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Side:
    """Stands for a dataset where its side is to be asked, but not the holds on it."""

    provider_id: UUID


def _provider(actor: Actor, on: Any) -> bool:
    return on is None or actor.organization == on.provider_id


_PREPARERS = frozenset({"owner", "steward"})

EDIT = Permission("dataset:edit", _PREPARERS, side=_provider, label=gettext_noop("Prepare datasets"))
SUBMIT = Permission("dataset:submit", _PREPARERS, side=_provider, label=gettext_noop("Submit datasets for review"))
WITHDRAW = Permission("dataset:withdraw", _PREPARERS, side=_provider, label=gettext_noop("Withdraw datasets"))
REVIEW = Permission("dataset:review", frozenset({"operator"}), sensitive=True, label=gettext_noop("Review datasets: list or return them"))
SUSPEND = Permission("dataset:suspend", frozenset({"operator"}), sensitive=True, label=gettext_noop("Suspend listed datasets and resume them"))

PERMISSIONS = (EDIT, SUBMIT, WITHDRAW, REVIEW, SUSPEND)
