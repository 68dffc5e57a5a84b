"""Opinions: asked for, signed, read on the dataset's page, withdrawn; and how one falls by itself."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.intermediary import use_cases as intermediaries
from accounts.member import use_cases as members
from accounts.models import ServiceProvider
from catalog.dataset import use_cases as datasets
from catalog.listing import use_cases as listings
from catalog.models import Dataset, Opinion
from catalog.opinion import signing, use_cases as opinions
from catalog.opinion.words import why_fallen
from catalog.rules.review import CHECKLIST
from kernel import clock, keys
from kernel.actor import SYSTEM
from kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refused, WrongState
from kernel.models import Event, Turn
from tests.cast import Api, Party
from tests.factories.catalog import dataset_listed, grading_confirmed
from tests.factories.trade import signing_key
from tests.factories.zones import service_provider

pytestmark = pytest.mark.django_db
SAID: dict[str, Any] = {"conclusion": "qualified", "assurance": "limited", "statement_zh": "总体完整。", "statement_en": "Complete on the whole."}


@pytest.fixture
def author(operator: Party, outsider: Party) -> ServiceProvider:
    return service_provider(operator, outsider)


@pytest.fixture
def asked(author: ServiceProvider, provider: Party, operator: Party) -> Opinion:
    return opinions.ask(provider.steward, dataset_listed(provider, operator).pk, service_provider=author.pk, kind="assessment", request="Assess the quality.")


def issued(outsider: Party, asked: Opinion, days: int = 30) -> Opinion:
    return opinions.issue(outsider.owner, asked.pk, **SAID, valid_until=clock.today() + timedelta(days=days))


def test_signed_with_the_hosted_key_over_the_revisions_digest(asked: Opinion, outsider: Party, provider: Party, consumer: Party) -> None:
    assert Turn.objects.get(subject_id=asked.pk, ended=None).organization == outsider.id
    with pytest.raises(NotFound):
        issued(consumer, asked)
    with pytest.raises(Forbidden):
        issued(provider, asked)
    done = issued(outsider, asked)
    raw, public = base64.b64decode(done.signature), base64.b64decode(done.public_key)
    assert keys.verify(public, raw, signing.line(done, signing.digest(Opinion.objects.get(pk=done.pk))))
    done.statement_en = "Complete."
    assert not keys.verify(public, raw, signing.line(done, signing.digest(done))), "a changed word is another document"
    assert Event.objects.filter(name="catalog.opinion.issued").count() == 1
    with pytest.raises(WrongState):
        issued(outsider, asked)
    assert not Turn.objects.filter(subject_id=asked.pk, ended=None).exists()


def test_what_it_says_is_frozen(asked: Opinion, outsider: Party) -> None:
    done = issued(outsider, asked)
    with pytest.raises(ProgrammingError):
        Opinion.objects.filter(pk=done.pk).update(conclusion="unqualified")


def test_nobody_on_their_own_organizations_data(operator: Party, provider: Party, outsider: Party, asked: Opinion) -> None:
    own = service_provider(operator, provider)
    with pytest.raises(Refused) as refused:
        opinions.ask(provider.owner, asked.dataset_id, service_provider=own.pk, kind="assessment", request="Praise us.")
    assert [reason.rule for reason in refused.value.decision.reasons] == ["opinion.own_data"]  # type: ignore[union-attr]
    members.enroll(SYSTEM, provider.id, outsider.owner.person, ["viewer"])
    with pytest.raises(Refused):
        issued(outsider, asked)


def test_registered_for_the_kind_and_asked_once(asked: Opinion, provider: Party, author: ServiceProvider, outsider: Party) -> None:
    with pytest.raises(Conflict):
        opinions.ask(provider.owner, asked.dataset_id, service_provider=author.pk, kind="assessment", request="Again.")
    with pytest.raises(Refused) as refused:
        opinions.ask(provider.owner, asked.dataset_id, service_provider=author.pk, kind="law", request="The rights?")
    assert [reason.rule for reason in refused.value.decision.reasons] == ["opinion.kind"]  # type: ignore[union-attr]
    intermediaries.end(outsider.owner, author.pk, reason="We stop.")
    with pytest.raises(Refused):
        issued(outsider, asked)


def test_falls_with_the_registration_the_period_and_the_revision(asked: Opinion, author: ServiceProvider, outsider: Party, provider: Party, operator: Party) -> None:
    issued(outsider, asked, days=5)

    def why() -> str:
        row = Opinion.objects.select_related("dataset", "author").get(pk=asked.pk)
        found = why_fallen(row, clock.today())
        return found.msgid if found else ""

    assert why() == ""
    assert why_fallen(Opinion.objects.get(pk=asked.pk), clock.today() + timedelta(days=6)) is not None
    dataset = asked.dataset
    datasets.revise(provider.steward, dataset.pk)
    datasets.describe(provider.steward, dataset.pk, {"frequency": "weekly"})
    grading_confirmed(provider, Dataset.objects.get(pk=dataset.pk))
    listings.submit(provider.steward, dataset.pk)
    listings.list_(operator.one, dataset.pk, checklist=list(CHECKLIST))
    assert why() == "About a former revision"
    Dataset.objects.filter(pk=dataset.pk).update(current=asked.revision)
    intermediaries.end(outsider.owner, author.pk, reason="We stop.")
    assert why() == "Its author is no longer registered"


def test_refused_cancelled_and_withdrawn(asked: Opinion, author: ServiceProvider, provider: Party, outsider: Party) -> None:
    with pytest.raises(Invalid):
        opinions.refuse(outsider.owner, asked.pk, reason=" ")
    assert opinions.refuse(outsider.steward, asked.pk, reason="No staff.").state == "refused"
    second = opinions.ask(provider.owner, asked.dataset_id, service_provider=author.pk, kind="assessment", request="And now?")
    assert opinions.cancel(provider.owner, second.pk).state == "cancelled"
    third = issued(outsider, opinions.ask(provider.owner, asked.dataset_id, service_provider=author.pk, kind="assessment", request="Please."))
    with pytest.raises(Forbidden):
        opinions.withdraw(provider.owner, third.pk, reason="We dislike it.")
    assert opinions.withdraw(outsider.owner, third.pk, reason="New facts.").state == "withdrawn"
    page = Client(headers={"Accept-Language": "en"}).get(reverse("opinion.public", args=[asked.dataset_id])).content.decode()
    assert "Withdrawn by its author" in page and "New facts." in page and "No staff." not in page


def test_by_machine_with_a_key_of_its_own(asked: Opinion, outsider: Party, consumer: Party) -> None:
    api, base = Api(outsider.owner), f"/api/v1/opinions/{asked.pk}"
    body = SAID | {"valid_until": (clock.today() + timedelta(days=9)).isoformat()}
    assert api.post(f"{base}/issue", body).status_code == 403, "the hosted key is for persons on a page"
    key, private = signing_key(outsider.owner)
    row = Opinion.objects.select_related("author").get(pk=asked.pk)
    for name, value in (SAID | {"valid_until": clock.today() + timedelta(days=9)}).items():
        setattr(row, name, value)
    signature = base64.b64encode(private.sign(signing.line(row, signing.digest(row)))).decode()
    wrong = api.post(f"{base}/issue", body | {"conclusion": "unqualified", "key": str(key.pk), "signature": signature})
    assert (wrong.status_code, list(wrong.json()["fields"])) == (422, ["signature"])
    done = api.post(f"{base}/issue", body | {"key": str(key.pk), "signature": signature}, key="k")
    assert done.status_code == 200, done.content
    assert done.json()["stands"] is True
    assert Api(consumer.owner).get(base).status_code == 404
    seen = Api().get(f"/api/v1/datasets/{asked.dataset_id}/opinions").json()["items"]
    assert [one["id"] for one in seen] == [str(asked.pk)]
    assert "request" not in seen[0], "what was asked is between the two"


def test_pages_keep_to_twelve_statements(asked: Opinion, outsider: Party, provider: Party) -> None:
    client = Client()
    client.force_login(outsider.user("owner"))
    own = reverse("opinion.one", args=[outsider.id, asked.pk])
    for address in (own, reverse("opinion.own", args=[outsider.id])):
        assert client.get(address).status_code == 200
    assert client.post(own, {"issue": "1"}).status_code == 422
    client.force_login(provider.user("owner"))
    ask = reverse("opinion.ask", args=[provider.id, asked.dataset_id])
    assert client.post(ask, {"kind": "law"}).status_code == 422
    issued(outsider, asked)
    for address in (ask, reverse("opinion.public", args=[asked.dataset_id])):
        with CaptureQueriesContext(connection) as told:
            assert client.get(address).status_code == 200
        assert len(told) <= 12, [one["sql"][:90] for one in told]






