"""The needs board: posted, answered in private, met once, over by the clock, taken down; what each side sees."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from accounts.rules.admission import Particulars
from catalog.models import Dataset, Need, NeedAnswer
from catalog.need import use_cases as needs
from kernel import clock, turns
from kernel.errors import Forbidden, Invalid, NotFound, Refused, WrongState
from kernel.models import Event
from kernel.money import parse
from kernel.tasks import expire
from tests.cast import Api, Party, applied, signed_in
from tests.factories.catalog import dataset_listed

pytestmark = pytest.mark.django_db
MOST = 12
SAID: dict[str, Any] = {"title": "Tail numbers", "what": "By flight, daily.", "purpose": "Crew planning", "budget_high": parse("5000.00").minor}


def posted(buyer: Party, **over: Any) -> Need:
    return needs.post(buyer.trader, **(SAID | {"until": clock.today() + timedelta(days=30)} | over))


def test_met_once_and_the_others_lapse(provider: Party, consumer: Party, outsider: Party, operator: Party, listed: Dataset) -> None:
    need, dataset = posted(consumer), listed
    first = needs.answer(provider.steward, need.pk, dataset=dataset.pk, message="This one.")
    second = needs.answer(outsider.steward, need.pk, message="We could collect it.")
    assert turns.waiting_for(consumer.trader).filter(subject_id=first.pk).exists()
    with pytest.raises(Refused):
        needs.answer(provider.steward, need.pk, message="Again.")
    with pytest.raises(NotFound):
        needs.accept(outsider.owner, first.pk)
    with pytest.raises(Forbidden):
        needs.accept(provider.owner, first.pk)
    needs.accept(consumer.trader, first.pk)
    for row in (need, first, second):
        row.refresh_from_db()
    assert (need.state, first.state, second.state) == ("met", "accepted", "lapsed")
    assert not turns.waiting_for(consumer.owner).filter(subject_id__in=[first.pk, second.pk]).exists()
    told = [Api(party.owner).get(f"/api/v1/needs/{need.pk}").json()["state"] for party in (consumer, outsider)]
    assert told == ["met", "closed"], "that an answer was accepted is between the two"
    with pytest.raises(WrongState):
        needs.accept(consumer.trader, second.pk)
    with pytest.raises(WrongState):
        needs.close(consumer.trader, need.pk)
    assert Event.objects.filter(name="catalog.need.met").count() == Event.objects.filter(name="catalog.need.answer_lapsed").count() == 1


def test_an_answer_is_for_two(provider: Party, consumer: Party, outsider: Party, operator: Party) -> None:
    need = posted(consumer)
    mine = needs.answer(provider.steward, need.pk, message="Secret price inside.")
    assert not NeedAnswer.objects.visible_to(outsider.owner).exists() and NeedAnswer.objects.visible_to(operator.one).count() == 1
    assert "Secret price" not in signed_in(outsider.owner).get(reverse("need.one", args=[outsider.id, need.pk])).content.decode()
    assert Api(outsider.owner).get(f"/api/v1/needs/{need.pk}/answers").json()["items"] == []
    with pytest.raises(NotFound):
        needs.withdraw_answer(outsider.steward, mine.pk)
    needs.withdraw_answer(provider.steward, mine.pk)
    again = needs.answer(provider.steward, need.pk, message="Better.")
    needs.decline(consumer.trader, again.pk)
    with pytest.raises(WrongState):
        needs.withdraw_answer(provider.steward, again.pk)


def test_what_may_be_posted_and_answered(provider: Party, consumer: Party, operator: Party) -> None:
    for wrong in ({"title": ""}, {"what": "x" * 4_001}, {"industry": "magic"}, {"budget_low": 9, "budget_high": 3}, {"budget_high": -1}, {"currency": "XXX"}):
        with pytest.raises(Invalid):
            posted(consumer, **wrong)
    for until in (clock.today() - timedelta(days=1), clock.today() + timedelta(days=400)):
        with pytest.raises(Refused):
            posted(consumer, until=until)
    with pytest.raises(Forbidden):
        needs.post(consumer.finance, **SAID, until=clock.today())
    need = posted(consumer)
    with pytest.raises(Refused):
        needs.answer(consumer.owner, need.pk, message="To myself.")
    with pytest.raises(Invalid):
        needs.answer(provider.steward, need.pk)
    with pytest.raises(Refused):
        needs.answer(provider.steward, need.pk, dataset=need.pk, message="No such listed dataset.")


def test_over_by_the_clock_closed_and_taken_down(provider: Party, consumer: Party, operator: Party) -> None:
    first, second, third = posted(consumer, until=clock.today()), posted(consumer), posted(consumer)
    needs.answer(provider.steward, first.pk, message="Here.")
    with pytest.raises(Forbidden):
        needs.take_down(provider.owner, third.pk, reason="Mine.")
    with pytest.raises(Invalid):
        needs.take_down(operator.one, third.pk, reason=" ")
    needs.take_down(operator.one, third.pk, reason="It names persons.")
    needs.close(consumer.trader, second.pk)
    with clock.fixed(clock.now() + timedelta(days=2)):
        expire()
        expire()
        with pytest.raises(WrongState):
            needs.answer(provider.steward, first.pk, message="Late.")
    assert [Need.objects.get(pk=row.pk).state for row in (first, second, third)] == ["expired", "closed", "taken_down"]
    seen = set(Need.objects.visible_to(provider.owner).values_list("pk", flat=True))
    assert seen == {first.pk}, "an ended need is seen by whoever answered it"
    assert Need.objects.visible_to(consumer.owner).get(pk=third.pk).reason == "It names persons."


def test_pages_and_rest(provider: Party, consumer: Party, operator: Party, django_assert_max_num_queries: Any) -> None:
    buyer, seller, desk = signed_in(consumer.trader), signed_in(provider.steward), signed_in(operator.one)
    form = {"title": "Tail numbers", "what": "By flight.", "purpose": "Planning", "budget_high": "5000", "currency": "CNY", "until": (clock.today() + timedelta(days=9)).isoformat()}
    new = reverse("need.new", args=[consumer.id])
    assert buyer.post(new, form | {"budget_high": "much"}).status_code == 422 and buyer.post(new, form | {"title": ""}).status_code == 422
    assert buyer.post(new, form).status_code == 302
    need, dataset = Need.objects.get(), dataset_listed(provider, operator)
    posted(consumer, budget_shown=True)
    with django_assert_max_num_queries(MOST):
        shown = seller.get(reverse("need.board", args=[provider.id])).content.decode()
    assert shown.count("Tail numbers") == 2 and shown.count("up to 5000.00 CNY") == 1, "a hidden budget is hidden"
    one = reverse("need.one", args=[provider.id, need.pk])
    with django_assert_max_num_queries(MOST):
        assert "Answer this need" in seller.get(one).content.decode()
    assert seller.post(one, {}).status_code == 422
    assert seller.post(one, {"dataset": str(dataset.pk), "message": "This."}).status_code == 302
    answer = NeedAnswer.objects.get()
    own, accept = reverse("need.one", args=[consumer.id, need.pk]), reverse("need.accept", args=[consumer.id, need.pk, answer.pk])
    with django_assert_max_num_queries(MOST):
        assert accept in buyer.get(own).content.decode()
    assert own in buyer.get(reverse("desk.workspace", args=[consumer.id])).content.decode()
    assert reverse("need.take_down", args=[operator.id, need.pk]) in desk.get(reverse("need.one", args=[operator.id, need.pk])).content.decode()
    assert seller.get(reverse("need.take_down", args=[provider.id, need.pk])).status_code == 404
    assert buyer.get(accept).status_code == 200
    assert buyer.post(accept)["Location"] == reverse("trade_request.new", args=[consumer.id, dataset.pk])
    assert buyer.get(own).status_code == 200
    api, other = Api(consumer.trader), Api(provider.steward)
    made = api.post("/api/v1/needs", {"title": "T", "what": "W", "purpose": "P", "budget_low": {"amount": "1.00"}, "until": clock.today().isoformat()}, key="n1")
    assert made.status_code == 201 and made.json()["budget_low"] == {"amount": "1.00", "currency": "CNY"}
    url = f"/api/v1/needs/{made.json()['id']}"
    assert other.get(url).json()["budget_low"] is None
    given = other.post(f"{url}/answers", {"message": "Yes."})
    assert given.status_code == 201
    assert api.post(f"{url}/answers/{given.json()['id']}/accept").json()["state"] == "accepted"
    with django_assert_max_num_queries(MOST):
        assert len(api.get("/api/v1/needs?show=own").json()["items"]) == 3
    assert Api().get(url).status_code == 401


def test_nobody_unverified_reads_the_board(consumer: Party) -> None:
    need = posted(consumer)
    said = Particulars("", "Newcomer Pte. Ltd.", "SG", foreign_register="ACRA", foreign_number="202600077Z", ciio="no", roles_wanted=("provider",))
    newcomer = applied(said, "owner@newcomer.example")
    assert not Need.objects.visible_to(newcomer.owner).filter(pk=need.pk).exists()
