"""Conditions met one by one: by evidence of the lawful basis, by the slices above, until the agreement comes into force."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from catalog.grant import use_cases as grants
from exchange.agreement import judgement, permissions
from exchange.agreement.models import Agreement, Condition, Evidence
from exchange.agreement.periods import EXPIRE
from exchange.agreement.states import Blocks, Kind, State
from exchange.rules import domestic
from exchange.rules.domestic import EVIDENCE_OF, DomesticFacts, Shown
from exchange.trade_request.states import State as Negotiation
from kernel.clock import LOCAL_ZONE
from kernel.decision import Say
from kernel.errors import Invalid, NotFound, WrongState
from kernel.turns import CLOCK
from kernel.use_case import Act, use_case

REFERENCE_LENGTH = 500
PARTIES = ("request", "consumer", "provider")
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")


def open_effects(rows: Iterable[Condition]) -> list[Condition]:
    return [row for row in rows if row.blocks == Blocks.EFFECT.value and not row.met]


def mark_met(act: Act, row: Condition, event: int) -> None:
    row.met_at, row.met_by = act.now, event
    row.save(update_fields=["met_at", "met_by"])


@use_case
def satisfy(act: Act, agreement_id: UUID, kind: str) -> Agreement:
    """A condition is met, as the calling act has just made sure. The last one of effect puts the agreement into force.

    Errors: NotFound, WrongState (no such condition is open, or both have not signed yet)."""
    agreement = act.find(Agreement, agreement_id, join=PARTIES)
    act.authorise(permissions.SATISFY, agreement)
    rows = list(Condition.objects.filter(agreement=agreement))
    row = next((one for one in rows if one.kind == kind and not one.met), None)
    if row is None or agreement.state not in (State.PREPARED.value, State.IN_FORCE.value):
        raise WrongState(Say("This condition is not open."), remedy=Say("See the deal's page for the conditions that are open."))
    if kind == Kind.ESCROW.value and not agreement.signed:
        raise WrongState(Say("The price is funded after both have signed."), remedy=Say("Wait for the signatures."))
    done = act.record("exchange.agreement.condition_met", agreement, {"condition": kind, "blocks": row.blocks}, parties=agreement.parties)
    mark_met(act, row, done.id)
    if not any(one.act == row.act and not one.met for one in rows):  # one turn stands for all that wait for the same act
        act.done_waiting(agreement, row.act)
    if agreement.state == State.PREPARED.value and agreement.request.state == Negotiation.VERIFIED.value and not open_effects(rows):
        return come_into_force(act, agreement.pk)
    if row.blocks == Blocks.DELIVERY.value and agreement.in_force:
        _consumer_may_ask(act, agreement)
    return agreement


@use_case
def come_into_force(act: Act, agreement_id: UUID) -> Agreement:
    """Every condition of effect is met. Errors: WrongState, Refused (a lawful-basis duty is not shown)."""
    agreement = act.find(Agreement, agreement_id, join=PARTIES)
    act.authorise(permissions.COME_INTO_FORCE, agreement)
    rows = list(Condition.objects.filter(agreement=agreement))
    act.require(domestic.judge(_facts(agreement)))
    if open_effects(rows) or not rows:
        raise WrongState(Say("Conditions of effect are still open."), remedy=Say("See the deal's page for whom they wait."))
    until = act.now + timedelta(days=agreement.value.term_days)
    act.move(agreement, State.IN_FORCE, in_force_from=act.now, in_force_until=until)
    act.move(agreement.request, Negotiation.FINALIZED, until=None)
    act.record("exchange.agreement.came_into_force", agreement, {"until": until.isoformat()}, parties=agreement.parties)
    grants.access_grant(act, agreement.dataset_id, agreement.consumer_id, until)
    # on the negotiation, which nothing else waits on any more: what happens to deliveries cannot end this one
    act.wait(agreement.request, organization=CLOCK, act=permissions.EXPIRE, role="clock", until=until, on_expiry=EXPIRE)
    if all(row.met for row in rows):
        _consumer_may_ask(act, agreement)
    return agreement


@use_case
def show_basis(
    act: Act, agreement_id: UUID, kind: str, *, answer: str, reference: str, done_on: date | None = None, document_sha256: str = ""
) -> Agreement:
    """The provider shows one lawful-basis duty: that it was done, when, and where the paper is kept; of MINORS, whether persons
    under 14 are among the data, where "no" is an answer too and other duties may fall away.

    Errors: NotFound (no such condition), WrongState (not open), Invalid, Refused ("no" is refused, "unknown" is undetermined)."""
    agreement = act.find(Agreement, agreement_id, join=PARTIES)
    act.authorise(permissions.SHOW_BASIS, agreement)
    met = dict(Condition.objects.filter(agreement=agreement, kind__in=EVIDENCE_OF).values_list("kind", "met_at"))
    if kind not in met:
        raise NotFound(Say("This agreement has no such condition."))
    if answer not in {Shown.YES.value, Shown.NO.value, Shown.UNKNOWN.value}:
        raise Invalid(fields={"answer": [Say("Answer yes, no or unknown.")]})
    facts = _facts(agreement).shown({kind: Shown(answer)})
    act.require(domestic.judge_evidence(facts, kind))
    row = _evidence(act, agreement, kind, answer, reference, done_on, document_sha256)
    if met[kind] is not None:
        raise WrongState(Say("This condition is not open."), remedy=Say("See the deal's page for the conditions that are open."))
    row.save(force_insert=True)
    data = {"condition": kind, "answer": answer, "evidence": str(row.pk), "document_sha256": document_sha256 or None}
    act.record("exchange.agreement.basis_shown", agreement, data, parties=agreement.parties)
    _fall_away(act, agreement, [one for one in domestic.not_needed(facts) if one in met and met[one] is None])
    return satisfy(act, agreement.pk, kind)


def _fall_away(act: Act, agreement: Agreement, kinds: list[str]) -> None:
    """What was shown leaves nothing of these to show: the event that says so meets them."""
    if kinds:
        done = act.record("exchange.agreement.conditions_fell_away", agreement, {"conditions": sorted(kinds)}, parties=agreement.parties)
        Condition.objects.filter(agreement=agreement, kind__in=kinds, met_at=None).update(met_at=act.now, met_by=done.id)


def _evidence(act: Act, agreement: Agreement, kind: str, answer: str, reference: str, done_on: date | None, document_sha256: str) -> Evidence:
    wrong: dict[str, list[Say]] = {}
    reference = " ".join(reference.split())
    if not 1 <= len(reference) <= REFERENCE_LENGTH:
        wrong["reference"] = [Say("Say in 1 to %(most)s characters which paper shows it and where it is kept.", {"most": REFERENCE_LENGTH})]
    if document_sha256 and not _SHA256.match(document_sha256):
        wrong["document_sha256"] = [Say("A SHA-256 digest has 64 lower-case hexadecimal digits.")]
    if done_on is None or done_on > act.now.astimezone(LOCAL_ZONE).date():
        wrong["done_on"] = [Say("Give the day on which it was done; it cannot lie in the future.")]
    if wrong or done_on is None:
        raise Invalid(fields=wrong)
    return Evidence(
        agreement=agreement, kind=kind, answer=answer, reference=reference, done_on=done_on, document_sha256=document_sha256, person=act.actor.person, at=act.now
    )


def _facts(agreement: Agreement) -> DomesticFacts:
    known = judgement.facts(agreement, Evidence.objects.filter(agreement=agreement))
    if known is None:
        raise WrongState(Say("The provider has not signed yet."), remedy=Say("Wait for the provider's signature."))
    return known


def _consumer_may_ask(act: Act, agreement: Agreement) -> None:
    act.wait(agreement, organization=agreement.consumer_id, act=permissions.ASK_FOR_DELIVERY, role="trader", until=agreement.in_force_until)
