"""Registered by the exchange on evidence and until a day; the entry is the provider's own; ended by either, or by the clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from accounts.intermediary import permissions
from accounts.intermediary.models import ServiceProvider
from accounts.intermediary.states import State
from accounts.member.own_case import not_their_own
from accounts.organization.models import Organization
from accounts.rules.intermediary import KINDS, LONGEST
from kernel.clock import LOCAL_ZONE
from kernel.decision import Say
from kernel.errors import Conflict, Invalid, WrongState
from kernel.turns import CLOCK
from kernel.use_case import Act, use_case

ENDS = "service_provider.ends"
LONGEST_TEXT = 1_000


@use_case
def register(act: Act, *, organization: UUID, kinds: Sequence[str], evidence: str, until: date) -> ServiceProvider:
    """Put a verified organization on the register. Errors: Invalid, Refused (an own case), Conflict (it stands there)."""
    act.authorise(permissions.REGISTER)
    act.require(not_their_own(act.actor, organization))
    today = act.now.astimezone(LOCAL_ZONE).date()
    wrong: dict[str, list[Say]] = {}
    if not kinds or not set(kinds) <= set(KINDS):
        wrong["kinds"] = [Say(gettext_noop("Choose one of the list."))]
    if not today < until <= today + LONGEST:
        wrong["until"] = [Say(gettext_noop("Choose a day within the next three years."))]
    if not Organization.objects.verified(act.now).filter(pk=organization, kind="member").exists():
        wrong["organization"] = [Say(gettext_noop("Name a verified organization."))]
    wrong |= _texts(evidence=evidence)
    if wrong:
        raise Invalid(fields=wrong)
    row = ServiceProvider(
        organization_id=organization, kinds=sorted(set(kinds)), state=State.IN_FORCE, state_since=act.now, created=act.now, evidence=evidence.strip(), until=until,
        recorded_by=act.person(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(Say(gettext_noop("This organization is registered already.")), remedy=Say(gettext_noop("End that registration first."))) from error
    act.created(row)
    act.wait(row, organization=CLOCK, act=permissions.END, role="clock", until=datetime.combine(until + timedelta(days=1), time.min, LOCAL_ZONE), on_expiry=ENDS)
    act.record("accounts.service_provider.registered", row, {"kinds": row.kinds, "until": until.isoformat()}, parties=[organization])
    return row


@use_case
def publish(act: Act, service_provider_id: UUID, *, entry_zh: str, entry_en: str) -> ServiceProvider:
    """The provider's own words for the register. Errors: Invalid, WrongState."""
    row = act.find(ServiceProvider, service_provider_id)
    act.authorise(permissions.PUBLISH, row)
    if row.state != State.IN_FORCE:
        raise WrongState(Say(gettext_noop("This registration has ended.")))
    if wrong := _texts(entry_zh=entry_zh, entry_en=entry_en):
        raise Invalid(fields=wrong)
    row.entry_zh, row.entry_en = entry_zh.strip(), entry_en.strip()
    row.save(update_fields=["entry_zh", "entry_en"])
    act.record("accounts.service_provider.published", row)
    return row


@use_case
def end(act: Act, service_provider_id: UUID, *, reason: str) -> ServiceProvider:
    """Its opinions stop standing at once. Errors: Invalid, WrongState, Refused (an own case)."""
    row = act.find(ServiceProvider, service_provider_id)
    act.authorise(permissions.END, row)
    if act.actor.organization != row.organization_id:
        act.require(not_their_own(act.actor, row.organization_id))
    if wrong := _texts(reason=reason):
        raise Invalid(fields=wrong)
    return _ended(act, row, reason.strip())


@use_case
def end_by_clock(act: Act, service_provider_id: UUID) -> ServiceProvider:
    """The clock: its last day is over. Errors: WrongState."""
    row = act.find(ServiceProvider, service_provider_id)
    act.authorise(permissions.END)
    if row.until >= act.now.astimezone(LOCAL_ZONE).date():
        raise WrongState(Say(gettext_noop("Its period is not over.")))
    return _ended(act, row, "")


def _ended(act: Act, row: ServiceProvider, reason: str) -> ServiceProvider:
    done = act.move(row, State.ENDED, reason=reason)
    act.done_waiting(row)
    act.record(done.event, row, parties=[row.organization_id])
    return row


def _texts(**texts: str) -> dict[str, list[Say]]:
    return {
        name: [Say(gettext_noop("Write 1 to %(most)s characters."), {"most": LONGEST_TEXT})] for name, text in texts.items() if not 1 <= len(text.strip()) <= LONGEST_TEXT or "\x00" in text
    }  # fmt: skip
