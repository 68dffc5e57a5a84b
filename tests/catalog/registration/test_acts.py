"""The register's acts: each works once, for the right people, in the right state; what falls takes certificate and listing with it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from accounts.actors import actor_of
from accounts.member import use_cases as members
from catalog.certificate.models import Certificate
from catalog.dataset.models import Dataset
from catalog.listing import use_cases as listings
from catalog.registration import use_cases as register
from catalog.rights import use_cases as rights
from catalog.rights.models import RegisterRequest, RightObjection, RightRegistration
from catalog.rules.registration import NOTICE_DAYS
from catalog.rules.review import CHECKLIST
from kernel import clock, holds, turns
from kernel.actor import SYSTEM
from kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refused, WrongState
from kernel.models import Event, Turn
from tests.cast import Party
from tests.factories import registration as played
from tests.factories.catalog import again, dataset_ready
from tests.factories.certificate import issued
from tests.factories.registration import CHANGE, announced, applied, drafted, paper_added, registered

pytestmark = pytest.mark.django_db


def rule(caught: pytest.ExceptionInfo[Refused]) -> list[str]:
    assert caught.value.decision is not None
    return [reason.rule for reason in caught.value.decision.reasons]


def cited(provider: Party, operator: Party) -> tuple[Dataset, RightRegistration]:
    """Listed under a statement that cites a registration."""
    dataset = dataset_ready(provider)
    row = registered(provider, operator, dataset)
    rights.state(provider.steward, dataset.pk, basis="own", statement_zh="已登记。", statement_en="Registered.", registration=row.pk)
    listings.submit(provider.steward, dataset.pk)
    return again(listings.list_(operator.one, dataset.pk, checklist=list(CHECKLIST))), row


def open_turns(row: RightRegistration) -> list[str]:
    return sorted(Turn.objects.filter(subject_id=row.pk, ended=None).values_list("on_expiry", flat=True))


def test_from_the_draft_to_the_register(provider: Party, operator: Party) -> None:
    row = drafted(provider, papers=False)
    with pytest.raises(Refused) as caught:
        register.apply(provider.steward, row.pk)
    assert rule(caught) == ["registration.collection_method"]
    kept = paper_added(provider.steward, row, "other")
    register.remove_paper(provider.steward, row.pk, kept.pk)
    paper_added(provider.steward, row, "collection_method")
    register.apply(provider.steward, row.pk)
    assert [(turn.organization, turn.act) for turn in turns.waits_on(row)] == [(operator.id, "registration:examine")]
    with pytest.raises(WrongState):
        paper_added(provider.steward, row, "other")
    told = register.announce(operator.one, row.pk)
    assert told.number and told.notice_until == told.notice_from + timedelta(days=NOTICE_DAYS) and open_turns(told) == ["registration.register"]
    with pytest.raises(WrongState):
        register.register(SYSTEM, row.pk)
    with clock.fixed(clock.now() + timedelta(days=NOTICE_DAYS, seconds=1)):
        register.register(SYSTEM, row.pk)
        found = played.again(row)
        assert found.state == "registered" and found.valid_until is not None and found.valid_until.year == clock.today().year + 3
        assert open_turns(row) == ["registration.expire", "registration.remind"]
        with pytest.raises(WrongState):
            register.announce(operator.two, row.pk)
    assert list(found.entries.order_by("id").values_list("kind", flat=True)) == ["applied", "notice", "registered"]
    assert Event.objects.filter(name="catalog.registration.registered", subject_id=str(row.pk)).count() == 1
    with pytest.raises(Conflict):
        drafted(provider, again(row.dataset), papers=False)


def test_it_is_not_for_others(provider: Party, operator: Party, outsider: Party) -> None:
    row = applied(provider)
    for act in (
        lambda actor: register.apply(actor, row.pk), lambda actor: register.withdraw(actor, row.pk), lambda actor: register.announce(actor, row.pk),
        lambda actor: register.object_(actor, row.pk, reasons="x"), lambda actor: register.cancel(actor, row.pk, reason="x"),
    ):  # fmt: skip
        with pytest.raises(NotFound):
            act(outsider.owner)
    with pytest.raises(Forbidden):
        register.announce(provider.owner, row.pk)
    with pytest.raises(Forbidden):
        register.apply(provider.viewer, row.pk)
    with pytest.raises(NotFound):
        register.draft(outsider.owner, row.dataset_id, kind="operating", source="own", **played.TEXTS)
    members.enroll(SYSTEM, operator.id, provider.user("steward").pk, ["operator"])
    with pytest.raises(Refused):
        register.announce(actor_of(provider.user("steward"), operator.organization, fresh=True), row.pk)


def test_important_data_are_not_told_to_the_public(provider: Party) -> None:
    from tests.factories.catalog import FIELDS

    row = drafted(provider, dataset_ready(provider, fields=[{**FIELDS[0], "grade": 5}]))
    with pytest.raises(Refused) as caught:
        register.apply(provider.steward, row.pk)
    assert rule(caught) == ["registration.grade"]


def test_what_the_public_was_told_is_fixed(provider: Party, operator: Party) -> None:
    row = announced(provider, operator)
    for change in (
        lambda: RightRegistration.objects.filter(pk=row.pk).update(kind="operating"), lambda: RightRegistration.objects.filter(pk=row.pk).update(title_zh="x"),
        lambda: RightRegistration.objects.filter(pk=row.pk).delete(), lambda: row.entries.update(note="x"),
    ):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_an_objection_holds_it_until_the_operator_decides(provider: Party, operator: Party, outsider: Party) -> None:
    row = announced(provider, operator)
    with pytest.raises(Refused):
        register.object_(provider.owner, row.pk, reasons="Mine.")
    objection = register.object_(outsider.owner, row.pk, reasons="We collected it.")
    with pytest.raises(Conflict):
        register.object_(outsider.owner, row.pk, reasons="Again.")
    paper_added(outsider.owner, row, "other", objection=objection.pk)
    assert open_turns(row) == [] and holds.standing([row.pk], holds.ACT)
    with clock.fixed(clock.now() + timedelta(days=NOTICE_DAYS + 1)):
        with pytest.raises(WrongState):
            register.register(SYSTEM, row.pk)
        register.reject(operator.one, objection.pk, reason="The papers show another dataset.")
        assert played.again(row).state == "registered" and not holds.standing([row.pk], holds.ACT)
    with pytest.raises(WrongState):
        register.uphold(operator.one, objection.pk, reason="x")


def test_an_upheld_one_refuses_what_is_on_notice(provider: Party, operator: Party, outsider: Party, consumer: Party) -> None:
    row = announced(provider, operator)
    first, second = register.object_(outsider.owner, row.pk, reasons="Ours."), register.object_(consumer.owner, row.pk, reasons="No, ours.")
    register.withdraw_objection(consumer.owner, second.pk)
    assert holds.standing([row.pk], holds.ACT)
    register.uphold(operator.one, first.pk, reason="They hold the contract.")
    assert (played.again(row).state, RightObjection.objects.get(pk=first.pk).state) == ("refused", "upheld")
    assert not holds.standing([row.pk], holds.ACT) and open_turns(row) == []


def test_a_registered_right_ends_by_two_operators_and_takes_the_listing_with_it(provider: Party, operator: Party, outsider: Party) -> None:
    dataset, row = cited(provider, operator)
    certificate = issued(provider, operator, dataset)
    objection = register.object_(outsider.owner, row.pk, reasons="The contract was rescinded.")
    assert again(dataset).state == "listed", "an objection alone takes nothing off the market"
    register.uphold(operator.one, objection.pk, reason="The contract is void.")
    request = RegisterRequest.objects.get(kind="revocation")
    with pytest.raises(Refused) as caught:
        register.confirm_revocation(operator.one, request.pk)
    assert rule(caught) == ["registration.second_person"]
    register.confirm_revocation(operator.two, request.pk)
    found = Certificate.objects.get(pk=certificate.pk)
    assert (played.again(row).state, again(dataset).state, found.state, found.reason) == ("revoked", "suspended", "revoked", "The contract is void.")
    told = Event.objects.get(name="catalog.dataset.suspended", subject_id=str(dataset.pk))
    assert '"rule":"rights.registration"' in told.payload
    with pytest.raises(Refused):
        listings.resume(operator.one, dataset.pk)
    with pytest.raises(WrongState):
        register.confirm_revocation(operator.two, request.pk)


def test_a_proposed_revocation_may_be_dropped(provider: Party, operator: Party) -> None:
    row = registered(provider, operator)
    request = register.propose_revocation(operator.one, row.pk, reason="A doubt.")
    register.drop_revocation(operator.two, request.pk, reason="It holds.")
    assert played.again(row).state == "registered"


def test_on_its_last_day_it_falls_with_its_listing(provider: Party, operator: Party) -> None:
    dataset, row = cited(provider, operator)
    with pytest.raises(WrongState):
        register.expire(SYSTEM, row.pk)
    with clock.fixed(clock.now() + timedelta(days=3 * 366)):
        register.expire(SYSTEM, row.pk)
        assert (played.again(row).state, again(dataset).state, open_turns(row)) == ("expired", "suspended", [])
        with pytest.raises(Refused):
            listings.resume(operator.one, dataset.pk)


def test_cancelling_suspends_what_is_listed_under_it(provider: Party, operator: Party) -> None:
    dataset, row = cited(provider, operator)
    with pytest.raises(Forbidden):
        register.cancel(provider.steward, row.pk, reason="x")
    with pytest.raises(Invalid):
        register.cancel(provider.owner, row.pk, reason=" ")
    register.cancel(provider.owner, row.pk, reason="Sold.")
    assert (played.again(row).state, again(dataset).state) == ("cancelled", "suspended")
    with pytest.raises(WrongState):
        register.cancel(provider.owner, row.pk, reason="Again.")


def test_a_transfer_needs_both_and_moves_the_right_away(provider: Party, operator: Party, outsider: Party, consumer: Party) -> None:
    dataset, row = cited(provider, operator)
    request = register.ask_transfer(provider.owner, row.pk, to=consumer.id, reason="Sold.")
    with pytest.raises(NotFound):
        register.accept(outsider.owner, request.pk)
    with pytest.raises(Forbidden):
        register.accept(provider.owner, request.pk)
    register.decline(consumer.owner, request.pk, reason="Not yet.")
    request = register.ask_transfer(provider.owner, row.pk, to=consumer.id, reason="Sold.")
    register.accept(consumer.owner, request.pk)
    found = played.again(row)
    assert (found.state, found.holder_id, again(dataset).state) == ("registered", consumer.id, "suspended")
    assert list(found.entries.order_by("id").values_list("kind", "holder"))[-1] == ("transferred", consumer.id)
    with pytest.raises(Invalid):
        rights.state(provider.steward, dataset_ready(provider).pk, basis="own", statement_zh="无", statement_en="none", registration=row.pk)


def test_a_change_narrows_only_and_the_operator_enters_it(provider: Party, operator: Party, outsider: Party) -> None:
    row = registered(provider, operator, territory=["CN", "HK"])
    with pytest.raises(Refused) as caught:
        register.ask_change(provider.steward, row.pk, **(CHANGE | {"territory": []}))
    assert rule(caught) == ["registration.wider"]
    request = register.ask_change(provider.steward, row.pk, until=clock.today() + timedelta(days=30), **CHANGE)
    with pytest.raises(Conflict):
        register.ask_transfer(provider.owner, row.pk, to=outsider.id, reason="x")
    register.make_change(operator.one, request.pk)
    found = played.again(row)
    assert (found.territory, found.scope_en, found.valid_until) == (["CN"], "Flight numbers only", clock.today() + timedelta(days=30))
    assert open_turns(row) == ["registration.expire"]
    objection = register.object_(outsider.owner, row.pk, reasons="Ours.")
    with pytest.raises(Refused):
        register.ask_change(provider.steward, row.pk, **CHANGE)
    register.withdraw_objection(outsider.owner, objection.pk)
    later = register.ask_change(provider.steward, row.pk, until=clock.today() + timedelta(days=20), **CHANGE)
    register.withdraw_request(provider.steward, later.pk)
    assert RegisterRequest.objects.get(pk=later.pk).state == "withdrawn"


def test_nothing_is_listed_under_a_right_that_fell(provider: Party, operator: Party) -> None:
    dataset = dataset_ready(provider)
    row = registered(provider, operator, dataset)
    rights.state(provider.steward, dataset.pk, basis="own", statement_zh="已登记。", statement_en="Registered.", registration=row.pk)
    listings.submit(provider.steward, dataset.pk)
    register.cancel(provider.owner, row.pk, reason="Given up.")
    with pytest.raises(Refused) as caught:
        listings.list_(operator.one, dataset.pk, checklist=list(CHECKLIST))
    assert "rights.registration" in rule(caught)
    with pytest.raises(Invalid):
        rights.state(provider.steward, dataset_ready(provider).pk, basis="own", statement_zh="已登记。", statement_en="Registered.", registration=row.pk)
