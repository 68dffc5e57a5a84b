"""Whatever was accepted is exported without a violation of the standard's mandatory shapes, and read again it says all that was said."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import pytest
import rdflib
from hypothesis import HealthCheck, Phase, given, settings, strategies as st

from accounts.models import Organization
from catalog.dataset.choices import FREQUENCIES, INDUSTRIES
from catalog.dataset.meaning import checked_description
from catalog.dataset.models import Dataset, DatasetRevision, Distribution
from catalog.interchange.describing import catalog_page, dataset_nodes, record_nodes
from catalog.interchange.models import CatalogRecord, ForeignSource
from catalog.interchange.reading.common import row
from catalog.interchange.reading.entry import Access, Entry, clean, language_tag, tagged, web_address
from catalog.interchange.sight import without_contacts
from catalog.interchange.writing.nodes import Node, iri
from catalog.interchange.writing.writers import write
from catalog.offer.models import Offer
from catalog.rules.policy import PURPOSES
from kernel.actor import SYSTEM
from kernel.errors import Invalid
from tests.catalog.interchange.material import SHAPES, entries
from tests.catalog.interchange.test_export import covered

BASE = "https://exchange.example"
SLOW = settings(max_examples=4, derandomize=True, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example])
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(["公交站点", "a \"b\" \\ <c>", "x\ny\r\nz", "é😀", " ", "http://x y", "'''", "{}^`|"])
FLAT = TEXT.map(clean)
DAYS = st.sampled_from(["", "2024", "2024-02", "2024-02-29", "2024-02-29T10:00:00Z", "2024-02-29 10:00:00.5", "2024-02-29T10:00:00+08:00"])
ADDRESS = st.sampled_from(["", "https://a.example/x?y=1&z=<2>", "HTTP://a.example/中文 空格", "ftp://a.example/[x]", "https://a.example/%zz#{}"]).map(web_address)
BY_LANGUAGE = st.dictionaries(st.sampled_from(["zh", "en", "und", "zh-hant", "de"]).map(language_tag), FLAT.filter(bool), max_size=3).map(
    lambda texts: {language: text for tag, said in texts.items() for language, text in tagged(said, tag).items()}
)
PART = st.fixed_dictionaries({}, optional={
    "title": FLAT, "description": FLAT, "access_url": ADDRESS, "download_url": ADDRESS, "media_type": FLAT, "format": FLAT, "license": FLAT, "modified": DAYS,
    "size": st.integers(0, 10**15 - 1), "sha256": st.sampled_from(["", "ab" * 32]), "kept": st.dictionaries(FLAT.filter(bool), FLAT, max_size=2),
})  # fmt: skip
ENTRY = st.builds(
    Entry, key=FLAT, title=BY_LANGUAGE, description=BY_LANGUAGE, publisher=BY_LANGUAGE, keywords=st.lists(FLAT.filter(bool), max_size=3, unique=True),
    themes=st.lists(FLAT.filter(bool), max_size=3, unique=True), license=FLAT, issued=DAYS, modified=DAYS, access=st.sampled_from([Access.PUBLIC.value, Access.RESTRICTED.value]),
    page=ADDRESS, distributions=st.lists(PART, max_size=3), kept=st.dictionaries(FLAT.filter(bool), FLAT | st.lists(FLAT, max_size=2), max_size=3), received=st.just({}),
)  # fmt: skip


@cache
def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(SHAPES)


def written(nodes: list[Node], form: str = "ttl") -> bytes:
    members = [node.iri for node in nodes if node.kind.endswith("#Dataset")]
    return b"".join(write(form, [*catalog_page(BASE, f"{BASE}/dcat/catalog?page=", None, members), *nodes]))


def violations(body: bytes) -> str:
    from pyshacl import validate

    kept, _graph, text = validate(rdflib.Graph().parse(data=body, format="turtle"), shacl_graph=shapes(), inplace=True)
    return "" if kept else text[:3_000]


@pytest.mark.skipif(not SHAPES.is_file(), reason="the shapes of DCAT-AP are not at hand")
@SLOW
@given(st.lists(ENTRY, min_size=6, max_size=10))
def test_any_record_keeps_the_shapes_and_comes_back_whole(given_entries: list[Entry]) -> None:
    source, nodes, held = ForeignSource(code="far", reexport=True), list[Node](), dict[str, Entry]()
    for number, one in enumerate(given_entries):
        one.key = f"{one.key}{number}"
        found = row(number, "", one).entry
        assert found is not None
        held[f"far:{found.key}"] = found
        said = found.as_json()
        nodes += record_nodes(BASE, CatalogRecord(source=source, foreign_id=found.key, **{name: value for name, value in said.items() if name != "key"}))
    assert not violations(written(nodes))
    for form in ("ttl", "rdf", "jsonld"):
        again = {one.key: one.as_json() for one in entries(written(nodes, form))}
        assert set(again) == {key.strip() for key in held}, form
        for key, mine in held.items():
            _same(form, mine.as_json(), again[key.strip()])


def _same(form: str, mine: dict[str, Any], theirs: dict[str, Any]) -> None:
    mine = _normal(mine)
    for name in ("title", "publisher", "license", "issued", "modified", "access", "page"):
        assert mine[name] == theirs[name], (form, name, mine[name], theirs[name])
    assert theirs["description"] == (mine["description"] or mine["title"])
    assert sorted(mine["keywords"]) == sorted(theirs["keywords"]) and sorted(mine["themes"]) == sorted(theirs["themes"]), (form, mine, theirs)
    assert covered(without_contacts(mine["kept"]), theirs["kept"]), (form, mine["kept"], theirs["kept"])
    parts = [{name: without_contacts(value) for name, value in one.items() if value} for one in mine["distributions"]]
    assert covered(parts, theirs["distributions"]), (form, parts, theirs["distributions"])


def _normal(value: Any, name: str = "") -> Any:
    """As an IRI and as a moment of XML Schema are spelled."""
    if isinstance(value, dict):
        return {key: one if key == "kept" else _normal(one, key) for key, one in value.items()}
    if isinstance(value, list):
        return [_normal(one, name) for one in value]
    if name in ("page", "access_url", "download_url") or (name in ("license", "themes", "media_type", "format") and re.match(r"https?://[^/\s]", value)):
        return iri(value)
    return value.replace(" ", "T") if name in ("issued", "modified") else value


LISTED = st.fixed_dictionaries({
    "title_zh": FLAT, "title_en": FLAT.filter(bool), "description_zh": TEXT, "description_en": TEXT, "industry": st.sampled_from(sorted(INDUSTRIES)),
    "frequency": st.sampled_from(sorted(FREQUENCIES)), "keywords": st.lists(FLAT.filter(bool), max_size=3), "places": st.lists(st.sampled_from(["CN", "CN-BJ"]), max_size=2),
    "covers_from": st.none() | st.just(date(2024, 1, 1)), "covers_until": st.none() | st.just(date(2024, 12, 31)), "updated_on": st.none() | st.just(date(2024, 6, 1)),
    "persons": st.none() | st.integers(0, 10**12), "synthetic": st.booleans(),
})  # fmt: skip
TERMS = st.fixed_dictionaries({
    "purposes": st.lists(st.sampled_from(sorted(PURPOSES)), min_size=1, max_size=3, unique=True), "countries": st.sampled_from([["*"], ["CN"], ["CN", "SG"]]), "term_days": st.integers(1, 3_660),
    "count": st.none() | st.integers(1, 100_000), "redistribution": st.booleans(),
})  # fmt: skip


@pytest.mark.skipif(not SHAPES.is_file(), reason="the shapes of DCAT-AP are not at hand")
@SLOW
@given(st.lists(st.tuples(LISTED, st.lists(st.tuples(TERMS, FLAT, st.integers(0, 10**15), st.sampled_from(["CNY", "USD", "JPY"])), max_size=2), st.lists(FLAT.filter(bool), max_size=2)), min_size=4, max_size=6))
def test_any_listing_keeps_the_shapes(listings: list[Any]) -> None:
    provider, nodes = Organization(name_zh="某公司", name_en="A company"), list[Node]()
    for said, offers, names in listings:
        try:
            described = checked_description(SYSTEM, said, new=True)
        except Invalid:  # a control character in a name: no listing
            continue
        dataset = Dataset(provider=provider)
        revision = DatasetRevision(dataset=dataset, number=1, grade=2, **described)
        files = [Distribution(revision=revision, name=name, media_type="text/csv", size=5, sha256=b"\x01" * 32) for name in names]
        terms = [Offer(id=uuid.uuid4(), dataset=dataset, name_zh=name, name_en=name, price_minor=minor, currency=currency, policy=policy) for policy, name, minor, currency in offers]
        nodes += dataset_nodes(BASE, revision, datetime(2024, 1, 1, tzinfo=UTC), files, None, terms)
    assert not violations(written(nodes))
    assert len(entries(written(nodes))) == len([node for node in nodes if node.kind.endswith("#Dataset")])
