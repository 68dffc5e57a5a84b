"""The acts: each works once, for the right people, in the right state, and leaves its event; what falls takes the listing with it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.actors import actor_of
from accounts.member import use_cases as members
from catalog.certificate import use_cases as certificates
from catalog.certificate.models import Certificate
from catalog.certificate.states import State
from catalog.dataset.models import Dataset
from catalog.listing import use_cases as listings
from catalog.rights import use_cases as rights
from catalog.rules.review import CHECKLIST
from kernel import clock, holds, turns
from kernel.actor import SYSTEM
from kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refused, WrongState
from kernel.models import Event, Turn
from kernel.tasks import expire
from tests.cast import Party
from tests.factories.catalog import again, dataset_ready, dataset_submitted, grading_confirmed
from tests.factories.certificate import RIGHTS, issued, requested

pytestmark = pytest.mark.django_db


def listed_until(provider: Party, operator: Party, until: date) -> Dataset:
    """Listed under a right that ends."""
    dataset = dataset_ready(provider)
    rights.state(provider.steward, dataset.pk, basis="licensed", statement_zh="合同授权。", statement_en="Under a contract.", valid_until=until)
    listings.submit(provider.steward, dataset.pk)
    return again(listings.list_(operator.one, dataset.pk, checklist=list(CHECKLIST)))


def state(certificate: Certificate) -> str:
    return Certificate.objects.get(pk=certificate.pk).state


def test_it_is_asked_for_and_issued(provider: Party, operator: Party) -> None:
    asked = requested(provider, operator)
    assert [(turn.organization, turn.act) for turn in turns.waits_on(asked)] == [(operator.id, "certificate:issue")]
    with pytest.raises(Conflict):
        requested(provider, operator, asked.dataset)
    certificates.issue(operator.one, asked.pk)
    row = Certificate.objects.get(pk=asked.pk)
    assert row.state == State.ISSUED and row.number and len(row.revision_digest) == len(row.rights_digest) == 64
    today = clock.today()
    assert row.valid_until is not None and (row.valid_until.year, row.valid_until.month) == (today.year + 3, today.month)
    with pytest.raises(WrongState):
        certificates.issue(operator.two, asked.pk)
    assert Event.objects.filter(name="catalog.certificate.issued", subject_id=str(asked.pk)).count() == 1


def test_it_is_not_for_others(provider: Party, operator: Party, outsider: Party) -> None:
    asked = requested(provider, operator)
    for act in (
        lambda actor: certificates.issue(actor, asked.pk), lambda actor: certificates.refuse(actor, asked.pk, reason="x"),
        lambda actor: certificates.revoke(actor, asked.pk, reason="x"),
    ):
        with pytest.raises(NotFound):
            act(outsider.owner)
        with pytest.raises(Forbidden):
            act(provider.owner)
    for actor in (outsider.owner, operator.one, provider.viewer):
        with pytest.raises(Forbidden):
            certificates.request(actor, asked.dataset_id, rights=RIGHTS)
        with pytest.raises(Forbidden):
            certificates.end_right(actor, asked.dataset_id, reason="x")


def test_nobody_decides_in_an_own_case(provider: Party, operator: Party) -> None:
    asked = requested(provider, operator)
    members.enroll(SYSTEM, operator.id, provider.user("steward").pk, ["operator"])
    asker = actor_of(provider.user("steward"), operator.organization, fresh=True)
    for act in (lambda: certificates.issue(asker, asked.pk), lambda: certificates.refuse(asker, asked.pk, reason="x")):
        with pytest.raises(Refused) as caught:
            act()
        assert caught.value.decision is not None and caught.value.decision.reasons[0].rule == "operator.own_case"
    members.enroll(SYSTEM, provider.id, operator.user("two").pk, ["viewer"])
    with pytest.raises(Refused):
        certificates.issue(operator.two, asked.pk)
    assert state(asked) == State.REQUESTED


@pytest.mark.parametrize(
    "wrong",
    [
        [], [RIGHTS[0], RIGHTS[0]], [{**RIGHTS[0], "kind": "owning"}], [{**RIGHTS[0], "scope_en": " "}], [{**RIGHTS[0], "territory": ["China"]}],
        [{**RIGHTS[0], "scope_zh": "长" * 501}],
    ],
)  # fmt: skip
def test_wrong_rights_are_told(provider: Party, operator: Party, wrong: list[dict[str, Any]], listed: Dataset) -> None:
    dataset = listed
    with pytest.raises(Invalid):
        certificates.request(provider.steward, dataset.pk, rights=wrong)


def test_no_right_outlasts_the_stated_one(provider: Party, operator: Party) -> None:
    end = clock.today() + timedelta(days=100)
    dataset = listed_until(provider, operator, end)
    with pytest.raises(Refused) as caught:
        requested(provider, operator, dataset, [{**RIGHTS[0], "until": end + timedelta(days=1)}])
    assert caught.value.decision is not None and caught.value.decision.reasons[0].rule == "certificate.beyond"
    assert issued(provider, operator, dataset, [{**RIGHTS[0], "until": end - timedelta(days=1)}]).valid_until == end - timedelta(days=1)


def test_only_what_is_listed_is_certified(provider: Party, operator: Party) -> None:
    with pytest.raises(WrongState):
        requested(provider, operator, dataset_submitted(provider))
    asked = requested(provider, operator)
    listings.suspend(operator.one, asked.dataset_id, remark="x")
    with pytest.raises(Refused):
        certificates.issue(operator.one, asked.pk)
    assert certificates.refuse(operator.one, asked.pk, reason="Suspended meanwhile.").state == State.REFUSED


def test_a_later_one_replaces_it(provider: Party, operator: Party) -> None:
    first = issued(provider, operator)
    second = issued(provider, operator, again(first.dataset))
    assert (state(first), state(second)) == (State.REPLACED, State.ISSUED)
    assert first.revision_digest == second.revision_digest and first.number != second.number


def test_a_new_revision_has_another_digest(provider: Party, operator: Party) -> None:
    from catalog.dataset import use_cases as datasets

    first = issued(provider, operator)
    datasets.describe(provider.steward, first.dataset_id, {"title_en": "Second edition"})
    grading_confirmed(provider, again(first.dataset))
    listings.submit(provider.steward, first.dataset_id)
    listings.list_(operator.one, first.dataset_id, checklist=list(CHECKLIST))
    assert issued(provider, operator, again(first.dataset)).revision_digest != first.revision_digest


def test_what_was_issued_is_frozen(provider: Party, operator: Party) -> None:
    row = issued(provider, operator)
    for change in (
        lambda: Certificate.objects.filter(pk=row.pk).update(rights=[]), lambda: Certificate.objects.filter(pk=row.pk).update(valid_until=None),
        lambda: Certificate.objects.filter(pk=row.pk).update(credential="x"), lambda: Certificate.objects.filter(pk=row.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_revoking_needs_a_reason_and_may_suspend_the_listing(provider: Party, operator: Party) -> None:
    row = issued(provider, operator)
    with pytest.raises(Invalid):
        certificates.revoke(operator.one, row.pk, reason=" ")
    certificates.revoke(operator.one, row.pk, reason="Wrong holder.")
    assert (state(row), again(row.dataset).state) == (State.REVOKED, "listed")
    with pytest.raises(WrongState):
        certificates.revoke(operator.one, row.pk, reason="Again.")
    other = issued(provider, operator, again(row.dataset))
    certificates.revoke(operator.one, other.pk, reason="The contract was rescinded.", right_fell=True)
    assert (state(other), again(row.dataset).state) == (State.REVOKED, "suspended")
    with pytest.raises(Refused) as caught:
        listings.resume(operator.one, row.dataset_id)
    assert caught.value.decision is not None and caught.value.decision.reasons[0].rule == "rights.ended"


def test_a_declared_end_takes_listing_and_certificate_with_it(provider: Party, operator: Party) -> None:
    row = issued(provider, operator)
    certificates.end_right(provider.steward, row.dataset_id, reason="The source has withdrawn its consent.")
    found = Certificate.objects.get(pk=row.pk)
    assert (found.state, found.reason) == (State.REVOKED, "The source has withdrawn its consent.")
    dataset = again(row.dataset)
    assert dataset.state == "suspended"
    assert {hold.scope for hold in holds.standing([dataset.pk], holds.ACT, holds.DELIVERY)} == {"delivery"}
    assert dataset.current is not None
    remarks = dataset.current.reviews.get(verdict="suspended").remarks["rights"]
    assert "has ended before its day" in remarks
    told = Event.objects.get(name="catalog.dataset.suspended", subject_id=str(dataset.pk))
    assert '"rule":"rights.ended"' in told.payload
    with pytest.raises(WrongState):
        certificates.end_right(provider.steward, row.dataset_id, reason="Again.")


def test_the_clock_suspends_what_is_listed_under_a_right_that_ended(provider: Party, operator: Party) -> None:
    end = timezone.localdate() + timedelta(days=30)
    dataset = listed_until(provider, operator, end)
    row = issued(provider, operator, dataset)
    assert row.valid_until == end
    assert dataset.current is not None
    with pytest.raises(WrongState):
        certificates.fall(SYSTEM, dataset.current.pk)
    with pytest.raises(WrongState):
        certificates.expire(SYSTEM, row.pk)
    with clock.fixed(clock.now() + timedelta(days=32)):
        assert row.standing(clock.today()) == State.EXPIRED, "also before the clock has turned it"
        certificates.fall(SYSTEM, dataset.current.pk)
        assert (again(dataset).state, state(row)) == ("suspended", State.EXPIRED)
        assert not Turn.objects.filter(subject_id__in=[row.pk, dataset.current.pk], ended=None).exists()
        told = Event.objects.get(name="catalog.dataset.suspended", subject_id=str(dataset.pk))
        assert '"rule":"rights.lasting"' in told.payload
        with pytest.raises(Refused):
            listings.resume(operator.one, dataset.pk)


def test_the_turns_name_the_acts_of_the_clock(provider: Party, operator: Party) -> None:
    end = timezone.localdate() + timedelta(days=30)
    dataset = listed_until(provider, operator, end)
    row = issued(provider, operator, dataset)
    open_turns = Turn.objects.filter(subject_id__in=[row.pk, dataset.current_id], ended=None)
    assert sorted(open_turns.values_list("on_expiry", flat=True)) == ["certificate.expire", "rights.fall"]
    assert not turns.waiting_for(provider.owner).filter(act__in=["rights:fall", "certificate:expire"]).exists(), "they stand on nobody's list"


def test_a_digest_can_be_made_again(provider: Party, operator: Party) -> None:
    """A digest is over content: taken twice it is the same."""
    from catalog.certificate.content import digests
    from catalog.certificate.gather import revision_in_full

    row = issued(provider, operator)
    assert digests(revision_in_full(row.revision_id)) == (row.revision_digest, row.rights_digest)


def test_the_certificate_of_a_revoked_revision_falls_by_the_clock(provider: Party, operator: Party) -> None:
    certificate = issued(provider, operator)
    listings.revoke(provider.steward, certificate.dataset_id, certificate.revision_id, reason="Wrong coordinates.")
    assert state(certificate) == State.ISSUED
    with clock.fixed(clock.now() + timedelta(minutes=1)):
        expire()
    row = Certificate.objects.get(pk=certificate.pk)
    assert (row.state, row.reason) == (State.REVOKED, "Wrong coordinates.")
    assert Event.objects.filter(name="catalog.certificate.recalled", subject_id=str(certificate.revision_id)).count() == 1
    assert not Turn.objects.filter(subject_id=certificate.revision_id, ended=None).exists()
