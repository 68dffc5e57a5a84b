"""The situation in figures: added up from counted days, exact at their time, and without what was never handed in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from exchange.clearance.models import ExportDay, ExportDeclaration
from exchange.export_case import use_cases as cases
from exchange.export_case.models import ExportCase
from exchange.supervision.gather import situation
from exchange.supervision.tasks import count_days
from exchange.transfer import use_cases as transfers
from kernel import clock
from kernel.clock import LOCAL_ZONE
from tests.cast import Api, Party, signed_in
from tests.factories.clearance import export_agreed, export_cleared
from tests.factories.money import received


def test_the_situation_is_added_up_from_days(provider: Party, overseas: Party, operator: Party, regulator: Party, django_assert_num_queries: Any) -> None:
    assert situation(clock.now()).counted is None
    clearance = export_cleared(provider, overseas, operator)
    first = transfers.deliver(overseas.trader, clearance.agreement_id)
    received(overseas.trader, first)
    assert count_days() == 1
    transfers.accept(overseas.trader, first.pk)
    noon = clock.now().astimezone(LOCAL_ZONE).replace(hour=12)  # a day stays open for an hour after its end
    with clock.fixed(noon + timedelta(days=2)):
        received(overseas.trader, transfers.deliver(overseas.trader, clearance.agreement_id))
        found = situation(clock.now())
        assert (found.declared, found.deliveries) == (1, 1), "as of the last count"
        assert count_days() == 3 and count_days() == 1, "days that are over are counted once more, then never again"
        with django_assert_num_queries(2):
            found = situation(clock.now())
        assert (found.counted, found.declared, found.deliveries) == (clock.now(), 2, 2)
        assert sum(found.lanes.values()) == ExportDeclaration.objects.count() == 2
        [flow] = found.flows
        assert (flow.destination, flow.ordinary, flow.bytes) == ("SG", 1_000, sum(ExportDeclaration.objects.values_list("bytes", flat=True)))
        assert found.months[-1][1] + found.months[-2][1] == 2 and len(found.months) == 12
        assert (found.clearances, found.cases) == ({"issued": 1}, {"approved": 1})
        page = signed_in(regulator.supervisor, language="en").get(f"/workspace/{regulator.id}/situation/").content.decode()
        assert "Register and deliveries agree:" in page and "as they stood at" in page
    assert ExportDay.objects.filter(final=True).count() == 2


def test_what_was_never_handed_in_is_no_regulator_s_business(provider: Party, overseas: Party, operator: Party, regulator: Party) -> None:
    case = cases.open_(provider.steward, export_agreed(provider, overseas, operator).pk)
    count_days()
    assert situation(clock.now()).cases == {}
    desk = signed_in(regulator.auditor)
    assert case.number not in desk.get("/console/exchange/exportcase/").content.decode()
    assert Api(regulator.auditor).get(f"/api/v1/export-cases/{case.pk}").status_code == 404
    cases.withdraw(provider.steward, case.pk)
    count_days()
    assert situation(clock.now()).cases == {} and not ExportCase.objects.visible_to(regulator.auditor).exists()
    assert ExportCase.objects.visible_to(provider.steward).exists()
