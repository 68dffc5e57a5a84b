"""What the clock does when an agreement has ended otherwise: open deliveries end, and unused money goes back.

An agreement's end is decided below this slice, which cannot be called from there: `tasks.py` looks for what is left open.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_noop

from exchange.agreement.models import Agreement
from exchange.agreement.states import OPEN as AGREEMENT_OPEN
from exchange.settlement import use_cases as settlement
from exchange.settlement.models import Escrow
from exchange.settlement.states import EscrowState
from exchange.transfer import permissions
from exchange.transfer.models import Transfer
from exchange.transfer.states import OPEN, Acceptance, State, Waiting
from exchange.transfer.use_cases.common import LEAST_REMAINING, cancel_export, facts, wait_for_acceptance
from kernel.decision import Say
from kernel.errors import WrongState
from kernel.use_case import Act, use_case


@use_case
def close(act: Act, agreement_id: UUID) -> Agreement:
    """End the open deliveries of an agreement that has ended, and refund its escrow if no byte was served.

    Where bytes were served the time to accept runs on: the buyer or the clock decides."""
    agreement = act.find(Agreement, agreement_id, lock=False)
    act.authorise(permissions.CLOSE, agreement)
    rows = list(Transfer.objects.select_for_update(of=("self",), no_key=True).filter(agreement=agreement).order_by("pk"))
    act.lock(agreement)  # after its transfers, as every other act does
    if agreement.state in AGREEMENT_OPEN:
        raise WrongState(Say(gettext_noop("The agreement has not ended.")))
    served = any(row.first_access for row in rows)
    for transfer in (row for row in rows if State(row.state) in OPEN):
        fields: dict[str, Any] = {} if served else {"acceptance": Acceptance.NONE.value, "accept_by": None, "number": None}
        fields |= {"waits_for": Waiting.NOTHING.value}
        act.move(transfer, State.TERMINATED, code="agreement_ended", **fields)
        if not transfer.first_access:
            cancel_export(act, transfer)
        if not served:
            act.done_waiting(transfer)
        elif transfer.remaining is not None and transfer.acceptance == Acceptance.PENDING.value:
            # the provider had stopped it, and with it the time to accept: that runs again, or nobody could ever settle
            transfer.accept_by, transfer.remaining = act.now + max(transfer.remaining, LEAST_REMAINING), None
            transfer.save(update_fields=["accept_by", "remaining"])
            wait_for_acceptance(act, transfer, transfer.accept_by)
        act.record("exchange.transfer.terminated", transfer, facts(transfer, code="agreement_ended"), parties=transfer.agreement.parties)
    if not served and Escrow.objects.filter(pk=agreement.pk, state=EscrowState.HELD.value).exists():
        settlement.refund(act, agreement.pk)
    return agreement
