"""A broken promise and a cost of the stage's draft, and an answer to the buyer's need, so that their addresses have an object that outsiders must not see."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from catalog.models import Dataset, Need, NeedAnswer, QualityBreach
from exchange.models import DatasetCost
from kernel import clock


def objects(draft_id: uuid.UUID, buyer: uuid.UUID) -> dict[str, Any]:
    """The need has run out, so that the board shows it to nobody any more."""
    draft, now = Dataset.objects.get(pk=draft_id), clock.now()
    breach = QualityBreach.objects.create(dataset=draft, revision=draft.working, name="completeness", promised="0.98", found="0.9", state_since=now, created=now)
    past = now - timedelta(days=9)
    need = Need.objects.create(
        buyer_id=buyer, title="made up", what="made up", purpose="made up", until=now - timedelta(days=1), state="expired", state_since=now, created=past, created_by=uuid.uuid4()
    )
    answer = NeedAnswer.objects.create(need=need, provider_id=draft.provider_id, message="made up", state="lapsed", state_since=now, created=past, created_by=uuid.uuid4())
    cost = DatasetCost.objects.create(
        dataset=draft, organization_id=draft.provider_id, month=clock.today().replace(day=1), kind="other", amount_minor=1, currency="CNY", at=now, person=uuid.uuid4()
    )
    return {"breach": breach.pk, "need": need.pk, "answer": answer.pk, "cost": cost.pk}
