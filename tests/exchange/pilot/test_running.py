"""A deal under a pilot: its lane, its count, and the platform's ordinary rules again once the pilot is stopped, ended, full or not meant."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from exchange.clearance.models import Clearance, ExportDeclaration
from exchange.determination import use_cases as determination
from exchange.determination.models import Determination
from exchange.pilot import use_cases as pilots
from exchange.pilot.models import Pilot, PilotUse
from exchange.pilot.use_cases import Export
from exchange.transfer import use_cases as transfers
from kernel import clock
from kernel.actor import SYSTEM
from kernel.errors import Refused
from kernel.models import Event
from tests.cast import Party, make_operator, make_provider
from tests.exchange.determination.making import derived, stated, told
from tests.factories.clearance import export_cleared
from tests.factories.money import received
from tests.factories.pilot import pilot_again, pilot_in

STATED = datetime(2026, 5, 4, 8, tzinfo=UTC)


def declared(overseas: Party, clearance: Clearance) -> ExportDeclaration:
    transfer = transfers.deliver(overseas.trader, clearance.agreement_id)
    return ExportDeclaration.objects.get(transfer=transfer.pk)


def rules(row: ExportDeclaration) -> list[str]:
    return [reason["id"] for reason in row.reasons]


def test_a_declared_export_names_its_pilot_and_what_was_relaxed(provider: Party, overseas: Party, operator: Party) -> None:
    pilot = pilot_in("running", operator, provider)
    row = declared(overseas, export_cleared(provider, overseas, operator))
    assert (row.lane, rules(row)) == ("green", ["R-PILOT"])
    assert row.reasons[0]["finding"]["values"] == {"pilot": pilot.number, "rule": "R-LANE-FIRST"}
    assert (row.facts["pilot"], row.facts["relaxed"]) == (pilot.number, [["R-LANE-FIRST", 0]])
    found = pilot_again(pilot)
    assert (found.exports_used, found.ordinary_used, found.sensitive_used) == (1, 1_000, 0)
    use = PilotUse.objects.get()
    assert (use.declaration, use.deal, use.ordinary) == (row.pk, row.agreement, 1_000)


def test_persons_of_a_deal_are_counted_once(provider: Party, overseas: Party, operator: Party) -> None:
    pilot = pilot_in("running", operator, provider, exports_cap=3)
    clearance = export_cleared(provider, overseas, operator)
    for _ in range(2):
        transfer = transfers.deliver(overseas.trader, clearance.agreement_id)
        received(overseas.trader, transfer)
        transfers.accept(overseas.trader, transfer.pk)
    found = pilot_again(pilot)
    assert (found.exports_used, found.ordinary_used, found.state) == (2, 1_000, "running")


@pytest.mark.parametrize("over", [{"purposes": ["research"]}, {"destinations": ["US"]}], ids=["purpose", "destination"])
def test_what_the_pilot_does_not_cover_follows_the_ordinary_rules(provider: Party, overseas: Party, operator: Party, over: dict[str, Any]) -> None:
    pilot = pilot_in("running", operator, provider, **over)
    row = declared(overseas, export_cleared(provider, overseas, operator))
    assert (row.lane, rules(row)) == ("yellow", ["R-LANE-FIRST"]) and pilot_again(pilot).exports_used == 0


def test_who_takes_no_part_gets_nothing(provider: Party, outsider: Party, overseas: Party, operator: Party) -> None:
    pilot = pilot_in("running", operator, outsider, provider)
    pilots.end_part(operator.one, pilot.pk, organization=provider.id)
    assert declared(overseas, export_cleared(provider, overseas, operator)).lane == "yellow"


def test_not_confirmed_not_begun_or_over_nothing_deviates(provider: Party, overseas: Party, operator: Party) -> None:
    pilot_in("proposed", operator, provider)
    today = clock.today()
    pilot_in("running", operator, provider, since=today + timedelta(days=5))
    short = pilot_in("running", operator, provider, until=today + timedelta(days=1))
    clearance = export_cleared(provider, overseas, operator)
    with clock.fixed(clock.now() + timedelta(days=2)):  # the clock's hand has not come by yet
        assert declared(overseas, clearance).lane == "yellow"
    assert pilot_again(short).state == "running" and not PilotUse.objects.exists()


def test_after_a_stop_nothing_deviates(provider: Party, overseas: Party, operator: Party) -> None:
    pilot = pilot_in("running", operator, provider)
    clearance = export_cleared(provider, overseas, operator)
    pilots.stop(operator.one, pilot.pk, cause="Enough was learned.")
    row = declared(overseas, clearance)
    assert (row.lane, row.facts["pilot"]) == ("yellow", "")


def test_past_a_cap_the_ordinary_rule_applies_and_says_why(provider: Party, overseas: Party, operator: Party) -> None:
    pilot = pilot_in("running", operator, provider, ordinary_cap=999)
    row = declared(overseas, export_cleared(provider, overseas, operator))
    assert row.lane == "yellow" and set(rules(row)) == {"R-LANE-FIRST", "R-PILOT-CAP"}
    found = pilot_again(pilot)
    assert (found.state, found.exports_used, found.ordinary_used) == ("running", 0, 0)
    assert Event.objects.filter(name="exchange.pilot.not_counted").count() == 1


@pytest.mark.parametrize("over", [{"exports_cap": 1}, {"ordinary_cap": 1_000}], ids=["exports", "persons"])
def test_reaching_a_cap_stops_it_at_once(provider: Party, overseas: Party, operator: Party, over: dict[str, int]) -> None:
    pilot = pilot_in("running", operator, provider, **over)
    clearance = export_cleared(provider, overseas, operator)
    first = declared(overseas, clearance)
    assert first.lane == "green"
    transfers.terminate(overseas.trader, first.transfer)  # what was declared stays counted
    found = pilot_again(pilot)
    assert (found.state, found.cause) == ("ended", "A cap is reached.")
    second = declared(overseas, clearance)
    assert (second.lane, second.facts["pilot"]) == ("yellow", "")


def test_of_two_pilots_the_one_with_room_counts(provider: Party, overseas: Party, operator: Party) -> None:
    full, wide = pilot_in("running", operator, provider, ordinary_cap=10), pilot_in("running", operator, provider)
    row = declared(overseas, export_cleared(provider, overseas, operator))
    assert row.facts["pilot"] == wide.number and pilot_again(full).exports_used == 0 and PilotUse.objects.count() == 1


def test_many_at_once_never_go_past_a_cap(committed_db: Any) -> None:
    operator = make_operator()
    provider = make_provider(operator)
    pilot = pilot_in("running", operator, provider, exports_cap=50, ordinary_cap=100)
    granted: list[Any] = []
    wrong: list[BaseException] = []

    def one() -> None:
        try:
            granted.append(pilots.count(SYSTEM, pilot.pk, Export(uuid4(), uuid4(), provider.id, 30, 0)))
        except BaseException as error:  # noqa: BLE001 - told to the test, whatever it is
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong, wrong
    assert sorted(one.past_cap for one in granted) == [False] * 3 + [True] * 5
    found = Pilot.objects.get(pk=pilot.pk)
    assert (found.state, found.exports_used, found.ordinary_used, PilotUse.objects.count()) == ("running", 3, 90, 3)
    assert pilots.count(SYSTEM, pilot.pk, Export(uuid4(), uuid4(), provider.id, 10, 0)).relaxed == (("R-LANE-FIRST", 0),)
    assert Pilot.objects.get(pk=pilot.pk).state == "ended"
    assert pilots.count(SYSTEM, pilot.pk, Export(uuid4(), uuid4(), provider.id, 0, 0)).pilot == "", "after its end nothing is granted"


def test_whose_part_ended_meanwhile_is_granted_nothing(provider: Party, operator: Party) -> None:
    """The part ends between the look at the pilots and the lock on one of them."""
    pilot = pilot_in("running", operator, provider)
    pilots.end_part(operator.one, pilot.pk, organization=provider.id)
    assert pilots.count(SYSTEM, pilot.pk, Export(uuid4(), uuid4(), provider.id, 10, 0)).relaxed == () and pilot_again(pilot).exports_used == 0


def signed_on(provider: Party, on: datetime) -> Determination:
    """An export for analysis in Singapore, reserved at that moment."""
    with clock.fixed(on):
        return determination.reserve(SYSTEM, told(provider.id, 100, 0), provider.id, replace(derived(), purpose="analysis"))


def test_a_signature_relies_on_an_older_statement_under_a_pilot(provider: Party, operator: Party) -> None:
    """Thirty days are the platform's own limit: under the pilot it is 60, and the stored answer says so."""
    with clock.fixed(STATED):
        stated(provider)
        pilot = pilot_in("running", operator, provider, deviations={"R-STATEMENT-AGE": 60})
        other = pilot_in("running", operator, provider, deviations={"R-STATEMENT-AGE": 60}, ordinary_cap=99)
    with pytest.raises(Refused):
        signed_on(provider, STATED + timedelta(days=61))
    row = signed_on(provider, STATED + timedelta(days=45))
    assert row.path == "exempt"
    assert row.basis["findings"] == [{"code": "pilot", "pilot": pilot.number, "rule": "R-STATEMENT-AGE", "value": 60}]
    assert pilot_again(pilot).exports_used == pilot_again(other).exports_used == 0, "an export is counted when it is declared"
    with clock.fixed(STATED + timedelta(days=45)):
        stated(provider)
    assert signed_on(provider, STATED + timedelta(days=50)).basis["findings"] == [], "nothing is said where nothing was needed"


@pytest.mark.parametrize("how", ["none", "stopped", "full", "relied on"])
def test_without_a_pilot_that_has_room_the_statement_is_too_old(provider: Party, operator: Party, how: str) -> None:
    with clock.fixed(STATED):
        stated(provider)
        if how != "none":
            pilot = pilot_in("running", operator, provider, deviations={"R-STATEMENT-AGE": 60}, ordinary_cap=99 if how == "full" else 10_000)
            if how == "stopped":
                pilots.stop(operator.one, pilot.pk, cause="Enough.")
    if how == "relied on":  # one statement carries one reservation, under a pilot too
        signed_on(provider, STATED + timedelta(days=1))
    with pytest.raises(Refused):
        signed_on(provider, STATED + timedelta(days=45))
