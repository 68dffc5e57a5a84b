"""Organizations under common control: found by one operator, confirmed by another; their counts then add up as an upper bound,
until one operator proposes the end and another confirms it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from accounts.member.own_case import not_their_own
from accounts.models import Organization
from accounts.organization.use_cases import exchange
from exchange.determination import permissions
from exchange.determination.models import ControlGroup, ControlMember
from exchange.determination.states import Control
from kernel.decision import Say
from kernel.errors import Conflict, Invalid, WrongState
from kernel.state_words import state_word
from kernel.use_case import Act, use_case

CONFIRM_WITHIN = timedelta(days=10)


@use_case
def propose_group(act: Act, *, name: str, grounds: str, organizations: Sequence[UUID]) -> ControlGroup:
    """Two or more organizations, and how it is known that one controls them. Errors: Invalid."""
    act.authorise(permissions.PROPOSE_CONTROL)
    person = act.person()
    found = list(Organization.objects.filter(pk__in=set(organizations), kind="member").values_list("pk", flat=True))
    if len(found) < 2 or len(found) != len(set(organizations)):
        raise Invalid(fields={"organizations": [Say(gettext_noop("Name two or more organizations that are registered here."))]})
    row = ControlGroup(name=name, grounds=grounds, state_since=act.now, proposed_by=person, created=act.now)
    row.save(force_insert=True)
    ControlMember.objects.bulk_create([ControlMember(group=row, organization_id=pk) for pk in found])
    act.created(row)
    act.wait(row, organization=exchange(), act=permissions.CONFIRM_CONTROL, role="operator", within=CONFIRM_WITHIN)
    act.record("exchange.control_group.proposed", row, {"organizations": sorted(map(str, found))})
    return row


@use_case
def confirm_group(act: Act, group_id: UUID) -> ControlGroup:
    """From now on they are counted together. Errors: WrongState, Forbidden (the proposer), Conflict (one of them is in another group)."""
    row = act.find(ControlGroup, group_id)
    act.authorise(permissions.CONFIRM_CONTROL, row)
    _of_others(act, row)
    _stands_at(row, Control.PROPOSED)
    done = act.move(row, Control.IN_FORCE, decided_by=act.actor.person)
    try:
        with transaction.atomic():
            ControlMember.objects.filter(group=row).update(active=True)
    except IntegrityError as error:
        raise Conflict(Say(gettext_noop("One of these organizations is in another group in force: end that one first."))) from error
    return _recorded(act, row, done.event)


@use_case
def refuse_group(act: Act, group_id: UUID) -> ControlGroup:
    """Errors: WrongState, Forbidden (the proposer)."""
    row = act.find(ControlGroup, group_id)
    act.authorise(permissions.CONFIRM_CONTROL, row)
    _of_others(act, row)
    return _recorded(act, row, act.move(row, Control.REFUSED, decided_by=act.actor.person).event)


@use_case
def propose_end(act: Act, group_id: UUID) -> ControlGroup:
    """One person found that they are no longer under common control; they are counted together until another agrees. Errors: WrongState."""
    row = act.find(ControlGroup, group_id)
    act.authorise(permissions.PROPOSE_CONTROL_END, row)
    done = act.move(row, Control.END_PROPOSED, end_proposed_by=act.person(), end_proposed=act.now)
    act.wait(row, organization=exchange(), act=permissions.CONFIRM_CONTROL_END, role="operator", within=CONFIRM_WITHIN)
    act.record(done.event, row, {"state": row.state})
    return row


@use_case
def confirm_end(act: Act, group_id: UUID) -> ControlGroup:
    """From now on each is counted by itself. Errors: WrongState, Forbidden (who proposed the end)."""
    row = act.find(ControlGroup, group_id)
    act.authorise(permissions.CONFIRM_CONTROL_END, row)
    _of_others(act, row)
    done = act.move(row, Control.ENDED, ended_by=act.person())
    ControlMember.objects.filter(group=row).update(active=False)
    return _recorded(act, row, done.event)


@use_case
def refuse_end(act: Act, group_id: UUID) -> ControlGroup:
    """They stay counted together; the end may be proposed again. Errors: WrongState, Forbidden (who proposed the end)."""
    row = act.find(ControlGroup, group_id)
    act.authorise(permissions.CONFIRM_CONTROL_END, row)
    _of_others(act, row)
    _stands_at(row, Control.END_PROPOSED)
    return _recorded(act, row, act.move(row, Control.IN_FORCE, end_proposed_by=None, end_proposed=None).event)


def _of_others(act: Act, row: ControlGroup) -> None:
    """Errors: Refused (whoever decides belongs to one of these organizations)."""
    act.require(not_their_own(act.actor, *ControlMember.objects.filter(group=row).values_list("organization_id", flat=True)))


def _stands_at(row: ControlGroup, state: Control) -> None:
    """Two transitions lead into force, each by an act of its own. `row` is locked. Errors: WrongState."""
    if row.state != state:
        raise WrongState(Say(gettext_noop("In state %(state)s this act does not apply to the group."), {"state": state_word(row.state)}))


def _recorded(act: Act, row: ControlGroup, event: str) -> ControlGroup:
    act.done_waiting(row)
    act.record(event, row, {"state": row.state})
    return row
