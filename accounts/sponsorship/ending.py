"""What an end of the application, or of either organization, does to its sponsorships: called inside that act."""

from __future__ import annotations

from django.db.models import Q

from accounts.organization.models import Organization
from accounts.sponsorship import permissions
from accounts.sponsorship.models import Sponsorship
from accounts.sponsorship.states import State
from kernel.use_case import Act


def fall(act: Act, organization: Organization) -> None:
    """The application was refused, or the organization closed: nobody sponsors it, and it sponsors nobody. Holds the organization's lock already."""
    for row in Sponsorship.objects.live().filter(Q(organization=organization) | Q(sponsor=organization)).order_by("pk").select_for_update(of=("self",)):
        ended(act, row, "system", "")


def decided(act: Act, organization: Organization) -> None:
    """The organization is verified: nothing is left to vouch for, and a proposal that still waits ends. Holds the organization's lock already."""
    for row in Sponsorship.objects.live().filter(organization=organization).order_by("pk").select_for_update(of=("self",)):
        if row.state == State.PROPOSED:
            ended(act, row, "system", "")
        else:
            act.done_waiting(row, permissions.VOUCH)


def ended(act: Act, row: Sponsorship, by: str, reason: str) -> Sponsorship:
    """The event of a mere proposal does not say who ended it: its sponsor was told nothing of the application."""
    data = {} if row.state == State.PROPOSED else {"by": by}
    done = act.move(row, State.ENDED, ended_by=by, reason=reason)
    act.done_waiting(row)
    act.record(done.event, row, data, parties=[row.sponsor_id, row.organization_id])
    return row
