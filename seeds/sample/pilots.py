"""Pilot programmes of the sample: examples, marked as such. No authority issued these documents, and they show nothing real."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

from exchange.pilot import use_cases as pilots
from exchange.pilot.models import Pilot
from kernel import clock
from seeds.sample.deals import Stage
from seeds.sample.people import PAPER

SCAN = PAPER.encode()
AUTHORITY = "示例主管部门（模拟） Sample authority (simulated)"


def research(stage: Stage) -> Pilot:
    """Runs: research in Singapore. A first export is not looked at for being the first; sensitive data waits for a person as everywhere."""
    return _running(
        stage, name_zh="示例：跨境科研数据试点", name_en="Example: research data across the border", scenarios_zh="向新加坡的研究机构提供科研所需数据，仅作功能演示。",
        scenarios_en="Data for research in Singapore. A demonstration only.", document_number="示例〔2026〕1 号", purposes=["research"], destinations=["SG"], days=240, exports_cap=20,
        ordinary_cap=20_000, sensitive_cap=10_000, deviations={"R-LANE-FIRST": 0, "R-STATEMENT-AGE": 60},
    )  # fmt: skip


def statistics(stage: Stage) -> Pilot:
    """Stopped by the supervisor before anything was sent under it."""
    pilot = _running(
        stage, name_zh="示例：统计数据试点", name_en="Example: statistics", scenarios_zh="向香港、澳门提供统计用数据，仅作功能演示。", scenarios_en="Data for statistics in Hong Kong and Macao. A demonstration only.",
        document_number="示例〔2026〕2 号", purposes=["statistics"], destinations=["HK", "MO"], days=120, exports_cap=5, ordinary_cap=150_000, sensitive_cap=0, deviations={"R-LANE-MANY": 150_000},
    )  # fmt: skip
    with stage.calendar.next(hours=3):
        return pilots.stop(stage.desk.supervisor, pilot.pk, cause="示例文件已撤回。 The sample document was withdrawn.")


def _running(stage: Stage, *, days: int, **told: Any) -> Pilot:
    first, second = stage.operator.operator, stage.operator.operator2
    with stage.calendar.next(hours=2):
        today = clock.today()
        pilot = pilots.draft(first, authority=AUTHORITY, document_date=today, since=today, until=today + timedelta(days=days), example=True, **told)
        pilots.add_paper(first, pilot.pk, name="document.pdf", media_type="application/pdf", size=len(SCAN), stream=io.BytesIO(SCAN))
        pilots.admit(first, pilot.pk, organization=stage.provider.id)
        pilots.propose(first, pilot.pk)
    with stage.calendar.next(hours=3):
        return pilots.confirm(second, pilot.pk)
