"""What becomes of a reservation: taken at the first byte, given back when the deal ends undelivered, moved at the turn of the year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_noop

from exchange.determination import counting, gather, judging, permissions
from exchange.determination.counts import Counts
from exchange.determination.models import Reservation, SubjectSet
from exchange.determination.periods import ROLL_OVER
from exchange.determination.refusal import POLICY, STATE
from exchange.determination.states import LIVE, Reserved
from exchange.determination.use_cases.repeat import answered, kept
from exchange.rules.border.determination import WEIGHT, Path
from kernel.decision import Reason, Say, refuse
from kernel.errors import WrongState
from kernel.turns import CLOCK
from kernel.use_case import Act, use_case

NOTHING = Say(gettext_noop("This deal holds no persons of its exporter's year."))
HEAVIER = Say(gettext_noop("The year has turned: these persons count anew, and the path of this export is not the one that was cleared, or cannot be determined yet."))


@use_case
def take(act: Act, deal: UUID, ordinary: int, sensitive: int) -> Reservation:
    """The first byte of a delivery leaves: its persons count as gone abroad. System only; calling it again for later deliveries is right.

    All that was reserved is taken, for the rest may still be delivered; more, where more went. In a later year it counts again.
    Errors: WrongState (nothing is held), Refused (in a later year its path is heavier than the one it was cleared on)."""
    act.authorise(permissions.TAKE)
    counts, held = _held(act, deal, counting.carry)
    if held.state == Reserved.TAKEN.value and held.year < counts.year:
        held = _next_year(act, held, counts)
    counting.raise_to(held, (ordinary, sensitive))
    if held.state == Reserved.RESERVED.value:
        if held.counted and not held.exact:
            counting.move(
                held, ordinary_reserved=-held.ordinary, sensitive_reserved=-held.sensitive, ordinary_taken=held.ordinary, sensitive_taken=held.sensitive
            )
        act.move(held, Reserved.TAKEN)
        act.done_waiting(held)
    act.record("exchange.determination.taken", held, _facts(held), parties=[held.organization_id])
    return held


@use_case
def release(act: Act, deal: UUID) -> Reservation:
    """The deal ended before anything was delivered: its persons are free again. System only. Errors: WrongState (nothing is reserved)."""
    act.authorise(permissions.RELEASE)
    _, held = _held(act, deal, counting.locked)
    if held.state != Reserved.RESERVED.value:
        raise WrongState(NOTHING)
    act.move(held, Reserved.RELEASED)
    act.done_waiting(held)
    if held.exact and held.counted:
        counting.reunite(held.organization_id, held.year)
    elif held.counted:
        counting.move(held, ordinary_reserved=-held.ordinary, sensitive_reserved=-held.sensitive)
    act.record("exchange.determination.released", held, _facts(held), parties=[held.organization_id])
    return held


def _held(act: Act, deal: UUID, lock: Callable[[UUID, datetime], Counts]) -> tuple[Counts, Reservation]:
    """What the deal holds once the counts of its exporter are locked: another act may have ended it meanwhile. Errors: WrongState."""
    seen = gather.live(deal)
    if seen is None:
        raise WrongState(NOTHING)
    counts = lock(seen.organization_id, act.now)
    held = gather.live(deal)
    if held is None or act.lock(held).state not in LIVE:
        raise WrongState(NOTHING)
    return counts, held


@use_case
def roll_over(act: Act, reservation_id: UUID) -> Reservation:
    """The year has turned: what was reserved and not delivered counts in the new one, where it is determined again. System only.

    Errors: WrongState (the year has not turned)."""
    old = act.find(Reservation, reservation_id, lock=False)
    act.authorise(permissions.ROLL_OVER, old)
    if act.now < counting.turn_of(old.year):
        raise WrongState(Say(gettext_noop("The year has not turned yet.")))
    act.done_waiting(old)
    counts = counting.carry(old.organization_id, act.now)
    held = gather.live(old.deal)
    if held is None or held.state != Reserved.RESERVED.value:  # it was delivered or ended after the turn, before the clock came
        act.record("exchange.determination.rolled_over", old, _facts(old), parties=[old.organization_id])
        return old
    act.lock(held)
    _judged_again(act, held, counts)
    act.wait(held, organization=CLOCK, act=permissions.ROLL_OVER, role="clock", until=counting.turn_of(held.year), on_expiry=ROLL_OVER)
    act.record("exchange.determination.rolled_over", held, _facts(held) | {"from_year": old.year}, parties=[held.organization_id])
    return held


def _judged_again(act: Act, held: Reservation, counts: Counts) -> None:
    before = gather.newest(held.deal)
    if before is None:
        return
    answer, more = answered(before, held, counts, act)
    if judging.counted(answer):
        counts = counting.count_from_now(held, counts, act.now)
    row = kept(act, before, held, counts, answer, "year_end", more)
    data = {"deal": str(held.deal), "path": row.path, "release": row.release, "year": counts.year, "occasion": row.occasion}
    act.record("exchange.determination.made", row, data, parties=[row.exporter_id])
    if row.path == Path.UNDETERMINED.value:
        act.wait(held, organization=held.organization_id, act=permissions.STATE_OUTSIDE, role="owner")


def _next_year(act: Act, old: Reservation, counts: Counts) -> Reservation:
    """A delivery of a deal that was first delivered in an earlier year: its persons leave in this year too, under the law and the counts
    of this year. Persons whose digests are gone count as declared ones. Errors: Refused."""
    before = old.determination
    answer, more = answered(before, old, counts, act)
    if WEIGHT[answer.path] > WEIGHT[Path(before.path)]:
        act.require(refuse(Reason("R-BORDER-YEAR", answer.release, HEAVIER, (POLICY,), STATE)))
    counted = judging.counted(answer)
    kept_sets = SubjectSet.objects.filter(pk__in=[old.subjects_id], erased=None)
    exact = counted and old.exact and bool(list(kept_sets.select_for_update(no_key=True).values_list("pk", flat=True)))
    held = Reservation(
        deal=old.deal, organization_id=old.organization_id, year=counts.year, ordinary=old.ordinary, sensitive=old.sensitive, counted=counted, exact=exact,
        subjects_id=old.subjects_id if exact else None, determination=before, consumer=old.consumer, dataset=old.dataset, state=Reserved.TAKEN.value, state_since=act.now,
        created=act.now,
    )
    held.save(force_insert=True)
    act.created(held)
    if exact:
        kept_sets.update(kept_until=counting.kept_until(counts.year))
        counting.reunite(held.organization_id, counts.year)
    elif counted:
        counting.move(held, ordinary_taken=held.ordinary, sensitive_taken=held.sensitive)
    row = kept(act, before, held, counts, answer, "clearance", more)
    data = {"deal": str(held.deal), "path": row.path, "release": row.release, "year": counts.year, "occasion": row.occasion}
    act.record("exchange.determination.made", row, data, parties=[row.exporter_id])
    return held


def _facts(held: Reservation) -> dict[str, object]:
    """Numbers of persons stay out of the log's data: it is the exporter's own count."""
    return {"deal": str(held.deal), "year": held.year, "state": held.state}
