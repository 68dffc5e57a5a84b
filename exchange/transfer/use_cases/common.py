"""What several acts of transfer share: the facts of an event, and the wait for the buyer's word."""

from __future__ import annotations

from datetime import datetime, timedelta

from exchange.clearance import gate as border, use_cases as clearance
from exchange.clearance.states import Declared
from exchange.transfer import permissions
from exchange.transfer.models import Transfer
from kernel.use_case import Act

SILENCE = "transfer.accept_by_silence"
LEAST_REMAINING = timedelta(hours=1)
UNDELIVERED = (Declared.DECLARED.value, Declared.HELD.value, Declared.RELEASED.value)


def facts(transfer: Transfer, **more: str) -> dict[str, str]:
    number = {"delivery": str(transfer.number)} if transfer.number else {}
    return {"agreement": str(transfer.agreement_id), "method": transfer.method, "state": transfer.state, **number, **more}


def cancel_export(act: Act, transfer: Transfer) -> None:
    """Nothing was served: what was declared at the border is taken back."""
    declaration = border.declared(transfer.pk)
    if declaration is not None and declaration.state in UNDELIVERED:
        clearance.cancel(act, transfer.pk)


def wait_for_acceptance(act: Act, transfer: Transfer, until: datetime) -> None:
    """The buyer's turn; when it passes, silence counts as acceptance, as the terms say."""
    act.wait(transfer, organization=transfer.agreement.consumer_id, act=permissions.ACCEPT, role="trader", until=until, on_expiry=SILENCE)
