"""Lists changed by two persons: one operator proposes an edition with all its rows, another confirms it; the earlier edition then ends."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from accounts.organization.use_cases import exchange
from exchange.determination import permissions
from exchange.determination.gather import SCREENING_FLAGS, normal_name
from exchange.determination.models import ListEdition, ListRow
from exchange.determination.models.lists import NEGATIVE_LIST, RECIPIENTS
from exchange.determination.states import Edition
from exchange.rules.border.lists import Part
from exchange.rules.border.vocabulary import FACTS
from kernel.canonical import canonical
from kernel.decision import Say
from kernel.errors import Conflict, Forbidden, Invalid
from kernel.use_case import Act, use_case

CONFIRM_WITHIN = timedelta(days=10)
MOST_ROWS = 5_000
LONGEST = 300


@use_case
def propose_list(
    act: Act, *, kind: str, code: str, title_zh: str, title_en: str, source: str, edition: str, since: date, verified: bool, rows: Iterable[Mapping[str, Any]]
) -> ListEdition:
    """Write down an edition, to be confirmed by another operator. `verified` says that its rows were compared with the published text.

    Errors: Invalid, naming the rows that are wrong."""
    act.authorise(permissions.PROPOSE_LIST)
    if act.actor.person is None:
        raise Forbidden(Say(gettext_noop("This act needs a person who answers for it.")))
    if kind not in (NEGATIVE_LIST, RECIPIENTS):
        raise Invalid(fields={"kind": [Say(gettext_noop("Choose negative_list or recipients."))]})
    told = [checked(kind, number, row) for number, row in enumerate(rows, 1)]
    if not 1 <= len(told) <= MOST_ROWS:
        raise Invalid(fields={"rows": [Say(gettext_noop("A list has 1 to %(most)s rows."), {"most": MOST_ROWS})]})
    row = ListEdition(
        kind=kind, code=code, title_zh=title_zh, title_en=title_en, source=source, edition=edition, since=since, verified=verified,
        digest=hashlib.sha256(canonical([content for _name, content in told])).hexdigest(), state_since=act.now, proposed_by=act.actor.person, created=act.now,
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


def checked(kind: str, number: int, row: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The name a row is found by, and its content in one form. Errors: Invalid."""
    try:
        return _recipient(row) if kind == RECIPIENTS else ("", _listed(row))
    except (KeyError, TypeError, ValueError) as error:
        raise Invalid(fields={f"rows.{number}": [Say(gettext_noop("This row cannot be read: %(error)s."), {"error": str(error)[:100]})]}) from error


def _listed(row: Mapping[str, Any]) -> dict[str, Any]:
    modalities, numbers = sorted({*row.get("modalities", ())}), {name: row.get(name) for name in ("at_least", "below")}
    if not set(modalities) <= set(FACTS["modality"].values):
        raise ValueError("modalities")
    if any(value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < 0) for value in numbers.values()):
        raise ValueError("at_least, below")
    fields = sorted({_line(name) for name in row["fields"]})
    if not fields:
        raise ValueError("fields")
    return {"sector": _line(row["sector"]), "scenario": _line(row["scenario"]), "fields": fields, "part": Part(row["part"]).value, "modalities": modalities, **numbers}


def _recipient(row: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    if row["flag"] not in SCREENING_FLAGS:
        raise ValueError("flag")
    name = normal_name(_line(row["name"]))
    if not name:
        raise ValueError("name")
    return name, {"name": _line(row["name"]), "country": _line(row.get("country", "-")), "flag": row["flag"], "reference": _line(row.get("reference", "-"))}


def _line(value: Any) -> str:
    text = " ".join(str(value).split())
    if not 0 < len(text) <= LONGEST or "\x00" in text:
        raise ValueError("text")
    return text
