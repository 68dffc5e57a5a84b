"""Hostile and broken files through the real acts: each is refused with its reason, and no row anywhere is other than before."""

from __future__ import annotations

import gzip
import subprocess
import sys
from collections.abc import Callable

import pytest

from catalog.interchange.models import CatalogRecord
from tests.cast import Party
from tests.catalog.interchange.material import DATA_JSON, ROOT, ROWS, TABLE, TURTLE, packed, run_import
from tests.catalog.interchange.test_reading import BILLION, OUTSIDE, XML, zipped

HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "cut json": (lambda: packed(DATA_JSON)[:-20], "input.cut"),
    "cut turtle": (lambda: TURTLE.encode()[:-60], "input.syntax"),
    "cut gzip": (lambda: gzip.compress(packed(DATA_JSON))[:-20], "archive.broken"),
    "wrong encoding": (lambda: packed(DATA_JSON).replace(b"Wind", "风".encode("gbk")), "input.encoding"),
    "long line": (lambda: b'{"dataset":[{"accessLevel":"' + b"x" * (65 * 1024**2) + b'"}]}', "input.line"),
    "entity bomb": (lambda: XML.format(head=BILLION, title="&c;").encode(), "input.entities"),
    "outside entity": (lambda: XML.format(head=OUTSIDE, title="&x;").encode(), "input.entities"),
    "depth bomb": (lambda: b'{"dataset":[' + b'{"a":' * 90_000 + b"1" + b"}" * 90_000 + b'],"accessLevel":1}', "input.depth"),
    "zip bomb": (lambda: zipped(a=b" " * 50_000_000), "archive.bomb"),
    "gzip bomb": (lambda: gzip.compress(b" " * 50_000_000), "archive.bomb"),
    "path traversal": (lambda: zipped(__evil=packed(DATA_JSON)), "archive.path"),
    "two files": (lambda: zipped(a=packed(DATA_JSON), b=packed(DATA_JSON)), "archive.one_file"),
    "no text": (lambda: bytes(range(256)) * 40, "input.encoding"),
    "empty": (lambda: b"", "input.empty"),
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("name", HOSTILE)
def test_a_clear_error_and_no_change(operator: Party, name: str) -> None:
    make, rule = HOSTILE[name]
    run_import(packed(ROWS), mapping=TABLE)
    before = list(CatalogRecord.objects.order_by("pk").values())
    form = {"depth bomb": "data-json"}.get(name, "auto")
    run = run_import(make(), whole=True, format=form)
    assert run.state == "failed" and run.failure["rule"] == rule, run.failure
    assert run.failure["finding"]["msgid"] and run.failure["remedy"]["msgid"] and (run.position, run.entries, run.gone) == (0, 0, 0)
    assert list(CatalogRecord.objects.order_by("pk").values()) == before


LINE = """
import resource, sys, tempfile
import django
from django.conf import settings
settings.configure(USE_I18N=False)
django.setup()
from catalog.interchange.reading import formats
from catalog.interchange.reading.limits import BadInput, Limits
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
size = int(sys.argv[1])
with tempfile.TemporaryFile() as file:
    file.write(b'{"dataset":[{"accessLevel":"')
    for _ in range(size // 2**20):
        file.write(b"x" * 2**20)
    try:
        with formats.read(file, limits=Limits(file=2**40)):
            print("read")
    except BadInput as error:
        print(error.rule, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def longest_line(size: int) -> tuple[str, int]:
    """The rule that refuses one line of so many bytes, and by how many MB the reading process grew."""
    told = subprocess.run([sys.executable, "-c", LINE, str(size)], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    return told[0], int(told[1])


def test_an_endless_line_costs_no_memory() -> None:
    rule, grown = longest_line(160 * 1024**2)
    assert rule == "input.line" and grown < 40, grown
