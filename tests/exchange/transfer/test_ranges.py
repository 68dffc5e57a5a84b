"""Ranges and their conditions: any way of cutting a file gives the file again."""

from __future__ import annotations

import base64
import hashlib
import itertools

import pytest
from hypothesis import given, strategies as st

from exchange.transfer.ranges import NotSatisfiable, Span, digest_header, etag, span, unchanged

BODY = bytes(range(256))


@pytest.mark.parametrize(
    ("header", "start", "end"),
    [
        ("bytes=0-0", 0, 1), ("bytes=0-255", 0, 256), ("bytes=10-", 10, 256), ("bytes=-5", 251, 256), ("bytes=-9999", 0, 256), ("bytes=250-9999", 250, 256),
        ("BYTES=1-2", 1, 3), ("bytes= 1-2 ", 1, 3),
    ],
)  # fmt: skip
def test_a_single_range(header: str, start: int, end: int) -> None:
    assert span(header, 256) == Span(start, end, 256, partial=True)


@pytest.mark.parametrize("header", [None, "", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-4", "bytes=0-1,5-6", "lines=0-1", "bytes=٠-١", "bytes=0-1x"])
def test_what_is_no_single_byte_range_gives_the_whole(header: str | None) -> None:
    assert span(header, 256) == Span(0, 256, 256, partial=False)


@pytest.mark.parametrize(("header", "size"), [("bytes=256-", 256), ("bytes=999-1000", 256), ("bytes=-0", 256), ("bytes=0-", 0), ("bytes=-1", 0)])
def test_a_range_outside_the_file(header: str, size: int) -> None:
    with pytest.raises(NotSatisfiable):
        span(header, size)


def test_if_range_holds_only_for_the_same_bytes() -> None:
    tag = etag(hashlib.sha256(BODY).digest())
    assert span("bytes=0-1", 256, if_range=tag, tag=tag).partial
    for other in ('"other"', f"W/{tag}", "Sun, 06 Nov 1994 08:49:37 GMT"):
        assert not span("bytes=0-1", 256, if_range=other, tag=tag).partial


def test_if_none_match() -> None:
    tag = etag(b"\x01" * 32)
    assert unchanged(tag, tag)
    assert unchanged(f'"a", W/{tag}', tag)
    assert unchanged("*", tag)
    assert not unchanged('"a"', tag)
    assert not unchanged(None, tag)


def test_the_digest_header_is_a_structured_byte_sequence() -> None:
    digest = hashlib.sha256(BODY).digest()
    assert digest_header(digest) == f"sha-256=:{base64.b64encode(digest).decode()}:"


@given(st.binary(max_size=400), st.lists(st.integers(0, 400), max_size=6))
def test_pieces_make_the_whole(body: bytes, cuts: list[int]) -> None:
    places = sorted({0, len(body), *(cut for cut in cuts if cut < len(body))})
    got = b""
    for start, end in itertools.pairwise(places):
        found = span(f"bytes={start}-{end - 1}", len(body))
        assert found.content_range == f"bytes {start}-{end - 1}/{len(body)}"
        assert found.length == end - start
        got += body[found.start : found.end]
    assert got == body


@given(st.text(max_size=30), st.integers(0, 1000))
def test_no_header_breaks_it(header: str, size: int) -> None:
    try:
        found = span(header, size)
    except NotSatisfiable:
        return
    assert 0 <= found.start <= found.end <= size
