"""The exporter's acts: it opens a case, hands it in, answers what the desk asks for, withdraws."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from exchange.agreement.models import Agreement
from exchange.agreement.permissions import CLEAR_BORDER
from exchange.agreement.states import State as Agreed
from exchange.export_case import clocks, gather, permissions
from exchange.export_case.dossier.checklist import dossier_facts
from exchange.export_case.models import ExportCase, PaperRequest
from exchange.export_case.states import ROUTES, Kind, Path, State
from exchange.export_case.use_cases import going
from exchange.rules import casework, recognition
from exchange.rules.border import calendar
from exchange.rules.recognition import Crossing
from kernel.decision import Say
from kernel.errors import Conflict, Invalid, WrongState
from kernel.use_case import Act, use_case

WINDOW = 60
"""Working days before the end of validity in which an extension is asked for (P16 9)."""
RENEWAL_MONTHS = 6
"""Months before the end of a certificate from which it is applied for again (M20 8)."""


@use_case
def open_(act: Act, agreement_id: UUID, *, path: str = "", kind: str = Kind.FIRST.value) -> ExportCase:
    """Open the case of an export on `path` ("" takes what was elected, or the only one).

    `kind` is first, change (the facts changed) or extension (of an approved case, in its window).
    Errors: NotFound, Forbidden, WrongState (the deal is over or no export), Refused, Conflict (one is open)."""
    agreement = act.find(Agreement, agreement_id, join=("consumer", "provider"))
    act.authorise(permissions.OPEN, agreement)
    if agreement.state not in (Agreed.PREPARED.value, Agreed.IN_FORCE.value) or not agreement.crossing:
        raise WrongState(Say("A case is opened once the provider has signed and as long as the agreement lasts."))
    if not recognition.needs_clearance(Crossing(agreement.crossing)):
        raise WrongState(Say("Nothing leaves the country in this deal: no case is needed."))
    if kind not in (Kind.FIRST.value, Kind.CHANGE.value, Kind.EXTENSION.value):
        raise Invalid(fields={"kind": [Say("A case is a first one, a change or an extension.")]})
    known = gather.determination(agreement.pk)
    predecessor = _predecessor(act, agreement, kind)
    extended = predecessor.path if predecessor and kind == Kind.EXTENSION.value else ""
    if path and extended and path != extended:
        raise WrongState(Say("An extension stays on the path of what it extends."), remedy=Say("Leave the path out, or open a case for a change."))
    elected = path or extended or _elected(known.path if known else "", known.facts if known else {})
    act.require(casework.route(known.path if known else None, elected, stands=bool(known and not known.result.get("missing_facts"))))
    ordinary, sensitive = gather.persons(known.facts if known else {})
    case = ExportCase(
        number=gather.next_number(clocks.day_of(act.now).year), agreement=agreement, exporter=agreement.provider, consumer=agreement.consumer, determination=known,
        predecessor=predecessor, kind=kind, path=elected, desk_id=gather.desk_of(elected), whose=ROUTES[elected].whose.value, destinations=gather.destinations(agreement),
        ordinary=ordinary, sensitive=sensitive, state_since=act.now, created=act.now,
    )  # fmt: skip
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(Say("A case of this deal is open already."), remedy=Say("Go on with the open case, or withdraw it first.")) from error
    act.created(case)
    act.done_waiting(agreement, CLEAR_BORDER)
    act.wait(case, organization=case.exporter_id, act=permissions.SUBMIT, role="steward")
    data = {"case": case.number, "path": case.path, "kind": kind, "agreement": str(agreement.pk)}
    act.record("exchange.export_case.opened", case, data, parties=case.parties)
    return case


def _elected(found: str, facts: dict[str, object]) -> str:
    choices = casework.ROUTES_OF.get(found, ())
    wanted = str(facts.get("elected_route") or "")
    return wanted if wanted in choices else next(iter(choices), "")


def _predecessor(act: Act, agreement: Agreement, kind: str) -> ExportCase | None:
    if kind == Kind.FIRST.value:
        return None
    former = ExportCase.objects.filter(agreement=agreement, state=State.APPROVED.value).order_by("-created").first()
    if former is None:
        raise WrongState(Say("There is no approved case to change or extend."), remedy=Say("Open a first case."))
    if kind == Kind.EXTENSION.value:
        if former.valid_until is None:
            raise WrongState(Say("This decision has no end: there is nothing to extend."))
        if former.path == Path.CERTIFICATION.value:
            act.require(casework.renewal(clocks.day_of(act.now), calendar.months(former.valid_until, -RENEWAL_MONTHS), former.valid_until))
            return former
        opens = calendar.ahead(former.valid_until, WINDOW)
        act.require(casework.extension(clocks.day_of(act.now), opens, former.valid_until, opens - timedelta(days=1)))
    return former


@use_case
def submit(act: Act, case_id: UUID) -> ExportCase:
    """Hand the dossier in: for the first time, or completed after it was returned. The desk's clock starts.

    Errors: NotFound, Forbidden, WrongState, Refused (what is missing, all at once)."""
    case = going.found(act, case_id)
    act.authorise(permissions.SUBMIT, case)
    going.expect(case, State.DRAFT, State.RETURNED)
    act.require(casework.dossier(dossier_facts(case, act.now)))
    to = ROUTES[case.path].first
    answered = PaperRequest.objects.filter(case=case, answered=None).update(answered=act.now)
    going.proceed(act, case, to, round=case.round + 1, submitted=case.submitted or act.now)
    act.record("exchange.export_case.submitted", case, {"round": case.round, "completed": bool(answered)}, parties=[*case.parties, case.desk_id])
    return case


@use_case
def supply(act: Act, case_id: UUID, *, answer: str) -> ExportCase:
    """Answer what was asked for during the review: the desk's clock runs again. Errors: NotFound, Forbidden, WrongState, Invalid."""
    case = going.found(act, case_id)
    act.authorise(permissions.SUBMIT, case)
    going.expect(case, State.SUPPLEMENT)
    PaperRequest.objects.filter(case=case, answered=None).update(answered=act.now, answer=going.text(answer, "answer"))
    going.proceed(act, case, State.UNDER_REVIEW)
    act.record("exchange.export_case.supplied", case, {"round": case.round}, parties=[*case.parties, case.desk_id])
    return case


@use_case
def withdraw(act: Act, case_id: UUID, *, reason: str = "") -> ExportCase:
    """The exporter takes the case back, as long as nothing is decided. Errors: NotFound, Forbidden, WrongState."""
    case = going.found(act, case_id)
    act.authorise(permissions.WITHDRAW, case)
    if not case.is_open:
        raise WrongState(Say("The case is over."), remedy=Say("Open a new case where one is needed."))
    PaperRequest.objects.filter(case=case, answered=None).update(answered=act.now)
    going.close(act, case, State.WITHDRAWN, code="withdrawn", reason=reason.strip()[: going.TEXT_LENGTH], decided=act.now)
    act.record("exchange.export_case.withdrawn", case, {}, parties=[*case.parties, case.desk_id])
    return case
