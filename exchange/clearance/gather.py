"""Rows to the facts on clearances, lanes and the watch. Nothing is judged or written here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from catalog.dataset.models import DataField
from catalog.rules.grade import Grade
from exchange.agreement.models import Agreement
from exchange.clearance.models import Clearance, ExportDeclaration
from exchange.clearance.states import LIVE, Declared
from exchange.determination import gather as determinations
from exchange.export_case import gather as cases
from exchange.export_case.gather import Basis, basis
from exchange.export_case.states import State as Case
from exchange.rules.border import calendar
from exchange.rules.clearance import CONTRACT, EXEMPT, ON_CONTRACT, ClearanceFacts, IssueFacts, recipient
from exchange.rules.lanes import LaneFacts
from exchange.rules.watching import WatchFacts
from kernel.clock import LOCAL_ZONE
from kernel.models import Hold

RECENT = timedelta(days=90)
FAR = 180
FELL = (Case.REFUSED.value, Case.WITHDRAWN.value, Case.LAPSED.value)
Persons = tuple[int | None, int | None]


def day(now: datetime) -> date:
    return now.astimezone(LOCAL_ZONE).date()


def persons(agreement: Agreement) -> Persons:
    """Ordinary and sensitive persons of one delivery: what the deal holds of the yearly count, else what the exporter's newest
    sheet says. The frozen revision makes every delivery of a deal one of the same persons."""
    if agreement.revision.personal is False:
        return 0, 0
    held = determinations.live(agreement.pk)
    if held is not None:
        return held.ordinary, held.sensitive
    said = determinations.sheet(agreement.pk).said
    return said.ordinary, said.sensitive


def field_names(agreement: Agreement) -> tuple[str, ...]:
    """Every field of the agreed revision."""
    return tuple(DataField.objects.filter(revision=agreement.revision_id).order_by("position").values_list("name", flat=True))


def agreed_fields(agreement: Agreement) -> tuple[str, ...]:
    """The fields the terms name; none named means all."""
    return tuple(agreement.terms["data_fields"]) or field_names(agreement)


def recipients(agreement: Agreement) -> tuple[str, ...]:
    """The agreed recipients, and the buyer with the country it sits in now: it reads from there."""
    buyer = agreement.parties_and_subject.consumer
    named = {recipient(one.name, one.country) for one in agreement.value.recipients}
    return tuple(sorted({*named, recipient(buyer.en, agreement.consumer.country)}))


def places(agreement: Agreement) -> tuple[str, ...]:
    """Every place the data reaches or is read from."""
    return tuple(sorted({*agreement.value.places, agreement.consumer.country}))


def live(agreement_id: UUID) -> Clearance | None:
    return Clearance.objects.filter(agreement=agreement_id, state__in=[state.value for state in LIVE]).first()


def newest(agreement_id: UUID) -> Clearance | None:
    """The live clearance, or the last one there was."""
    return Clearance.objects.filter(agreement=agreement_id).order_by("-created").first()


def clearance_facts(clearance: Clearance, agreement: Agreement, fields: Iterable[str], adds: Persons, now: datetime) -> ClearanceFacts:
    """`agreement` with its consumer at hand; `adds` are the persons the delivery would add."""
    return ClearanceFacts(
        on=day(now), state=clearance.state, path=clearance.path, valid_from=clearance.valid_from, valid_until=clearance.valid_until,
        revision=str(agreement.revision_id), cleared_revision=str(clearance.revision_id), fields=tuple(sorted(fields)), cleared_fields=tuple(clearance.fields),
        recipients=recipients(agreement), cleared_recipients=tuple(clearance.recipients), purposes=(agreement.terms["purpose_code"],),
        cleared_purposes=tuple(clearance.purposes), places=places(agreement), cleared_places=tuple(clearance.places), ordinary=adds[0], sensitive=adds[1],
        ordinary_left=clearance.ordinary_left, sensitive_left=clearance.sensitive_left, overdue=clearance.overdue,
    )  # fmt: skip


def issue_facts(agreement: Agreement, found: Basis | None, issuer: UUID | None, now: datetime) -> tuple[IssueFacts, dict[str, Any]]:
    """The facts, and the stored answer of the law they rest on."""
    stored = cases.determination(agreement.pk)
    result: dict[str, Any] = stored.result if stored else {}
    law = result.get("path", "undetermined")
    path = found.path if found else CONTRACT if law == "standard_contract_or_certification" else EXEMPT if law == "not_a_cross_border_transfer" else law
    standing = live(agreement.pk)
    deciders = (str(found.decided_by),) if found and found.decided_by else ()
    facts = IssueFacts(
        on=day(now), law=law, path=path, determined=stored is not None and not result.get("missing_facts"), blockers=tuple(result.get("blockers", ())),
        decided=found is not None and (found.approved or found.path in ON_CONTRACT), outcome=found is not None and found.approved,
        document_effective=found.legal_effective_on if found else None, valid_until=found.valid_until if found else None, issuer=str(issuer), deciders=deciders,
        live=standing is not None and found is not None and standing.case_id == found.case,
    )  # fmt: skip
    return facts, result


def delivered_before(agreement_id: UUID, year: int | None = None) -> bool:
    """Whether these persons went out in this deal already, at all or in this year."""
    rows = ExportDeclaration.objects.filter(agreement=agreement_id, state=Declared.DELIVERED.value)
    if year is not None:
        rows = rows.filter(delivered__gte=datetime(year, 1, 1, tzinfo=LOCAL_ZONE))
    return rows.exists()


def reserved(agreement_id: UUID) -> bool:
    """Whether the deal holds something of its exporter's yearly count."""
    return determinations.live(agreement_id) is not None


def lane_facts(clearance: Clearance, agreement: Agreement, count: Persons, now: datetime) -> LaneFacts:
    """Two statements: exports before this one, and orders that stood here lately."""
    states = list(ExportDeclaration.objects.filter(exporter=clearance.exporter_id, at__gte=now - RECENT).values_list("state", "clearance_id")[:1000])
    first = not any(state == Declared.DELIVERED.value and pk == clearance.pk for state, pk in states)
    subjects = [agreement.pk, clearance.pk, clearance.exporter_id, agreement.dataset_id]
    orders = Hold.objects.filter(subject_id__in=subjects, lifted__gte=now - RECENT).exclude(placed_by=None)[:9].count()
    adds = count if first else (0, 0)
    return LaneFacts(
        ordinary=count[0], sensitive=count[1], important=(agreement.revision.grade or Grade.CORE) >= Grade.IMPORTANT, manual_review=bool(clearance.basis.get("manual_review")),
        first=first, used_percent=clearance.used_percent(adds[0] or 0, adds[1] or 0), days_left=(clearance.valid_until - day(now)).days,
        filing_open=clearance.filing_due is not None and clearance.filed is None, conditions=bool(clearance.conditions), recent_orders=orders,
        refused_before=sum(state == Declared.REFUSED.value for state, _pk in states),
    )  # fmt: skip


def _working_days(today: date, last: date) -> int:
    """Working days after today up to the last one; of a far end a good guess is enough."""
    days = max(0, (last - today).days)
    return days * 2 // 3 if days > FAR else sum(calendar.working(today + timedelta(days=number)) for number in range(1, days + 1))


def watch_facts(clearance: Clearance, now: datetime) -> WatchFacts:
    """`clearance` with its case, its agreement and the agreement's consumer at hand."""
    agreement = clearance.agreement
    signed, today = agreement.parties_and_subject.consumer, day(now)
    return WatchFacts(
        path=clearance.path, days_left=_working_days(today, clearance.valid_until),
        used_percent=clearance.used_percent(), fell=clearance.case.state in FELL, moved=agreement.consumer.country not in clearance.places,
        renamed=(agreement.consumer.name_zh, agreement.consumer.name_en) != (signed.name_zh, signed.name_en),
    )  # fmt: skip


__all__ = ["Basis", "agreed_fields", "basis", "clearance_facts", "day", "delivered_before", "field_names", "issue_facts", "lane_facts", "live", "newest", "persons", "places", "recipients", "reserved", "watch_facts"]
