"""The negotiation's table against the Dataspace Protocol, and against random play by both parties and the clock."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from catalog.models import Dataset
from exchange.agreement import use_cases as agreements
from exchange.agreement.models import Agreement
from exchange.trade_request import use_cases as requests
from exchange.trade_request.models import Proposal, TradeRequest
from exchange.trade_request.states import ENDED, MACHINE, State
from kernel import clock, turns
from kernel.actor import SYSTEM
from kernel.errors import ActError
from kernel.models import Event, Turn
from tests.cast import Party
from tests.factories.catalog import offer_of
from tests.factories.trade import FORM

# Dataspace Protocol 2025-1: every transition between two states
PROTOCOL = {
    ("REQUESTED", "OFFERED"), ("REQUESTED", "AGREED"), ("OFFERED", "REQUESTED"), ("OFFERED", "ACCEPTED"), ("ACCEPTED", "AGREED"), ("AGREED", "VERIFIED"),
    ("VERIFIED", "FINALIZED"), *((state, "TERMINATED") for state in ("REQUESTED", "OFFERED", "ACCEPTED", "AGREED", "VERIFIED")),
}


def test_the_table_is_the_protocols() -> None:
    ours = {(str(one.source), str(one.target)) for one in MACHINE.transitions}
    assert {str(state) for state in State} == {"REQUESTED", "OFFERED", "ACCEPTED", "AGREED", "VERIFIED", "FINALIZED", "TERMINATED"}
    assert ours == PROTOCOL - {("REQUESTED", "AGREED")}
    assert all(MACHINE.is_final(state) for state in ENDED)


# act -> (from, to); what is not listed must be refused and change nothing
LEGAL: dict[str, set[tuple[str, str]]] = {
    "offer": {("REQUESTED", "OFFERED")},
    "counter": {("OFFERED", "REQUESTED")},
    "accept": {("OFFERED", "ACCEPTED")},
    "decline_provider": {("REQUESTED", "TERMINATED")},
    "decline_consumer": {("OFFERED", "TERMINATED")},
    "withdraw_provider": set(),
    "withdraw_consumer": {("REQUESTED", "TERMINATED"), ("OFFERED", "TERMINATED")},
    "sign_provider": {("ACCEPTED", "AGREED")},
    "sign_consumer": {("AGREED", "VERIFIED")},
    "terminate_provider": {("ACCEPTED", "TERMINATED"), ("AGREED", "TERMINATED"), ("VERIFIED", "TERMINATED")},
    "terminate_consumer": {("ACCEPTED", "TERMINATED"), ("AGREED", "TERMINATED"), ("VERIFIED", "TERMINATED")},
    "fund": {("VERIFIED", "FINALIZED")},
    "outsider": set(),
    "clock": set(),
}


def test_random_play_keeps_to_the_table(provider: Party, consumer: Party, outsider: Party, operator: Party, listed: Dataset) -> None:
    offer = offer_of(listed)
    price = iter(range(1, 10**6))

    class Play(RuleBasedStateMachine):
        @initialize()
        def ask(self) -> None:
            self.pk = requests.submit(consumer.trader, offer.pk, FORM).pk
            self.proposals = 1

        @property
        def row(self) -> TradeRequest:
            return TradeRequest.objects.get(pk=self.pk)

        @rule(act=st.sampled_from([name for name in LEGAL if name != "clock"] + ["offer", "accept", "sign_provider", "sign_consumer"]))
        def play(self, act: str) -> None:
            before, told = self.row.state, Event.objects.filter(subject_id=str(self.pk)).exclude(name="kernel.act.refused").count()
            target = next((to for source, to in LEGAL[act] if source == before), None)
            try:
                self.done(act)
                happened = True
            except ActError:
                happened = False
            after = self.row.state
            assert happened is (target is not None), (act, before, after)
            assert after == (target or before), (act, before, after)
            more = Event.objects.filter(subject_id=str(self.pk)).exclude(name="kernel.act.refused").count() - told
            assert more >= 1 if happened else more == 0
            self.proposals += happened and act in ("offer", "counter")

        def done(self, act: str) -> Any:
            side = {"provider": provider, "consumer": consumer}.get(act.rpartition("_")[2])
            match act.split("_")[0]:
                case "offer":
                    return requests.propose(provider.steward, self.pk, {"price_minor": next(price)})
                case "counter":
                    return requests.propose(consumer.trader, self.pk, {"price_minor": next(price)})
                case "accept":
                    return agreements.accept(consumer.trader, self.pk)
                case "decline":
                    return requests.decline(side.owner, self.pk)  # type: ignore[union-attr]
                case "withdraw":
                    return requests.withdraw(side.owner, self.pk)  # type: ignore[union-attr]
                case "sign":
                    return agreements.sign(side.owner, self.pk)  # type: ignore[union-attr]
                case "terminate":
                    return agreements.terminate(side.owner, self.pk)  # type: ignore[union-attr]
                case "fund":
                    return agreements.satisfy(SYSTEM, self.pk, "escrow")
            return requests.decline(outsider.owner, self.pk)

        @rule()
        def the_clock_alone(self) -> None:
            """Nothing is due yet, so the clock may end nothing."""
            before = self.row.state
            for act in (requests.expire, agreements.lapse, agreements.expire):
                try:
                    act(SYSTEM, self.pk)
                except ActError:
                    continue
                raise AssertionError(f"{act} ended a negotiation in {before}")
            assert self.row.state == before

        @invariant()
        def records_agree(self) -> None:
            if not hasattr(self, "pk"):
                return
            row = self.row
            assert row.round == Proposal.objects.filter(request=row).count() == self.proposals
            assert (row.code != "") == (row.state == "TERMINATED")
            waiting = Turn.objects.filter(subject_id=self.pk, ended=None).exclude(role="clock").count()
            assert waiting == (0 if row.state == "TERMINATED" else 1)
            agreement = Agreement.objects.filter(pk=self.pk).first()
            assert (agreement is not None) == (row.accepted is not None)
            if agreement is not None:
                assert (agreement.state == "in_force") == (row.state == "FINALIZED")

        def teardown(self) -> None:
            if not hasattr(self, "pk"):
                return
            # whatever waits has an end, and the clock brings it about
            row = self.row
            due = list(turns.due(clock.now() + timedelta(days=400)).filter(subject_id=self.pk).exclude(on_expiry=""))
            assert bool(due) or row.state == "TERMINATED"

    run_state_machine_as_test(
        Play, settings=settings(max_examples=12, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    )
