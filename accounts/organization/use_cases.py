"""Establishing the organizations that no one verifies: the exchange itself and the regulators' desks."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_noop

from accounts.organization import permissions
from accounts.organization.models import Kind, Organization
from accounts.organization.states import State
from accounts.rules.admission import TERM
from kernel.decision import Say
from kernel.errors import Conflict, Invalid, WrongState
from kernel.use_case import Act, use_case


@use_case
def establish(act: Act, kind: str, *, name_zh: str, name_en: str) -> Organization:
    """An exchange (one) or a regulator, verified from the start. Only the system may: from the command line or the sample.

    Errors: Invalid for a member organization, Conflict when there is an exchange already."""
    act.authorise(permissions.ESTABLISH)
    if kind not in (Kind.EXCHANGE, Kind.REGULATOR):
        raise Invalid(fields={"kind": [Say(gettext_noop("Only an exchange or a regulator is established; members apply."))]})
    if kind == Kind.EXCHANGE and Organization.objects.filter(kind=kind).exists():
        raise Conflict(Say(gettext_noop("There is an exchange already.")))
    organization = act.created(
        Organization(
            kind=kind, name_zh=name_zh, name_en=name_en, state=State.VERIFIED, state_since=act.now, created=act.now, in_beijing=True,
            verified_until=act.now + 50 * TERM,
        )
    )
    organization.save(force_insert=True)
    act.record("accounts.organization.established", organization, {"kind": kind}, parties=[organization.pk])
    return organization


def exchange() -> UUID:
    """The exchange's own organization: whose turn it is to verify. Errors: WrongState before it is established."""
    found = Organization.objects.filter(kind=Kind.EXCHANGE).values_list("pk", flat=True).first()
    if found is None:
        raise WrongState(Say(gettext_noop("The exchange itself is not set up yet.")))
    return found
