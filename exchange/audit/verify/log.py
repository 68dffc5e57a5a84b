"""The whole log, row by row: leaves against events, subjects' chains, the tree against its stored nodes and signed checkpoints.

Reads everything once and keeps little. What each check relies on is only what was read before it, so a single changed byte is
found where it lies; a change made consistently in several rows is found at the next stored hash or signature that covers it.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from operator import ge

from django.db import connection, transaction

from exchange.audit.models import LogHead
from exchange.audit.note import BadNote, Note, TreeHead, VerifierKey
from exchange.audit.sealer import SEALED_AT
from exchange.audit.store import origin, verifier_keys
from exchange.audit.tiles import TILE_HEIGHT, TILE_WIDTH
from exchange.audit.tree import Frontier, fold
from exchange.audit.verify import beside
from exchange.audit.verify.chain import REMEMBERED, Chain
from exchange.audit.verify.report import Report
from exchange.audit.verify.stream import Apart, Piece, StoredCheckpoint, pieces


def verify_log(known: Sequence[TreeHead] = (), *, keys: Sequence[VerifierKey] | None = None, remembered: int = REMEMBERED) -> Report:
    """Check everything that is stored. `known` are heads of checkpoints kept elsewhere, whose signature the caller has checked: the
    log must still begin with what they cover. `keys` are the keys to trust; without them, those the database names."""
    outermost = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if outermost:
            cursor.execute("set transaction isolation level repeatable read, read only")
        name = origin()
        check = _Check(name, keys if keys is not None else verifier_keys(name), known, remembered)
        for piece in pieces(check.apart):
            check.piece(piece)
        check.end(LogHead.objects.first())
        beside.check(check.report, check.report.entries)
    return check.report


class _Check:
    """The state of one run over the log."""

    def __init__(self, name: str, keys: Sequence[VerifierKey], known: Sequence[TreeHead], remembered: int) -> None:
        self.name = name
        self.keys = keys
        self.known = {head.size: head for head in known}
        self.report = Report()
        self.frontier = Frontier()
        self.apart = Apart()
        self.chain = Chain(self.report, self.apart, remembered)
        self.broken = False  # a gap: from there on no hash of the tree can be right
        self.rewritten = False  # a root was wrong: so are all later ones
        self.last_event = 0
        self.last_size = 0

    def piece(self, piece: Piece) -> None:
        self._leaves(piece)
        self._order(piece)
        if not self.broken:
            missing = self._missing(piece)
            if missing is None:
                self._tree(piece)
            else:
                self.report.add(missing, f"entry {missing}", "it is missing; the tree cannot be checked from here on")
                self.broken = True
        for checkpoint in piece.checkpoints:
            self._note(checkpoint)
        self.report.entries += len(piece.indexes)

    def _missing(self, piece: Piece) -> int | None:
        """The first place without an entry, up to the last entry of this piece."""
        if self.frontier.size != piece.start:
            return self.frontier.size
        return next((place for place, index in enumerate(piece.indexes, piece.start) if place != index), None)

    def _leaves(self, piece: Piece) -> None:
        hashes = [sha256(b"\x00" + payload).digest() if payload is not None else b"" for payload in piece.payloads]
        if hashes != piece.leaves:
            for index, event_id, leaf, found, payload in zip(piece.indexes, piece.event_ids, piece.leaves, hashes, piece.payloads, strict=True):
                if payload is None:
                    self.report.add(index, f"entry {index}", f"its event {event_id} is gone")
                elif leaf != found:
                    self.report.add(index, f"entry {index}", f"its hash is not that of event {event_id}: one of the two was changed")
        self.chain.check(piece, hashes)

    def _order(self, piece: Piece) -> None:
        """Within a batch events stand in the order of their ids; only a new batch may begin with an earlier one."""
        before = [self.last_event, *piece.event_ids]
        if any(map(ge, before, piece.event_ids)):
            starts = {checkpoint.size for checkpoint in piece.checkpoints} | {self.last_size}
            for index, previous, event_id in zip(piece.indexes, before, piece.event_ids, strict=False):
                if previous >= event_id and index not in starts:
                    self.report.add(index - 1, f"entry {index - 1}", f"its event {previous} stands before event {event_id} of the same batch")
        if piece.event_ids:
            self.last_event = piece.event_ids[-1]

    def _tree(self, piece: Piece) -> None:
        """Grow the tree tile by tile, stopping at each size that a checkpoint, stored or known, speaks of."""
        marks = {checkpoint.size: checkpoint for checkpoint in piece.checkpoints}
        nodes = dict(piece.nodes)
        for start in range(piece.start, piece.start + len(piece.leaves), TILE_WIDTH):
            tile = piece.leaves[start - piece.start : start - piece.start + TILE_WIDTH]
            end = start + len(tile)
            inside = sorted(size for size in {*marks, *self.known} if start < size < end or (size == end and len(tile) < TILE_WIDTH))
            partial = self.frontier.copy()
            for size in inside:
                for leaf in tile[partial.size - start : size - start]:
                    partial.add(leaf)
                self._root(partial, marks)
            if len(tile) < TILE_WIDTH:
                for leaf in tile:
                    self.frontier.add(leaf)
                continue
            for level, index, value in self.frontier.add(fold(tile), TILE_HEIGHT):
                if level % TILE_HEIGHT == 0:
                    self._node(level, index, value, nodes.pop((level, index), None))
            self._root(self.frontier, marks)
        for level, index in nodes:
            self.report.add((index << level), f"node {index} of level {level}", "nothing in the log belongs to it")

    def _node(self, level: int, index: int, value: bytes, stored: bytes | None) -> None:
        first, last = index << level, ((index + 1) << level) - 1
        if stored is None:
            self.report.add(last, f"node {index} of level {level}", "it is missing")
        elif stored != value:
            self.report.add(last, f"node {index} of level {level}", f"it is not the hash of entries {first} to {last}: it or one of them was changed")

    def _root(self, tree: Frontier, marks: dict[int, StoredCheckpoint]) -> None:
        size, root = tree.size, tree.root()
        stored = marks.get(size)
        if stored and stored.root != root and not self.rewritten:
            self.rewritten = True
            what = f"its root is not that of the first {size} entries: it or one of entries {self.last_size} to {size - 1} was changed, and later roots with it"
            self.report.add(size - 1, f"checkpoint {size}", what)
        known = self.known.get(size)
        if known and known.root != root:
            self.report.add(size - 1, f"known checkpoint {size}", f"the first {size} entries are not those it was signed for: the log was rewritten")

    def _note(self, stored: StoredCheckpoint) -> None:
        """Signature, and the columns beside the note."""
        self.report.checkpoints += 1
        row, place = f"checkpoint {stored.size}", stored.size - 1
        self.last_size = stored.size
        try:
            note = Note.parse(stored.note)
            note.verify(self.keys)
            head = TreeHead.parse(note.text)
        except BadNote as error:
            self.report.add(place, row, f"its note does not hold: {error}")
            return
        if head.origin != self.name:
            self.report.add(place, row, f"its note is of another log: {head.origin}")
        if head.size != stored.size:
            self.report.add(place, row, f"its note speaks of {head.size} entries")
        if head.root != stored.root:
            self.report.add(place, row, "its root is not the one in its note")
        if head.extensions != (SEALED_AT + stored.at,):
            self.report.add(place, row, "its time is not the one in its note")

    def end(self, head: LogHead | None) -> None:
        """What can only be said once all entries were seen."""
        self.chain.finish()
        self.apart.close()
        size = self.report.entries
        if self.broken:
            return
        if size < self.last_size:
            self.report.add(size, f"entry {size}", f"it is missing: checkpoint {self.last_size} covers it")
        elif size > self.last_size:
            self.report.add(self.last_size, f"entry {self.last_size}", "no checkpoint covers it: it was not appended by the sealer")
        if (head.size if head else 0) != size:
            self.report.add(size, "log head", f"it says {head.size if head else 0} entries, there are {size}")
        for known in self.known.values():
            if known.size > size:
                self.report.add(size, f"entry {size}", f"it is missing: a known checkpoint covers {known.size} entries, the log has {size}")
