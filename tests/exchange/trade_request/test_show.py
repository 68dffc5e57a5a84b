"""What the deal page gets: words, rows, waits and buttons, for each reader."""

from __future__ import annotations

from django.utils.translation import override

from catalog.models import Dataset
from exchange.agreement import show as agreement_show
from exchange.agreement.models import Condition, Evidence
from exchange.agreement.states import State as AgreementState
from exchange.rules.domestic import KINDS
from exchange.trade_request import show
from exchange.trade_request.states import MACHINE, State
from kernel import turns
from kernel.models import Turn
from tests.cast import Party
from tests.factories.trade import ABROAD, ANYWHERE, PERSONAL, agreement_in, basis_shown, personal_dataset, trade_request_in


def labels(found: list[show.Button]) -> list[str]:
    with override("en"):
        return [one.url.rstrip("/").rsplit("/", 1)[-1] for one in found]


def test_every_state_and_event_has_words() -> None:
    assert set(show.STATES) == set(show.SENTENCES) == set(State)
    assert set(agreement_show.STATES) == set(AgreementState)
    told = {one.event for one in MACHINE.transitions if one.event.startswith("exchange.trade_request.") and " " not in one.event}
    assert told <= set(show.EVENTS) and {one.event for one in MACHINE.transitions if "agreement" in one.event} <= set(agreement_show.EVENTS)
    assert set(KINDS) <= set(agreement_show.CONDITIONS)


def test_buttons_follow_state_side_and_role(provider: Party, consumer: Party, outsider: Party, operator: Party, listed: Dataset) -> None:
    dataset = listed
    request = trade_request_in(State.REQUESTED, provider, consumer, operator, dataset=dataset)
    assert labels(show.buttons(provider.steward, request)) == ["propose", "decline"]
    assert labels(show.buttons(consumer.trader, request)) == ["withdraw"]
    for actor in (provider.viewer, consumer.finance, outsider.owner, operator.one):
        assert show.buttons(actor, request) == []
    offered = trade_request_in(State.OFFERED, provider, consumer, operator, dataset=dataset)
    assert labels(show.buttons(consumer.trader, offered)) == ["accept", "propose", "decline"]
    assert show.buttons(provider.steward, offered) == []
    agreement = agreement_in(State.AGREED, provider, consumer, operator, dataset=dataset)
    rows = list(Condition.objects.filter(agreement=agreement))
    assert labels(agreement_show.buttons(consumer.owner, agreement, rows)) == ["sign", "terminate"]
    assert labels(agreement_show.buttons(provider.owner, agreement, rows)) == ["terminate"]
    assert agreement_show.buttons(consumer.trader, agreement, rows) == []
    with override("en"):
        wait = show.waits(consumer.owner, agreement, turns.waits_on(agreement))[0]
        assert (wait.yours, wait.able, wait.waits_for) == (True, True, "Beijing Sample Buyer Co., Ltd.")
        assert "free again" in wait.then and wait.act == "Sign an agreement"
        assert not show.waits(provider.owner, agreement, turns.waits_on(agreement))[0].yours


def test_conditions_timeline_and_terms(provider: Party, consumer: Party, operator: Party) -> None:
    dataset = personal_dataset(provider, operator, price_minor=0, policy=ANYWHERE)
    agreement = agreement_in(State.VERIFIED, provider, consumer, operator, dataset=dataset, form=PERSONAL | ABROAD)
    with override("en"):
        groups = agreement_show.condition_groups(provider.steward, agreement, Condition.objects.filter(agreement=agreement))
        assert [group.title for group in groups] == ["Blocks delivery", "Blocks the agreement's effect"]
        border = groups[0].rows[0]
        assert (border.what, border.waits_for, border.yours, border.state) == ("Border clearance needed", "Beijing Sample Data Co., Ltd.", True, "now")
        assert [line.state for line in groups[1].rows] == ["now"] * 9 + ["done"] * 2 and groups[1].rows[0].url
        assert all(line.state in ("wait", "done") and not line.url for line in agreement_show.condition_groups(consumer.owner, agreement, Condition.objects.filter(agreement=agreement))[1].rows)
        basis_shown(provider, agreement)
        lines = agreement_show.condition_groups(consumer.owner, agreement, Condition.objects.filter(agreement=agreement), Evidence.objects.filter(agreement=agreement))[1].rows
        assert any("File 2026-17" in line.note for line in lines)
        buoys = show.timeline(show.events(agreement.pk), show.EVENTS | agreement_show.EVENTS)
        assert [buoy.title for buoy in buoys][-3:] == ["The buyer accepted", "The provider sent a binding offer", "The buyer asked"]
        assert buoys[0].title == "The agreement came into force"
        assert dict(show.terms_rows(agreement.value))["Stored in"] == "Singapore"
        first, second = show.rounds(agreement.request)
        assert not any(row.changed for row in show.comparison(first.value, second.value))
    assert Turn.objects.filter(subject_id=agreement.pk, role="clock").count() == 1
    assert show.waits(provider.owner, agreement.request, turns.waits_on(agreement.request)) == []
