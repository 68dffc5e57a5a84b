"""The review: assigned with its deadline, read as findings and differences, refused with rule and remedy; and revoked revisions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from accounts.member import use_cases as members
from accounts.notice.models import Notice
from accounts.notice.reader import notify
from accounts.notice.words import TURN_BODY_OVERDUE
from catalog.dataset import use_cases as datasets
from catalog.dataset.content import content_of, digest
from catalog.dataset.models import DataField, Dataset, DatasetRevision, Review, Submission
from catalog.dataset.states import DatasetState, RevisionState
from catalog.grant.use_cases import access_grant
from catalog.listing import use_cases as listings
from catalog.listing.gather import listing_facts
from catalog.listing.queue import of_exchange
from catalog.listing.reading import changes
from catalog.listing.recall import stands
from catalog.rules.checklist import GATES, Found, findings
from catalog.rules.review import CHECKLIST
from catalog.search.models import SearchEntry
from kernel import clock, turns
from kernel.actor import SYSTEM
from kernel.errors import Forbidden, Invalid, NotFound, Refused, WrongState
from kernel.models import Event
from tests.cast import Party, signed_in
from tests.factories.catalog import again, dataset_listed, dataset_ready, dataset_submitted, grading_confirmed

pytestmark = pytest.mark.django_db


def refused(operator: Any, dataset: Dataset, **over: Any) -> Dataset:
    return listings.refuse(operator, dataset.pk, **({"point": "rights", "remark": "Not shown.", "remedy": "Obtain a licence."} | over))


def test_a_submission_is_frozen_and_hashed_until_it_is_returned(provider: Party, operator: Party) -> None:
    dataset = dataset_submitted(provider)
    revision = dataset.working
    assert revision is not None and revision.frozen and revision.digest is not None
    assert bytes(revision.digest) == digest(content_of(revision)) == bytes(Submission.objects.get().digest)
    for change in (lambda: DatasetRevision.objects.filter(pk=revision.pk).update(title_zh="x"), lambda: DataField.objects.filter(revision=revision).update(grade=1)):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    listings.return_(operator.one, dataset.pk, remarks={"describe": "x"})
    datasets.describe(provider.steward, dataset.pk, {"title_en": "Mended"})
    assert again(dataset).working.digest is None  # type: ignore[union-attr]


def test_the_reviewer_reads_what_differs_from_the_last_submission(provider: Party, operator: Party) -> None:
    dataset = dataset_submitted(provider)
    assert changes(dataset) == (None, [])
    listings.return_(operator.one, dataset.pk, remarks={"fields:delay": "Unit?"})
    fields = [{name: getattr(one, name) for name in ("name", "type", "meaning_zh", "meaning_en", "grade")} for one in dataset.working.fields.all()]  # type: ignore[union-attr]
    datasets.set_fields(provider.steward, dataset.pk, [*fields[:-1], fields[-1] | {"unit": "minutes"}])
    datasets.describe(provider.steward, dataset.pk, {"title_en": "Other"})
    listings.submit(provider.steward, dataset.pk)
    assert {(one.place, one.after) for one in changes(dataset)[1]} == {("title_en", "Other"), ("fields.delay.unit", "minutes")}


def test_a_review_is_taken_by_one_person_who_alone_decides(provider: Party, operator: Party) -> None:
    dataset, now = dataset_submitted(provider), clock.now()
    assert {tab: len(of_exchange(operator.one, tab, now).items) for tab in ("mine", "free", "waiting", "overdue")} == {"mine": 0, "free": 1, "waiting": 1, "overdue": 0}
    listings.assign(operator.one, dataset.pk, to=operator.two.person)
    with pytest.raises(WrongState):
        listings.assign(operator.one, dataset.pk, to=operator.two.person)
    [turn] = turns.waits_on(dataset)
    assert (turn.person, turn.until) == (operator.two.person, again(dataset).working.review_until)  # type: ignore[union-attr]
    assert [len(of_exchange(operator.two, tab, now).items) for tab in ("mine", "free")] == [1, 0]
    for act in (lambda: listings.list_(operator.one, dataset.pk, checklist=list(CHECKLIST)), lambda: listings.return_(operator.one, dataset.pk, remarks={"rights": "x"}), lambda: refused(operator.one, dataset)):
        with pytest.raises(Refused) as caught:
            act()
        assert caught.value.decision.reasons[0].rule == "review.assigned"  # type: ignore[union-attr]
    with pytest.raises(Invalid):
        listings.assign(operator.one, dataset.pk, to=uuid4())
    listings.assign(operator.one, dataset.pk, to=None)
    assert listings.list_(operator.one, dataset.pk, checklist=list(CHECKLIST)).state == DatasetState.LISTED
    assert Event.objects.filter(name="catalog.review.assigned").count() == 2


def test_an_overdue_review_is_handed_on_with_its_deadline(provider: Party, operator: Party) -> None:
    dataset = dataset_submitted(provider)
    until = again(dataset).working.review_until  # type: ignore[union-attr]
    assert until is not None
    with clock.fixed(until + timedelta(days=1)):
        listings.assign(operator.one, dataset.pk, to=operator.two.person)
        assert [(turn.person, turn.until) for turn in turns.due(clock.now()) if turn.subject_id == dataset.pk] == [(operator.two.person, until)]
        assert len(of_exchange(operator.two, "overdue", clock.now()).items) == 1
        notify(list(Event.objects.filter(name="catalog.review.assigned")))
    assert Notice.objects.get(user=operator.two.person).body == TURN_BODY_OVERDUE


def test_nobody_is_given_a_review_of_their_own_organization(provider: Party, operator: Party) -> None:
    dataset = dataset_submitted(provider)
    members.enroll(SYSTEM, provider.id, operator.two.person, ["viewer"])
    for act in (lambda: listings.assign(operator.one, dataset.pk, to=operator.two.person), lambda: refused(operator.two, dataset), lambda: listings.assign(operator.two, dataset.pk, to=None)):
        with pytest.raises(Refused):
            act()
    with pytest.raises(Forbidden):
        listings.assign(provider.owner, dataset.pk, to=None)


def test_a_refusal_names_point_and_remedy_and_ends_the_dataset(provider: Party, operator: Party) -> None:
    dataset = dataset_submitted(provider)
    for wrong in ({"point": "unheard"}, {"remedy": " "}, {"remark": ""}):
        with pytest.raises(Refused):
            refused(operator.one, dataset, **wrong)
    assert refused(operator.one, dataset).state == DatasetState.REFUSED
    review = Review.objects.get(verdict="refused")
    assert (review.point, review.remedy, review.findings["subject"]) == ("rights", "Obtain a licence.", "met")
    for again_ in (lambda: refused(operator.one, dataset), lambda: datasets.describe(provider.steward, dataset.pk, {"title_en": "x"}), lambda: listings.submit(provider.steward, dataset.pk)):
        with pytest.raises(WrongState):
            again_()
    page = signed_in(provider.steward).get(reverse("dataset.submit", args=[provider.id, dataset.pk])).content.decode()
    assert "Not shown." in page and "Obtain a licence." in page
    notify(list(Event.objects.filter(name="catalog.dataset.refused")))
    assert set(Notice.objects.filter(subject="The exchange refused a dataset").values_list("organization", flat=True)) == {provider.id}


def test_a_refused_later_revision_leaves_the_listed_one(provider: Party, operator: Party, listed: Dataset) -> None:
    dataset = listed
    datasets.describe(provider.steward, dataset.pk, {"title_en": "Second"})
    grading_confirmed(provider, dataset)
    listings.submit(provider.steward, dataset.pk)
    refused(operator.one, dataset)
    dataset = again(dataset)
    assert (dataset.state, dataset.working) == (DatasetState.LISTED, None)
    assert DatasetRevision.objects.filter(dataset=dataset, state=RevisionState.REFUSED).count() == 1
    assert datasets.revise(provider.steward, dataset.pk).working.number == 3  # type: ignore[union-attr]


def test_findings_tell_each_gate_and_miss_what_is_missing(provider: Party, operator: Party) -> None:
    dataset = dataset_ready(provider)
    facts = listing_facts(dataset, dataset.working, clock.now())  # type: ignore[arg-type]
    found = {one.gate.key: one.found for one in findings(facts)}
    assert list(found) == [gate.key for gate in GATES] == list(CHECKLIST) and Found.MISSING not in found.values()
    bare = replace(facts, provider_verified=False, rights_stated=False, classified=None, files=0, offers=0, meanings_missing=("a",))
    assert {one.gate.key for one in findings(bare) if one.found is Found.MISSING} == {"subject", "source", "rights", "grade", "quality", "delivery", "deal"}


def test_a_revoked_revision_leaves_the_catalogue_and_its_holders_are_told(provider: Party, operator: Party, consumer: Party, listed: Dataset) -> None:
    dataset = listed
    first = dataset.current
    assert first is not None
    access_grant(SYSTEM, dataset.pk, consumer.id, None)
    with pytest.raises(Invalid):
        listings.revoke(provider.steward, dataset.pk, first.pk, reason=" ")
    for stranger, error in ((consumer.owner, Forbidden), (provider.viewer, Forbidden)):
        with pytest.raises(error):
            listings.revoke(stranger, dataset.pk, first.pk, reason="x")
    listings.revoke(provider.steward, dataset.pk, first.pk, reason="Wrong coordinates.")
    with pytest.raises(WrongState):
        listings.revoke(provider.steward, dataset.pk, first.pk, reason="x")
    first.refresh_from_db()
    assert (first.state, again(dataset).state) == (RevisionState.REVOKED, DatasetState.SUSPENDED) and not SearchEntry.objects.exists()
    assert not stands(first).permitted
    assert "Wrong coordinates." in signed_in(consumer.owner).get(reverse("dataset.detail", args=[dataset.pk])).content.decode()
    assert Client().get(reverse("dataset.detail", args=[dataset.pk])).status_code == 404
    notify(list(Event.objects.filter(name="catalog.revision.revoked")))
    assert set(Notice.objects.filter(subject="A revision of a dataset was revoked").values_list("organization", flat=True)) == {consumer.id}
    with pytest.raises(Refused):  # the operator cannot bring back what was revoked
        listings.resume(operator.one, dataset.pk)
    datasets.describe(provider.steward, dataset.pk, {"title_en": "Second"})
    grading_confirmed(provider, dataset)
    listings.submit(provider.steward, dataset.pk)
    listings.list_(operator.one, dataset.pk, checklist=list(CHECKLIST))
    assert again(dataset).state == DatasetState.LISTED and SearchEntry.objects.count() == 1


def test_a_former_revision_can_be_revoked_while_the_dataset_stays_listed(provider: Party, operator: Party, outsider: Party, listed: Dataset) -> None:
    dataset = listed
    first = dataset.current
    datasets.describe(provider.steward, dataset.pk, {"title_en": "Second"})
    grading_confirmed(provider, dataset)
    listings.submit(provider.steward, dataset.pk)
    with pytest.raises(WrongState):  # what is under review is no listed revision
        listings.revoke(operator.one, dataset.pk, again(dataset).working_id, reason="x")  # type: ignore[arg-type]
    listings.list_(operator.one, dataset.pk, checklist=list(CHECKLIST))
    listings.revoke(operator.one, dataset.pk, first.pk, reason="x")  # type: ignore[union-attr]
    assert again(dataset).state == DatasetState.LISTED
    with pytest.raises(NotFound):
        listings.revoke(provider.steward, dataset.pk, uuid4(), reason="x")


def test_the_pages_of_a_review_keep_to_few_statements(provider: Party, operator: Party, django_assert_max_num_queries: Any) -> None:
    dataset = dataset_submitted(provider)
    desk, here = signed_in(operator.one), [operator.id, dataset.pk]
    for tab in ("waiting", "mine", "free", "overdue", "listed", "suspended", "refused"):
        with django_assert_max_num_queries(12):
            assert desk.get(reverse("listing.queue", args=[operator.id]), {"queue": tab}).status_code == 200
    assert desk.post(reverse("listing.assign", args=here), {"to": str(operator.one.person)}).status_code == 302
    assert "Reviewed by" in desk.get(reverse("listing.review", args=here)).content.decode()
    refuse = reverse("listing.refuse", args=here)
    assert desk.get(refuse).status_code == 200 and desk.post(refuse, {"point": "rights"}).status_code == 422
    said = {"point": "rights", "remark": "Not shown.", "remedy": "Obtain a licence.", "etag": f"1.{again(dataset).working.version}"}  # type: ignore[union-attr]
    assert desk.post(refuse, said | {"etag": "1.1"}).status_code == 412
    assert desk.post(refuse, said).status_code == 302
    listed = dataset_listed(provider, operator)
    revoke = reverse("dataset.revoke", args=[provider.id, listed.pk])
    steward = signed_in(provider.steward)
    assert steward.get(revoke).status_code == 200 and steward.post(revoke, {"reason": ""}).status_code == 422
    assert steward.post(revoke, {"reason": "Wrong."}).status_code == 302
