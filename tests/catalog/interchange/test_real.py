"""The real catalogues, where they are at hand: all through the readers with the counts their README states, a sample of each into the database."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from typing import Any

import pytest

from catalog.interchange.models import CatalogRecord, ImportRun
from catalog.interchange.reading import formats
from catalog.interchange.reading.grouping import gather, gathered
from catalog.interchange.reading.mapping import from_json
from kernel.actor import NOBODY
from tests.cast import Party
from tests.catalog.interchange.material import MAPPINGS, REAL, packed, run_import

pytestmark = pytest.mark.skipif(REAL is None, reason="the real catalogues are not at hand")
# file: mapping, rows, distinct datasets, distributions or None, access levels by row or dataset
FILES: dict[str, tuple[str, int, int, int | None, dict[str, int]]] = {
    "cn-shanghai.json": ("shanghai", 4_494, 2_228, None, {}),
    "cn-hangzhou.json": ("hangzhou", 6_590, 6_590, None, {"public": 2_162, "restricted": 3_932 + 496}),
    "us-doe-data.json": ("", 482, 482, 760, {"public": 297, "restricted": 179, "non_public": 6}),
    "es-ua-dcat.rdf": ("", 258, 258, 258, {"public": 258}),
}


def mapping(name: str) -> dict[str, Any] | None:
    return json.loads((MAPPINGS / f"{name}.json").read_bytes()) if name else None


@pytest.mark.parametrize("name", FILES)
def test_the_counts_of_its_readme(name: str) -> None:
    table, rows_read, datasets, distributions, access = FILES[name]
    given = mapping(table)
    assert REAL is not None
    with (REAL / name).open("rb") as file, formats.read(file, mapping=from_json(given) if given else None) as (rows, _head), gathered() as read:
        gather(read, rows)
        assert (read.rows, read.refused, len(read.places)) == (rows_read, 0, datasets)
        found = list(read.entries())
    assert distributions is None or sum(len(one.distributions) for one in found) == distributions
    assert not access or Counter(one.access for one in found) == access
    assert all(one.received for one in found)
    if name == "cn-shanghai.json":
        assert len({text for one in found for text in one.publisher.values()}) == 56


@pytest.mark.django_db
def test_a_sample_of_each_twice(operator: Party) -> None:
    assert REAL is not None
    for name, (table, *_rest) in FILES.items():
        raw = (REAL / name).read_bytes()
        if name == "us-doe-data.json":
            whole = json.loads(raw)
            closed = [one for one in whole["dataset"] if one.get("accessLevel") == "non-public"]
            raw = packed({**whole, "dataset": [*closed, *whole["dataset"][:60]]})
        elif name.endswith(".json"):
            raw = packed(list(itertools.islice(json.loads(raw), 120)))
        else:
            continue  # 258 datasets of a graph: whole, by the proof
        code = name.split(".")[0]
        first: ImportRun = run_import(raw, code=code, mapping=mapping(table))
        again = run_import(raw, code=code, mapping=mapping(table))
        assert first.state == "completed" and first.new == first.entries, first.failure
        assert (again.new, again.changed, again.same) == (0, 0, first.entries)
    hidden = CatalogRecord.objects.filter(access="non_public")
    assert hidden.count() == 6 and not CatalogRecord.objects.visible_to(NOBODY).filter(pk__in=hidden).exists()
