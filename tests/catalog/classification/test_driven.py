"""What a grade drives, cell by cell: each test plays the code that enforces its column, for every grade."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from catalog.classification import use_cases as classification
from catalog.dataset import use_cases as datasets
from catalog.dataset.models import Dataset, DatasetRevision
from catalog.listing import use_cases as listings
from catalog.rules.driven import COLUMNS, TABLE
from catalog.rules.review import CHECKLIST
from catalog.search import query
from catalog.search.filters import Wish
from exchange.agreement.models import Agreement
from exchange.rules.access import access
from exchange.transfer import gate, use_cases as transfers
from exchange.transfer.models import DownloadLink, Transfer
from exchange.transfer.retention import prune_links
from exchange.transfer.use_cases.access import hashed
from kernel import clock
from kernel.actor import NOBODY
from kernel.errors import Refused, WrongState
from kernel.models import Event
from tests.cast import Api, Party
from tests.factories.catalog import FIELDS, dataset_drafted, dataset_listed, dataset_ready, dataset_submitted, grading_confirmed
from tests.factories.trade import agreement_in, basis_shown

pytestmark = pytest.mark.django_db
GRADES = range(1, 7)
LISTABLE = range(1, 6)


def graded(grade: int) -> list[dict[str, Any]]:
    return [FIELDS[0] | {"grade": grade}]


def agreed(grade: int, provider: Party, consumer: Party, operator: Party) -> Agreement:
    dataset = dataset_listed(provider, operator, price_minor=0, fields=graded(grade))
    agreement = agreement_in("VERIFIED" if grade == 5 else "FINALIZED", provider, consumer, operator, dataset=dataset)
    return basis_shown(provider, agreement) if grade == 5 else agreement


def delivering(grade: int, provider: Party, consumer: Party, operator: Party) -> Transfer:
    return transfers.deliver(consumer.trader, agreed(grade, provider, consumer, operator).pk)


def test_every_grade_has_every_column() -> None:
    assert [int(grade) for grade in TABLE] == list(GRADES) and all(set(row.__slots__) == set(COLUMNS) for row in TABLE.values())


@pytest.mark.parametrize(("grade", "anyone", "verified"), [(1, True, True), (2, True, True), (3, True, True), (4, True, True), (5, False, True), (6, False, False)])
def test_audience(grade: int, anyone: bool, verified: bool, provider: Party, operator: Party, outsider: Party) -> None:
    if grade == 6:
        with pytest.raises(Refused) as refused:
            listings.submit(provider.steward, dataset_ready(provider, fields=graded(6)).pk)
        assert "listing.core_data" in [reason.rule for reason in refused.value.decision.reasons]
        return
    dataset = dataset_listed(provider, operator, fields=graded(grade))
    for actor, sees in ((NOBODY, anyone), (outsider.owner, verified)):
        assert Dataset.objects.visible_to(actor).filter(pk=dataset.pk).exists() == sees
        assert (str(dataset.pk) in str(query.search(actor, Wish(), limit=5).rows)) == sees
    assert (Client().get(reverse("dataset.detail", args=[dataset.pk])).status_code == 200) == anyone


@pytest.mark.parametrize(("grade", "natures"), [(1, "rsa"), (2, "rsa"), (3, "rsa"), (4, "sa"), (5, ""), (6, "")])
def test_samples(grade: int, natures: str, provider: Party) -> None:
    dataset = dataset_ready(provider, fields=graded(grade))
    for nature in ("real", "synthetic", "aggregate"):
        datasets.set_sample(provider.steward, dataset.pk, nature, [["a"], ["1"]])
        found: set[str] = set()
        try:
            listings.submit(provider.steward, dataset.pk)
            listings.take_back(provider.steward, dataset.pk)
        except Refused as refused:
            found = {reason.rule for reason in refused.decision.reasons}
        assert any(rule.startswith("sample.") for rule in found) == (nature[0] not in natures), (nature, found)


@pytest.mark.parametrize(("grade", "steward_may"), [(1, True), (2, True), (3, True), (4, False), (5, False), (6, False)])
def test_second(grade: int, steward_may: bool, provider: Party) -> None:
    dataset = dataset_drafted(provider, fields=graded(grade))
    proposed = classification.propose(provider.owner, dataset.pk, grounds="as it is")
    if steward_may:
        assert classification.confirm(provider.steward, proposed.pk).state == "confirmed"
        return
    with pytest.raises(Refused) as refused:
        classification.confirm(provider.steward, proposed.pk)
    assert refused.value.decision.reasons[0].rule == "classification.owner_confirms"
    classification.reject(provider.steward, proposed.pk, remark="An owner shall confirm it.")
    assert grading_confirmed(provider, dataset).state == "confirmed"


@pytest.mark.parametrize(("grade", "persons"), [(1, 1), (2, 1), (3, 1), (4, 1), (5, 2)])
def test_reviewers(grade: int, persons: int, provider: Party, operator: Party) -> None:
    dataset = dataset_submitted(provider, fields=graded(grade))
    first = listings.list_(operator.one, dataset.pk, checklist=list(CHECKLIST))
    assert (first.state == "listed") == (persons == 1)
    if persons == 2:
        assert Event.objects.filter(name="catalog.dataset.approved", subject_id=str(dataset.pk)).count() == 1
        with pytest.raises(WrongState):
            listings.list_(operator.one, dataset.pk, checklist=list(CHECKLIST))
        assert listings.list_(operator.two, dataset.pk, checklist=list(CHECKLIST)).state == "listed"


def test_an_approval_counts_for_the_submission_it_was_about(provider: Party, operator: Party) -> None:
    dataset = dataset_submitted(provider, fields=graded(5))
    listings.list_(operator.one, dataset.pk, checklist=list(CHECKLIST))
    listings.take_back(provider.steward, dataset.pk)
    listings.submit(provider.steward, dataset.pk)
    assert listings.list_(operator.two, dataset.pk, checklist=list(CHECKLIST)).state == "submitted"


@pytest.mark.parametrize("grade", LISTABLE)
def test_methods_and_how_fast_they_stop(grade: int, provider: Party, consumer: Party, operator: Party, monkeypatch: pytest.MonkeyPatch) -> None:
    agreement = agreed(grade, provider, consumer, operator)
    for method in ("download", "projection"):
        assert gate.before_transfer(agreement, method, clock.now()).permitted
    facts = gate._facts(agreement, "download", clock.now(), (), "", 1)
    for slow, rule in ((1.0, False), (10.0, grade == 5), (60.0, True)):
        found = {reason.rule for reason in access(replace(facts, stops_within=slow)).reasons}
        assert ("R-ACCESS-STOP" in found) == rule, slow
    assert "R-ACCESS-METHOD" in {reason.rule for reason in access(replace(facts, method="courier")).reasons}


def test_core_data_is_delivered_in_no_way(provider: Party, consumer: Party, operator: Party) -> None:
    agreement = agreed(1, provider, consumer, operator)
    agreement.revision.grade = 6  # the database lists none
    for method in ("download", "projection"):
        found = {reason.rule for reason in gate.before_transfer(agreement, method, clock.now()).reasons}
        assert {"R-ACCESS-METHOD", "R-ACCESS-STOP"} <= found


@pytest.mark.parametrize(("grade", "minutes", "days"), [(1, 10, 31), (2, 10, 31), (3, 10, 31), (4, 5, 1098), (5, 2, 1098)])
def test_links_live_and_their_rows_are_kept(grade: int, minutes: int, days: int, provider: Party, consumer: Party, operator: Party) -> None:
    issued = transfers.issue_link(consumer.trader, delivering(grade, provider, consumer, operator).pk)
    assert issued.link.expires - issued.link.created == timedelta(minutes=minutes)
    old = clock.now() - timedelta(days=days)
    for name, expires in (("in its days", old + timedelta(hours=1)), ("past them", old - timedelta(hours=1))):
        row = DownloadLink.objects.get(pk=issued.link.pk)
        row.secret_sha256, row.created, row.expires = hashed(name), expires - timedelta(minutes=1), expires
        row.pk = uuid.uuid4()
        row.save(force_insert=True)
    assert prune_links() == 1
    assert {bytes(row.secret_sha256) for row in DownloadLink.objects.all()} == {hashed(issued.secret), hashed("in its days")}


@pytest.mark.parametrize(("grade", "acts"), [(1, 1), (2, 1), (3, 1), (4, 1), (5, 3)])
def test_reads_in_the_log(grade: int, acts: int, provider: Party, consumer: Party, operator: Party) -> None:
    transfer = delivering(grade, provider, consumer, operator)
    api = Api(consumer.trader)
    for _ in range(3):
        answer = api.get(f"/api/v1/transfers/{transfer.pk}/content")
        assert answer.status_code == 200, answer
        assert b"".join(answer.streaming_content)
    assert Event.objects.filter(name="exchange.transfer.accessed", subject_id=str(transfer.pk)).count() == acts


def test_the_page_shows_every_row_in_both_languages() -> None:
    for language, words in (("en", ("What a grade drives", "from memory, to be checked", "Important", "Whereabouts")), ("zh-hans", ("分级", "凭记忆", "重要"))):
        text = Client(headers={"Accept-Language": language}).get(reverse("catalog.grades")).content.decode()
        assert all(word in text for word in words), [word for word in words if word not in text]


def test_personal_information_is_kept_track_of_as_long_as_important_data(provider: Party) -> None:
    from catalog.rules.driven import kept

    assert kept(3, personal=True) == timedelta(days=1098) and kept(3, personal=False) == timedelta(days=31)
    assert DatasetRevision.objects.count() == 0
