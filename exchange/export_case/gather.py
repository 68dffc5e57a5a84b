"""Rows to the facts the procedure is judged on, and what the slices above may know of a decided case."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from accounts.models import Membership
from accounts.organization.models import Kind as Organization_Kind, Organization
from accounts.organization.use_cases import exchange
from exchange.agreement.models import Agreement
from exchange.determination.models import Determination
from exchange.export_case.models import ExportCase, LegalDocument, Outcome, PaperRequest
from exchange.export_case.states import ROUTES, Kind, Path, State, Whose
from exchange.rules.border import calendar
from exchange.rules.casework import PersonFacts
from exchange.rules.places import foreign
from kernel.actor import Actor
from kernel.errors import NotFound
from kernel.models import Event

SETTLED = ("signing", "clearance", "year_end", "statement", "release")
"""Occasions on which a determination of a deal was made to stand; a forecast is not one."""

_NEXT = """
insert into exchange_casenumber (year, last) values (%s, 1)
on conflict (year) do update set last = exchange_casenumber.last + 1 returning last
"""


def determination(deal: UUID) -> Determination | None:
    """The newest one that stands for the deal."""
    return Determination.objects.filter(deal=deal, occasion__in=SETTLED).order_by("-at", "-id").first()


def next_number(year: int) -> str:
    """The next case number of the year; the row stays locked until the case is written."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [year])
        (number,) = cursor.fetchone()
    return f"EX-{year}-{number:06d}"


def desk_of(path: str) -> UUID:
    """Whose desk a path's cases lie on: the regulator's where there is one, else the exchange's."""
    if ROUTES[path].whose is Whose.SIMULATED:
        regulator = Organization.objects.filter(kind=Organization_Kind.REGULATOR).order_by("created").values_list("pk", flat=True).first()
        if regulator is not None:
            return regulator
    return exchange()


def destinations(agreement: Agreement) -> list[str]:
    """The places abroad that this deal's data touches."""
    return list(foreign(agreement.value.places))


def persons(facts: dict[str, Any]) -> tuple[int | None, int | None]:
    """Ordinary and sensitive persons of the year, this export included, as the determination counted them; None: unknown."""
    return _count(facts.get("pi_subjects_this_year")), _count(facts.get("sensitive_pi_subjects_this_year"))


def _count(value: Any) -> int | None:
    if isinstance(value, list):
        return max((number for number in value if isinstance(number, int)), default=None)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def person(actor: Actor, case: ExportCase, *steps: str) -> PersonFacts:
    """The facts on who wants to act: `steps` are the roles whose persons, all who ever acted in them, must be others."""
    before = case.predecessor if case.kind == Kind.REEVALUATION.value else None
    acted = _acted([case, before] if before else [case])
    former = tuple(one for pk, role, one in acted if pk != case.pk and role != "intake")
    of_party = actor.person is not None and Membership.objects.filter(user_id=actor.person, organization__in=case.parties).exists()
    return PersonFacts(actor.person, tuple((role, one) for pk, role, one in acted if pk == case.pk and role in steps), former, of_party)


ROLE_OF = {
    "complete": "intake", "accepted": "intake", "returned": "intake", "not_accepted": "intake", "papers_asked": "reviewer", "extended": "reviewer", "opined": "reviewer",
    "returned_to_reviewer": "approver", "approved": "approver", "refused": "approver",
}  # fmt: skip
"""Each step of the desk and the role it is taken in: a case's own columns keep the last person of a role only, its events every one."""


def _acted(cases: Sequence[ExportCase]) -> set[tuple[UUID, str, UUID]]:
    """Case, role and person of all that was done at the desk. One statement."""
    found = {(case.pk, role, one) for case in cases for role, one in (("intake", case.intake_by), ("reviewer", case.reviewed_by), ("approver", case.decided_by)) if one}
    names = {f"exchange.export_case.{verb}": role for verb, role in ROLE_OF.items()}
    rows = Event.objects.filter(subject_type="exchange.ExportCase", subject_id__in=[str(case.pk) for case in cases], name__in=names)
    for pk, name, payload in rows.values_list("subject_id", "name", "payload"):
        if said := json.loads(payload)["actor"]["person"]:
            found.add((UUID(pk), names[name], UUID(said)))
    return found


@dataclass(frozen=True, slots=True)
class Basis:
    """What a clearance may rest on. `whose` says whose word it is; `legal_effective_on` is the day the signed standard contract takes effect, and
    `filing_day` the last one to file it. `filing_due` is that day too, but only while it is not handed in or was returned. `decided_by` may
    not issue the clearance."""

    case: UUID
    number: str
    path: str
    state: str
    whose: str
    decided_by: UUID | None
    valid_from: date | None
    valid_until: date | None
    conditions: Sequence[str]
    outcome_number: str
    legal_kind: str
    legal_effective_on: date | None
    filing_day: date | None
    filing_due: date | None
    determination: UUID | None

    @property
    def approved(self) -> bool:
        return self.state == State.APPROVED.value

    def as_json(self) -> dict[str, Any]:
        return {
            "case": str(self.case), "number": self.number, "path": self.path, "state": self.state, "whose": self.whose,
            "valid_from": self.valid_from.isoformat() if self.valid_from else None, "valid_until": self.valid_until.isoformat() if self.valid_until else None,
            "conditions": list(self.conditions), "outcome_number": self.outcome_number, "legal_document": self.legal_kind,
            "legal_effective_on": self.legal_effective_on.isoformat() if self.legal_effective_on else None,
            "filing_due": self.filing_due.isoformat() if self.filing_due else None, "determination": str(self.determination) if self.determination else None,
        }  # fmt: skip


FILING_DAYS = 10
SIGNED = ("standard_contract", "gba_contract")
"""Documents that take effect as the contract with the recipient: a draft never does, nor one whose signed text has no digest here."""


def basis(agreement_id: UUID) -> Basis | None:
    """What stands for this agreement: the newest approved case, else on the contract path an open one whose contract is stated.

    None when there is neither, and on the path of certification without a confirmed certificate. An open case's `filing_due` is the tenth working day after the contract's effect."""
    rows = list(
        ExportCase.objects.filter(agreement_id=agreement_id, state__in=[State.APPROVED.value, *_FILING]).order_by("-created")[:5]
    )
    case = next((row for row in rows if row.state == State.APPROVED.value), None)
    case = case or next((row for row in rows if row.path == Path.CONTRACT.value), None)
    if case is None:
        return None
    document = LegalDocument.objects.filter(case=case, kind__in=SIGNED).exclude(digest="").order_by("-at").first()
    if case.state != State.APPROVED.value and (document is None or document.effective_on is None):
        return None
    outcome = Outcome.objects.filter(case=case, declined=False).exclude(confirmed=None).order_by("-recorded").first()
    if case.path == Path.CERTIFICATION.value and (outcome is None or outcome.kind != "certificate"):
        return None
    effective = document.effective_on if document else None
    filing_day = calendar.after(effective, FILING_DAYS) if case.path == Path.CONTRACT.value and effective else None
    waits = case.submitted is None or case.state == State.RETURNED.value
    return Basis(
        case.pk, case.number, case.path, case.state, case.whose, case.decided_by, case.valid_from, case.valid_until, case.conditions,
        outcome.number if outcome else "", document.kind if document else "", effective,
        filing_day, filing_day if waits else None, case.determination_id,
    )


_FILING = tuple(state.value for state in (State.DRAFT, State.SUBMITTED, State.RETURNED, State.UNDER_REVIEW, State.SUPPLEMENT, State.TO_DECIDE))


def newest(actor: Actor, agreement_id: UUID) -> ExportCase | None:
    """The newest case of the agreement that the actor can see."""
    return ExportCase.objects.visible_to(actor).filter(agreement_id=agreement_id).order_by("-created").first()


def one(actor: Actor, case_id: UUID, *join: str) -> ExportCase:
    """A case the actor can see, read with the rows `join` names. Errors: NotFound."""
    row = ExportCase.objects.visible_to(actor).select_related(*join).filter(pk=case_id).first()
    if row is None:
        raise NotFound
    return row


def asked(case: ExportCase) -> PaperRequest | None:
    """What the desk asked for and waits for."""
    return PaperRequest.objects.filter(case=case, answered=None).first()


def validity(case: ExportCase, issued: date) -> tuple[date, date | None]:
    """From when and until when a decision issued on that day holds: the corresponding day years later (Civil Code 201-202).

    What is extended goes on from its own last day (P16 9); a new certificate counts from its issue."""
    years = ROUTES[case.path].years
    begins = issued
    if case.path == Path.ASSESSMENT.value and (extended := _extended(case)) is not None:
        begins = extended
    return issued, calendar.months(begins, 12 * years) if years else None


def _extended(case: ExportCase) -> date | None:
    """The last day of what this case extends; a re-evaluated extension is still one."""
    asked = case.predecessor if case.kind == Kind.REEVALUATION.value else case
    if asked is None or asked.kind != Kind.EXTENSION.value or asked.predecessor is None:
        return None
    return asked.predecessor.valid_until
