"""What several acts on a pilot share: what an event tells, who takes part, and how one ends."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_noop

from exchange.pilot.models import Pilot, PilotParticipant
from exchange.pilot.states import State
from kernel.decision import Say
from kernel.errors import Invalid
from kernel.use_case import Act

LONGEST = 2_000


def facts(pilot: Pilot, **more: Any) -> dict[str, Any]:
    return {"number": pilot.number, "state": pilot.state, **more}


def digest(text: str) -> str:
    """What the log keeps of words a person wrote; they stay in the row."""
    return hashlib.sha256(text.encode()).hexdigest()


def said(text: str, name: str, most: int = LONGEST) -> str:
    """A text that must be given, in one line. Errors: Invalid."""
    text = " ".join(text.split())
    if not 1 <= len(text) <= most or "\x00" in text:
        raise Invalid(fields={name: [Say(gettext_noop("Write 1 to %(most)s characters."), {"most": most})]})
    return text


def taking_part(pilot: Pilot) -> list[UUID]:
    return list(PilotParticipant.objects.filter(pilot=pilot, ended=None).values_list("organization", flat=True))


def closed(act: Act, pilot: Pilot, to: State, cause: str, **fields: Any) -> Pilot:
    """From now on nothing deviates under it; its participants are told."""
    done = act.move(pilot, to, cause=cause, **fields)
    act.done_waiting(pilot)
    act.record(done.event, pilot, facts(pilot, cause_sha256=digest(cause), exports=pilot.exports_used, ordinary=pilot.ordinary_used, sensitive=pilot.sensitive_used), parties=taking_part(pilot) if pilot.confirmed else [])
    return pilot
