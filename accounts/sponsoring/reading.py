"""What each side is told: the sponsor, how the application stands while it may help with it, and no paper, draft, deal or money of the other side."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.admission import gather
from accounts.admission.models import Verification
from accounts.organization.states import State as Standing
from accounts.rules import admission
from accounts.sponsorship.models import Sponsorship
from accounts.sponsorship.states import RUNNING
from kernel.actor import Actor

_OF_THE_APPLICATION = (Standing.DRAFT, Standing.APPLIED, Standing.RETURNED, Standing.REFUSED)


@dataclass(frozen=True, slots=True)
class Application:
    """`state` ends with verified: what becomes of the member later is not told. `remarks` are the exchange's, by line of the checklist."""

    state: str
    items: tuple[admission.Item, ...] = ()
    remarks: dict[str, str] | None = None


def named(actor: Actor, row: Sponsorship) -> bool:
    """Whether this reader is told who the applicant is: a sponsor only once it was accepted."""
    return row.accepted is not None or actor.organization != row.sponsor_id


def application(row: Sponsorship) -> Application | None:
    """How the application stands, while the sponsorship runs; its checklist until it is decided. `row` read with its organization."""
    if row.state not in RUNNING:
        return None
    state = row.organization.state
    if state not in _OF_THE_APPLICATION:
        return Application(Standing.VERIFIED.value)
    last = Verification.objects.filter(organization=row.organization).order_by("-created").first()
    remarks: dict[str, str] = last.remarks if last and last.state == "returned" else {}
    return Application(state, admission.checklist(gather.facts(row.organization)), remarks)
