"""What each side is told: the sponsor, how the application stands while it may help with it, and no paper, draft, deal or money of the other side."""

from __future__ import annotations

from dataclasses import dataclass, replace

from accounts.admission import gather
from accounts.admission.models import Verification
from accounts.organization.states import State as Standing
from accounts.rules import admission
from accounts.sponsorship.models import Sponsorship
from accounts.sponsorship.states import RUNNING
from kernel.actor import Actor

_UNTOLD = ("ciio", f"paper.{admission.CIIO_NOTICE}")
_OF_THE_APPLICATION = (Standing.DRAFT, Standing.APPLIED, Standing.RETURNED, Standing.REFUSED)


@dataclass(frozen=True, slots=True)
class Application:
    """`state` ends with verified: what becomes of the member later is not told. A line says done or not done; the exchange's remarks are the applicant's."""

    state: str
    items: tuple[admission.Item, ...] = ()


def named(actor: Actor, row: Sponsorship) -> bool:
    """Whether this reader is told who the applicant is: a sponsor only once it was accepted."""
    return row.accepted is not None or actor.organization != row.sponsor_id


def application(row: Sponsorship) -> Application | None:
    """How the application stands, while the sponsorship runs; its checklist until it is decided, without the lines that tell whether the applicant operates
    critical infrastructure, and a line of which the exchange has remarked something as not done. `row` read with its organization."""
    if row.state not in RUNNING:
        return None
    state = row.organization.state
    if state not in _OF_THE_APPLICATION:
        return Application(Standing.VERIFIED.value)
    last = Verification.objects.filter(organization=row.organization).order_by("-created").first()
    remarked: set[str] = set(last.remarks) if last and last.state == "returned" else set()
    lines = (item for item in admission.checklist(gather.facts(row.organization)) if item.key not in _UNTOLD)
    return Application(state, tuple(replace(item, done=False, remedy=None) if item.key in remarked else item for item in lines))


def ending_told(actor: Actor, row: Sponsorship) -> bool:
    """Whether this reader is told who ended it and why: of a mere proposal, its sponsor only what it did itself."""
    return named(actor, row) or row.ended_by == "sponsor"
