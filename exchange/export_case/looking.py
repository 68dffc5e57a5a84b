"""Reading a case as somebody who is no party to it: recorded, once a minute for each person."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import UUID

from exchange.export_case.use_cases import open_case
from kernel import clock
from kernel.actor import Actor
from kernel.events import timestamp
from kernel.models import Event

REST = timedelta(minutes=1)
READ = "exchange.export_case.read"


def looked(actor: Actor, case_id: UUID) -> None:
    """Record that the actor opens the case, unless it just did or is a party of it. Errors: NotFound, Forbidden."""
    if not actor.jurisdiction:
        return
    lately = Event.objects.filter(subject_type="exchange.ExportCase", subject_id=str(case_id), name=READ, at__gte=timestamp(clock.now() - REST))
    if str(actor.person) not in (json.loads(payload)["actor"]["person"] for payload in lately.values_list("payload", flat=True)):
        open_case(actor, case_id)
