"""Approvals: asked by another act, answered step by step by distinct people, then carried out by the asker's own use case.

The use case named under settings.APPROVAL_OUTCOMES is called, nested, as `outcome(act, subject_id, verdict=..., approval=...)`
with the verdict "approved" (after the last step), "returned", "refused" or "expired".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.utils.module_loading import import_string
from django.utils.translation import gettext_noop

from accounts.approval import permissions
from accounts.approval.models import Approval, ApprovalStep
from accounts.approval.states import State
from accounts.rules.persons import organization_of, person_of
from kernel import turns
from kernel.decision import PERMITTED, Certainty, Citation, Decision, Reason, Say, refuse as refusal
from kernel.errors import Conflict, Invalid, WrongState
from kernel.events import subject_type
from kernel.permissions import Permission
from kernel.use_case import Act, use_case

CITES = (Citation("platform rules", "four eyes", Certainty.PLATFORM),)


@dataclass(frozen=True, slots=True)
class Step:
    """Whom a step asks, why, and how long they have."""

    role: str
    organization: UUID
    why: Say
    within: timedelta | None = None


@use_case
def ask(act: Act, subject: Any, *, outcome: str, title: Say, steps: Sequence[Step], facts: Mapping[str, Any] | None = None) -> Approval:
    """Ask for the steps in their order. Only another act calls this. Errors: Conflict when the same was asked and is open."""
    act.authorise(permissions.ASK)
    if outcome not in settings.APPROVAL_OUTCOMES or not steps:
        raise ValueError(f"{outcome} is no registered outcome, or has no steps")
    if Approval.objects.filter(outcome=outcome, subject_id=subject.pk, state=State.ASKED).exists():
        raise Conflict(Say(gettext_noop("This approval was asked for already and is open.")))
    approval = act.created(
        Approval(
            outcome=outcome, subject_type=subject_type(subject), subject_id=subject.pk, title=title.as_json(), organization=organization_of(act.actor),
            requester=person_of(act.actor), state_since=act.now, created=act.now, facts=dict(facts or {}),
        )
    )
    approval.save(force_insert=True)
    rows = [
        ApprovalStep(approval=approval, number=number, organization=step.organization, role=step.role, why=step.why.as_json(), within=step.within)
        for number, step in enumerate(steps, 1)
    ]
    ApprovalStep.objects.bulk_create(rows)
    _wait(act, approval, rows[0])
    act.record("accounts.approval.asked", approval, {"outcome": outcome, "steps": len(rows)}, parties=[step.organization for step in steps])
    return approval


@use_case
def approve(act: Act, approval_id: UUID, note: str = "") -> Approval:
    """Errors: NotFound, Forbidden, Refused (the asker, or a person of an earlier step), WrongState."""
    approval, step = _open_step(act, approval_id, permissions.APPROVE)
    _answer(act, step, "approved", note)
    following = next((later for later in approval.steps.all() if later.number == step.number + 1), None)
    if following is not None:
        _wait(act, approval, following)
        act.record("accounts.approval.step_approved", approval, {"step": step.number}, parties=_parties(approval))
        return approval
    return _end(act, approval, State.APPROVED)


@use_case
def return_(act: Act, approval_id: UUID, note: str) -> Approval:
    """Back to the asker with a remark. Errors: as approve, and Invalid without a remark."""
    return _decline(act, approval_id, permissions.RETURN, State.RETURNED, note)


@use_case
def refuse(act: Act, approval_id: UUID, note: str) -> Approval:
    """Errors: as approve, and Invalid without a reason."""
    return _decline(act, approval_id, permissions.REFUSE, State.REFUSED, note)


@use_case
def expire(act: Act, approval_id: UUID) -> Approval:
    """The clock: nobody answered in time."""
    approval = act.find(Approval, approval_id)
    act.authorise(permissions.EXPIRE, approval)
    if not turns.waits_on(approval).filter(until__lte=act.now).exists():
        raise WrongState(Say(gettext_noop("This is not due yet.")))
    return _end(act, approval, State.EXPIRED)


def _open_step(act: Act, approval_id: UUID, permission: Permission) -> tuple[Approval, ApprovalStep]:
    approval = act.find(Approval, approval_id)
    prefetch_related_objects([approval], "steps")
    step = approval.open_step
    if step is None:
        raise WrongState(Say(gettext_noop("This approval is decided.")), remedy=Say(gettext_noop("Reload to see how it ended.")))
    act.authorise(permission, approval)
    act.require(_distinct(act, approval))
    return approval, step


def _distinct(act: Act, approval: Approval) -> Decision:
    person = person_of(act.actor)
    if person == approval.requester:
        finding = Say(gettext_noop("Who asks for an approval cannot give it."))
    elif any(step.person == person for step in approval.steps.all()):
        finding = Say(gettext_noop("Each step needs another person; you answered an earlier one."))
    else:
        return PERMITTED
    return refusal(Reason("approval.distinct_persons", "2026.1", finding, CITES, Say(gettext_noop("Leave this step to another person with that role."))))


def _decline(act: Act, approval_id: UUID, permission: Permission, verdict: State, note: str) -> Approval:
    approval, step = _open_step(act, approval_id, permission)
    if not note.strip():
        raise Invalid(fields={"note": [Say(gettext_noop("Say why."))]})
    _answer(act, step, verdict, note)
    return _end(act, approval, verdict)


def _answer(act: Act, step: ApprovalStep, verdict: str, note: str) -> None:
    step.person, step.verdict, step.note, step.at = person_of(act.actor), str(verdict), note.strip(), act.now
    step.save(update_fields=["person", "verdict", "note", "at"])


def _wait(act: Act, approval: Approval, step: ApprovalStep) -> None:
    act.done_waiting(approval)
    act.wait(
        approval, organization=step.organization, act=permissions.APPROVE, role=step.role, within=step.within,
        on_expiry="approval.expire" if step.within else "",
    )


def _end(act: Act, approval: Approval, verdict: State) -> Approval:
    act.move(approval, verdict)
    act.done_waiting(approval)
    act.record(f"accounts.approval.{verdict.value}", approval, parties=_parties(approval))
    import_string(settings.APPROVAL_OUTCOMES[approval.outcome])(act, approval.subject_id, verdict=verdict.value, approval=approval)
    return approval


def _parties(approval: Approval) -> list[UUID]:
    return [approval.organization, *(step.organization for step in approval.steps.all())]
