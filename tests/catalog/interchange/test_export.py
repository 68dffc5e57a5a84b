"""The export: by content negotiation, paged, only what is public; valid by the standard's shapes; read again it says the same."""

from __future__ import annotations

import json
from typing import Any

import pytest
import rdflib
import rdflib.compare
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.interchange import exports
from catalog.interchange.models import CatalogRecord, ForeignSource
from catalog.interchange.reading.entry import Entry
from catalog.models import Dataset
from catalog.offer import use_cases as offers
from tests.cast import Party
from tests.catalog.interchange.material import CKAN, DATA_JSON, REAL, ROWS, SHAPES, TABLE, TURTLE, entries, packed, run_import, source
from tests.factories.catalog import POLICY, dataset_drafted, dataset_listed

pytestmark = pytest.mark.django_db
TYPES = {"application/ld+json": "jsonld", "text/turtle": "ttl", "application/rdf+xml": "rdf"}
PARSED = {"jsonld": "json-ld", "ttl": "turtle", "rdf": "xml"}


def got(address: str = "/dcat/catalog", accept: str = "application/ld+json") -> tuple[Any, bytes]:
    answer = Client().get(address, headers={"Accept": accept})
    assert answer.status_code == 200, answer
    return answer, b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def pages(accept: str = "text/turtle") -> list[bytes]:
    address, found = "/dcat/catalog", []
    while address:
        answer, body = got(address, accept)
        found.append(body)
        following = answer.headers.get("Link", "")
        address = "/" + following.partition(">")[0].split("/", 3)[-1] if following else ""
    return found


@pytest.fixture
def filled(operator: Party, provider: Party) -> list[CatalogRecord]:
    for raw, code, more in ((packed(DATA_JSON), "us", {}), (packed(CKAN), "ckan", {}), (TURTLE.encode(), "rdf", {}), (packed(ROWS), "table", {"mapping": TABLE})):
        source(code, reexport=True)
        run_import(raw, code=code, **more)
    source("kept-home")
    run_import(packed(ROWS), code="kept-home", mapping=TABLE)
    dataset_listed(provider, operator)
    dataset_drafted(provider, title_zh="草稿里的秘密", title_en="Secret draft")
    return list(CatalogRecord.objects.select_related("source"))


def test_the_three_forms_say_the_same(filled: list[CatalogRecord]) -> None:
    graphs = []
    for accept, form in TYPES.items():
        answer, body = got(accept=accept)
        assert answer.headers["Content-Type"] == accept and answer.headers["Vary"]
        assert b"".join(Client().get(f"/dcat/catalog.{form}").streaming_content)  # type: ignore[attr-defined]
        graphs.append(rdflib.Graph().parse(data=body, format=PARSED[form]))
    assert rdflib.compare.isomorphic(graphs[0], graphs[1]) and rdflib.compare.isomorphic(graphs[1], graphs[2])
    assert Client().get("/dcat/catalog", headers={"Accept": "image/png"}).status_code == 406
    assert Client().get("/dcat/catalog?page=nonsense").status_code == 422


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("*/*", "jsonld"), ("text/turtle;q=0.5, application/rdf+xml", "rdf"), ("text/turtle;q=0.9,application/rdf+xml;q=0.5,application/ld+json;q=0.1", "ttl"), ("text/turtle;q=0, */*", "jsonld"),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', "jsonld"), ("text/turtle; charset=utf-8", "ttl"), ("TEXT/TURTLE", "ttl"), ("text/*;q=0.2, application/xml;q=0.1", "ttl"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "jsonld"), ("image/png, text/turtle;q=0.1", "ttl"), ("image/png", ""), ("*/*;q=0", ""), ("application/*;q=0.3, text/turtle;q=0.2", "jsonld"),
        ("text/turtle;a*=bogus''x, application/rdf+xml;q=0.1", "rdf"), ("text/turtle;a*=bogus''x", ""),
    ],
)  # fmt: skip
def test_the_form_is_what_is_liked_best(accept: str, form: str) -> None:
    assert exports.accepted(accept) == form


def test_only_what_is_public_and_permitted_is_in_it(filled: list[CatalogRecord]) -> None:
    said = b"".join(pages("application/ld+json")).decode()
    for hidden in ("Secret thing", "Says nothing of access", "Not yet", "Closed", "内部台账", "Secret draft", "草稿里的秘密", "kept-home", "Contact 001", "010-1"):
        assert hidden not in said, hidden
    for shown in ("Wind speed", "On request", "Bus stops", "公交站点", "Flight punctuality"):
        assert shown in said, shown


def test_pages_hold_everything_once(filled: list[CatalogRecord], monkeypatch: pytest.MonkeyPatch) -> None:
    whole = sorted(one.key for one in entries(pages()[0]))
    for size in (1, 2, 3):
        monkeypatch.setattr(exports, "PAGE", size)
        found = pages()
        assert len(found) > 1 and sorted(one.key for body in found for one in entries(body)) == whole, size
        assert b"hydra:next" in found[0] and b"hydra:next" not in found[-1]


def test_statements_do_not_grow_with_the_page(filled: list[CatalogRecord]) -> None:
    with CaptureQueriesContext(connection) as told:
        got()
    assert len(told) <= 12


def test_the_shapes_of_the_standard_are_kept(filled: list[CatalogRecord]) -> None:
    if not SHAPES.is_file():
        pytest.skip("the shapes of DCAT-AP are not at hand")
    from pyshacl import validate

    if REAL:
        source("us-real", reexport=True)
        sample = json.loads((REAL / "us-doe-data.json").read_bytes())
        run_import(packed({**sample, "dataset": sample["dataset"][:25]}), code="us-real")
    graph = rdflib.Graph().parse(data=pages()[0], format="turtle")
    kept, _graph, text = validate(graph, shacl_graph=rdflib.Graph().parse(SHAPES), advanced=True)
    assert kept, text[:3_000]


def covered(mine: Any, theirs: Any) -> bool:
    """Whether all that was said is said again; more may be, such as an address the standard demands."""
    if isinstance(mine, dict):
        return all(name in theirs and covered(value, theirs[name]) for name, value in mine.items())
    if isinstance(mine, list):
        return all(any(covered(one, other) for other in theirs) for one in mine)
    return bool(mine == theirs)


def test_what_is_exported_and_read_again_says_all_we_hold(filled: list[CatalogRecord]) -> None:
    for accept in TYPES:
        again: dict[str, Entry] = {one.key: one for body in pages(accept) for one in entries(body)}
        open_ones = [record for record in filled if record.is_open and record.source.reexport]
        assert len(open_ones) >= 5
        for record in open_ones:
            found = again[f"{record.source.code}:{record.foreign_id}"].as_json()
            for name in ("title", "description", "publisher", "keywords", "themes", "license", "issued", "modified", "access", "page"):
                mine = getattr(record, name)
                assert mine == found[name] or (name == "description" and not mine) or sorted(mine) == sorted(found[name]), (accept, record.foreign_id, name, mine, found[name])
            lost = {name: value for name, value in record.kept.items() if not any(word in name.lower() for word in ("contact", "电话"))}
            assert covered(lost, found["kept"]) and covered(record.distributions, found["distributions"]), (accept, record.distributions, found["distributions"])


def test_our_own_dataset_comes_back_whole(operator: Party, provider: Party, listed: Dataset) -> None:
    dataset = listed
    dataset.refresh_from_db()
    revision = dataset.current
    assert revision is not None
    file = revision.distributions.get()
    found = next(one for one in entries(pages()[0]) if one.key == str(dataset.pk))
    assert found.title == {"zh": revision.title_zh, "en": revision.title_en} and found.description == {"zh": revision.description_zh, "en": revision.description_en}
    assert sorted(found.keywords) == sorted(revision.keywords) and found.themes == [revision.industry] and found.access == "restricted"
    assert found.publisher == {"zh": provider.organization.name_zh, "en": provider.organization.name_en}
    assert found.kept["grade"] == f"g{revision.grade}" and found.kept["coverage_en"] == revision.coverage_en and found.kept["places"] == revision.places
    one = found.distributions[0]
    assert (one["title"], one["media_type"], one["size"], one["sha256"]) == (file.name, file.media_type, file.size, file.sha256_hex)
    assert dataset.listed_at is not None and found.issued == dataset.listed_at.isoformat()


def test_offers_are_told_with_their_price_in_odrl(operator: Party, provider: Party, listed: Dataset) -> None:
    offer = listed.offers.get(state="open")
    closed = offers.add(provider.steward, listed.pk, name_zh="旧", name_en="Old", price_minor=7_777_700, policy=POLICY)
    offers.close(provider.steward, closed.pk)
    graph = rdflib.Graph().parse(data=pages()[0], format="turtle")
    odrl = rdflib.Namespace("http://www.w3.org/ns/odrl/2/")
    (told,) = graph.objects(None, odrl.hasPolicy)
    assert str(told) == f"urn:uuid:{offer.pk}" and (told, rdflib.RDF.type, odrl.Offer) in graph and (None, None, told) in graph
    price = graph.value(predicate=odrl.leftOperand, object=odrl.payAmount)
    assert str(graph.value(price, odrl.rightOperand)) == offer.price.amount and str(graph.value(price, odrl.unit)).endswith(f"/{offer.currency}")
    assert {str(one).rpartition("/")[2] for one in graph.objects(graph.value(predicate=odrl.leftOperand, object=odrl.purpose), odrl.rightOperand)} == set(offer.terms.purposes)
    assert b"77777" not in pages()[0]


def test_into_an_empty_exchange_and_out_again_it_says_the_same(filled: list[CatalogRecord]) -> None:
    first = {one.key: one.as_json() for body in pages() for one in entries(body)}
    for body in pages():
        run_import(body, code="mirror", name="catalog.ttl")
    ForeignSource.objects.exclude(code="mirror").update(reexport=False)
    ForeignSource.objects.filter(code="mirror").update(reexport=True)
    again = {one.key: one.as_json() for body in pages() for one in entries(body)}
    assert len(first) >= 6 and any("hasPolicy" in str(one["kept"]) for one in first.values())
    for key, said in first.items():
        theirs = again[f"mirror:{key}"]
        for name in said:
            assert name in ("key", "received") or theirs[name] == said[name], (key, name, said[name], theirs[name])


def test_imported_again_nothing_changes(filled: list[CatalogRecord]) -> None:
    body = pages()[0]
    first, again = run_import(body, code="mirror", name="catalog.ttl"), run_import(body, code="mirror", name="catalog.ttl")
    assert first.state == "completed" and again.same == first.new == first.entries
