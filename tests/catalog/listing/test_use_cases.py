"""From draft to listed and beyond: each act works once, for the right people, in the right state, and leaves its event."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from catalog.classification import use_cases as classification
from catalog.dataset import use_cases as datasets
from catalog.dataset.models import Classification, DataField, Dataset, DatasetRevision
from catalog.dataset.states import DatasetState, RevisionState
from catalog.grant.use_cases import access_grant
from catalog.listing import use_cases as listings
from catalog.rules.review import CHECKLIST
from kernel import clock, holds, turns
from kernel.actor import SYSTEM, Actor
from kernel.errors import ActError, Changed, Conflict, Forbidden, FreshAuthenticationNeeded, Invalid, NotFound, Refused, WrongState
from kernel.models import Event
from tests.cast import Party
from tests.factories.catalog import (
    FIELDS,
    PERSONAL_FIELD,
    again,
    dataset_drafted,
    dataset_listed,
    dataset_ready,
    dataset_submitted,
    dataset_suspended,
    grading_confirmed,
)

pytestmark = pytest.mark.django_db
Act = Callable[[Actor, Dataset], Any]


def list_(actor: Actor, dataset: Dataset) -> Dataset:
    return listings.list_(actor, dataset.pk, checklist=list(CHECKLIST))


ACTS: dict[str, tuple[Act, str, str, str]] = {
    # name: the act, the state it starts from, its actor, its event
    "submit": (lambda a, d: listings.submit(a, d.pk), "ready", "provider.steward", "catalog.dataset.submitted"),
    "take_back": (lambda a, d: listings.take_back(a, d.pk), "submitted", "provider.steward", "catalog.dataset.taken_back"),
    "list": (list_, "submitted", "operator.one", "catalog.dataset.listed"),
    "return": (lambda a, d: listings.return_(a, d.pk, remarks={"rights": "x"}), "submitted", "operator.one", "catalog.dataset.returned"),
    "suspend": (lambda a, d: listings.suspend(a, d.pk, remark="x"), "listed", "operator.one", "catalog.dataset.suspended"),
    "resume": (lambda a, d: listings.resume(a, d.pk), "suspended", "operator.one", "catalog.dataset.resumed"),
    "withdraw": (lambda a, d: listings.withdraw(a, d.pk), "listed", "provider.owner", "catalog.dataset.withdrawn"),
    "discard": (lambda a, d: datasets.discard_revision(a, d.pk), "revised", "provider.steward", "catalog.revision.discarded"),
    "revise": (lambda a, d: datasets.revise(a, d.pk), "listed", "provider.steward", "catalog.revision.opened"),
}


@pytest.fixture
def dataset_in(provider: Party, operator: Party) -> Callable[[str], Dataset]:
    def make(state: str) -> Dataset:
        match state:
            case "draft":
                return dataset_drafted(provider)
            case "ready":
                return dataset_ready(provider)
            case "submitted":
                return dataset_submitted(provider)
            case "suspended":
                return dataset_suspended(provider, operator)
            case "withdrawn":
                return again(listings.withdraw(provider.owner, dataset_listed(provider, operator).pk))
            case "revised":
                return again(datasets.revise(provider.steward, dataset_listed(provider, operator).pk))
        return dataset_listed(provider, operator)

    return make


@pytest.fixture
def person(provider: Party, operator: Party) -> Callable[[str], Actor]:
    parties = {"provider": provider, "operator": operator}
    return lambda name: parties[name.partition(".")[0]].actors[name.partition(".")[2]]


@pytest.mark.parametrize("name", ACTS)
def test_an_act_works_once_and_leaves_one_event(dataset_in: Callable[[str], Dataset], person: Callable[[str], Actor], name: str) -> None:
    act, state, who, event = ACTS[name]
    dataset = dataset_in(state)
    before = Event.objects.filter(name=event).count()
    act(person(who), dataset)
    assert Event.objects.filter(name=event).count() == before + 1
    with pytest.raises(ActError) as caught:
        act(person(who), dataset)
    assert isinstance(caught.value, WrongState)


@pytest.mark.parametrize("name", ACTS)
def test_an_act_is_not_for_others(dataset_in: Callable[[str], Dataset], outsider: Party, provider: Party, operator: Party, name: str) -> None:
    act, state, who, _event = ACTS[name]
    dataset = dataset_in(state)
    public = dataset.state == DatasetState.LISTED
    with pytest.raises(Forbidden if public else NotFound):
        act(outsider.owner, dataset)
    other_side = provider.owner if who.startswith("operator") else operator.one
    with pytest.raises(NotFound if state == "ready" else Forbidden):  # a draft is its provider's alone
        act(other_side, dataset)
    with pytest.raises(Forbidden):
        act(provider.viewer, dataset)


@pytest.mark.parametrize("state", ["draft", "listed", "withdrawn"])
@pytest.mark.parametrize("name", ["take_back", "list", "return", "resume"])
def test_an_act_in_the_wrong_state(dataset_in: Callable[[str], Dataset], person: Callable[[str], Actor], name: str, state: str) -> None:
    act, _state, who, _event = ACTS[name]
    dataset = dataset_in(state)
    with pytest.raises(NotFound if state == "draft" and who.startswith("operator") else WrongState):
        act(person(who), dataset)


def test_what_is_under_review_is_not_listed_by_resuming_it(provider: Party, operator: Party) -> None:
    dataset = dataset_submitted(provider)
    with pytest.raises(WrongState):
        listings.resume(operator.one, dataset.pk)
    assert again(dataset).state == DatasetState.SUBMITTED


def test_a_dataset_is_listed_with_its_frozen_revision(provider: Party, operator: Party, listed: Dataset) -> None:
    dataset = listed
    assert (dataset.state, dataset.grade, dataset.working) == (DatasetState.LISTED, 2, None)
    revision = dataset.current
    assert revision is not None
    assert revision.state == RevisionState.LISTED
    for change in (
        lambda: DatasetRevision.objects.filter(pk=revision.pk).update(title_zh="x"),
        lambda: DataField.objects.filter(revision=revision).update(grade=1),
        lambda: DataField.objects.filter(revision=revision).delete(),
        lambda: DataField.objects.create(revision=revision, position=99, name="new"),
        lambda: DatasetRevision.objects.filter(pk=revision.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_nothing_is_submitted_without_a_second_person(provider: Party, operator: Party) -> None:
    dataset = dataset_drafted(provider)
    proposed = classification.propose(provider.owner, dataset.pk, grounds="x")
    with pytest.raises(Forbidden):
        classification.confirm(provider.owner, proposed.pk)
    assert [turn.act for turn in turns.waits_on(proposed)] == ["classification:confirm"]
    with pytest.raises(Refused) as caught:
        listings.submit(provider.steward, dataset.pk)
    assert "listing.classified" in [reason.rule for reason in caught.value.decision.reasons]  # type: ignore[union-attr]


def test_a_changed_field_voids_the_grading(provider: Party, operator: Party) -> None:
    dataset = dataset_ready(provider)
    datasets.set_fields(provider.steward, dataset.pk, [*FIELDS, PERSONAL_FIELD])
    assert [one.state for one in Classification.objects.filter(dataset=dataset)] == ["void"]
    with pytest.raises(Refused):
        listings.submit(provider.steward, dataset.pk)
    grading_confirmed(provider, dataset)
    listings.submit(provider.steward, dataset.pk)
    again(dataset)
    assert Dataset.objects.get(pk=dataset.pk).working.grade == 3  # type: ignore[union-attr]


def test_the_same_fields_again_keep_the_grading(provider: Party, operator: Party) -> None:
    dataset = dataset_ready(provider)
    datasets.set_fields(provider.steward, dataset.pk, FIELDS)
    assert [one.state for one in Classification.objects.filter(dataset=dataset)] == ["confirmed"]


def test_a_grade_too_low_is_refused_and_a_rejection_says_why(provider: Party, operator: Party) -> None:
    dataset = dataset_drafted(provider, fields=[{"name": "diagnosis", "sensitive": True, "grade": 3}])
    with pytest.raises(Refused):
        classification.propose(provider.steward, dataset.pk, grounds="x")
    datasets.set_fields(provider.steward, dataset.pk, FIELDS)
    proposed = classification.propose(provider.steward, dataset.pk, grounds="x")
    with pytest.raises(Conflict):
        classification.propose(provider.steward, dataset.pk, grounds="x")
    with pytest.raises(Invalid):
        classification.reject(provider.owner, proposed.pk, remark=" ")
    assert classification.reject(provider.owner, proposed.pk, remark="delay is personal").state == "rejected"
    with pytest.raises(WrongState):
        classification.confirm(provider.owner, proposed.pk)


def test_confirming_and_reviewing_ask_who_it_is(provider: Party, operator: Party) -> None:
    from dataclasses import replace

    dataset = dataset_drafted(provider)
    proposed = classification.propose(provider.steward, dataset.pk, grounds="x")
    with pytest.raises(FreshAuthenticationNeeded):
        classification.confirm(replace(provider.owner, fresh=False), proposed.pk)
    submitted = dataset_submitted(provider)
    with pytest.raises(FreshAuthenticationNeeded):
        list_(replace(operator.one, fresh=False), submitted)


def test_a_later_revision_is_reviewed_while_the_former_stays_listed(provider: Party, operator: Party, listed: Dataset) -> None:
    dataset = listed
    first = dataset.current
    datasets.describe(provider.steward, dataset.pk, {"title_en": "Second edition"})
    dataset = again(dataset)
    assert dataset.working is not None
    assert (dataset.working.number, dataset.state, dataset.current) == (2, DatasetState.LISTED, first)
    assert dataset.working.fields.count() == 3
    assert dataset.working.distributions.count() == dataset.working.evidence.count() == 1
    with pytest.raises(Refused):  # the grading is not taken over
        listings.submit(provider.steward, dataset.pk)
    grading_confirmed(provider, dataset)
    listings.submit(provider.steward, dataset.pk)
    assert again(dataset).state == DatasetState.LISTED
    with pytest.raises(WrongState):
        datasets.describe(provider.steward, dataset.pk, {"title_en": "Third"})
    listings.return_(operator.one, dataset.pk, remarks={"describe": "x"})
    assert again(dataset).state == DatasetState.LISTED
    listings.submit(provider.steward, dataset.pk)
    listings.list_(operator.one, dataset.pk, checklist=list(CHECKLIST))
    dataset = again(dataset)
    assert dataset.current is not None and first is not None
    assert (dataset.current.number, dataset.current.title_en, dataset.working) == (2, "Second edition", None)
    first.refresh_from_db()
    assert first.state == RevisionState.SUPERSEDED


def test_a_removed_file_of_a_copy_keeps_the_former_revisions_bytes(provider: Party, operator: Party) -> None:
    from kernel import blobs

    dataset = dataset_listed(provider, operator)
    datasets.revise(provider.steward, dataset.pk)
    copy = again(dataset).working.distributions.get()  # type: ignore[union-attr]
    datasets.remove_file(provider.steward, copy.pk)
    assert b"".join(blobs.read(again(dataset).current.distributions.get().blob))  # type: ignore[union-attr]


def test_a_file_of_a_frozen_revision_stays(provider: Party, operator: Party, listed: Dataset) -> None:
    dataset = listed
    file = dataset.current.distributions.get()  # type: ignore[union-attr]
    with pytest.raises(WrongState):
        datasets.remove_file(provider.steward, file.pk)
    with pytest.raises(WrongState):
        datasets.complete_upload(provider.steward, file.pk)


def test_an_old_edit_is_told_so(provider: Party, operator: Party) -> None:
    dataset = dataset_drafted(provider)
    with pytest.raises(Changed):
        datasets.describe(provider.steward, dataset.pk, {"title_en": "x"}, expected="1.1")
    datasets.describe(provider.steward, dataset.pk, {"title_en": "x"}, expected="1.2")


def test_a_suspension_holds_deliveries_until_lifted_and_its_provider_can_answer_it(provider: Party, operator: Party) -> None:
    dataset = dataset_suspended(provider, operator)
    assert {hold.scope for hold in holds.standing([dataset.pk], holds.ACT, holds.DELIVERY)} == {"delivery"}
    datasets.describe(provider.steward, dataset.pk, {"title_en": "x"})
    assert again(dataset).state == DatasetState.SUSPENDED
    listings.resume(operator.one, dataset.pk)
    assert holds.standing([dataset.pk], holds.ACT, holds.DELIVERY) == []
    again(dataset)
    listings.suspend(operator.one, dataset.pk, remark="again")
    listings.withdraw(provider.owner, dataset.pk)
    assert again(dataset).state == DatasetState.WITHDRAWN


def test_holders_still_see_what_is_withdrawn(provider: Party, operator: Party, consumer: Party, outsider: Party, listed: Dataset) -> None:
    dataset = listed
    access_grant(SYSTEM, dataset.pk, consumer.id, clock.now() + timedelta(days=2))
    access_grant(SYSTEM, dataset, consumer.id, clock.now() + timedelta(days=1))
    with pytest.raises(Forbidden):
        access_grant(provider.owner, dataset.pk, outsider.id, None)
    listings.withdraw(provider.owner, dataset.pk)

    def sees(actor: Actor) -> bool:
        return Dataset.objects.visible_to(actor).filter(pk=dataset.pk).exists()

    assert sees(consumer.trader)
    assert not sees(outsider.trader)
    with clock.fixed(clock.now() + timedelta(days=1, hours=1)):
        assert sees(consumer.trader)
    with clock.fixed(clock.now() + timedelta(days=3)):
        assert not sees(consumer.trader)


def test_turns_follow_the_review(provider: Party, operator: Party) -> None:
    dataset = dataset_submitted(provider)
    assert [(turn.organization, turn.act) for turn in turns.waits_on(dataset)] == [(operator.id, "dataset:review")]
    listings.return_(operator.one, dataset.pk, remarks={"rights": "x"})
    assert [(turn.organization, turn.act) for turn in turns.waits_on(dataset)] == [(provider.id, "dataset:submit")]
    listings.submit(provider.steward, dataset.pk)
    list_(operator.one, dataset)
    assert list(turns.waits_on(dataset)) == []


def test_core_data_never_gets_near_the_catalogue(provider: Party, operator: Party) -> None:
    dataset = dataset_ready(provider, fields=[{**FIELDS[0], "grade": 6}])
    with pytest.raises(Refused) as caught:
        listings.submit(provider.steward, dataset.pk)
    assert [reason.rule for reason in caught.value.decision.reasons] == ["listing.core_data"]  # type: ignore[union-attr]
