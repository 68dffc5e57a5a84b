"""Of the rights register: an application, an objection, a request and an encumbrance that outsiders must not see."""

from __future__ import annotations

import uuid
from typing import Any

from catalog.models import Dataset, Encumbrance, RegisterRequest, RightObjection, RightPaper, RightRegistration
from kernel import clock
from kernel.models import Blob

TEXTS = dict.fromkeys(("title_zh", "title_en", "scope_zh", "scope_en", "source_zh", "source_en"), "made up for training")


def objects(draft_id: uuid.UUID, evidence: Blob, holder: Any, other: Any) -> dict[str, Any]:
    """The `holder` provides the dataset; `other` objects, and holds the encumbrance."""
    draft, now = Dataset.objects.get(pk=draft_id), clock.now()
    since = {"state_since": now, "created": now}
    shared = {"holder": holder, "dataset": draft, "source": "own", "grade": 1, "applied_by": uuid.uuid4(), **TEXTS, **since}
    applied = RightRegistration.objects.create(kind="holding", state="applied", **shared)
    told = RightRegistration.objects.create(
        kind="operating", state="notice", number="DR-2026-0000000000", examined_by=uuid.uuid4(), notice_from=now, notice_until=now, **shared
    )
    objection = RightObjection.objects.create(registration=told, objector=other, reasons="made up", state="open", person=uuid.uuid4(), **since)
    request = RegisterRequest.objects.create(registration=told, kind="transfer", to=other, reason="made up", state="asked", asked_by=uuid.uuid4(), **since)
    paper = RightPaper.objects.create(registration=applied, kind="other", blob=evidence, name="paper.txt", added=now)
    burden = Encumbrance.objects.create(
        dataset=draft, kind="pledge", holder=other, since=now.date(), until=now.date(), paper=evidence, paper_name="pledge.txt", state="standing", recorded_by=uuid.uuid4(), **since
    )
    return {
        "registration": applied.pk, "objection": objection.pk, "register_request": request.pk, "right_paper": paper.pk, "encumbrance": burden.pk,
        "registration.object:registration": told.pk,
    }  # fmt: skip
