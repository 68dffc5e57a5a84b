"""Issuing a clearance: an operator other than whoever decided the case, on a determination and a case that carry it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from accounts.member.own_case import not_their_own
from exchange.agreement import use_cases as agreements
from exchange.agreement.models import Agreement, Condition
from exchange.agreement.states import OPEN, Kind
from exchange.clearance import credential, gather, permissions
from exchange.clearance.gate import is_export
from exchange.clearance.gather import Basis
from exchange.clearance.models import Clearance
from exchange.clearance.states import LIVE, REPLACED, State
from exchange.clearance.use_cases.common import EXPIRE, FILING, OVERDUE_CAUSE, after_day, facts
from exchange.determination import use_cases as determinations
from exchange.rules.clearance import issuable, period
from kernel import holds
from kernel.decision import Say
from kernel.errors import Conflict, Invalid, WrongState
from kernel.events import timestamp
from kernel.turns import CLOCK
from kernel.use_case import Act, use_case


@use_case
def issue(
    act: Act, agreement_id: Any, *, fields: Iterable[str] | None = None, ordinary: int | None = None, sensitive: int | None = None, valid_until: date | None = None
) -> Clearance:
    """Clear the export of this deal. What is given narrows the scope: fewer fields, fewer persons, an earlier end; nothing widens it.

    Errors: NotFound, WrongState (no export, or the deal has ended), Refused (undetermined, prohibited, blocked, no outcome, the same
    person, nobody of a party, an order on an earlier clearance of this deal), Invalid, Conflict."""
    agreement = act.find(Agreement, agreement_id, join=("consumer", "provider", "revision"))
    act.authorise(permissions.ISSUE, agreement)
    if not is_export(agreement) or agreement.state not in OPEN:
        raise WrongState(Say(gettext_noop("There is nothing to clear: this deal is no export, or it has ended.")))
    act.require(not_their_own(act.actor, *agreement.parties))
    standing = gather.live(agreement.pk)
    if standing is not None:
        act.lock(standing)  # before the counters, as the first access of a delivery does
    if gather.reserved(agreement.pk):  # the law of this day, over the counts of this day
        determinations.repeat(act, agreement.pk, occasion="clearance")
    basis = gather.basis(agreement.pk)
    known, law = gather.issue_facts(agreement, basis, act.actor.person, act.now)
    act.require(issuable(known))
    earlier = list(Clearance.objects.filter(agreement=agreement).values_list("pk", flat=True))
    act.require(holds.decision(holds.standing(earlier, holds.EXPORT, holds.DELIVERY)))
    _replaced(act, agreement, standing)
    assert basis is not None  # noqa: S101 - nothing is issuable without one
    clearance = _made(act, agreement, basis, law, _scope(agreement, fields, ordinary, sensitive, valid_until))
    try:
        with transaction.atomic():
            clearance.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(Say(gettext_noop("This deal has a clearance already.")), remedy=Say(gettext_noop("Revoke it first, if another is to take its place."))) from error
    act.created(clearance)
    act.wait(clearance, organization=CLOCK, act=permissions.EXPIRE, role="clock", until=after_day(clearance.valid_until), on_expiry=EXPIRE)
    if clearance.filing_due is not None and clearance.filed is None:
        act.wait(
            clearance, organization=clearance.exporter_id, act=permissions.FILE_CONTRACT, role="steward", until=after_day(clearance.filing_due), on_expiry=FILING
        )
    else:  # a filing that was missed under an earlier clearance was made since, or is asked of nobody on this path
        holds.lift(agreement, cause=OVERDUE_CAUSE, at=act.now, by=act.actor.person)
    act.record("exchange.clearance.issued", clearance, facts(clearance, path=clearance.path, until=clearance.valid_until.isoformat()), parties=agreement.parties)
    act.done_waiting(agreement, permissions.ISSUE)
    if Condition.objects.filter(agreement=agreement, kind=Kind.BORDER_CLEARANCE.value, met_at=None).exists():
        agreements.satisfy(act, agreement.pk, Kind.BORDER_CLEARANCE.value)
    return clearance


def _replaced(act: Act, agreement: Agreement, earlier: Clearance | None) -> None:
    """A later case was decided: what was cleared on the earlier one ends as the new clearance begins."""
    if earlier is not None and earlier.state in LIVE:
        done = act.move(earlier, State.REVOKED, cause=REPLACED)
        act.done_waiting(earlier)
        act.record(done.event, earlier, facts(earlier, cause=REPLACED), parties=agreement.parties)


def _scope(agreement: Agreement, fields: Iterable[str] | None, ordinary: int | None, sensitive: int | None, until: date | None) -> dict[str, Any]:
    """The agreed scope, narrowed. Errors: Invalid for anything that would widen it."""
    agreed = gather.agreed_fields(agreement)
    chosen = tuple(name for name in agreed if name in set(fields)) if fields is not None else agreed
    count = [number or 0 for number in gather.persons(agreement)]
    wrong: dict[str, list[Say]] = {}
    if not chosen or (fields is not None and set(fields) - set(agreed)):
        wrong["fields"] = [Say(gettext_noop("Choose among the agreed fields, at least one."))]
    for name, given, most in (("ordinary", ordinary, count[0]), ("sensitive", sensitive, count[1])):
        if given is not None and not 0 <= given <= most:
            wrong[name] = [Say(gettext_noop("At most the %(most)s persons of this export."), {"most": most})]
    if wrong:
        raise Invalid(fields=wrong)
    return {
        "fields": list(chosen), "ordinary_quota": count[0] if ordinary is None else ordinary, "sensitive_quota": count[1] if sensitive is None else sensitive, "until": until,
    }  # fmt: skip


def _made(act: Act, agreement: Agreement, basis: Basis, law: dict[str, Any], scope: dict[str, Any]) -> Clearance:
    today = gather.day(act.now)
    first = max(today, basis.valid_from or today)
    last = period(basis.path, first, basis.valid_until, gather.day(agreement.in_force_until) if agreement.in_force_until else None, counted=bool(scope["ordinary_quota"] + scope["sensitive_quota"]))
    until = scope.pop("until") or last
    if not first <= until <= last:
        raise Invalid(fields={"valid_until": [Say(gettext_noop("A day from %(first)s to %(last)s."), {"first": first.isoformat(), "last": last.isoformat()})]})
    key = uuid4()
    row = Clearance(
        id=key, number=f"CL-{today.year}-{key.hex[:8].upper()}", agreement=agreement, case_id=basis.case, revision_id=agreement.revision_id, exporter_id=agreement.provider_id,
        path=basis.path, recipients=list(gather.recipients(agreement)), purposes=[agreement.terms["purpose_code"]], places=list(gather.places(agreement)), valid_from=first,
        valid_until=until, conditions=list(basis.conditions), filing_due=basis.filing_day, filed=act.now if basis.filing_day and not basis.filing_due else None, issued_by=act.person(), state_since=act.now, created=act.now,
        basis=basis.as_json() | {"law": law.get("path", ""), "articles": law.get("deciding_articles", []), "manual_review": bool(law.get("manual_review")), "release": law.get("release", "")},
        **scope,
    )  # fmt: skip
    row.credential = credential.sign(_body(row, agreement, act))
    return row


def _body(row: Clearance, agreement: Agreement, act: Act) -> dict[str, Any]:
    """What is signed: no person, nothing that only one side may know."""
    deal = agreement.parties_and_subject
    return {
        "number": row.number, "agreement": str(agreement.pk), "issued": timestamp(act.now), "exporter": {"zh": deal.provider.zh, "en": deal.provider.en, "number": deal.provider.number},
        "dataset": {"id": deal.dataset, "zh": deal.title_zh, "en": deal.title_en, "revision": deal.revision, "revision_number": deal.revision_number},
        "fields": row.fields, "recipients": row.recipients, "purposes": row.purposes, "places": row.places, "ordinary": row.ordinary_quota, "sensitive": row.sensitive_quota,
        "valid_from": row.valid_from.isoformat(), "valid_until": row.valid_until.isoformat(), "conditions": row.conditions, "path": row.path,
        "case": row.basis["number"], "whose": row.basis["whose"], "outcome": row.basis["outcome_number"],
    }  # fmt: skip
