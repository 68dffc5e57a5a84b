"""Reading the stored log: hashes of the tree, the last checkpoint, and the keys that may have signed it.

Everything that proves, publishes or seals reads through here; nothing here writes, and nothing here judges who may read.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings

from exchange.audit.models import Checkpoint, Entry, LogHead, Node
from exchange.audit.note import BadNote, TreeHead, VerifierKey, read_checkpoint
from exchange.audit.tiles import TILE_HEIGHT, TILE_WIDTH
from exchange.audit.tree import fold
from kernel.models import Key

LOG_KEY = "log"
"""The purpose under which kernel.keys keeps the log's signing key."""


class LogDamaged(RuntimeError):
    """The stored log contradicts itself: it must be looked into with `verify_log` before anything more is signed."""


class StoredTree:
    """The hashes of the stored tree as tree.Read wants them, whole tiles at a time; made for one proof, then let go."""

    def __init__(self) -> None:
        self._tiles: dict[tuple[int, int], list[bytes]] = {}

    def __call__(self, level: int, index: int) -> bytes:
        """The hash of a complete subtree. Errors: LogDamaged when its hashes are not there."""
        tile_level, height = divmod(level, TILE_HEIGHT)
        number, place = divmod(index << height, TILE_WIDTH)
        hashes = self.tile(tile_level, number)[place : place + (1 << height)]
        if len(hashes) != 1 << height:
            raise LogDamaged(f"hashes below node {index} of level {level} are missing")
        return fold(hashes)

    def tile(self, tile_level: int, number: int) -> list[bytes]:
        """Up to 256 consecutive hashes of tree level `8 * tile_level`."""
        key = (tile_level, number)
        if key not in self._tiles:
            start = number * TILE_WIDTH
            within = {"index__gte": start, "index__lt": start + TILE_WIDTH}
            rows: Any = (
                Entry.objects.filter(**within).order_by("index").values_list("leaf_hash", flat=True)
                if tile_level == 0
                else Node.objects.filter(level=tile_level * TILE_HEIGHT, **within).order_by("index").values_list("hash", flat=True)
            )
            self._tiles[key] = [bytes(row) for row in rows]
        return self._tiles[key]


def origin() -> str:
    """The log's name: as it began, or as the settings would begin it."""
    return LogHead.objects.values_list("origin", flat=True).first() or settings.LOG_ORIGIN


def verifier_keys(name: str) -> list[VerifierKey]:
    """All keys that signed or sign for the log of that name, the first one first."""
    rows = Key.objects.filter(purpose=LOG_KEY, organization=None, kind="ed25519").order_by("created", "pk").values_list("public", flat=True)
    return [VerifierKey(name, bytes(public)) for public in rows if public]


def last_checkpoint() -> Checkpoint | None:
    return Checkpoint.objects.order_by("-size").first()


def trusted_head(checkpoint: Checkpoint, name: str) -> TreeHead:
    """What the checkpoint's note says, once its signature holds and its row repeats it. Errors: LogDamaged."""
    try:
        head = read_checkpoint(checkpoint.note, verifier_keys(name), name)
    except BadNote as error:
        raise LogDamaged(f"checkpoint {checkpoint.size}: {error}") from error
    if (head.size, head.root) != (checkpoint.size, bytes(checkpoint.root)):
        raise LogDamaged(f"checkpoint {checkpoint.size} differs from its signed note")
    return head
