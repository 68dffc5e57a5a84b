"""The sample's zones with admissions in every state, authorizations that run and that ended, and opinions of service providers in every state."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from accounts.intermediary import use_cases as intermediaries
from catalog.models import Dataset
from catalog.openlane import use_cases as lane
from catalog.operation import use_cases as operation
from catalog.opinion import use_cases as opinions
from catalog.zone import use_cases as zones
from catalog.zone.models import Zone
from kernel import clock
from seeds.sample.people import Party

DIGEST = "5e" * 32


def play(calendar: Any, parties: dict[str, Party]) -> None:
    operator, runner = parties["exchange"].operator, parties["zone"].actors["owner"]
    with calendar.next(hours=2):
        research = zones.open_zone(
            operator, code="health-research", name_zh="健康研究数据专区", name_en="Health research zone", kind="institutions", operator=parties["zone"].id,
            about_zh="机构间授权使用，经准入后可见。", about_en="Authorized use between institutions; seen by admitted organizations.",
        )  # fmt: skip
        base = zones.open_zone(operator, code="city-base", name_zh="城市综合基础专区", name_en="City base zone", kind="general")
        _authorized(operator, base, parties["zone"])
        ended = _authorized(operator, research, parties["zone"])
        operation.end_authorization(operator, ended, reason="新文件取代旧文件。 A new document takes its place.")
        _authorized(operator, research, parties["zone"])
    with calendar.next(hours=4):
        asked = {name: zones.apply(parties[name].actors[who], research.pk, purposes=["research", "analysis"], statement="研究用。 For research.").pk
                 for name, who in (("buyer", "owner"), ("provider", "owner"), ("overseas", "owner"), ("overseas-provider", "owner"))}  # fmt: skip
        zones.admit(runner, asked["buyer"], purposes=["research"], until=clock.now() + timedelta(days=365))
        zones.refuse(runner, asked["overseas"], reason="用途不属于本专区。 The purpose is not one of this zone.")
        zones.admit(runner, asked["overseas-provider"], purposes=["research"], until=clock.now() + timedelta(days=365))
        zones.suspend(runner, asked["overseas-provider"], reason="等待补充材料。 Papers are awaited.")
        waits = zones.apply(parties["buyer"].actors["owner"], base.pk, purposes=["analysis"], statement="备用。 In reserve.")
        zones.end(parties["buyer"].actors["owner"], waits.pk)


def _authorized(operator: Any, zone: Zone, holder: Party) -> Any:
    today = clock.today()
    return operation.authorize(
        operator, zone.pk, organization=holder.id, authority="示例市数据局 Sample data bureau", document_number="SAMPLE-2026-1", document_date=today, document_sha256=DIGEST,
        since=today, until=today + timedelta(days=730),
    ).pk  # fmt: skip


def opined(calendar: Any, parties: dict[str, Party], datasets: dict[str, Dataset]) -> None:
    """The buyer and the outsider are registered as service providers, too; each state of an opinion once."""
    operator, runner, asker = parties["exchange"].operator, parties["buyer"].actors["owner"], parties["provider"].actors["owner"]
    until = clock.today() + timedelta(days=365)
    with calendar.next(hours=2):
        assessor = intermediaries.register(operator, organization=parties["buyer"].id, kinds=["assessment", "law"], evidence="SAMPLE-L-1 执业证书 licence", until=until).pk
        gone = intermediaries.register(operator, organization=parties["outsider"].id, kinds=["broker"], evidence="SAMPLE-L-2", until=until).pk
        intermediaries.end(operator, gone, reason="证书已注销。 The licence was cancelled.")
        intermediaries.publish(runner, assessor, entry_zh="数据质量与合规评估。", entry_en="Assessment of quality and compliance.")
    mine = [row.pk for row in datasets.values() if row.provider_id == parties["provider"].id and row.state == "listed"][:5]
    with calendar.next(hours=3):
        asked = [opinions.ask(asker, one, service_provider=assessor, kind="assessment", request="请评估质量。 Assess the quality.").pk for one in mine]
        said = {"statement_zh": "字段完整，未见重大缺陷。", "statement_en": "Fields are complete; no material defect was found.", "valid_until": until}
        for one in asked[:2]:
            opinions.issue(runner, one, conclusion="unqualified", assurance="limited", **said)
        opinions.withdraw(runner, asked[1], reason="发现新的情况。 New facts came up.")
        opinions.refuse(runner, asked[2], reason="目前人手不足。 No staff at present.")
        opinions.cancel(asker, asked[3])


def opened(calendar: Any, parties: dict[str, Party], datasets: dict[str, Dataset]) -> None:
    """Two datasets in the open lane, one of them on application, and one that was closed again."""
    owner = parties["provider"].actors["owner"]
    declared: dict[str, Any] = {"important_data_status": "none", "flags": []}
    mine = [row.pk for row in datasets.values() if row.provider_id == parties["provider"].id and row.grade == 1 and not row.current.personal]  # type: ignore[union-attr]
    with calendar.next(hours=2):
        if len(mine) < 3:
            return
        lane.release(owner, mine[0], mode="unconditional", licence="CC-BY-4.0", **declared)
        asked = lane.release(owner, mine[1], mode="on_application", licence="ODC-By-1.0", **declared).pk
        lane.close(owner, lane.release(owner, mine[2], mode="unconditional", licence="CC0-1.0", **declared).pk)
    with calendar.next(hours=2):
        admitted, refused = lane.apply(parties["buyer"].actors["owner"], asked, purpose="研究。 Research."), lane.apply(parties["zone"].actors["owner"], asked, purpose="转售。 Resale.")
        lane.admit(owner, admitted.pk)
        lane.refuse(owner, refused.pk, reason="用途不符。 Not for that.")
        lane.apply(parties["overseas"].actors["owner"], asked, purpose="研究。 Research.")
        lane.end(parties["overseas-provider"].actors["owner"], lane.apply(parties["overseas-provider"].actors["owner"], asked, purpose="备用。 In reserve.").pk)
