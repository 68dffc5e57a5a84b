"""Every real catalogue at hand, whole and twice, into the database; what the public sees of it, by page, API and export; the export's shapes.

`size` limits nothing but how many pages of the export are checked against the shapes (some seconds each). Kept when the counts are those
that the files' README states, the second import changes nothing, no record of non-public data shows anywhere, every public record is in the
export once, the shapes find no violation, and a line of 2 GB, plain or packed, is refused with its rule and changes nothing.
"""

from __future__ import annotations

import gzip
import io
import json
import random
import resource
import shutil
import time
from typing import Any

import rdflib
from django.test import Client
from django.test.utils import setup_test_environment

from catalog.interchange import use_cases
from catalog.interchange.loading import carry_out
from catalog.interchange.models import CatalogRecord, ImportRun
from catalog.interchange.reading.limits import LIMITS
from kernel.actor import SYSTEM
from launch.services import Services
from tests import cast
from tests.catalog.interchange.material import MAPPINGS, REAL, SHAPES, run_import, source
from tests.catalog.interchange.test_real import FILES

FULL_SIZE = 5


def run(seed: int, size: int, services: Services) -> int:
    if REAL is None:
        print("interchange: the real catalogues are not at hand (SHARED_FOLDER names where they are)")
        return 1
    setup_test_environment()  # the host's name of an in-process client is allowed
    cast.make_operator()
    problems: list[str] = []
    for name, (table, rows, datasets, _distributions, _access) in FILES.items():
        mapping = json.loads((MAPPINGS / f"{table}.json").read_bytes()) if table else None
        code = name.split(".")[0]
        source(code, reexport=True)
        raw, began = (REAL / name).read_bytes(), time.monotonic()
        first, again = (run_import(raw, code=code, name=name, mapping=mapping) for _ in range(2))
        print(f"interchange: {name}: {_counted(first)}; again {_counted(again)}; {time.monotonic() - began:.0f} s")
        if (first.rows_read, first.new, first.refused) != (rows, datasets, 0) or (again.new, again.changed, again.same) != (0, 0, datasets):
            problems.append(f"{name}: expected {rows} rows and {datasets} datasets, then no change")
    problems += _endless()
    problems += _seen(seed, size)
    for problem in problems:
        print(f"interchange: PROBLEM {problem}")
    return 1 if problems else 0


class _Line(io.RawIOBase):
    """One line of so many bytes that begins like a catalogue and never ends."""

    def __init__(self, size: int) -> None:
        self.left, self.start = size, b'[{"title":"'

    def read(self, size: int = -1) -> bytes:
        piece = (self.start + b"a" * max(0, size - len(self.start)))[: min(size, self.left)]
        self.start, self.left = b"", self.left - len(piece)
        return piece


def _endless() -> list[str]:
    """A file of one line: 2 GB, the same packed, and as long as a file may be."""
    problems, before = [], CatalogRecord.objects.count()
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=1) as to:
        shutil.copyfileobj(_Line(2 * 1024**3), to, 1024**2)
    packed.seek(0)
    given = (("2 GB", _Line(2 * 1024**3), "input.too_large"), ("2 GB packed", packed, "archive.bomb"), ("as long as a file may be", _Line(LIMITS.file), "input.line"))
    for name, stream, rule in given:
        began, run = time.monotonic(), use_cases.begin_import(SYSTEM, source("endless").pk, name="line.json", mapping={"fields": {"title": "title"}})
        use_cases.append_bytes(SYSTEM, run.pk, 0, stream)
        use_cases.submit(SYSTEM, run.pk)
        run = carry_out(run.pk)
        told = (run.failure or {}).get("rule")
        print(f"interchange: a line {name}: {told}; {time.monotonic() - began:.0f} s, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB at most so far")
        if (run.state, told) != ("failed", rule) or CatalogRecord.objects.count() != before:
            problems.append(f"a line {name}: {run.state}, {told} instead of {rule}")
    return problems


def _counted(run: ImportRun) -> str:
    return f"{run.rows_read} rows, {run.new} created, {run.changed} updated, {run.same} unchanged, {run.refused} refused ({run.state})"


def _seen(seed: int, size: int) -> list[str]:
    hidden = {str(pk) for pk in CatalogRecord.objects.filter(access="non_public").values_list("pk", flat=True)}
    shown = {str(pk) for pk in CatalogRecord.objects.exclude(access="non_public").values_list("pk", flat=True)}
    problems = [] if len(hidden) == 6 else [f"{len(hidden)} records of non-public data instead of 6"]
    by_api = _listed()
    if by_api != shown:
        problems.append(f"the API shows {len(by_api)} records, {len(by_api & hidden)} of them hidden, of {len(shown)}")
    pages = _exported()
    told = [key for page in pages for key in _members(page)]
    if sorted(told) != sorted(shown) or any(pk.encode() in page for pk in hidden for page in pages):
        problems.append(f"the export tells {len(told)} records, {len(set(told))} distinct, of {len(shown)}")
    checked = random.Random(seed).sample(pages, min(size, len(pages))) if SHAPES.is_file() else []
    problems += [found for page in checked if (found := _violations(page))]
    print(f"interchange: {len(shown)} public, {len(hidden)} hidden; {len(pages)} pages of export, {len(checked)} against the shapes")
    return problems


def _listed() -> set[str]:
    address, found = "/api/v1/foreign-records?limit=100", set()
    while address:
        body = Client().get(address).json()
        found |= {row["id"] for row in body["items"]}
        address = body["next"]
    return found


def _exported() -> list[bytes]:
    address, found = "/dcat/catalog.ttl", []
    while address:
        answer: Any = Client().get(address)
        found.append(b"".join(answer.streaming_content))
        following = answer.headers.get("Link", "").partition(">")[0]
        address = "/" + following.split("/", 3)[-1] if following else ""
    return found


def _members(page: bytes) -> list[str]:
    graph = rdflib.Graph().parse(data=page, format="turtle")
    return [str(subject).rstrip("/").rsplit("/", 1)[-1] for subject in graph.subjects(rdflib.RDF.type, rdflib.DCAT.Dataset)]


def _violations(page: bytes) -> str:
    from pyshacl import validate

    kept, _graph, text = validate(rdflib.Graph().parse(data=page, format="turtle"), shacl_graph=rdflib.Graph().parse(SHAPES))
    return "" if kept else text[:500]
