"""Definitions are proposed, decided by others, versioned and retired; fields follow them, and datasets that share one are found."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.dataset import use_cases as datasets
from catalog.element import mapping, use_cases as elements
from catalog.element.finding import following
from catalog.element.models import Element, ElementVersion, FieldElement
from catalog.element.starter import load_starter
from catalog.listing import use_cases as listings
from kernel.actor import NOBODY
from kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refused, WrongState
from kernel.models import Event
from tests.cast import Api, Party, signed_in
from tests.factories.catalog import FIELDS, dataset_drafted, dataset_listed

pytestmark = pytest.mark.django_db
SAID: dict[str, Any] = {"name_zh": "航班号", "name_en": "Flight number", "definition_zh": "航班编号。", "definition_en": "Number of a flight.", "type": "code"}


def accepted(provider: Party, operator: Party, code: str = "flight-number", **over: Any) -> ElementVersion:
    return elements.accept(operator.one, elements.propose(provider.steward, code=code, **SAID | over).pk)


def events(name: str) -> int:
    return Event.objects.filter(name=name).count()


def test_a_later_version_supersedes(provider: Party, operator: Party) -> None:
    first = accepted(provider, operator)
    second = accepted(provider, operator, unit="no")
    first.refresh_from_db()
    element = Element.objects.get(code="flight-number")
    assert (first.state, second.state, second.number, element.face_id) == ("superseded", "current", 2, second.pk)
    assert (events("catalog.element.proposed"), events("catalog.element.accepted"), events("catalog.element.superseded")) == (2, 2, 1)
    with pytest.raises(WrongState):
        elements.accept(operator.one, second.pk)
    elements.retire(operator.one, element.pk, remark="Not needed.")
    with pytest.raises(WrongState):
        elements.retire(operator.one, element.pk, remark="Again.")
    assert ElementVersion.objects.get(pk=second.pk).state == "retired"


def test_nobody_decides_what_they_proposed(provider: Party, outsider: Party, operator: Party) -> None:
    version = elements.propose(provider.steward, code="flight-number", **SAID)
    with pytest.raises(Refused):
        elements.accept(provider.owner, version.pk)
    with pytest.raises(NotFound):
        elements.accept(outsider.owner, version.pk)
    with pytest.raises(Forbidden):
        elements.propose(provider.viewer, code="other", **SAID)
    own = elements.propose(operator.one, code="of-the-exchange", **SAID)
    with pytest.raises(Refused):
        elements.accept(operator.one, own.pk)
    assert elements.accept(operator.two, own.pk).state == "current"
    with pytest.raises(Conflict):
        elements.propose(outsider.owner, code="flight-number", **SAID)
    elements.refuse(operator.one, version.pk, remark="Say which number.")
    assert elements.propose(outsider.owner, code="flight-number", **SAID).element.steward_id == outsider.id


def test_a_steward_decides_on_others_proposals(provider: Party, outsider: Party, operator: Party) -> None:
    accepted(provider, operator)
    offered = elements.propose(outsider.owner, code="flight-number", **SAID | {"unit": "x"})
    assert elements.accept(provider.steward, offered.pk).state == "current"


def test_the_database_keeps_a_version_as_it_was(provider: Party, operator: Party) -> None:
    version = accepted(provider, operator)
    with pytest.raises(DatabaseError), transaction.atomic():
        ElementVersion.objects.filter(pk=version.pk).update(definition_en="Something else.")


def test_what_is_wrong_is_named_together(provider: Party) -> None:
    with pytest.raises(Invalid) as caught:
        elements.propose(provider.steward, code="No Code", **SAID | {"type": "wish", "name_zh": "", "code_list": [["1", "甲"]]})
    assert set(caught.value.fields) == {"code", "type", "name_zh", "code_list"}


def test_fields_follow_before_and_after_the_listing(provider: Party, outsider: Party, operator: Party) -> None:
    element = accepted(provider, operator).element
    dataset = dataset_listed(provider, operator)
    digest = dataset.current.version
    mapping.map_fields(provider.steward, dataset.pk, {"flight_no": element.pk})
    with pytest.raises(Conflict):
        mapping.map_fields(provider.steward, dataset.pk, {"flight_no": element.pk})
    with pytest.raises(Forbidden):
        mapping.map_fields(outsider.owner, dataset.pk, {"flight_no": None})
    with pytest.raises(Invalid) as caught:
        mapping.map_fields(provider.steward, dataset.pk, {"nothing": element.pk, "delay": dataset.pk})
    assert set(caught.value.fields) == {"nothing", "delay"}
    dataset.current.refresh_from_db()
    assert dataset.current.version == digest and events("catalog.field.mapped") == 1
    mapping.map_fields(provider.steward, dataset.pk, {"flight_no": None})
    assert FieldElement.objects.get().ended is not None
    draft = dataset_drafted(provider)
    mapping.map_fields(provider.steward, draft.pk, {"flight_no": element.pk})
    with pytest.raises(NotFound):
        mapping.map_fields(outsider.owner, draft.pk, {"flight_no": None})
    datasets.set_fields(provider.steward, draft.pk, FIELDS[1:])
    assert not FieldElement.objects.live().exists(), "a mapping of a field that is gone shows nowhere"


def test_hidden_datasets_are_in_no_join(provider: Party, outsider: Party, operator: Party) -> None:
    element = accepted(provider, operator).element
    seen, suspended, draft = dataset_listed(provider, operator), dataset_listed(provider, operator), dataset_drafted(provider)
    important = dataset_listed(provider, operator, fields=[FIELDS[0] | {"grade": 5}])
    for dataset in (seen, suspended, draft, important):
        mapping.map_fields(provider.steward, dataset.pk, {"flight_no": element.pk})
    listings.suspend(operator.one, suspended.pk, remark="Source in question.")
    assert [row.pk for row in following(NOBODY, [element.pk])] == [seen.pk]
    assert {row.pk for row in following(outsider.owner, [element.pk])} == {seen.pk, important.pk}
    assert not following(NOBODY, [element.pk], but=seen.pk).exists()
    for address in (f"/elements/{element.pk}/", f"/catalog/{seen.pk}/elements/"):
        with CaptureQueriesContext(connection) as told:
            page = Client().get(address)
        assert page.status_code == 200 and len(told) <= 12, (address, len(told))
        assert str(important.pk) not in page.content.decode() and str(draft.pk) not in page.content.decode()
    assert Client().get(f"/catalog/{draft.pk}/elements/").status_code == 404
    shared = Client().get(f"/api/v1/datasets/{seen.pk}/elements/shared").json()
    assert shared == {"items": [], "next": None}


def test_the_pages(provider: Party, operator: Party) -> None:
    load_starter()
    assert load_starter() == 0, "again changes nothing"
    dataset = dataset_listed(provider, operator)
    steward, desk = signed_in(provider.steward), signed_in(operator.one)
    own, exchange = f"/workspace/{provider.id}", f"/workspace/{operator.id}"
    pages = [(Client(), "/elements/?q=airport"), (steward, f"{own}/datasets/{dataset.pk}/elements/?q=date"), (steward, f"{own}/elements/"), (steward, f"{own}/elements/new/?element=date")]
    for client, address in pages:
        with CaptureQueriesContext(connection) as told:
            page = client.get(address)
        assert page.status_code == 200 and len(told) <= 12, (address, len(told))
    number = Element.objects.get(code="flight-number").pk
    page = steward.post(f"{own}/datasets/{dataset.pk}/elements/", {"field-1": str(number), "field-2": "", "field-3": ""})
    assert page.status_code == 302 and FieldElement.objects.get().element_id == number, page.content
    proposed = steward.post(f"{own}/elements/new/", SAID | {"code": "berth", "code_list": "1, 甲, A\n2, 乙, B"})
    version = ElementVersion.objects.get(element__code="berth")
    assert proposed.status_code == 302 and version.code_list == [["1", "甲", "A"], ["2", "乙", "B"]]
    assert desk.get(f"{exchange}/elements/").content.decode().count("berth") == 1
    assert desk.post(f"{exchange}/elements/{version.pk}/", {"refuse": "1", "remark": ""}).status_code == 422
    assert desk.post(f"{exchange}/elements/{version.pk}/").status_code == 302
    assert desk.post(f"{exchange}/elements/{version.element_id}/retire/", {"remark": "Merged."}).status_code == 302
    assert Client().get("/elements/?standing=retired").content.decode().count("berth") == 1


def test_by_api(provider: Party, operator: Party) -> None:
    steward, desk = Api(provider.steward), Api(operator.one)
    made = steward.post("/api/v1/elements", SAID | {"code": "flight-number"}, key="e1")
    assert made.status_code == 201 and steward.post("/api/v1/elements", SAID | {"code": "flight-number"}, key="e1").json() == made.json()
    assert desk.post(f"/api/v1/element-versions/{made.json()['id']}/accept").json()["state"] == "current"
    dataset = dataset_listed(provider, operator)
    base = f"/api/v1/datasets/{dataset.pk}/elements"
    (best, *_rest) = steward.get(f"{base}/suggestions").json()["items"]
    assert best["field"] == "flight_no" and best["matches"][0]["score"] == 100 and best["matches"][0]["reasons"]
    kept = steward.put(base, {"fields": {"flight_no": made.json()["element"]}})
    assert kept.status_code == 200, kept.content
    assert Client().get(base).json()["items"][0]["code"] == "flight-number"
    assert [row["dataset"] for row in Client().get(f"/api/v1/elements/{made.json()['element']}/datasets").json()["items"]] == [str(dataset.pk)]
