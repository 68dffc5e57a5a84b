"""Exports by clicking, from the request to the delivery: the contract path in Chinese over the Spring Festival, the assessment in English
over National Day, and the deciding steps of the exempt path and of a certificate. The same person twice is refused."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page

from catalog.models import Dataset
from exchange.clearance.models import Clearance, ExportDeclaration
from exchange.export_case.clocks import day_of
from exchange.export_case.models import ExportCase
from exchange.models import Agreement
from exchange.rules.border import calendar
from exchange.transfer.models import Transfer
from exchange.transfer.tasks import go_on
from kernel import clock
from kernel.actor import Actor
from kernel.clock import LOCAL_ZONE
from seeds.sample import crossing, deals
from seeds.sample.deals import Stage
from seeds.sample.load import few
from tests.journeys.walk import Walk, describe, negotiate, sign

pytestmark = pytest.mark.browser
BEFORE_THE_FESTIVAL = datetime(2026, 2, 9, 10, tzinfo=LOCAL_ZONE)
BEFORE_NATIONAL_DAY = datetime(2026, 9, 21, 10, tzinfo=LOCAL_ZONE)


@pytest.fixture
def stage(transactional_db: Any) -> Stage:
    return Stage.of(few("travelers", "checkups", now=BEFORE_THE_FESTIVAL), {}, deals.Calendar(BEFORE_THE_FESTIVAL.astimezone(UTC)))


def test_exports_by_clicking(stage: Stage, live_server: Any, page: Page) -> None:
    _exempt(Walk(page, live_server.url, "en"), stage)
    _contract(Walk(page, live_server.url, "zh-hans"), stage)
    stage.calendar.reach(BEFORE_NATIONAL_DAY.astimezone(UTC))
    _certificate(Walk(page, live_server.url, "zh-hans"), stage)
    _assessment(Walk(page, live_server.url, "en"), stage)


def _exempt(walk: Walk, stage: Stage) -> None:
    """Few persons: two operators decide, and whoever did something is refused the next step."""
    stage.datasets["travelers"] = Dataset.objects.get(current__title_en__startswith="Survey of travelers", state="listed")
    deal = str(crossing.signed(stage, "travelers", "Compare satisfaction on routes", 600, 0))
    deals.basis(stage, UUID(deal), all_of_them=True)
    case = crossing.submitted(stage, UUID(deal), "exempt")
    operator, second = stage.operator.operator, stage.operator.operator2
    with stage.calendar.next(hours=1):
        _opine(walk, operator, case)
        walk.become(operator)
        walk.at(f"border/cases/{case.pk}/decide/")
        walk.tick("verdict=approve")
        walk.submit(refused=True)
        _decide(walk, second, case)
        walk.become(second)
        walk.at(f"deals/{deal}/clearance/")
        assert not walk.page.locator("main form[method=post] button.primary").count()
        assert "R-ISSUE-PERSON" in walk.page.content()
    _cleared(walk, stage, deal)
    _delivered(walk, stage, deal, "yellow")


def _contract(walk: Walk, stage: Stage) -> None:
    """Filed before the Spring Festival of 2026, which lasts from 15 to 23 February: its days do not count."""
    deal = _deal(walk, stage, "体检", 0, 2_000, "standard_contract")
    case = _submitted(stage, walk, deal, "standard_contract")
    case.refresh_from_db()
    assert case.due is not None and case.submitted is not None
    handed_in, last = day_of(case.submitted), day_of(case.due)
    assert date(2026, 2, 9) <= handed_in <= date(2026, 2, 13) and last == calendar.after(handed_in, 15)
    assert date(2026, 3, 6) <= last <= date(2026, 3, 12), "nine days of the festival and two worked Saturdays"
    stage.calendar.reach(datetime(2026, 2, 25, 2, tzinfo=UTC))
    with stage.calendar.next(hours=1):
        _step(walk, stage.desk.intake, case, "accept")
        _opine(walk, stage.desk.reviewer, case)
        walk.become(stage.desk.reviewer)
        assert walk.page.goto(walk.base + f"{walk.home}border/cases/{case.pk}/decide/").status == 403  # type: ignore[union-attr]
        _decide(walk, stage.desk.approver, case)
    _cleared(walk, stage, deal)
    _delivered(walk, stage, deal, "red")


def _certificate(walk: Walk, stage: Stage) -> None:
    """A certificate is recorded by the exporter and confirmed by an operator."""
    stage.datasets["checkups"] = Dataset.objects.get(current__title_en__startswith="Health checks", state="listed")
    deal = crossing.signed(stage, "checkups", "Benchmark a screening rule", 0, 2_000, facts={"elected_route": "certification"})
    deals.basis(stage, deal, all_of_them=True)
    case = crossing.submitted(stage, deal, "certification")
    with stage.calendar.next(hours=1):
        walk.become(stage.provider.steward)
        walk.at(f"border/cases/{case.pk}/record-outcome/")
        walk.choose(kind="certificate")
        walk.fill(body="示例认证机构", number="PIC-0001", issued_on=clock.today().isoformat())
        walk.submit()
        _step(walk, stage.operator.operator2, case, "confirm-outcome")
    _cleared(walk, stage, str(deal))
    _delivered(walk, stage, str(deal), "red")


def _assessment(walk: Walk, stage: Stage) -> None:
    """What was sent elsewhere leads to the assessment. Papers are asked for before National Day and supplied after it: the clock stood still."""
    deal = _deal(walk, stage, "satisfaction", 600, 0, "none", outside=(0, 12_000))
    case = _submitted(stage, walk, deal, "security_assessment")
    desk = stage.desk
    with stage.calendar.next(hours=2):
        _step(walk, desk.intake, case, "accept")
        _step(walk, desk.intake, case, "accept")
        walk.become(desk.reviewer)
        walk.at(f"border/cases/{case.pk}/ask/")
        walk.fill(gap_usci_copy="The copy is out of date.")
        walk.submit()
    case.refresh_from_db()
    left = case.days_left
    assert case.state == "supplement" and left is not None
    stage.calendar.reach(datetime(2026, 10, 9, 2, tzinfo=UTC))
    with stage.calendar.next(hours=1):
        walk.become(stage.provider.steward)
        walk.at(f"border/cases/{case.pk}/papers/usci_copy/")
        walk.page.set_input_files("main input[name=file]", {"name": "copy.pdf", "mimeType": "application/pdf", "buffer": crossing.SCAN})
        walk.press("main form[enctype] button")
        walk.at(f"border/cases/{case.pk}/supply/")
        walk.fill(answer="The new copy is in the dossier.")
        walk.submit()
        case.refresh_from_db()
        assert case.state == "under_review" and case.due is not None
        assert case.days_left is None and case.stopped_since is None
        _opine(walk, desk.reviewer, case)
        _decide(walk, desk.approver, case, conditions="Report every quarter.")
    case.refresh_from_db()
    assert (case.state, case.conditions) == ("approved", ["Report every quarter."])
    assert case.valid_until is not None and case.valid_until.year == 2029
    _cleared(walk, stage, deal)
    _delivered(walk, stage, deal, "yellow")


def _deal(walk: Walk, stage: Stage, word: str, ordinary: int, sensitive: int, route: str, outside: tuple[int, int] = (0, 0)) -> str:
    """Negotiated, described and signed by clicks; the duties of the lawful basis shown by the act."""
    with stage.calendar.next(hours=1):
        deal = negotiate(walk, stage.overseas, stage.provider, word, "Research abroad / 境外研究")
        describe(walk, stage.provider, deal, ordinary, sensitive, route, outside)
        sign(walk, deal, stage.provider.owner, stage.overseas.owner)
    deals.basis(stage, UUID(deal), all_of_them=True)
    return deal


def _submitted(stage: Stage, walk: Walk, deal: str, path: str) -> ExportCase:
    """The steward opens the case, adds one paper by hand, the others by the act, and hands the dossier in."""
    with stage.calendar.next(hours=1):
        walk.become(stage.provider.steward)
        walk.at(f"border/open/{deal}/")
        if walk.page.locator("main input[type=radio][name=path]").count():
            walk.tick(f"path={path}")
        walk.submit()
        case = ExportCase.objects.select_related("determination").get(pk=walk.number("cases"))
        assert case.path == path
    crossing.filled(stage, case)
    with stage.calendar.next(hours=1):
        walk.become(stage.provider.steward)
        walk.at(f"border/cases/{case.pk}/submit/")
        walk.submit()
    return case


def _step(walk: Walk, actor: Actor, case: ExportCase, name: str) -> None:
    walk.become(actor)
    walk.at(f"border/cases/{case.pk}/{name}/")
    walk.submit()


def _opine(walk: Walk, actor: Actor, case: ExportCase) -> None:
    walk.become(actor)
    walk.at(f"border/cases/{case.pk}/opine/")
    walk.tick("kind=approve")
    walk.fill(text="目的与范围相符。 Purpose and scope fit.")
    walk.submit()


def _decide(walk: Walk, actor: Actor, case: ExportCase, conditions: str = "") -> None:
    walk.become(actor)
    walk.at(f"border/cases/{case.pk}/decide/")
    walk.tick("verdict=conditions" if conditions else "verdict=approve")
    walk.fill(conditions=conditions)
    walk.submit()
    assert walk.number("cases") == str(case.pk)


def _cleared(walk: Walk, stage: Stage, deal: str) -> None:
    with stage.calendar.next(hours=1):
        walk.become(stage.operator.operator)
        walk.at(f"deals/{deal}/clearance/")
        walk.submit()
        assert Clearance.objects.get(agreement=deal, state="issued")


def _delivered(walk: Walk, stage: Stage, deal: str, lane: str) -> None:
    """The buyer asks; a red export is released at the desk; the file arrives whole and is accepted."""
    with stage.calendar.next(hours=1):
        walk.become(stage.overseas.trader)
        walk.at(f"deals/{deal}/delivery/")
        walk.submit()
        declaration = ExportDeclaration.objects.get(agreement=deal)
        assert (declaration.lane, declaration.state) == (lane, "held" if lane == "red" else "declared")
        if lane == "red":
            walk.become(stage.desk.supervisor)
            walk.at(f"exports/{declaration.pk}/release/")
            walk.fill(remark="文件已核对。 The file was looked at.")
            walk.submit()
            assert go_on() == 1
        walk.become(stage.overseas.trader)
        walk.at(f"deals/{deal}/delivery/")
        walk.press("button[name=link]")
        found = re.search(r"http\S+/download/\S+", walk.page.locator("main .mono").first.inner_text())
        assert found
        got = walk.page.context.request.get(found[0])
        file = Agreement.objects.get(pk=deal).revision.distributions.get()
        assert (got.status, hashlib.sha256(got.body()).hexdigest()) == (200, file.sha256_hex)
        walk.at(f"deals/{deal}/delivery/")
        walk.press('a[href$="/accept/"]')
        walk.submit()
    declaration.refresh_from_db()
    assert (declaration.state, declaration.destination) == ("delivered", "SG")
    assert Transfer.objects.get(agreement=deal).acceptance == "accepted"

