"""Rows to the facts on clearances, lanes and the watch. Nothing is judged or written here."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery

from catalog.dataset.models import DataField
from catalog.rules.grade import Grade
from exchange.agreement.models import Agreement
from exchange.clearance.models import Clearance, ClearanceAlert, ExportDeclaration
from exchange.clearance.states import LIVE, REPLACED, Declared, State
from exchange.determination import gather as determinations
from exchange.determination.models import Determination
from exchange.export_case import gather as cases
from exchange.export_case.gather import Basis, basis
from exchange.export_case.states import State as Case
from exchange.pilot import gather as pilots
from exchange.pilot.gather import Granted, Trial
from exchange.pilot.models import Pilot
from exchange.rules.border import calendar
from exchange.rules.clearance import CONTRACT, EXEMPT, ON_CONTRACT, ClearanceFacts, IssueFacts, recipient
from exchange.rules.lanes import LaneFacts
from exchange.rules.places import foreign, not_home
from exchange.rules.watching import WatchFacts
from kernel.clock import LOCAL_ZONE
from kernel.models import Event, Hold

RECENT = timedelta(days=90)
FAR = 180
FELL = (Case.REFUSED.value, Case.WITHDRAWN.value, Case.LAPSED.value)
Persons = tuple[int | None, int | None]
NO_PILOT = Granted()


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


@dataclass(frozen=True, slots=True)
class Seen:
    """A clearance with what may have changed under it: the path the deal's newest determination names, and the state of its case."""

    clearance: Clearance
    law: str
    case: str


def _law(deal: str) -> Subquery:
    return Subquery(Determination.objects.filter(deal=OuterRef(deal), occasion__in=cases.SETTLED).order_by("-at", "-id").values("path")[:1])


def seen(agreement_id: UUID) -> list[Seen]:
    """Every clearance of the deal, the newest first. One statement."""
    rows = Clearance.objects.filter(agreement=agreement_id).annotate(law=_law("agreement"), case_state=F("case__state")).defer("credential").order_by("-created")
    return [Seen(row, row.law or "", row.case_state) for row in rows]


def under(declaration: ExportDeclaration, found: list[Seen]) -> Seen:
    """The clearance a declared export goes under: its own, or the one that took that one's place; what does not fit there is refused."""
    own = next(one for one in found if one.clearance.pk == declaration.clearance_id)
    later = next((one for one in found if one.clearance.state in LIVE), None)
    return later if later is not None and own.clearance.cause == REPLACED else own


def watched(now: datetime) -> QuerySet[Any]:
    """The live clearances to look at now, as the watch reads them."""
    rows = Clearance.objects.filter(state__in=[state.value for state in LIVE], next_look__lte=now)
    return rows.select_related("agreement__consumer", "agreement__revision", "case").order_by("next_look")


def law(agreement_id: UUID) -> str:
    """The path the deal's newest determination names; "" where there is none."""
    return Determination.objects.filter(deal=agreement_id, occasion__in=cases.SETTLED).order_by("-at", "-id").values_list("path", flat=True).first() or ""


def added(clearance: Clearance, *counts: Persons) -> Persons:
    """What a delivery adds to the persons who went out under the clearance. Those of a deal are the same in each delivery, so of several
    counts the larger one is meant and only what goes beyond it is new; None where one of them is not known."""

    def new(numbers: list[int | None], used: int) -> int | None:
        known = [number for number in numbers if number is not None]
        return max(0, *known, used) - used if len(known) == len(numbers) else None

    return new([one[0] for one in counts], clearance.ordinary_used), new([one[1] for one in counts], clearance.sensitive_used)


def clearance_facts(found: Seen, agreement: Agreement, fields: Iterable[str], adds: Persons, now: datetime, read_from: tuple[str, ...] = ()) -> ClearanceFacts:
    """`agreement` with its consumer at hand; `adds` are the persons the delivery would add, `read_from` the places of an access."""
    clearance, today = found.clearance, day(now)
    overdue = clearance.overdue or (clearance.filing_due is not None and clearance.filed is None and clearance.filing_due < today)
    return ClearanceFacts(
        on=today, state=clearance.state, path=clearance.path, law=found.law, valid_from=clearance.valid_from, valid_until=clearance.valid_until,
        revision=str(agreement.revision_id), cleared_revision=str(clearance.revision_id), fields=tuple(sorted(fields)), cleared_fields=tuple(clearance.fields),
        recipients=recipients(agreement), cleared_recipients=tuple(clearance.recipients), purposes=(agreement.terms["purpose_code"],),
        cleared_purposes=tuple(clearance.purposes), places=tuple(sorted({*places(agreement), *not_home(read_from)})), cleared_places=tuple(clearance.places), ordinary=adds[0], sensitive=adds[1],
        ordinary_left=clearance.ordinary_left, sensitive_left=clearance.sensitive_left, overdue=overdue, fell=found.case in FELL, personal=agreement.revision.personal is not False,
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
        live=standing is not None and found is not None and standing.case_id == found.case, stoppers=_stoppers(found.case) if found else (), alerts=_alerts(found.case) if found else (),
        personal=agreement.revision.personal is not False,
    )  # fmt: skip
    return facts, result


def _stoppers(case: UUID) -> tuple[str, ...]:
    """The persons who suspended or revoked a clearance on this case, by the log: the row keeps the last one only."""
    rows = [str(pk) for pk in Clearance.objects.filter(case=case).values_list("pk", flat=True)]
    names = ("exchange.clearance.suspended", "exchange.clearance.revoked")
    told = Event.objects.filter(subject_type="exchange.Clearance", subject_id__in=rows, name__in=names).values_list("payload", flat=True) if rows else ()
    return tuple(sorted({person for payload in told if (person := json.loads(payload)["actor"]["person"])}))


def _alerts(case: UUID) -> tuple[str, ...]:
    """The changes for which a clearance on this case rested and was not put in force again. What the law names and how the case stands is
    asked anew at each issue."""
    rows = ClearanceAlert.objects.filter(clearance__case=case, reason__suspends=True).exclude(clearance__state=State.ISSUED.value).exclude(code__in=("law", "case"))
    return tuple(sorted(set(rows.values_list("code", flat=True))))


def delivered_before(agreement_id: UUID, year: int) -> bool:
    """Whether these persons went out in this deal in this year already."""
    return ExportDeclaration.objects.filter(agreement=agreement_id, state=Declared.DELIVERED.value, delivered__gte=datetime(year, 1, 1, tzinfo=LOCAL_ZONE)).exists()


def reserved(agreement_id: UUID) -> bool:
    """Whether the deal holds something of its exporter's yearly count."""
    return determinations.live(agreement_id) is not None


def trials(agreement: Agreement, now: datetime) -> list[Trial]:
    """The pilot programmes under which exports of this deal may run now, with what they relax; an agreement with its consumer at hand."""
    return pilots.covering(agreement.provider_id, agreement.terms["purpose_code"], _reached(agreement), day(now))


def pilots_of(agreement: Agreement, now: datetime) -> list[Pilot]:
    """The same programmes for a page that names them. One statement."""
    return pilots.running(agreement.provider_id, agreement.terms["purpose_code"], _reached(agreement), day(now))


def _reached(agreement: Agreement) -> tuple[str, ...]:
    """Places abroad."""
    return foreign((*places(agreement), *(one.country for one in agreement.value.recipients)))


def lane_facts(clearance: Clearance, agreement: Agreement, count: Persons, now: datetime, granted: Granted = NO_PILOT) -> LaneFacts:
    """Three statements: exports before this one, and orders that stood here lately. `granted` is what a pilot programme gives it."""
    first = not ExportDeclaration.objects.filter(clearance=clearance, state=Declared.DELIVERED.value).exists()
    refused = ExportDeclaration.objects.filter(exporter=clearance.exporter_id, at__gte=now - RECENT, state=Declared.REFUSED.value)[:9].count()
    subjects = [agreement.pk, clearance.pk, clearance.exporter_id, agreement.dataset_id]
    orders = Hold.objects.filter(subject_id__in=subjects, lifted__gte=now - RECENT).exclude(placed_by=None)[:9].count()
    adds = count if first else (0, 0)
    return LaneFacts(
        ordinary=count[0], sensitive=count[1], important=(agreement.revision.grade or Grade.CORE) >= Grade.IMPORTANT, manual_review=bool(clearance.basis.get("manual_review")),
        first=first, used_percent=clearance.used_percent(adds[0] or 0, adds[1] or 0), days_left=(clearance.valid_until - day(now)).days,
        filing_open=clearance.filing_due is not None and clearance.filed is None, conditions=bool(clearance.conditions), recent_orders=orders,
        refused_before=refused, pilot=granted.pilot, relaxed=granted.relaxed, past_cap=granted.past_cap,
    )  # fmt: skip


def _working_days(today: date, last: date) -> int:
    """Working days after today up to the last one; of a far end a good guess is enough."""
    days = max(0, (last - today).days)
    return days * 2 // 3 if days > FAR else sum(calendar.working(today + timedelta(days=number)) for number in range(1, days + 1))


def watch_facts(clearance: Clearance, law: str, now: datetime) -> WatchFacts:
    """`clearance` with its case, its agreement and the agreement's consumer at hand; `law` is the path determined last."""
    agreement = clearance.agreement
    signed, today = agreement.parties_and_subject.consumer, day(now)
    return WatchFacts(
        path=clearance.path, law=law, days_left=_working_days(today, clearance.valid_until),
        used_percent=clearance.used_percent(), fell=clearance.case.state in FELL, personal=agreement.revision.personal is not False, moved=agreement.consumer.country not in clearance.places,
        renamed=(agreement.consumer.name_zh, agreement.consumer.name_en) != (signed.name_zh, signed.name_en),
    )  # fmt: skip


__all__ = [
    "Basis", "Seen", "added", "agreed_fields", "basis", "clearance_facts", "day", "delivered_before", "field_names", "issue_facts", "lane_facts", "law", "live", "persons", "pilots_of", "places", "recipients",
    "reserved", "seen", "trials", "under", "watch_facts", "watched",
]
