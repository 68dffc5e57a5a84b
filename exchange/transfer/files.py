"""The files a delivery gives: the complete distributions of the frozen revision, or what was cut of them. Nothing is judged here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from catalog.dataset.models import Distribution
from exchange.transfer.states import Making
from kernel.errors import NotFound
from kernel.models import Blob

if TYPE_CHECKING:
    from exchange.agreement.models import Agreement
    from exchange.transfer.models import Transfer

STORED = "download"
"""How files lie with the exchange, whatever way they are delivered."""
CUT = "projection"
"""The way of delivery whose files are cut before it starts."""


@dataclass(frozen=True, slots=True)
class DeliveredFile:
    """One file: `id` is its distribution's, `revision` the frozen revision it belongs to, `sha256` the digest of the whole."""

    id: UUID
    revision: UUID
    name: str
    media_type: str
    size: int
    sha256: bytes
    blob: Blob

    @property
    def sha256_hex(self) -> str:
        return self.sha256.hex()


def listed(agreement: Agreement) -> list[DeliveredFile]:
    """The files of the agreed revision, whole."""
    rows = Distribution.objects.filter(revision=agreement.revision_id, method=STORED, completed__isnull=False).select_related("blob")
    return [_file(row, row.blob, row.name) for row in rows.order_by("created", "id")]


def files_of(transfer: Transfer) -> list[DeliveredFile]:
    """What this delivery gives; nothing while its files are still being cut."""
    if transfer.method != CUT:
        return listed(transfer.agreement)
    rows = transfer.projections.filter(state=Making.READY.value).select_related("blob", "distribution").order_by("created", "id")
    return [_file(row.distribution, row.blob, row.blob.name) for row in rows if row.blob]


def file_of(transfer: Transfer, file_id: UUID | None) -> DeliveredFile:
    """One of the delivery's files; without an id, the only one. Errors: NotFound."""
    found = [file for file in files_of(transfer) if file_id in (None, file.id)]
    if len(found) != 1:
        raise NotFound
    return found[0]


def _file(row: Distribution, blob: Blob, name: str) -> DeliveredFile:
    return DeliveredFile(row.pk, row.revision_id, name, row.media_type, blob.size, bytes(blob.sha256 or b""), blob)
