"""The files of a delivery that gives single fields: laid out when it is asked for, entered when made, removed when it has ended."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

from catalog.dataset.models import Distribution
from exchange.transfer import gate, permissions
from exchange.transfer.methods import METHODS
from exchange.transfer.models import Projection, Transfer
from exchange.transfer.states import Making, State
from exchange.transfer.use_cases.common import facts
from kernel import blobs
from kernel.decision import Say
from kernel.errors import WrongState
from kernel.nudge import nudge
from kernel.use_case import Act, use_case

TASK = "transfer.make_files"
ENDED = (State.COMPLETED.value, State.TERMINATED.value)


def lay_out(act: Act, transfer: Transfer) -> None:
    """Empty files for everything that is to be cut; a task fills them."""
    if not METHODS[transfer.method].projects:
        return
    agreement = transfer.agreement
    fields = list(gate.deliverable_fields(agreement, transfer.method))
    for source in Distribution.objects.filter(revision=agreement.revision_id, completed__isnull=False).order_by("created", "id"):
        stem, dot, ending = source.name.rpartition(".")
        blob = blobs.begin(act, agreement.provider_id, f"{(stem or ending)[:150]}-fields{dot}{ending if stem else ''}", source.media_type)
        Projection(transfer=transfer, distribution=source, fields=fields, blob=blob, state_since=act.now, created=act.now).save(force_insert=True)
    act.created(transfer)
    act.after_commit(lambda: nudge(TASK))


@use_case
def files_made(act: Act, projection_id: Any) -> Projection:
    """A cut file is complete: its size and digest are final."""
    row, transfer = _found(act, projection_id)
    assert row.blob is not None  # noqa: S101 - the database holds it so
    blob = blobs.complete(act, row.blob)
    done = act.move(row, Making.READY)
    act.record(done.event, transfer, facts(transfer, file=str(row.distribution_id), sha256=bytes(blob.sha256 or b"").hex(), size=str(blob.size)), parties=transfer.agreement.parties)
    return row


@use_case
def files_failed(act: Act, projection_id: Any, *, code: str) -> Projection:
    """The file cannot be cut: the delivery waits for nothing any more, and says why."""
    row, transfer = _found(act, projection_id)
    done = act.move(row, Making.FAILED, code=code)
    act.record(done.event, transfer, facts(transfer, file=str(row.distribution_id), code=code), parties=transfer.agreement.parties)
    return row


@use_case
def discard_files(act: Act, transfer_id: Any) -> Transfer:
    """The delivery has ended: nothing of what was cut for it is kept. Errors: WrongState."""
    transfer = act.find(Transfer, transfer_id)
    act.authorise(permissions.CLOSE, transfer)
    rows = list(Projection.objects.select_related("blob").filter(transfer=transfer).exclude(state=Making.DISCARDED.value))
    if transfer.state not in ENDED or not rows:
        raise WrongState(Say(gettext_noop("The delivery has not ended, or nothing is left of its cut files.")))
    for row in rows:
        blob, row.blob = row.blob, None
        done = act.move(row, Making.DISCARDED, blob=None)
        if blob is not None:
            blobs.discard(act, blob)
    act.record(done.event, transfer, facts(transfer, files=str(len(rows))), parties=transfer.agreement.parties)
    return transfer


def _found(act: Act, projection_id: Any) -> tuple[Projection, Transfer]:
    """Transfer first, as every act locks it. Errors: NotFound."""
    pk = Projection.objects.filter(pk=projection_id).values_list("transfer", flat=True).first()
    transfer = act.find(Transfer, pk)
    act.authorise(permissions.CLOSE, transfer)
    return act.lock(Projection.objects.select_related("blob").get(pk=projection_id)), transfer
