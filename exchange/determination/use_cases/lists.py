"""Lists changed by two persons: one operator proposes an edition with all its rows, another confirms it; the earlier edition then ends."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from accounts.organization.use_cases import exchange
from exchange.determination import permissions
from exchange.determination.models import ListEdition, ListRow
from exchange.determination.models.lists import NEGATIVE_LIST, RECIPIENTS
from exchange.determination.rows import RowError, Stored, checked
from exchange.determination.states import Edition
from kernel.canonical import canonical
from kernel.decision import Say
from kernel.errors import Conflict, Invalid
from kernel.use_case import Act, use_case

CONFIRM_WITHIN = timedelta(days=10)
MOST_ROWS = 5_000
MOST_TOLD = 100


@use_case
def propose_list(
    act: Act, *, kind: str, code: str, title_zh: str, title_en: str, source: str, edition: str, since: date, verified: bool, rows: Iterable[Mapping[str, Any]]
) -> ListEdition:
    """Write down an edition, to be confirmed by another operator. `verified` says that its rows were compared with the published text.

    Errors: Invalid, naming the rows that are wrong."""
    act.authorise(permissions.PROPOSE_LIST)
    person = act.person()
    if kind not in (NEGATIVE_LIST, RECIPIENTS):
        raise Invalid(fields={"kind": [Say(gettext_noop("Choose negative_list or recipients."))]})
    told = _checked(kind, rows)
    row = ListEdition(
        kind=kind, code=code, title_zh=title_zh, title_en=title_en, source=source, edition=edition, since=since, verified=verified,
        digest=hashlib.sha256(canonical([content for _name, content in told])).hexdigest(), state_since=act.now, proposed_by=person, created=act.now,
    )
    row.save(force_insert=True)
    ListRow.objects.bulk_create([ListRow(edition=row, number=number, name=name, content=content) for number, (name, content) in enumerate(told, 1)])
    act.created(row)
    act.wait(row, organization=exchange(), act=permissions.CONFIRM_LIST, role="operator", within=CONFIRM_WITHIN)
    act.record("exchange.border_list.proposed", row, {"code": code, "edition": edition, "digest": row.digest, "rows": len(told)})
    return row


@use_case
def confirm_list(act: Act, edition_id: UUID) -> ListEdition:
    """Another operator has compared it: it is matched from its day on, and the same list's earlier edition ends with that day.

    Errors: WrongState, Forbidden (the proposer), Conflict (this edition is in force already)."""
    row = act.find(ListEdition, edition_id)
    act.authorise(permissions.CONFIRM_LIST, row)
    ListEdition.objects.filter(code=row.code, state=Edition.IN_FORCE.value, until=None, since__lte=row.since).update(until=row.since)
    try:
        with transaction.atomic():
            done = act.move(row, Edition.IN_FORCE, decided_by=act.actor.person)
    except IntegrityError as error:
        raise Conflict(Say(gettext_noop("This edition of this list is in force already."))) from error
    act.done_waiting(row)
    act.record(done.event, row, {"code": row.code, "edition": row.edition, "digest": row.digest})
    return row


@use_case
def refuse_list(act: Act, edition_id: UUID) -> ListEdition:
    """Another operator finds it wrong: it is never matched. Errors: WrongState, Forbidden (the proposer)."""
    row = act.find(ListEdition, edition_id)
    act.authorise(permissions.CONFIRM_LIST, row)
    done = act.move(row, Edition.REFUSED, decided_by=act.actor.person)
    act.done_waiting(row)
    act.record(done.event, row, {"code": row.code, "edition": row.edition})
    return row


def _checked(kind: str, rows: Iterable[Any]) -> list[Stored]:
    """All rows in one form. Errors: Invalid, naming every row that is wrong, up to MOST_TOLD."""
    told: list[Stored] = []
    wrong: dict[str, list[Say]] = {}
    for number, row in enumerate(islice(rows, MOST_ROWS + 1), 1):
        try:
            told.append(checked(kind, row))
        except RowError as error:
            wrong[f"rows.{number}"] = [error.say]
        if len(wrong) == MOST_TOLD:
            break
    if wrong:
        raise Invalid(fields=wrong)
    if not 1 <= len(told) <= MOST_ROWS:
        raise Invalid(fields={"rows": [Say(gettext_noop("A list has 1 to %(most)s rows."), {"most": MOST_ROWS})]})
    return told
