"""Nobody decides in their own case: whoever decides for the exchange leaves what concerns an organization they belong to to
another operator. One rule for every operator's decision: admission, listings, money, escrows. Only asks; the acts require it.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext_noop

from accounts.member.models import Membership
from accounts.rules.persons import person_of
from kernel.actor import Actor
from kernel.decision import PERMITTED, Certainty, Citation, Decision, Reason, Say, refuse

CITES = (Citation("platform rules", "own case", Certainty.PLATFORM),)


def not_their_own(actor: Actor, *organizations: UUID) -> Decision:
    """May this operator decide about these organizations? Errors: Forbidden where no person stands behind the actor."""
    return strangers([person_of(actor)], *organizations)


def strangers(persons: Iterable[UUID | None], *organizations: UUID) -> Decision:
    """The same for several persons who decided together."""
    if not Membership.objects.active().filter(organization__in=organizations, user_id__in=[one for one in persons if one]).exists():
        return PERMITTED
    finding = Say(gettext_noop("You belong to an organization that this concerns, so another operator decides about it."))
    return refuse(Reason("operator.own_case", "2026.1", finding, CITES, Say(gettext_noop("Leave it to another operator."))))
