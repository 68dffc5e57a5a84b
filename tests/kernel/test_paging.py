"""Pages: forward and back they give every row once; a cursor that was not made here is invalid, never an error of ours."""

from __future__ import annotations

import base64
import json
import uuid
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from kernel.errors import Invalid
from kernel.models import Blob
from kernel.paging import LIMIT, encode, page
from tests.kernel.specimen import HOME

pytestmark = pytest.mark.usefixtures("db")

START = datetime(2026, 1, 1, tzinfo=UTC)
ORDERS = [("id",), ("-id",), ("created", "id"), ("-created", "-id"), ("size", "-created", "id"), ("-name", "size", "-id")]
quiet = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def fill(keys: list[tuple[int, int, str]]) -> list[uuid.UUID]:
    Blob.objects.all().delete()
    rows = [Blob(organization=HOME, media_type="a/b", name=name, size=size, created=START + timedelta(microseconds=step)) for size, step, name in keys]
    return [row.pk for row in Blob.objects.bulk_create(rows)]


@quiet
@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.sampled_from("ab北")), max_size=25), st.sampled_from(ORDERS), st.integers(min_value=1, max_value=9)
)
def test_forward_and_back_cover_everything_once(keys: list[tuple[int, int, str]], order: tuple[str, ...], limit: int) -> None:
    fill(keys)
    wanted = list(Blob.objects.order_by(*order).values_list("pk", flat=True))
    found: list[uuid.UUID] = []
    cursor: str | None = None
    pages = []
    while True:
        one = page(Blob.objects.all(), order, cursor=cursor, limit=limit)
        pages.append(one)
        found += [row.pk for row in one.items]
        assert len(one.items) <= limit
        if one.next is None:
            break
        cursor = one.next
    assert found == wanted
    back: list[uuid.UUID] = [row.pk for row in pages[-1].items]
    cursor = pages[-1].previous
    while cursor:
        one = page(Blob.objects.all(), order, cursor=cursor, limit=limit)
        assert one.next is not None
        back = [row.pk for row in one.items] + back
        cursor = one.previous
    assert back == wanted


def test_rows_that_come_and_go_do_not_shift_the_page() -> None:
    fill([(size, 0, "a") for size in range(10)])
    first = page(Blob.objects.all(), ("size", "id"), limit=4)
    Blob.objects.filter(size__lt=3).delete()
    fill_more = Blob(organization=HOME, media_type="a/b", name="a", size=0, created=START)
    fill_more.save()
    second = page(Blob.objects.all(), ("size", "id"), cursor=first.next, limit=4)
    assert [row.size for row in second.items] == [4, 5, 6, 7]


def test_the_limit_is_kept_within_bounds() -> None:
    fill([(size, 0, "a") for size in range(LIMIT + 5)])
    assert len(page(Blob.objects.all(), ("size", "id"), limit=10**9).items) == LIMIT
    assert len(page(Blob.objects.all(), ("size", "id"), limit=-5).items) == 1


def test_pages_of_values() -> None:
    fill([(size, 0, "a") for size in range(3)])
    rows: Any = Blob.objects.values("size", "id")
    first = page(rows, ("size", "id"), limit=2)
    assert [row["size"] for row in page(rows, ("size", "id"), cursor=first.next).items] == [2]


def made(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode()


HOSTILE = [
    "x", "=", "====", "é", "\x00", "A" * 100_000, "null", made(None), made([]), made({}), made("x"), made(7), made([True]), made([0, "1", "2"]), made([False, 1, 2]),
    made([False, None, None]), made([False, ["1"], "2"]), made([False, "1"]), made([False, "1", "2", "3"]), made([False, "x", "y"]), made([False, "2026-01-01", "y"]),
    made([False, "9" * 400, str(uuid.uuid4())]), made([False, "0001-01-01T00:00:00", str(uuid.uuid4())]), made([False, "9999-12-31T23:59:59.999999-23:59", str(uuid.uuid4())]),
    made([False, "2026-01-01T00:00:00+00:00", "\x00"]), made([False, "\ud800", str(uuid.uuid4())]), made([False, "infinity", str(uuid.uuid4())]),
    base64.urlsafe_b64encode(b"[" * 1_400).decode(), base64.urlsafe_b64encode(b"\xff\xfe").decode(), "'; drop table kernel_blob; --",
]  # fmt: skip


@pytest.mark.parametrize("cursor", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("order", [("-created", "-id"), ("size", "id"), ("name", "id")])
def test_a_hostile_cursor_is_invalid_or_finds_rows(cursor: str, order: tuple[str, ...]) -> None:
    fill([(1, 1, "a")])
    try:
        page(Blob.objects.all(), order, cursor=cursor)
    except Invalid as error:
        assert "cursor" in error.fields


@quiet
@given(st.text(max_size=200), st.sampled_from([("-created", "-id"), ("size", "id")]))
def test_any_text_as_cursor(cursor: str, order: tuple[str, ...]) -> None:
    with suppress(Invalid):
        page(Blob.objects.all(), order, cursor=cursor)


@quiet
@given(st.lists(st.text(max_size=40), min_size=2, max_size=2), st.booleans(), st.sampled_from([("-created", "-id"), ("size", "id"), ("name", "id")]))
def test_any_values_in_a_cursor(values: list[str], back: bool, order: tuple[str, ...]) -> None:
    with suppress(Invalid):
        page(Blob.objects.all(), order, cursor=encode(values, back=back))
