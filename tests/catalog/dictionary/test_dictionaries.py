"""Dictionaries are read row by row; a mapping counts for both sides only once both have consented, and is never changed after."""

from __future__ import annotations

import csv
import io
from typing import Any

import orjson
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from catalog.dictionary import reading, use_cases as dictionaries
from catalog.dictionary.models import Dictionary, DictionaryMapping, DictionaryTerm, TermMatch
from catalog.element.models import Element
from catalog.element.starter import load_starter
from kernel.errors import Conflict, Forbidden, Invalid, NotFound, WrongState
from kernel.models import Event
from tests.cast import Api, Party, signed_in

pytestmark = pytest.mark.django_db
TABLE = "编码,中文名称,英文名称,类型,单位\nHBH,航班号,Flight number,code,\nJD,经度,Longitude,decimal,°\n=CMD,备注,Remark,text,\n"
TERMS = [{"code": "FN", "name_zh": "航班编号", "name_en": "Number of the flight", "type": "code"}, {"code": "LON", "name_zh": "经度", "name_en": "Longitude", "type": "decimal"}]


def uploaded(party: Party, code: str = "air", *, published: bool = False, rows: Any = None) -> Dictionary:
    actor = party.actors.get("steward", party.actors["owner"])
    return dictionaries.upload(actor, code=code, name_zh="字典", name_en="Dictionary", terms=rows or reading.read(TABLE.encode()), published=published)


def proposed(party: Party, source: Dictionary, target: Dictionary | None = None) -> DictionaryMapping:
    actor = party.actors.get("steward", party.actors["owner"])
    mapping = dictionaries.begin(actor, source.pk, target_id=target.pk if target else None)
    to = DictionaryTerm.objects.filter(dictionary=target).latest("position").pk if target else Element.objects.get(code="longitude").pk
    dictionaries.match(actor, mapping.pk, [{"term": DictionaryTerm.objects.get(dictionary=source, code="JD").pk, "target": to, "relation": "exact"}])
    return dictionaries.propose(actor, mapping.pk)


def test_every_wrong_row_is_named() -> None:
    with pytest.raises(Invalid) as caught:
        reading.read(b'[{"code": "a", "name_en": "A"}, {"code": "a", "name_en": "B"}, {"name_en": "C"}, 7, {"code": "d"}]')
    with override("zh-hans"):
        told = [str(say) for say in caught.value.fields["terms"]]
    assert len(told) == 4 and all(f" {row} " in text for row, text in zip((2, 3, 4, 5), told, strict=True)) and " 1 " in told[0]


@pytest.mark.parametrize("raw", [b"", b"a,b\n1,2\n", b"\xff\xff\x00", b"[" * 5_000, b'{"terms": 1}', b'code,name_en\n"x', b"code,name_en\n" + b"x" * (reading.LARGEST + 1)])
def test_what_is_no_dictionary_is_refused(raw: bytes) -> None:
    with pytest.raises(Invalid):
        reading.read(raw)


def test_other_encodings_and_names() -> None:
    assert reading.read(TABLE.encode("gb18030")) == reading.read(b"\xef\xbb\xbf" + TABLE.encode()) == reading.read(TABLE.replace(",", "\t").encode())


def test_both_sides_consent(provider: Party, outsider: Party, consumer: Party) -> None:
    theirs = uploaded(outsider, published=True, rows=TERMS)
    source = uploaded(provider)
    mapping = proposed(provider, source, theirs)
    assert (mapping.state, mapping.other_id) == ("proposed", outsider.id)
    with pytest.raises(NotFound):
        dictionaries.recognize(consumer.owner, mapping.pk)
    with pytest.raises(Forbidden):
        dictionaries.recognize(provider.owner, mapping.pk)
    with pytest.raises(WrongState):
        dictionaries.match(provider.steward, mapping.pk, [{"term": mapping.pk, "target": None}])
    line = TermMatch.objects.get(mapping=mapping)
    with pytest.raises(DatabaseError), transaction.atomic():
        TermMatch.objects.filter(pk=line.pk).update(relation="close")
    assert dictionaries.recognize(outsider.owner, mapping.pk).state == "recognized"
    with pytest.raises(WrongState):
        dictionaries.recognize(outsider.owner, mapping.pk)
    assert Event.objects.filter(name="catalog.dictionary_mapping.recognized").count() == 1
    with pytest.raises(Conflict):
        dictionaries.begin(provider.steward, source.pk, target_id=theirs.pk)
    uploaded(provider, rows=[*reading.read(TABLE.encode())[1:2]])
    second = dictionaries.revise(provider.steward, mapping.pk)
    assert (second.number, second.source.number, TermMatch.objects.filter(mapping=second).count()) == (2, 2, 1)
    with pytest.raises(NotFound):
        dictionaries.end(outsider.owner, second.pk, remark="A draft is its maker's.")
    dictionaries.propose(provider.steward, second.pk)
    dictionaries.recognize(outsider.owner, second.pk)
    mapping.refresh_from_db()
    assert mapping.state == "superseded"
    assert dictionaries.end(outsider.owner, second.pk, remark="We change our dictionary.").state == "ended"


def test_a_dictionary_is_its_owners_until_it_is_published(provider: Party, outsider: Party) -> None:
    own = uploaded(provider)
    assert Api(outsider.owner).get(f"/api/v1/dictionaries/{own.pk}").status_code == 404
    with pytest.raises(NotFound):
        dictionaries.begin(outsider.owner, uploaded(outsider).pk, target_id=own.pk)
    assert Api(outsider.owner).get(f"/api/v1/dictionaries/{uploaded(provider, 'open', published=True).pk}").status_code == 200
    with pytest.raises(Forbidden):
        dictionaries.begin(outsider.owner, Dictionary.objects.get(code="open").pk)


def test_recognized_mappings_of_published_dictionaries_are_public(provider: Party, outsider: Party) -> None:
    theirs = uploaded(outsider, published=True, rows=TERMS)
    hidden, shown = (proposed(provider, uploaded(provider, code, published=published), theirs) for code, published in (("own", False), ("air", True)))
    visitor = Client(headers={"Accept-Language": "en"})
    one = reverse("dictionary_mapping.public", args=[shown.pk])
    assert visitor.get(one).status_code == 404, "nobody but its two sides reads what is only proposed"
    for row in (hidden, shown):
        dictionaries.recognize(outsider.owner, row.pk)
    listed = visitor.get(reverse("dictionary_mapping.register")).content.decode()
    assert one in listed and str(hidden.pk) not in listed
    with CaptureQueriesContext(connection) as told:
        page = visitor.get(one).content.decode()
    assert "Longitude" in page
    assert page.count('<th scope="row">') == TermMatch.objects.filter(mapping=shown).count() < shown.source.terms_count, "only matched terms are told"
    assert len(told) <= 12
    assert visitor.get(f"{one}?form=csv").content.startswith(b"\xef\xbb\xbfsource_code")
    assert visitor.get(reverse("dictionary_mapping.public", args=[hidden.pk])).status_code == 404
    dictionaries.end(outsider.owner, shown.pk, remark="We change our dictionary.")
    assert visitor.get(one).status_code == 404


def test_exports(provider: Party, operator: Party) -> None:
    load_starter()
    source = uploaded(provider)
    mapping = dictionaries.begin(provider.steward, source.pk)
    ids = dict(DictionaryTerm.objects.filter(dictionary=source).values_list("code", "pk"))
    number, longitude = (Element.objects.get(code=code).pk for code in ("flight-number", "longitude"))
    dictionaries.match(provider.steward, mapping.pk, [{"term": ids["=CMD"], "target": number, "relation": "broad"}, {"term": ids["JD"], "target": longitude}])
    api, address = Api(provider.steward), f"/api/v1/dictionary-mappings/{mapping.pk}/export"
    table = list(csv.reader(io.StringIO(api.get(address, headers={"Accept": "text/csv"}).content.decode("utf-8-sig"))))
    assert table[1:] == [["JD", "经度", "Longitude", "exact", "longitude", "经度", "Longitude", "1"], ["'=CMD", "备注", "Remark", "broad", "flight-number", "航班号", "Flight number", "1"]]
    graph = orjson.loads(api.get(address).content)
    assert graph["@context"]["exactMatch"] == {"@id": "skos:exactMatch", "@type": "@id"}
    assert graph["@graph"][1]["exactMatch"].endswith(f"/elements/{longitude}/") and "broadMatch" in graph["@graph"][2]


def test_the_pages(provider: Party, operator: Party) -> None:
    load_starter()
    steward, desk = signed_in(provider.steward), signed_in(operator.one)
    own = f"/workspace/{provider.id}"
    said = {"code": "air", "name_zh": "航空", "name_en": "Air"}
    bad = steward.post(f"{own}/dictionaries/", said | {"file": SimpleUploadedFile("d.csv", b"code,name_en\n,A\n")})
    assert bad.status_code == 422 and b"Row 1" in bad.content
    assert steward.post(f"{own}/dictionaries/", said | {"file": SimpleUploadedFile("d.csv", TABLE.encode())}).status_code == 302
    kept = Dictionary.objects.get()
    assert steward.post(f"{own}/dictionaries/{kept.pk}/", {"target": ""}).status_code == 302
    mapping = DictionaryMapping.objects.get()
    one = f"{own}/dictionary-mappings/{mapping.pk}/"
    for address in (f"{own}/dictionaries/", f"{own}/dictionaries/?tab=own", f"{own}/dictionaries/{kept.pk}/", one):
        with CaptureQueriesContext(connection) as told:
            page = steward.get(address)
        assert page.status_code == 200 and len(told) <= 12, (address, len(told))
    term = DictionaryTerm.objects.get(code="JD").pk
    longitude = Element.objects.get(code="longitude").pk
    assert steward.post(one, {f"to-{term}": str(longitude), f"as-{term}": "exact"}).status_code == 302
    assert steward.post(f"{one}propose/").status_code == 302
    theirs = f"/workspace/{operator.id}/dictionary-mappings/{mapping.pk}/"
    assert desk.post(f"{theirs}refuse/", {"remark": ""}).status_code == 422
    assert desk.get(theirs).status_code == desk.get(f"{theirs}recognize/").status_code == 200
    assert desk.post(f"{theirs}recognize/").status_code == 302
    mapping.refresh_from_db()
    assert mapping.state == "recognized"
    assert steward.get(f"{one}export/?form=csv").content.startswith(b"\xef\xbb\xbfsource_code")
