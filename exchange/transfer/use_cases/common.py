"""What several acts of transfer share: the facts of an event, and the wait for the buyer's word."""

from __future__ import annotations

from datetime import datetime, timedelta

from exchange.transfer import permissions
from exchange.transfer.models import Transfer
from kernel.use_case import Act

SILENCE = "transfer.accept_by_silence"
LEAST_REMAINING = timedelta(hours=1)


def facts(transfer: Transfer, **more: str) -> dict[str, str]:
    number = {"delivery": str(transfer.number)} if transfer.number else {}
    return {"agreement": str(transfer.agreement_id), "method": transfer.method, "state": transfer.state, **number, **more}


def wait_for_acceptance(act: Act, transfer: Transfer, until: datetime) -> None:
    """The buyer's turn; when it passes, silence counts as acceptance, as the terms say."""
    act.wait(transfer, organization=transfer.agreement.consumer_id, act=permissions.ACCEPT, role="trader", until=until, on_expiry=SILENCE)
