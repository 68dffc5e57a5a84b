"""Tile addresses and entry bundles, with the worked examples of C2SP tlog-tiles."""

import pytest
from hypothesis import given, settings, strategies as st

from exchange.audit.tiles import BadTile, Tile, bundle, encode_number, tiles_of, unbundle, width_at


# Source: C2SP tlog-tiles.md, "Merkle Tree" and "Partial Tiles".
def test_the_specification_s_number() -> None:
    assert encode_number(1234067) == "x001/x234/067"
    assert Tile(0, 1234067).path == "0/x001/x234/067"


def test_the_specification_s_tree_of_70000() -> None:
    tiles = list(tiles_of(70_000))
    assert sum(tile.level == 0 and tile.is_full for tile in tiles) == 273
    assert [(tile.level, tile.width) for tile in tiles if not tile.is_full] == [(0, 112), (1, 17), (2, 1)]
    assert [tile.number for tile in tiles if tile.level == 1 and tile.is_full] == [0]
    assert [tile.path for tile in tiles_of(256)] == ["0/000", "1/000.p/1"]


@settings(deadline=None)
@given(st.none() | st.integers(0, 63), st.integers(0, 2**63), st.integers(1, 256))
def test_an_address_reads_back(level: int | None, number: int, width: int) -> None:
    tile = Tile(level, number, width)
    assert Tile.parse(tile.path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "", "0", "0/", "0/0", "0/00", "0/0000", "0/x000/000", "0/x001", "0/001/002", "64/000", "00/000", "-1/000", "data/000", "0/000.p/0",
        "0/000.p/256", "0/000.p/01", "0/000.p/300", "0/000.p/", "0/000.p", "entries/x000/001", "0/\u0660\u0660\u0660", "0/000/", "0/000\n",
        "0/" + "x001/" * 20 + "001",
    ],
)  # fmt: skip
def test_anything_else_is_no_address(path: str) -> None:
    with pytest.raises(BadTile):
        Tile.parse(path)


@settings(deadline=None)
@given(st.integers(0, 200_000))
def test_the_tiles_of_a_tree_hold_every_hash_once(size: int) -> None:
    held: dict[int | None, int] = {}
    for tile in tiles_of(size):
        assert 0 < tile.width <= 256
        held[tile.level] = held.get(tile.level, 0) + tile.width
    assert held == {level: size >> 8 * level for level in range(3) if size >> 8 * level}
    assert width_at(0, size // 256 + 1, size) == 0


@settings(deadline=None)
@given(st.lists(st.binary(max_size=300), max_size=20))
def test_a_bundle_reads_back(entries: list[bytes]) -> None:
    assert unbundle(bundle(entries)) == entries


def test_a_bundle_cut_short_and_an_entry_too_long_are_refused() -> None:
    raw = bundle([b"first", b"second"])
    assert bundle([b"x" * 0xFFFF])[:2] == b"\xff\xff"
    for cut in (1, len(raw) - 1, 8):
        with pytest.raises(BadTile):
            unbundle(raw[:cut])
    with pytest.raises(BadTile):
        bundle([b"x" * 0x10000])
