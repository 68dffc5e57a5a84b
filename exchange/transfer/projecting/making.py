"""Making a cut file: from the listed file's blob into its own, from wherever an interrupted making stopped.

Called by a task, outside of any transaction: the bytes are stored piece by piece, and two hands at the same file do no harm,
because the second one's piece no longer fits.
"""

from __future__ import annotations

from collections.abc import Iterator

from catalog.dataset.models import DataField
from exchange.transfer.models import Projection
from exchange.transfer.projecting.cutting import Columns, cut, form_of
from kernel import blobs


def make(row: Projection) -> None:
    """Everything of it that is not stored yet. Errors: CannotCut; Conflict (another hand is at it); those of kernel.blobs."""
    source = row.distribution
    dictionary = DataField.objects.filter(revision=source.revision_id).order_by("position").values_list("name", "meaning_zh", "meaning_en")
    whole = cut(blobs.read(source.blob), form_of(source.media_type, source.name), Columns.make(dictionary, row.fields))
    assert row.blob is not None  # noqa: S101 - the database holds it so while it is being made
    blobs.append(row.blob.pk, row.blob.size, _Rest(whole, row.blob.size))


class _Rest:
    """A stream of what comes after the first `skip` bytes."""

    def __init__(self, pieces: Iterator[bytes], skip: int) -> None:
        self._pieces, self._skip, self._held = pieces, skip, b""

    def read(self, size: int, /) -> bytes:
        while not self._held:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            passed = min(self._skip, len(piece))
            self._skip -= passed
            self._held = piece[passed:]
        given, self._held = self._held[:size], self._held[size:]
        return given
