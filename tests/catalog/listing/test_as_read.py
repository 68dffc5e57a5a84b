"""Deciding is about what was read, and never in one's own case."""

from __future__ import annotations

import pytest

from accounts.member import use_cases as members
from catalog.classification import use_cases as classification
from catalog.dataset import use_cases as datasets
from catalog.dataset.states import DatasetState
from catalog.dataset.use_cases.working import etag
from catalog.listing import use_cases as listings
from catalog.rules.review import CHECKLIST
from kernel.actor import SYSTEM
from kernel.errors import Changed, Refused
from tests.cast import Party
from tests.factories.catalog import FIELDS, PERSONAL_FIELD, again, dataset_drafted, dataset_submitted

pytestmark = pytest.mark.django_db


def test_a_verdict_is_about_the_submission_that_was_read(provider: Party, operator: Party) -> None:
    dataset = dataset_submitted(provider)
    assert dataset.working is not None
    read = etag(dataset.working)
    listings.take_back(provider.steward, dataset.pk)
    listings.submit(provider.steward, dataset.pk)
    with pytest.raises(Changed):
        listings.list_(operator.one, dataset.pk, checklist=list(CHECKLIST), expected=read)
    with pytest.raises(Changed):
        listings.return_(operator.one, dataset.pk, remarks={"rights": "x"}, expected=read)
    now = again(dataset).working
    assert now is not None
    assert listings.list_(operator.one, dataset.pk, checklist=list(CHECKLIST), expected=etag(now)).state == DatasetState.LISTED


def test_an_operator_does_not_review_the_data_of_an_organization_of_their_own(provider: Party, operator: Party) -> None:
    dataset = dataset_submitted(provider)
    members.enroll(SYSTEM, provider.id, operator.user("one").pk, ["viewer"])
    for decide in (
        lambda: listings.list_(operator.one, dataset.pk, checklist=list(CHECKLIST)), lambda: listings.return_(operator.one, dataset.pk, remarks={"rights": "x"}),
    ):
        with pytest.raises(Refused) as caught:
            decide()
        assert caught.value.decision is not None
        assert caught.value.decision.reasons[0].rule == "operator.own_case"
    listings.list_(operator.two, dataset.pk, checklist=list(CHECKLIST))
    with pytest.raises(Refused):
        listings.suspend(operator.one, dataset.pk, remark="x")


def test_a_grading_is_confirmed_only_as_it_was_read(provider: Party, operator: Party) -> None:
    dataset = dataset_drafted(provider)
    read = classification.propose(provider.steward, dataset.pk, grounds="x")
    datasets.set_fields(provider.steward, dataset.pk, [*FIELDS, PERSONAL_FIELD])
    classification.propose(provider.steward, dataset.pk, grounds="y")
    for decide in (lambda: classification.confirm(provider.owner, read.pk), lambda: classification.reject(provider.owner, read.pk, remark="x")):
        with pytest.raises(Changed):
            decide()
