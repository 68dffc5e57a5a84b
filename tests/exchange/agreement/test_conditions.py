"""Conditions: the lawful basis at home, the border abroad, and that nothing comes into force before all of effect are met."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from exchange.agreement import use_cases as agreements
from exchange.agreement.models import Agreement, Condition, Evidence
from exchange.trade_request.states import State
from kernel import clock, turns
from kernel.actor import SYSTEM
from kernel.decision import Outcome
from kernel.errors import Forbidden, Invalid, NotFound, Refused, WrongState
from kernel.models import Event
from tests.cast import Party
from tests.factories.catalog import dataset_listed
from tests.factories.trade import ABROAD, ANYWHERE, PERSONAL, agreement_again, agreement_in, basis_shown, personal_dataset

# what falls away when nobody under 14 and nothing sensitive is among the data
MAYBE = {"lawful_basis_guardian", "lawful_basis_necessity", "lawful_basis_effect", "lawful_basis_sensitive_consent"}
DUTIES = {"lawful_basis_notice", "lawful_basis_consent", "lawful_basis_assessment", "lawful_basis_record", "lawful_basis_minors"} | MAYBE


def kinds(agreement: Agreement, **over: object) -> set[str]:
    return set(Condition.objects.filter(agreement=agreement, **over).values_list("kind", flat=True))


def show(provider: Party, agreement: Agreement, kind: str, answer: str = "yes", **over: object) -> Agreement:
    given = {"reference": "File 17", "done_on": date(2026, 1, 5)} | over
    return agreements.show_basis(provider.steward, agreement.pk, kind, answer=answer, **given)  # type: ignore[arg-type]


def test_personal_data_at_home_waits_for_its_lawful_basis(provider: Party, consumer: Party, outsider: Party, operator: Party) -> None:
    dataset = personal_dataset(provider, operator, price_minor=0)
    agreement = agreement_in(State.VERIFIED, provider, consumer, operator, dataset=dataset, form=PERSONAL)
    assert kinds(agreement, met_at=None, blocks="effect") == DUTIES
    turn = turns.waits_on(agreement).get()
    assert (turn.organization, turn.act) == (provider.id, "agreement:show_basis")
    # none shown: refused, with rule and remedy
    with pytest.raises(Refused) as error:
        agreements.come_into_force(SYSTEM, agreement.pk)
    decision = error.value.decision
    assert decision is not None and decision.outcome is Outcome.REFUSED
    assert [reason.rule for reason in decision.reasons] == [
        "R-PIPL23-NOTICE", "R-PIPL23-CONSENT", "R-PIPL28-MINORS", "R-PIPL55-ASSESSMENT", "R-NDSR12-RECORD",
        "R-PIPL31-GUARDIAN", "R-PIPL28-NECESSITY", "R-PIPL30-EFFECT", "R-PIPL29-CONSENT",
    ]  # fmt: skip
    assert len(decision.remedies) == len(DUTIES) and all(reason.cites for reason in decision.reasons)
    # "no" is refused, "unknown" is undetermined and never fine
    for answer, outcome in (("no", Outcome.REFUSED), ("unknown", Outcome.UNKNOWN)):
        with pytest.raises(Refused) as error:
            show(provider, agreement, "lawful_basis_notice", answer)
        assert error.value.decision is not None and error.value.decision.outcome is outcome
    assert not Evidence.objects.exists()
    # who may show it, and how
    with pytest.raises(NotFound):
        agreements.show_basis(outsider.steward, agreement.pk, "lawful_basis_notice", answer="yes", reference="x", done_on=date(2026, 1, 1))
    with pytest.raises(Forbidden):
        agreements.show_basis(consumer.owner, agreement.pk, "lawful_basis_notice", answer="yes", reference="x", done_on=date(2026, 1, 1))
    for over in ({"reference": " "}, {"done_on": None}, {"done_on": date(2999, 1, 1)}, {"document_sha256": "AB"}):
        with pytest.raises(Invalid):
            show(provider, agreement, "lawful_basis_notice", **over)
    with pytest.raises(NotFound):
        show(provider, agreement, "lawful_basis_risk_assessment")
    # shown one by one, the last one puts it into force
    show(provider, agreement, "lawful_basis_notice", document_sha256="ab" * 32)
    with pytest.raises(WrongState):
        show(provider, agreement, "lawful_basis_notice")
    assert agreement_again(agreement.pk).state == "prepared"
    assert basis_shown(provider, agreement).in_force
    assert Evidence.objects.count() == len(DUTIES) and not kinds(agreement, met_at=None)
    names = list(Event.objects.filter(subject_id=str(agreement.pk), subject_type="exchange.Agreement").order_by("id").values_list("name", flat=True))
    assert names.count("exchange.agreement.basis_shown") == len(DUTIES) and names.count("exchange.agreement.condition_met") == len(DUTIES)
    assert names[-1] == "exchange.agreement.came_into_force"
    met = Condition.objects.get(agreement=agreement, kind="lawful_basis_notice")
    assert Event.objects.get(pk=met.met_by).name == "exchange.agreement.condition_met"


def test_whether_minors_are_inside_is_asked_and_no_lets_their_duties_fall_away(provider: Party, consumer: Party, operator: Party) -> None:
    dataset = personal_dataset(provider, operator, price_minor=0)
    agreement = agreement_in(State.VERIFIED, provider, consumer, operator, dataset=dataset, form=PERSONAL)
    with pytest.raises(Refused) as error:
        show(provider, agreement, "lawful_basis_minors", "unknown")
    assert error.value.decision is not None and error.value.decision.outcome is Outcome.UNKNOWN
    show(provider, agreement, "lawful_basis_minors", "no")
    assert kinds(agreement, met_at=None) == DUTIES - MAYBE - {"lawful_basis_minors"}
    fell = Event.objects.get(name="exchange.agreement.conditions_fell_away")
    assert set(Condition.objects.filter(agreement=agreement, met_by=fell.pk).values_list("kind", flat=True)) == MAYBE
    with pytest.raises(WrongState):
        show(provider, agreement, "lawful_basis_guardian")
    assert basis_shown(provider, agreement).in_force


def test_minors_inside_keep_every_duty(provider: Party, consumer: Party, operator: Party) -> None:
    dataset = personal_dataset(provider, operator, price_minor=0)
    agreement = agreement_in(State.VERIFIED, provider, consumer, operator, dataset=dataset, form=PERSONAL)
    show(provider, agreement, "lawful_basis_minors")
    with pytest.raises(Refused):
        show(provider, agreement, "lawful_basis_guardian", "no")
    assert kinds(agreement, met_at=None) == DUTIES - {"lawful_basis_minors"}


def test_only_the_fields_agreed_on_decide(provider: Party, consumer: Party, operator: Party) -> None:
    dataset = personal_dataset(provider, operator, price_minor=0)
    form = {"data_fields": ["flight_no", "delay"], "method": "", "security": ""}
    agreement = agreement_in(State.FINALIZED, provider, consumer, operator, dataset=dataset, form=form)
    assert kinds(agreement) == {"signature_provider", "signature_consumer"}
    assert "第十二条" not in agreement.text_zh


@pytest.mark.parametrize(
    ("form", "rule", "outcome"),
    [
        ({"legal_basis": "not_personal"}, "R-PIPL13-BASIS", Outcome.REFUSED),
        ({"legal_basis": "unknown"}, "R-PIPL13-BASIS", Outcome.UNKNOWN),
        ({"legal_basis": "consent", "method": ""}, "R-NDSR12-CLAUSES", Outcome.REFUSED),
    ],
)
def test_terms_without_basis_or_clauses_are_not_signed(
    provider: Party, consumer: Party, operator: Party, form: dict[str, str], rule: str, outcome: Outcome
) -> None:
    dataset = personal_dataset(provider, operator)
    agreement = agreement_in(State.ACCEPTED, provider, consumer, operator, dataset=dataset, form=form)
    with pytest.raises(Refused) as error:
        agreements.sign(provider.owner, agreement.pk)
    assert error.value.decision is not None and error.value.decision.outcome is outcome
    assert error.value.decision.reasons[0].rule == rule
    assert agreement_again(agreement.pk).request.state == "ACCEPTED"


def test_a_basis_not_shown_in_time_ends_the_agreement(provider: Party, consumer: Party, operator: Party) -> None:
    dataset = personal_dataset(provider, operator, price_minor=0)
    agreement = agreement_in(State.VERIFIED, provider, consumer, operator, dataset=dataset, form=PERSONAL | {"legal_basis": "contract"})
    assert kinds(agreement, met_at=None) == DUTIES - {"lawful_basis_consent", "lawful_basis_sensitive_consent"} | {"lawful_basis_carrier"}
    with clock.fixed(agreement.created + timedelta(days=30, minutes=5)):
        assert agreements.lapse(SYSTEM, agreement.pk).code == "expired"


def test_a_buyer_abroad_makes_it_an_export_that_stops_at_the_border(provider: Party, overseas: Party, operator: Party) -> None:
    dataset = dataset_listed(provider, operator, price_minor=0, policy=ANYWHERE)
    agreement = agreement_in(State.FINALIZED, provider, overseas, operator, dataset=dataset, form=ABROAD)
    assert (agreement.crossing, agreement.state) == ("export", "in_force")
    row = Condition.objects.get(agreement=agreement, kind="border_clearance")
    assert (row.blocks, row.met, row.organization_id, row.act) == ("delivery", False, provider.id, "border:clear")
    turn = turns.waits_on(agreement).get()
    assert (turn.organization, turn.act, turn.until) == (provider.id, "border:clear", None)
    # as long as nothing can have been delivered, either party may leave
    assert agreements.terminate(overseas.owner, agreement.pk).state == "terminated"


@pytest.mark.parametrize("place", ["HK", "MO", "TW"])
def test_a_place_abroad_is_enough(provider: Party, consumer: Party, operator: Party, place: str) -> None:
    dataset = dataset_listed(provider, operator, price_minor=0, policy=ANYWHERE)
    agreement = agreement_in(State.AGREED, provider, consumer, operator, dataset=dataset, form={"storage_countries": ["CN", place]})
    assert agreement.crossing == "export" and "border_clearance" in kinds(agreement, met_at=None)


def test_satisfy_is_for_the_system_and_in_order(provider: Party, consumer: Party, operator: Party) -> None:
    agreement = agreement_in(State.AGREED, provider, consumer, operator)
    with pytest.raises(Forbidden):
        agreements.satisfy(consumer.owner, agreement.pk, "escrow")
    with pytest.raises(WrongState, match="both have signed"):
        agreements.satisfy(SYSTEM, agreement.pk, "escrow")
    agreements.sign(consumer.owner, agreement.pk)
    with pytest.raises(WrongState):
        agreements.satisfy(SYSTEM, agreement.pk, "border_clearance")
    assert agreements.satisfy(SYSTEM, agreement.pk, "escrow").pk == agreement.pk
    assert agreement_again(agreement.pk).in_force
    with pytest.raises(WrongState):
        agreements.satisfy(SYSTEM, agreement.pk, "escrow")
