"""Recording an exclusive license or a pledge, releasing it, consenting under it; the clock ends it.

Its provider records it, or an operator on proof. What it forbids is asked at the acts (catalog/rights/encumbered.py).
Order of locks: dataset, encumbrance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from accounts.member.own_case import not_their_own
from accounts.models import Organization
from accounts.rules.persons import person_of
from catalog.dataset.models import Dataset
from catalog.dataset.permissions import Side
from catalog.dataset.states import DatasetState
from catalog.encumbrance import permissions
from catalog.offer.opening import close_in_field
from catalog.offer.standing import standing
from catalog.rights.encumbered import known
from catalog.rights.lasting import CLOCK, after_day
from catalog.rights.models import Encumbrance, EncumbranceConsent
from catalog.rights.states import Burden
from catalog.rights.use_cases import EVIDENCE_TYPES, LARGEST_EVIDENCE
from catalog.rules.encumbrance import CONSENTS, KINDS, LICENCE, PLEDGE
from catalog.rules.policy import PURPOSES
from catalog.search.index import refresh
from kernel import blobs
from kernel.clock import LOCAL_ZONE
from kernel.decision import Say
from kernel.errors import Invalid, NotFound, WrongState
from kernel.use_case import Act, use_case

EXPIRES = "encumbrance.expire"
MOST = 20


@dataclass(frozen=True, slots=True)
class Paper:
    """The contract it rests on, as it is sent."""

    name: str
    media_type: str
    stream: blobs.Stream
    size: int


@use_case
def record(act: Act, dataset_id: UUID, *, kind: str, holder: UUID, since: date, until: date, paper: Paper, purposes: Sequence[str] = ()) -> Encumbrance:
    """From now on the dataset is encumbered; an exclusive license closes what is offered in its field (`purposes`, none is every field).

    Errors: NotFound, Forbidden, Invalid, Refused (an operator's own case), WrongState."""
    dataset = act.find(Dataset, dataset_id, join=("provider",))
    act.authorise(permissions.RECORD, Side(dataset.provider_id))
    act.subject = dataset
    if act.actor.jurisdiction:
        act.require(not_their_own(act.actor, dataset.provider_id, holder))
    if dataset.state == DatasetState.WITHDRAWN:
        raise WrongState(Say("This dataset was withdrawn; it can no longer be changed."))
    field = sorted(set(purposes)) if kind == LICENCE else []
    _check(act, dataset, kind, holder, since, until, field, paper)
    blob = blobs.begin(act, dataset.provider_id, paper.name, paper.media_type, paper.size)
    blobs.append(blob.pk, 0, paper.stream)
    blob.refresh_from_db()
    blobs.complete(act, blob)
    row = Encumbrance(
        dataset=dataset, kind=kind, holder_id=holder, purposes=field, since=since, until=until, paper=blob, paper_name=paper.name, state=Burden.STANDING, state_since=act.now,
        created=act.now, recorded_by=person_of(act.actor),
    )  # fmt: skip
    row.save(force_insert=True)
    act.created(row)
    closed = close_in_field(act, dataset, field) if kind == LICENCE else 0
    if closed and dataset.state == DatasetState.LISTED:
        refresh(dataset, standing(dataset.pk))
    act.wait(row, organization=CLOCK, act=permissions.EXPIRE, role="clock", until=after_day(until), on_expiry=EXPIRES)
    data = {"dataset": str(dataset.pk), "kind": kind, "until": until.isoformat(), "offers_closed": closed}
    act.record("catalog.encumbrance.recorded", row, data, parties=[dataset.provider_id, holder])
    return row


def _check(act: Act, dataset: Dataset, kind: str, holder: UUID, since: date, until: date, field: list[str], paper: Paper) -> None:
    """Errors: Invalid, naming every wrong part."""
    today = act.now.astimezone(LOCAL_ZONE).date()
    wrong = {}
    if kind not in KINDS:
        wrong["kind"] = [Say("Choose one of the list.")]
    if holder == dataset.provider_id or not Organization.objects.verified(act.now).filter(pk=holder).exists():
        wrong["holder"] = [Say("Name another organization that is verified here.")]
    if since > today:
        wrong["since"] = [Say("Record it on the day it begins, or later.")]
    if until < max(since, today):
        wrong["until"] = [Say("Its last day is over, or before its first.")]
    if not set(field) <= set(PURPOSES):
        wrong["purposes"] = [Say("Choose at least one of the listed purposes.")]
    if paper.media_type not in EVIDENCE_TYPES or not 0 < paper.size <= LARGEST_EVIDENCE:
        wrong["paper"] = [Say("The contract is a PDF, a picture (PNG, JPEG) or plain text of at most 20 MB.")]
    rivals = [one for one in known(dataset.pk) if one.kind == LICENCE and one.holder != holder and one.since <= until and since <= one.until] if kind == LICENCE else []
    if any(not one.purposes or not field or set(field) & set(one.purposes) for one in rivals):
        wrong["purposes"] = [Say("Another exclusive license stands in this field.")]
    if not wrong and Encumbrance.objects.filter(dataset=dataset, state=Burden.STANDING).count() >= MOST:
        raise Invalid(Say("At most %(most)s on one dataset.", {"most": MOST}))
    if wrong:
        raise Invalid(fields=wrong)


@use_case
def release(act: Act, encumbrance_id: UUID) -> Encumbrance:
    """Its holder gives it up. Errors: NotFound, Forbidden, WrongState."""
    row = _found(act, encumbrance_id)
    act.authorise(permissions.RELEASE, row)
    done = act.move(row, Burden.RELEASED)
    act.done_waiting(row)
    act.record(done.event, row, {"dataset": str(row.dataset_id), "kind": row.kind}, parties=[row.provider_id])
    return row


@use_case
def consent(act: Act, encumbrance_id: UUID, *, to: str) -> Encumbrance:
    """A pledgee agrees that the dataset is withdrawn, or its registered right transferred; said twice it is said once.

    Errors: NotFound, Forbidden, Invalid, WrongState."""
    row = _found(act, encumbrance_id)
    act.authorise(permissions.RELEASE, row)
    if row.kind != PLEDGE or to not in CONSENTS:
        raise Invalid(fields={"to": [Say("A pledgee consents to a withdrawal or to a transfer.")]})
    if row.state != Burden.STANDING:
        raise WrongState(Say("This encumbrance has ended."))
    if not row.consents.filter(to=to).exists():
        EncumbranceConsent(encumbrance=row, to=to, person=person_of(act.actor), at=act.now).save(force_insert=True)
    act.record("catalog.encumbrance.consented", row, {"to": to}, parties=[row.provider_id])
    return row


@use_case
def expire(act: Act, encumbrance_id: UUID) -> Encumbrance:
    """The clock: the last day is over. Errors: WrongState."""
    row = _found(act, encumbrance_id)
    act.authorise(permissions.EXPIRE)
    if row.until >= act.now.astimezone(LOCAL_ZONE).date():
        raise WrongState(Say("Its period is not over."))
    done = act.move(row, Burden.EXPIRED)
    act.done_waiting(row)
    act.record(done.event, row, {"dataset": str(row.dataset_id), "kind": row.kind}, parties=[row.provider_id, row.holder_id])
    return row


@use_case
def open_paper(act: Act, encumbrance_id: UUID) -> Encumbrance:
    """Look at the contract: provider, holder, operator and regulators; that they looked is recorded. Errors: NotFound, Forbidden."""
    row = act.find(Encumbrance, encumbrance_id, join=("dataset", "paper"))
    act.authorise(permissions.READ_PAPER)
    act.subject = row
    act.record("catalog.encumbrance.paper_opened", row, {}, parties=[row.provider_id])
    return row


def _found(act: Act, encumbrance_id: UUID) -> Encumbrance:
    """The row, locked after its dataset. Errors: NotFound."""
    known = Encumbrance.objects.visible_to(act.actor).filter(pk=encumbrance_id).select_related("dataset").first()
    if known is None:
        raise NotFound
    act.lock(known.dataset)
    row = act.find(Encumbrance, encumbrance_id)
    row.dataset = known.dataset
    return row
