"""Closing an organization: only once nothing waits and nothing runs. Its record stays readable to its members."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_noop

from accounts.admission.models import Verification
from accounts.admission.states import Round
from accounts.organization import permissions
from accounts.organization.models import Organization
from accounts.organization.states import State
from accounts.sponsorship.ending import fall
from accounts.sponsorship.models import Sponsorship
from kernel.decision import PERMITTED, Certainty, Citation, Decision, Reason, Say, refuse
from kernel.events import subject_type
from kernel.models import Turn
from kernel.use_case import Act, use_case

CITES = (Citation("platform rules", "closing", Certainty.PLATFORM),)


@use_case
def close(act: Act, organization_id: UUID) -> Organization:
    """End the membership of the organization in the exchange. Errors: Refused, naming what must be finished first; WrongState."""
    organization = act.find(Organization, organization_id)
    act.authorise(permissions.CLOSE, organization)
    act.require(may_close(organization))
    for verification in Verification.objects.filter(organization=organization, state=Round.SUBMITTED):
        act.move(verification, Round.RETURNED, note="withdrawn")
    act.move(organization, State.CLOSED)
    fall(act, organization)
    act.done_waiting(organization)
    act.record("accounts.organization.closed", organization, parties=[organization.pk])
    return organization


def may_close(organization: Organization) -> Decision:
    """Nothing may be open: neither the organization's turns nor what the floors above name under settings.CLOSING_CHECKS.

    Each check is a dotted function taking the organization's id and giving what is still open, as Says."""
    open_matters = [Say(gettext_noop("A matter still waits for this organization: %(act)s."), {"act": turn.act}) for turn in _turns_elsewhere(organization)]
    for path in settings.CLOSING_CHECKS:
        open_matters.extend(import_string(path)(organization.pk))
    if not open_matters:
        return PERMITTED
    remedy = Say(gettext_noop("Finish or end this first, then close the organization."))
    return refuse(*(Reason("closing.open_matter", "2026.1", matter, CITES, remedy) for matter in open_matters))


def _turns_elsewhere(organization: Organization) -> list[Turn]:
    """Turns about anything but the organization itself and its sponsorships: those end with it."""
    return list(Turn.objects.filter(organization=organization.pk, ended=None).exclude(subject_id=organization.pk).exclude(subject_type=subject_type(Sponsorship)).order_by("since")[:20])
