"""Addresses and shapes of the published log, after C2SP tlog-tiles: which tile holds what, and how entry bundles are written.

A tile is a row of up to 256 hashes of one height of the tree; tile level L stands for tree level 8 * L. A full tile never changes
and has the plain address; one still growing is addressed with its width. Reading and serving tiles happens elsewhere.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

TILE_HEIGHT = 8
TILE_WIDTH = 1 << TILE_HEIGHT
LONGEST_ENTRY = 0xFFFF
"""An entry's length is written in two bytes."""

_PATH = re.compile(r"(?P<level>entries|[1-5]?[0-9]|6[0-3])/(?P<number>(?:x[0-9]{3}/)*[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?", re.ASCII)


class BadTile(ValueError):
    """No tile has that address, or no bundle reads like that."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A tile of hashes (level 0 to 63) or a bundle of entries (level None): `width` of the 256 places from `number * 256` on."""

    level: int | None
    number: int
    width: int = TILE_WIDTH

    @property
    def path(self) -> str:
        """The address below `tile/`, such as `0/x001/x234/067` or `entries/000.p/12`."""
        level = "entries" if self.level is None else str(self.level)
        return f"{level}/{encode_number(self.number)}{'' if self.is_full else f'.p/{self.width}'}"

    @property
    def is_full(self) -> bool:
        return self.width == TILE_WIDTH

    @property
    def start(self) -> int:
        """The first place of the tile within its level."""
        return self.number * TILE_WIDTH

    @classmethod
    def parse(cls, path: str) -> "Tile":
        """Read an address below `tile/`; raises BadTile, also for a second spelling of an address."""
        match = _PATH.fullmatch(path)
        if match is None or len(match["number"]) > 40:
            raise BadTile("no tile has that address")
        level = None if match["level"] == "entries" else int(match["level"])
        number = int(match["number"].replace("x", "").replace("/", ""))
        width = int(match["width"]) if match["width"] else TILE_WIDTH
        tile = cls(level, number, width)
        # A width of 256 or more, or a superfluous x000/, would be another name for the same thing.
        if tile.path != path or width > TILE_WIDTH:
            raise BadTile("no tile has that address")
        return tile


def encode_number(number: int) -> str:
    """A tile's number in path elements of three digits, all but the last marked: 1234067 is x001/x234/067."""
    digits = str(number)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    parts = [digits[place : place + 3] for place in range(0, len(digits), 3)]
    return "/".join([f"x{part}" for part in parts[:-1]] + parts[-1:])


def width_at(level: int, number: int, size: int) -> int:
    """How many hashes that tile holds in a tree of `size` entries; 0 if it does not exist yet."""
    hashes = size >> TILE_HEIGHT * level
    return max(0, min(TILE_WIDTH, hashes - number * TILE_WIDTH))


def tiles_of(size: int) -> Iterator[Tile]:
    """Every hash tile of a tree of `size` entries, the growing ones with their width."""
    level = 0
    while hashes := size >> TILE_HEIGHT * level:
        for number in range(-(-hashes // TILE_WIDTH)):
            yield Tile(level, number, width_at(level, number, size))
        level += 1


def bundle(entries: Iterable[bytes]) -> bytes:
    """Entries one after another, each preceded by its length in two bytes; raises BadTile for one too long."""
    pieces: list[bytes] = []
    for entry in entries:
        if len(entry) > LONGEST_ENTRY:
            raise BadTile(f"an entry of the log has at most {LONGEST_ENTRY} bytes")
        pieces.append(len(entry).to_bytes(2))
        pieces.append(entry)
    return b"".join(pieces)


def unbundle(raw: bytes) -> list[bytes]:
    """The entries of a bundle; raises BadTile if it is cut short."""
    entries: list[bytes] = []
    place = 0
    while place < len(raw):
        end = place + 2 + int.from_bytes(raw[place : place + 2])
        if end > len(raw) or place + 2 > len(raw):
            raise BadTile("the bundle is cut short")
        entries.append(raw[place + 2 : end])
        place = end
    return entries
