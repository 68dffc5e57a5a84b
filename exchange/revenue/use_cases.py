"""The acts on stated costs: state one, cancel one. Revenue has no acts: it is what the ledger says."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from catalog.models import Dataset
from exchange.revenue import permissions
from exchange.revenue.models import DatasetCost
from exchange.rules.costs import COSTS
from kernel.clock import LOCAL_ZONE
from kernel.decision import Say
from kernel.errors import Conflict, Invalid, NotFound
from kernel.money import Money
from kernel.use_case import Act, use_case

LONGEST_NOTE = 300
EARLIEST = date(2000, 1, 1)


@use_case
def state_cost(act: Act, dataset_id: UUID, *, kind: str, month: date, amount: Money, note: str = "") -> DatasetCost:
    """State what the dataset cost its provider in the month of `month`. Errors: NotFound, Invalid."""
    dataset = act.find(Dataset, dataset_id)
    act.authorise(permissions.STATE, dataset)
    wrong: dict[str, list[Say]] = {}
    if kind not in COSTS:
        wrong["kind"] = [Say(gettext_noop("Choose one of the list."))]
    if amount.minor <= 0:
        wrong["amount"] = [Say(gettext_noop("Write an amount above zero."))]
    if not EARLIEST <= month <= act.now.astimezone(LOCAL_ZONE).date():
        wrong["month"] = [Say(gettext_noop("Choose a month that has begun."))]
    if len(note.strip()) > LONGEST_NOTE or "\x00" in note:
        wrong["note"] = [Say(gettext_noop("At most %(most)s characters."), {"most": LONGEST_NOTE})]
    if wrong:
        raise Invalid(fields=wrong)
    row = DatasetCost(
        dataset=dataset, organization_id=dataset.provider_id, month=month.replace(day=1), kind=kind, amount_minor=amount.minor, currency=amount.currency, note=note.strip(),
        at=act.now, person=act.person(),
    )  # fmt: skip
    row.save(force_insert=True)
    act.record("exchange.revenue.cost_stated", dataset, {"cost": str(row.pk), "kind": kind})
    return row


@use_case
def cancel_cost(act: Act, cost_id: UUID, *, dataset_id: UUID) -> DatasetCost:
    """Take a stated cost out of the statement; both rows stay. Errors: NotFound, Conflict (cancelled before, or a cancellation)."""
    dataset = act.find(Dataset, dataset_id)
    act.authorise(permissions.STATE, dataset)
    row = DatasetCost.objects.visible_to(act.actor).filter(pk=cost_id, dataset=dataset).first()
    if row is None:
        raise NotFound
    again = Conflict(Say(gettext_noop("This cost was cancelled before.")), code="cancelled")
    if row.cancels_id is not None:
        raise again
    made = DatasetCost(
        dataset=dataset, organization_id=row.organization_id, month=row.month, kind=row.kind, amount_minor=row.amount_minor, currency=row.currency, at=act.now, person=act.person(),
        cancels=row,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise again from error
    act.record("exchange.revenue.cost_cancelled", dataset, {"cost": str(row.pk)})
    return made
