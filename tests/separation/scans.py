"""A scan and a lowering of the stage's draft, so that their addresses have an object that outsiders must not see."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from catalog.models import Dataset, Distribution, GradeLowering, RegradeDemand, Scan
from kernel import clock


def objects(draft_id: uuid.UUID) -> dict[str, Any]:
    draft, now = Dataset.objects.get(pk=draft_id), clock.now()
    file = Distribution.objects.filter(revision__dataset=draft).order_by("created", "id").first()
    assert file is not None
    scan = Scan.objects.create(dataset=draft, distribution=file.pk, blob=file.blob_id, name=file.name, state_since=now, requested=now)
    lowering = GradeLowering.objects.create(
        dataset=draft, column="id_no", grade=1, personal=False, sensitive=False, reason="made up for training", state_since=now, asked=now, asked_by=uuid.uuid4()
    )
    now_listed = Dataset.objects.filter(provider=draft.provider_id, pk=draft.pk).values_list("working", flat=True).get()
    RegradeDemand.objects.create(
        dataset=draft, revision_id=now_listed, cause="law", release="2026.1", grade=1, derived=2, fields=["id_no"], state_since=now, asked=now, until=now + timedelta(days=30)
    )
    return {"scan": scan.pk, "lowering": lowering.pk}
