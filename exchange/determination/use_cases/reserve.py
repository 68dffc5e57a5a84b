"""The judgement at the provider's signature: facts, counters under their lock, the law, and what is kept of it."""

from __future__ import annotations

import json
from uuid import UUID

from django.db import connection

from exchange.determination import counting, gather, judging, permissions
from exchange.determination.counts import Counts, Pair, add
from exchange.determination.derived import Derived
from exchange.determination.models import Determination, Reservation, SubjectSet
from exchange.determination.periods import ROLL_OVER
from exchange.determination.refusal import decision
from exchange.determination.states import Reserved
from exchange.determination.trial import stretched
from exchange.rules.border.determination import Path
from kernel.clock import LOCAL_ZONE
from kernel.turns import CLOCK
from kernel.use_case import Act, use_case

_BOOK = """
with judged as (
  insert into exchange_determination (id, deal, exporter_id, as_of, occasion, destination, facts, basis, release, path, result, at, person)
  values (%(judged)s, %(deal)s, %(exporter)s, %(as_of)s, 'signing', %(destination)s, %(facts)s, %(basis)s, %(release)s, %(path)s, %(result)s, %(at)s, %(person)s)
), held as (
  insert into exchange_reservation (id, deal, organization_id, year, ordinary, sensitive, counted, exact, subjects_id, determination_id, consumer, dataset, state, state_since, created)
  values (%(held)s, %(deal)s, %(exporter)s, %(year)s, %(ordinary)s, %(sensitive)s, %(counted)s, %(exact)s, %(subjects)s, %(judged)s, %(consumer)s, %(dataset)s, 'reserved', %(at)s, %(at)s)
), kept as (
  update exchange_subjectset set kept_until = greatest(kept_until, %(kept)s) where id = %(subjects)s
)
update exchange_yearcount set ordinary_reserved = ordinary_reserved + %(add_ordinary)s, sensitive_reserved = sensitive_reserved + %(add_sensitive)s,
  ordinary_exact = %(exact_ordinary)s, sensitive_exact = %(exact_sensitive)s, renewed = false
where organization_id = %(exporter)s and year = %(year)s"""


@use_case
def reserve(act: Act, deal: UUID, exporter: UUID, derived: Derived) -> Determination:
    """Determine this export inside the signing, and reserve its persons in the exporter's year. System only.

    Errors: Refused when the law prohibits it, or when it cannot be determined: the decision names each missing fact, who supplies
    it and where. What merely blocks the release is stored and blocks the clearance, not the signature."""
    act.authorise(permissions.RESERVE)
    told = gather.sheet(deal)
    today = act.now.astimezone(LOCAL_ZONE).date()
    hits = gather.screened(derived.recipients, today)
    counts = counting.locked(exporter, act.now)
    if told.subjects is not None:  # nobody adds to the set or erases it until this ends
        list(SubjectSet.objects.select_for_update(no_key=True).filter(pk=told.subjects).values_list("pk", flat=True))
        told = gather.sheet(deal)
    this = judging.persons(told.said, derived, told.exact)
    exact = told.exact is not None and told.exact == this  # under 14 all of it is sensitive: then the upper bound counts
    more = _more(exporter, counts, told) if exact else this
    counts, by_pilot = stretched(counts, exporter, derived, deal, this, today)
    total = counts.total(today, signing=True)
    listed, by_list = gather.claim(told.said, derived, add(total, more) if total is not None and more is not None else None, today)
    known = judging.facts(told.said, derived, counts, more, today, hits, listed)
    judged = judging.judge(known, derived.places)
    answer = judged.answer
    if answer.path in (Path.PROHIBITED, Path.UNDETERMINED):
        act.require(decision(answer, counts, today))
    holds = this or (0, 0)
    counted = judging.counted(answer)
    split = judging.crossed(gather.earlier(exporter, counts.year, derived, deal), holds) if counted and holds != (0, 0) else []
    basis = counts.as_json(today, holds, signing=True) | {
        "sheet": told.said.version, "exact": exact, "places": dict(judged.by_place), "counted": counted, "recipients": list(derived.recipients), "listed_recipients": hits, "negative_list": by_list,
        "findings": [*([{"code": "volume_split", "thresholds": split}] if split else []), *by_pilot],
    }
    row = Determination(
        deal=deal, exporter_id=exporter, as_of=today, occasion="signing", destination=judged.destination, facts=answer.facts.as_json(), basis=basis,
        release=answer.release, path=answer.path.value, result=answer.as_json(), at=act.now, person=act.actor.person,
    )
    held = Reservation(
        deal=deal, organization_id=exporter, year=counts.year, ordinary=holds[0], sensitive=holds[1], counted=counted, exact=exact and counted,
        subjects_id=told.subjects if exact and counted else None, determination=row, consumer=derived.consumer, dataset=derived.dataset, state=Reserved.RESERVED.value,
        state_since=act.now, created=act.now,
    )
    _write(row, held, counts)
    act.created(row)
    act.wait(held, organization=CLOCK, act=permissions.ROLL_OVER, role="clock", until=counting.turn_of(counts.year), on_expiry=ROLL_OVER)
    data = {"deal": str(deal), "path": row.path, "release": row.release, "year": counts.year, "occasion": row.occasion}
    act.record("exchange.determination.made", row, data, parties=[exporter])
    return row


def _more(exporter: UUID, counts: Counts, told: gather.Sheet) -> Pair:
    """By how much an exact set raises the year: only by the persons that are not in it yet."""
    united = counting.union(exporter, counts.year, *([told.subjects] if told.subjects else []))
    return united[0] - counts.own.exact[0], united[1] - counts.own.exact[1]


def _write(row: Determination, held: Reservation, counts: Counts) -> None:
    """Determination, reservation and the count in one statement."""
    exact = counting.union(held.organization_id, held.year, held.subjects_id) if held.exact and held.subjects_id else counts.own.exact
    added = (held.ordinary, held.sensitive) if held.counted and not held.exact else (0, 0)
    with connection.cursor() as cursor:
        cursor.execute(
            _BOOK,
            {
                "judged": row.pk, "deal": row.deal, "exporter": row.exporter_id, "as_of": row.as_of, "destination": row.destination, "facts": json.dumps(row.facts),
                "basis": json.dumps(row.basis), "release": row.release, "path": row.path, "result": json.dumps(row.result, ensure_ascii=False), "at": row.at, "person": row.person,
                "held": held.pk, "year": held.year, "ordinary": held.ordinary, "sensitive": held.sensitive, "counted": held.counted, "exact": held.exact,
                "subjects": held.subjects_id, "kept": counting.kept_until(held.year), "consumer": held.consumer, "dataset": held.dataset, "add_ordinary": added[0], "add_sensitive": added[1],
                "exact_ordinary": exact[0], "exact_sensitive": exact[1],
            },
        )  # fmt: skip
    for one in (row, held):
        one._state.adding, one._state.db = False, "default"
