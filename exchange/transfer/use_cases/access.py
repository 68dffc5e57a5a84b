"""Reaching the files: a link for one holder, and the first access to each file, which the record keeps."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from uuid import UUID

from catalog.rules.driven import drives
from exchange.clearance import use_cases as clearance
from exchange.clearance.states import Declared
from exchange.transfer import gate, permissions
from exchange.transfer.files import DeliveredFile, file_of
from exchange.transfer.models import Access, DownloadLink, Transfer
from exchange.transfer.place import as_recorded
from exchange.transfer.use_cases.common import facts
from kernel.errors import NotFound
from kernel.use_case import Act, use_case


@dataclass(frozen=True, slots=True)
class Issued:
    """A new link; `secret` is known only here and to its holder."""

    link: DownloadLink
    secret: str
    file: DeliveredFile


def hashed(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


@use_case
def issue_link(act: Act, transfer_id: UUID, *, file_id: UUID | None = None, read_from: tuple[str, ...] = ()) -> Issued:
    """A short-lived address of one file for whoever asks from these places, and nobody else. Errors: Refused (terms, conditions, holds), NotFound."""
    transfer = act.find(Transfer, transfer_id)
    act.authorise(permissions.DOWNLOAD, transfer)
    file = file_of(transfer, file_id)
    act.require(gate.now_open(transfer, act.now, read_from))
    organization, kind, holder = _holder(act)
    secret = secrets.token_urlsafe(32)
    link = DownloadLink(
        transfer=transfer, distribution_id=file.id, secret_sha256=hashed(secret), organization=organization, holder_kind=kind, holder=holder,
        expires=act.now + drives(transfer.agreement.revision.grade).link, created=act.now,
    )
    link.save(force_insert=True)
    act.record("exchange.transfer.link_issued", transfer, facts(transfer, file=str(file.id), read_from=as_recorded(read_from)), parties=transfer.agreement.parties)
    return Issued(link, secret, file)


@use_case
def open_file(act: Act, transfer_id: UUID, file: DeliveredFile, *, read_from: tuple[str, ...] = ()) -> Transfer:
    """The first access of a holder to a file of a delivery, written before its first byte goes out. Twice changes nothing but the record."""
    transfer = act.find(Transfer, transfer_id)
    act.authorise(permissions.DOWNLOAD, transfer)
    if file.revision != transfer.agreement.revision_id:
        raise NotFound
    decision, crossing = gate.look(transfer, act.now, read_from)
    act.require(decision)
    organization, kind, holder = _holder(act)
    if crossing.declaration is not None and crossing.declaration.state != Declared.DELIVERED:
        # register, quota and yearly count move with the first byte, in this same transaction
        clearance.record_delivered(act, transfer.pk)
    if transfer.first_access is None:
        transfer.first_access = act.now
        transfer.save(update_fields=["first_access"])
    access = Access(
        transfer=transfer, distribution_id=file.id, organization=organization, holder_kind=kind, holder=holder, first=act.now, last=act.now, requests=1
    )
    Access.objects.bulk_create([access], ignore_conflicts=True)
    act.record("exchange.transfer.accessed", transfer, facts(transfer, file=str(file.id), sha256=file.sha256_hex, read_from=as_recorded(read_from)), parties=transfer.agreement.parties)
    return transfer


def _holder(act: Act) -> tuple[UUID, str, UUID]:
    actor = act.actor
    if actor.organization is None or actor.id is None:
        raise NotFound
    return actor.organization, actor.kind.value, actor.id
