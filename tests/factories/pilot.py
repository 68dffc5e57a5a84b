"""Pilot programmes in any state, brought there by two operators through the real acts."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

from exchange.pilot import use_cases as pilots
from exchange.pilot.models import Pilot
from exchange.pilot.states import State
from kernel import clock
from tests.cast import PAPER, Party


def told(**over: Any) -> dict[str, Any]:
    """What an operator writes down: analysis in Singapore, 10 exports, a first export is not looked at for being the first."""
    today = clock.today()
    return {
        "name_zh": "示例试点", "name_en": "Sample pilot", "scenarios_zh": "向新加坡提供分析用数据。", "scenarios_en": "Data for analysis in Singapore.", "authority": "Office of the pilot zone",
        "document_number": "PZ 2026-7", "document_date": today, "purposes": ["analysis"], "destinations": ["SG"], "since": today, "until": today + timedelta(days=90), "exports_cap": 10,
        "ordinary_cap": 50_000, "sensitive_cap": 0, "deviations": {"R-LANE-FIRST": 0},
    } | over  # fmt: skip


def with_paper(operator: Party, pilot: Pilot) -> Pilot:
    return pilots.add_paper(operator.one, pilot.pk, name="document.pdf", media_type="application/pdf", size=len(PAPER), stream=io.BytesIO(PAPER))


def pilot_in(state: State | str, operator: Party, *participants: Party, **over: Any) -> Pilot:
    """A pilot in `state`, with a document and these participants."""
    state = State(state)
    pilot = with_paper(operator, pilots.draft(operator.one, **told(**over)))
    for party in participants:
        pilot = pilots.admit(operator.one, pilot.pk, organization=party.id)
    if state is State.DRAFTED:
        return pilot
    pilot = pilots.propose(operator.one, pilot.pk)
    if state is State.PROPOSED:
        return pilot
    pilot = pilots.confirm(operator.two, pilot.pk)
    if state is State.STOPPED:
        pilot = pilots.stop(operator.one, pilot.pk, cause="Given up.")
    assert pilot.state == state.value
    return pilot


def pilot_again(pilot: Pilot) -> Pilot:
    return Pilot.objects.get(pk=pilot.pk)
