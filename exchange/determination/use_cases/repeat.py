"""Determining again: stored facts under another day, other counts or another release."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_noop

from exchange.determination import counting, gather, judging, permissions
from exchange.determination.counts import Counts, Pair, add
from exchange.determination.derived import LISTED, Derived
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
    act.lock(held)
    answer, more = answered(before, held, counts, act)
    counts = counting.count_from_now(held, counts, act.now) if judging.counted(answer) else counts
    row = kept(act, before, held, counts, answer, occasion, more)
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
    added, total = missing(held, counts), counts.total(today, signing=False)
    listed, by_list = gather.claim(told.said, derived, add(total, added) if total is not None else None, today)
    known = judging.facts(told.said, derived, counts, added, today, hits, listed, signing=False)
    judged = judging.judge(known, derived.places)
    if judging.counted(judged.answer):
        counts = counting.count_from_now(held, counts, act.now)
    basis = {"sheet": told.said.version, "places": dict(judged.by_place), "recipients": list(derived.recipients), "listed_recipients": hits, "negative_list": by_list}
    row = kept(act, before, held, counts, judged.answer, "clearance", basis)
    data = {"deal": str(deal), "path": row.path, "release": row.release, "year": counts.year, "occasion": row.occasion}
    act.record("exchange.determination.made", row, data, parties=[row.exporter_id])
    return row


def answered(before: Determination, held: Reservation, counts: Counts, act: Act) -> tuple[Answer, dict[str, Any]]:
    """The heaviest answer over the places it was asked for, on the day of the act, and what its basis says anew: the claim on a list and the
    recipients are compared with today's lists."""
    today = act.now.astimezone(LOCAL_ZONE).date()
    hits = gather.screened(before.basis.get("recipients", ()), today)
    total = counts.total(today, signing=False)
    if total is not None:
        total = add(total, missing(held, counts))
    told = before.basis.get("negative_list")
    listed, by_list = judging.NO_CLAIM, None
    if told:
        listed, by_list = gather.matched(told["claim"], str(before.facts.get("modality", "")), told.get("agreed", ()), total, today)
    stored = before.facts | {LISTED: listed} | ({"flags": sorted({*before.facts.get("flags", ()), *hits})} if hits else {})
    known = judging.again(stored, total, today)
    places = before.basis.get("places") or {before.destination: ""}
    judged = judging.heaviest({place: determine(known.having(destination=place)) for place in places})
    return judged.answer, {"negative_list": by_list, "listed_recipients": hits, "places": dict(judged.by_place)}


def missing(held: Reservation, counts: Counts) -> Pair:
    """Persons of the export that the counts of the year do not hold: they were left out, or are counted in an earlier year only."""
    return (held.ordinary, held.sensitive) if not held.counted or held.year < counts.year else (0, 0)


def kept(act: Act, before: Determination, held: Reservation, counts: Counts, answer: Answer, occasion: str, more: Mapping[str, Any] = MappingProxyType({})) -> Determination:
    """Store it, and let the reservation name it."""
    today = act.now.astimezone(LOCAL_ZONE).date()
    facts = answer.facts.as_json()
    basis = before.basis | counts.as_json(today, (held.ordinary, held.sensitive), signing=False) | {"before": str(before.pk), "counted": held.counted} | dict(more)
    row = Determination(
        deal=before.deal, exporter_id=before.exporter_id, as_of=today, occasion=occasion, destination=facts.get("destination", ""), facts=facts, basis=basis,
        release=answer.release, path=answer.path.value, result=answer.as_json(), at=act.now, person=act.actor.person,
    )
    row.save(force_insert=True)
    Reservation.objects.filter(pk=held.pk).update(determination=row)
    act.created(row)
    return row
