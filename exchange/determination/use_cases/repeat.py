"""Determining again: stored facts under another day, other counts or another release."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_noop

from exchange.determination import counting, gather, judging, permissions
from exchange.determination.counts import Counts
from exchange.determination.derived import Derived
from exchange.determination.models import Determination, Reservation
from exchange.rules.border.determination import Determination as Answer
from exchange.rules.border.engine import determine
from kernel.clock import LOCAL_ZONE
from kernel.decision import Say
from kernel.errors import NotFound, WrongState
from kernel.use_case import Act, use_case

NOTHING_HELD = Say(gettext_noop("This export holds no persons any more: it ended, or was never signed."))


@use_case
def repeat(act: Act, deal: UUID, *, occasion: str) -> Determination:
    """Determine a live export again and keep the answer beside the earlier ones. System only.

    Errors: NotFound (never determined), WrongState (it holds nothing of any year)."""
    act.authorise(permissions.REDETERMINE)
    before = gather.newest(deal)
    if before is None:
        raise NotFound
    counts = counting.locked(before.exporter_id, act.now)
    held = gather.live(deal)
    if held is None:
        raise WrongState(NOTHING_HELD)
    answer = answered(before, counts, act)
    row = kept(act, before, held, counts, answer, occasion)
    data = {"deal": str(deal), "path": row.path, "release": row.release, "year": counts.year, "occasion": occasion}
    act.record("exchange.determination.made", row, data, parties=[row.exporter_id])
    return row


@use_case
def renew(act: Act, deal: UUID, derived: Derived) -> Determination:
    """The sheet of a signed export was changed: determine it again over the new answers. System only.

    More persons than were reserved are reserved now; fewer give nothing back, for what was signed stays the upper bound.
    Errors: WrongState (it holds nothing of any year)."""
    act.authorise(permissions.REDETERMINE)
    held, before = gather.live(deal), gather.newest(deal)
    if held is None or before is None:
        raise WrongState(NOTHING_HELD)
    told = gather.sheet(deal)
    counts = counting.locked(held.organization_id, act.now)
    held = act.lock(gather.live(deal) or held)
    this = judging.persons(told.said, derived)
    if this is not None and not held.exact:
        counting.raise_to(held, this)
        counts = counting.read(held.organization_id, act.now)
    today = act.now.astimezone(LOCAL_ZONE).date()
    hits = gather.screened(derived.recipients, today)
    listed, by_list = gather.claim(told.said, derived, counts.total(today, signing=False), today)
    known = judging.facts(told.said, derived, counts, (0, 0), today, hits, listed, signing=False)
    judged = judging.judge(known, derived.places)
    basis = {"sheet": told.said.version, "places": dict(judged.by_place), "recipients": list(derived.recipients), "listed_recipients": hits, "negative_list": by_list}
    row = kept(act, before, held, counts, judged.answer, "clearance", basis)
    data = {"deal": str(deal), "path": row.path, "release": row.release, "year": counts.year, "occasion": row.occasion}
    act.record("exchange.determination.made", row, data, parties=[row.exporter_id])
    return row


def answered(before: Determination, counts: Counts, act: Act) -> Answer:
    """The heaviest answer over the places it was asked for, on the day of the act, its recipients compared with today's lists. The export
    itself is in the counts already."""
    today = act.now.astimezone(LOCAL_ZONE).date()
    hits = gather.screened(before.basis.get("recipients", ()), today)
    stored = before.facts | ({"flags": sorted({*before.facts.get("flags", ()), *hits})} if hits else {})
    known = judging.again(stored, counts.total(today, signing=False), today)
    places = before.basis.get("places") or {before.destination: ""}
    return judging.heaviest({place: determine(known.having(destination=place)) for place in places}).answer


def kept(act: Act, before: Determination, held: Reservation, counts: Counts, answer: Answer, occasion: str, more: Mapping[str, Any] = MappingProxyType({})) -> Determination:
    """Store it, and let the reservation name it."""
    today = act.now.astimezone(LOCAL_ZONE).date()
    facts = answer.facts.as_json()
    basis = before.basis | counts.as_json(today, (held.ordinary, held.sensitive), signing=False) | {"before": str(before.pk)} | dict(more)
    row = Determination(
        deal=before.deal, exporter_id=before.exporter_id, as_of=today, occasion=occasion, destination=facts.get("destination", ""), facts=facts, basis=basis,
        release=answer.release, path=answer.path.value, result=answer.as_json(), at=act.now, person=act.actor.person,
    )
    row.save(force_insert=True)
    Reservation.objects.filter(pk=held.pk).update(determination=row)
    act.created(row)
    return row
