"""The yearly count: thresholds, statements, the turn of the year, release and delivery, common control, splitting."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from exchange.determination import counting, use_cases as determination
from exchange.determination.api.counts import stored_as_json
from exchange.determination.gather import newest
from exchange.determination.models import ControlGroup, ControlMember, Determination, Reservation, YearCount
from exchange.determination.states import Reserved
from kernel import clock
from kernel.actor import SYSTEM
from kernel.clock import LOCAL_ZONE
from kernel.errors import Refused, WrongState
from kernel.models import Turn
from tests.cast import Party
from tests.exchange.determination.making import derived, live, reserved, stated, stored, told

EVE = datetime(2026, 12, 31, 23, 59, 59, tzinfo=LOCAL_ZONE)
NEW_YEAR = datetime(2027, 1, 1, 0, 0, 0, tzinfo=LOCAL_ZONE)


def path_of(deal: UUID) -> str:
    row = newest(deal)
    assert row is not None
    return row.path


@pytest.mark.parametrize(("outside", "here", "path"), [(0, 99_999, "exempt"), (0, 100_000, "standard_contract_or_certification"), (99_000, 999, "exempt"), (99_000, 1_000, "standard_contract_or_certification"), (900_000, 100_000, "security_assessment")])
def test_what_is_declared_and_what_is_here_add_up(provider: Party, outside: int, here: int, path: str) -> None:
    deal = reserved(provider, here, outside=(outside, 0))
    row = Determination.objects.get(deal=deal)
    assert row.path == path and row.facts["pi_subjects_this_year"] == outside + here
    assert row.basis["declared_outside"] == {"ordinary": outside, "sensitive": 0} and row.basis["this_export"] == {"ordinary": here, "sensitive": 0}


def test_without_a_new_statement_the_count_is_unknown(provider: Party) -> None:
    deal = told(provider.id, 10, 0)
    with pytest.raises(Refused) as never:
        determination.reserve(SYSTEM, deal, provider.id, derived())
    assert "pi_subjects_this_year" in never.value.decision.facts["missing_facts"]
    reserved(provider, 10)
    again = told(provider.id, 10, 0)
    with pytest.raises(Refused) as old:  # the statement is older than the last reservation
        determination.reserve(SYSTEM, again, provider.id, derived())
    assert any("signs it again" in remedy.msgid for remedy in old.value.decision.remedies)
    stated(provider)
    assert determination.reserve(SYSTEM, again, provider.id, derived()).path == "exempt"


def test_a_statement_grows_old(provider: Party) -> None:
    stated(provider)
    deal = told(provider.id, 10, 0)
    with clock.fixed(clock.now() + timedelta(days=31)), pytest.raises(Refused):
        determination.reserve(SYSTEM, deal, provider.id, derived())


def test_persons_nobody_named_are_unknown(provider: Party) -> None:
    stated(provider)
    for numbers in ((None, None), (0, 0)):
        deal = told(provider.id, *numbers)
        with pytest.raises(Refused):
            determination.reserve(SYSTEM, deal, provider.id, derived())


def test_a_scenario_that_frees_is_left_out(provider: Party) -> None:
    deal = reserved(provider, 500_000, purpose="contract_with_individual", exemption_condition_met=True)
    held = Reservation.objects.get(deal=deal)
    assert path_of(deal) == "exempt" and not held.counted and stored(provider, held.year) == (0, 0)


def test_released_and_taken(provider: Party) -> None:
    first, second = reserved(provider, 60_000), reserved(provider, 30_000)
    year = clock.today().year
    determination.release(SYSTEM, first)
    assert stored(provider, year) == live(provider, year) == (30_000, 0)
    determination.take(SYSTEM, second, 20_000, 0)  # what is left of it may still be delivered
    determination.take(SYSTEM, second, 31_000, 5)
    row = YearCount.objects.get(organization=provider.id, year=year)
    assert (row.ordinary_reserved, row.ordinary_taken, row.sensitive_taken) == (0, 31_000, 5) and stored(provider, year) == live(provider, year)
    with pytest.raises(WrongState):
        determination.release(SYSTEM, second)
    assert not Turn.objects.filter(act="determination:roll_over", ended=None).exists()


def test_the_turn_of_the_year_to_the_second(provider: Party) -> None:
    with clock.fixed(EVE - timedelta(hours=1)):
        before = reserved(provider, 60_000)
        delivered = reserved(provider, 10_000)
        determination.take(SYSTEM, delivered, 10_000, 0)
    with clock.fixed(EVE):
        last = reserved(provider, 20_000)
        assert Reservation.objects.get(deal=last).year == 2026 and stored(provider, 2026) == (90_000, 0)
    with clock.fixed(NEW_YEAR):
        first = reserved(provider, 40_000)  # sees what is still to be delivered: 60,000 + 20,000 + 40,000
        assert path_of(first) == "standard_contract_or_certification"
        assert stored(provider, 2027) == live(provider, 2027) == (120_000, 0) and stored(provider, 2026) == (10_000, 0)
        old = Reservation.objects.get(deal=before, year=2026)
        assert old.state == Reserved.MOVED.value
        moved = determination.roll_over(SYSTEM, old.pk)
        assert (moved.year, path_of(before)) == (2027, "standard_contract_or_certification")
        assert Determination.objects.filter(deal=before, occasion="year_end").count() == 1


def test_the_clock_moves_and_a_new_statement_determines_again(provider: Party) -> None:
    with clock.fixed(EVE):
        deal = reserved(provider, 50_000)
    held = Reservation.objects.get(deal=deal)
    with pytest.raises(WrongState), clock.fixed(EVE):
        determination.roll_over(SYSTEM, held.pk)
    with clock.fixed(NEW_YEAR):
        assert determination.roll_over(SYSTEM, held.pk).year == 2027
        assert path_of(deal) == "undetermined"  # nobody has stated anything of 2027 yet
        stated(provider, 60_000)
        assert path_of(deal) == "standard_contract_or_certification"
        assert stored(provider, 2027) == (50_000, 0)


def test_a_delivery_in_a_later_year_counts_there_too(provider: Party) -> None:
    with clock.fixed(EVE):
        deal = reserved(provider, 7)
        determination.take(SYSTEM, deal, 7, 0)
    with clock.fixed(NEW_YEAR):
        with pytest.raises(Refused) as unknown:  # nobody has stated anything of 2027 yet
            determination.take(SYSTEM, deal, 7, 0)
        assert unknown.value.decision.reasons[0].rule == "R-BORDER-YEAR"
        stated(provider, 99_992)
        determination.take(SYSTEM, deal, 7, 0)
        assert Determination.objects.get(deal=deal, occasion="clearance").facts["pi_subjects_this_year"] == 99_999
    assert stored(provider, 2026) == stored(provider, 2027) == (7, 0)


def test_a_delivery_in_a_later_year_on_a_heavier_path_is_refused(provider: Party) -> None:
    with clock.fixed(EVE):
        deal = reserved(provider, 7)
        determination.take(SYSTEM, deal, 7, 0)
    with clock.fixed(NEW_YEAR):
        stated(provider, 99_993)
        with pytest.raises(Refused):
            determination.take(SYSTEM, deal, 7, 0)
        assert determination.repeat(SYSTEM, deal, occasion="clearance").facts["pi_subjects_this_year"] == 100_000
        assert determination.renew(SYSTEM, deal, derived()).path == "standard_contract_or_certification"
    assert not Reservation.objects.filter(deal=deal, year=2027).exists()


def test_what_no_scenario_frees_any_more_counts(provider: Party) -> None:
    freed: dict[str, object] = {"purpose": "contract_with_individual", "exemption_condition_met": True}
    deal, later = reserved(provider, 100_000, **freed), reserved(provider, 100_000, **freed)
    told(provider.id, 100_000, 0, deal=deal)
    assert determination.renew(SYSTEM, deal, derived()).path == "standard_contract_or_certification"
    year = clock.today().year
    assert stored(provider, year) == live(provider, year) == (100_000, 0)
    determination.take(SYSTEM, later, 100_000, 0)
    assert stored(provider, year) == (100_000, 0)  # still freed
    told(provider.id, 100_000, 0, deal=later)
    assert determination.renew(SYSTEM, later, derived()).facts["pi_subjects_this_year"] == 200_000
    assert YearCount.objects.get(organization=provider.id).ordinary_taken == 100_000


def test_nothing_is_taken_of_what_was_given_back(provider: Party, monkeypatch: pytest.MonkeyPatch) -> None:
    deal = reserved(provider, 7)
    real = counting.carry

    def ended_meanwhile(organization: UUID, at: datetime) -> object:
        Reservation.objects.filter(deal=deal).update(state=Reserved.RELEASED.value)
        return real(organization, at)

    monkeypatch.setattr(counting, "carry", ended_meanwhile)
    with pytest.raises(WrongState):
        determination.take(SYSTEM, deal, 7, 0)


def test_common_control_adds_up_as_an_upper_bound(provider: Party, outsider: Party) -> None:
    group = ControlGroup.objects.create(name="Group", grounds="register", state="in_force", state_since=clock.now(), proposed_by=uuid4(), decided_by=uuid4(), created=clock.now())
    for one in (provider, outsider):
        ControlMember.objects.create(group=group, organization=one.organization, active=True)
    stated(provider)
    deal = told(provider.id, 50_000, 0)
    with pytest.raises(Refused):  # the other one's count is not known
        determination.reserve(SYSTEM, deal, provider.id, derived())
    stated(outsider, 50_000)
    row = determination.reserve(SYSTEM, deal, provider.id, derived())
    assert row.path == "standard_contract_or_certification" and row.basis["under_common_control"] == {"ordinary": 50_000, "sensitive": 0}
    shown, whole = stored_as_json(row), stored_as_json(row, all_numbers=True)
    assert "50000" not in str(shown["basis"]["under_common_control"]) and shown["basis"]["organizations_under_common_control"] == 1
    assert "pi_subjects_this_year" not in shown["determination"]["facts"] and whole["determination"] == row.result


def test_volume_that_was_split_is_a_finding(provider: Party) -> None:
    reserved(provider, 60_000)
    second = Determination.objects.get(deal=reserved(provider, 60_000))
    assert second.basis["findings"] == [{"code": "volume_split", "thresholds": ["ordinary:100000"]}]


def test_a_prohibited_export_is_refused_by_its_rule(provider: Party) -> None:
    stated(provider)
    deal = told(provider.id, 10, 0, flags=["state_secret"])
    with pytest.raises(Refused) as refused:
        determination.reserve(SYSTEM, deal, provider.id, derived())
    assert refused.value.decision.reasons[0].rule.startswith("R-") and not Reservation.objects.filter(deal=deal).exists()


def test_a_changed_sheet_determines_again_and_only_raises(provider: Party) -> None:
    deal = reserved(provider, 90_000, pia_done=False)
    assert Determination.objects.get(deal=deal).result["blockers"] == ["pia_missing"]
    told(provider.id, 100_000, 0, deal=deal)
    row = determination.renew(SYSTEM, deal, derived())
    assert row.path == "standard_contract_or_certification" and row.result["blockers"] == []
    told(provider.id, 5, 0, deal=deal)
    determination.renew(SYSTEM, deal, derived())
    assert stored(provider, clock.today().year) == (100_000, 0)
