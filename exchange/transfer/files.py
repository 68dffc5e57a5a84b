"""The files an agreement delivers: the complete distributions of its frozen revision. Nothing is judged here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from catalog.dataset.models import Distribution
from kernel.errors import NotFound
from kernel.models import Blob

if TYPE_CHECKING:
    from exchange.agreement.models import Agreement


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


def files_of(agreement: Agreement, method: str) -> list[DeliveredFile]:
    rows = Distribution.objects.filter(revision=agreement.revision_id, method=method, completed__isnull=False).select_related("blob")
    return [_file(row) for row in rows.order_by("created", "id")]


def file_of(agreement: Agreement, method: str, file_id: UUID | None) -> DeliveredFile:
    """One of the agreement's files; without an id, the only one. Errors: NotFound."""
    found = [file for file in files_of(agreement, method) if file_id in (None, file.id)]
    if len(found) != 1:
        raise NotFound
    return found[0]


def _file(row: Distribution) -> DeliveredFile:
    return DeliveredFile(row.pk, row.revision_id, row.name, row.media_type, row.blob.size, bytes(row.blob.sha256 or b""), row.blob)
