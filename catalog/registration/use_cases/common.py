"""What the acts on the register share: its rows in the one order of locks, its public lines, and what falls when a right falls.

Order of locks: the datasets that are listed under the right, by id, then the registration, then what belongs to it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_noop

from catalog.certificate.use_cases.falling import fallen
from catalog.dataset.models import Dataset, DatasetRevision
from catalog.rights.models import RegisterEntry, RegisterRequest, RightObjection, RightRegistration
from catalog.rights.states import Objection, Registration, Wish
from kernel import holds
from kernel.decision import Say
from kernel.errors import Invalid, NotFound
from kernel.use_case import Act

OBJECTED = gettext_noop("An objection to this right is open.")
LONGEST_REASON = 1_000
JOINED = ("holder", "dataset")


def found(act: Act, registration_id: UUID, *, ending: bool = False) -> RightRegistration:
    """The registration, locked; when it may end in this act, after the datasets that fall with it. Errors: NotFound."""
    if ending:
        if not RightRegistration.objects.visible_to(act.actor).filter(pk=registration_id).exists():
            raise NotFound
        _lock_listed(act, registration_id)
    return act.find(RightRegistration, registration_id, join=JOINED)

ONCE_LISTED = ("listed", "superseded", "revoked")
"""What is under review is caught by the listing's own rules."""


def _lock_listed(act: Act, registration_id: UUID) -> dict[UUID, Dataset]:
    """Datasets of which a revision that is or was listed cites the registration, locked in the order of their ids."""
    rows = Dataset.objects.filter(revisions__rights__registration=registration_id, revisions__state__in=ONCE_LISTED)
    return {row.pk: act.lock(row) for row in rows.order_by("pk").distinct()}


def fell(act: Act, registration: RightRegistration, reason: str) -> int:
    """Every revision that was listed under this right loses it: its certificate ends and its listing is suspended, in this act.
    The registration's new state, or its new holder, is written already."""
    datasets = _lock_listed(act, registration.pk)
    revisions = DatasetRevision.objects.filter(rights__registration=registration, state__in=ONCE_LISTED, rights_end=None).select_related("rights")
    lost = [one for one in revisions.order_by("dataset", "number") if datasets[one.dataset_id].provider_id != registration.holder_id or registration.state != Registration.REGISTERED]
    for one in lost:
        fallen(act, one, datasets[one.dataset_id], reason=reason)
    return len(lost)


def entered(act: Act, registration: RightRegistration, kind: str, note: str = "") -> None:
    """A line of the register."""
    RegisterEntry(registration=registration, kind=kind, at=act.now, holder_id=registration.holder_id, note=note).save(force_insert=True)


def ended(act: Act, registration: RightRegistration, to: Registration, reason: str, *, desk: UUID | None = None, **fields: Any) -> None:
    """The registration is over: nothing waits for it any more, and what was listed under it falls."""
    done = act.move(registration, to, reason=reason, **fields)
    act.done_waiting(registration)
    act.record(done.event, registration, {"number": registration.number, "dataset": str(registration.dataset_id)}, parties=[registration.holder_id, desk])
    for objection in RightObjection.objects.filter(registration=registration, state=Objection.OPEN):
        moved = act.move(objection, Objection.VOID)
        act.done_waiting(objection)
        act.record(moved.event, objection, parties=[objection.objector_id])
    for request in RegisterRequest.objects.filter(registration=registration, state=Wish.ASKED):
        moved = act.move(request, Wish.VOID)
        act.done_waiting(request)
        act.record(moved.event, request, parties=[request.to_id])
    holds.lift(registration, cause=OBJECTED, at=act.now, by=act.actor.organization)
    entered(act, registration, str(to), reason)
    fell(act, registration, reason)


def told(reason: str) -> str:
    """Errors: Invalid."""
    if not 1 <= len(reason.strip()) <= LONGEST_REASON or "\x00" in reason:
        raise Invalid(fields={"reason": [Say("Write the reason in 1 to %(most)s characters.", {"most": LONGEST_REASON})]})
    return reason.strip()
