"""The acts of the needs board. Every act on an answer holds the lock of its need, so that a need is met once and ends with all its answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_noop

from accounts.models import Organization
from catalog.dataset.choices import INDUSTRIES
from catalog.dataset.models import Dataset
from catalog.dataset.states import DatasetState
from catalog.need import permissions
from catalog.need.models import Need, NeedAnswer
from catalog.need.states import AnswerState, NeedState
from catalog.rights.lasting import CLOCK, after_day
from catalog.rules.need import Answering, Posting, answering, posting
from kernel.clock import LOCAL_ZONE
from kernel.decision import Say
from kernel.errors import Invalid, NotFound, WrongState
from kernel.money import EXPONENTS, LARGEST
from kernel.use_case import Act, use_case

EXPIRES = "need.expire"
LONGEST = {"title": 120, "what": 4_000, "purpose": 1_000}
LONGEST_MESSAGE, LONGEST_REASON = 2_000, 1_000


@use_case
def post(act: Act, *, until: date, **given: Any) -> Need:
    """Post a need: title, what, purpose, industry, budget_low and budget_high (minor units or None), currency, budget_shown; open through the
    day `until`. Errors: Invalid, Refused (not verified, too many, period)."""
    act.authorise(permissions.POST)
    buyer = act.actor.organization
    if buyer is None:
        raise NotFound
    content = _checked(given)
    open_needs = Need.objects.filter(buyer=buyer, state=NeedState.OPEN)[:100].count()
    act.require(posting(Posting(_verified(act, buyer), open_needs, act.now.astimezone(LOCAL_ZONE).date(), until)))
    need = Need(buyer_id=buyer, until=after_day(until), state=NeedState.OPEN, state_since=act.now, created=act.now, created_by=act.person(), **content)
    need.save(force_insert=True)
    act.created(need)
    act.wait(need, organization=CLOCK, act=permissions.EXPIRE, role="clock", until=need.until, on_expiry=EXPIRES)
    act.record("catalog.need.posted", need, {"need": str(need.pk), "industry": need.industry})
    return need


@use_case
def close(act: Act, need_id: UUID) -> Need:
    """The buyer looks no longer; what was answered lapses. Errors: NotFound, WrongState."""
    need = act.find(Need, need_id)
    act.authorise(permissions.CLOSE, need)
    return _end(act, need, NeedState.CLOSED)


@use_case
def take_down(act: Act, need_id: UUID, *, reason: str) -> Need:
    """The exchange takes a need off the board; its buyer reads the reason. Errors: NotFound, Invalid, WrongState."""
    need = act.find(Need, need_id)
    act.authorise(permissions.TAKE_DOWN, need)
    text = reason.strip()
    if not 1 <= len(text) <= LONGEST_REASON or "\x00" in text:
        raise Invalid(fields={"reason": [Say(gettext_noop("Write at most %(most)s characters."), {"most": LONGEST_REASON})]})
    return _end(act, need, NeedState.TAKEN_DOWN, reason=text)


@use_case
def expire(act: Act, need_id: UUID) -> Need:
    """The clock: its last day is over. Errors: WrongState."""
    need = act.find(Need, need_id)
    act.authorise(permissions.EXPIRE)
    if need.until > act.now:
        raise WrongState(Say(gettext_noop("Its period is not over.")))
    return _end(act, need, NeedState.EXPIRED)


@use_case
def answer(act: Act, need_id: UUID, *, dataset: UUID | None = None, message: str = "") -> NeedAnswer:
    """A provider answers with a listed dataset of its own, words, or both. Errors: NotFound, Invalid, Refused, WrongState."""
    need = act.find(Need, need_id)
    act.authorise(permissions.ANSWER)
    act.subject = need
    provider = act.actor.organization
    if provider is None:
        raise NotFound
    text = message.strip()
    if len(text) > LONGEST_MESSAGE or "\x00" in text or (not text and dataset is None):
        raise Invalid(fields={"message": [Say(gettext_noop("Name a dataset or write at most %(most)s characters."), {"most": LONGEST_MESSAGE})]})
    if need.state != NeedState.OPEN or need.until <= act.now:
        raise WrongState(Say(gettext_noop("This need is no longer open.")))
    listed = Dataset.objects.filter(pk=dataset, provider=provider, state=DatasetState.LISTED).exists() if dataset else None
    live = NeedAnswer.objects.filter(need=need, state=AnswerState.GIVEN)
    facts = Answering(_verified(act, provider), provider == need.buyer_id, live.filter(provider=provider).exists(), live.count(), listed)
    act.require(answering(facts))
    row = NeedAnswer(
        need=need, provider_id=provider, dataset_id=dataset, message=text, state=AnswerState.GIVEN, state_since=act.now, created=act.now, created_by=act.person()
    )
    row.save(force_insert=True)
    act.created(row)
    act.wait(row, organization=need.buyer_id, act=permissions.DECIDE, role="trader")
    act.record("catalog.need.answered", row, _facts(row) | {"dataset": str(dataset) if dataset else None}, parties=[need.buyer_id])
    return row


@use_case
def withdraw_answer(act: Act, answer_id: UUID, *, need_id: UUID | None = None) -> NeedAnswer:
    """The provider takes its answer back. Errors: NotFound, WrongState."""
    row = _answer(act, answer_id, need_id)
    act.authorise(permissions.WITHDRAW, row)
    return _settle(act, row, AnswerState.WITHDRAWN, "catalog.need.answer_withdrawn", row.need.buyer_id)


@use_case
def decline(act: Act, answer_id: UUID, *, need_id: UUID | None = None) -> NeedAnswer:
    """The buyer does not want it. Errors: NotFound, WrongState."""
    row = _answer(act, answer_id, need_id)
    act.authorise(permissions.DECIDE, row)
    return _settle(act, row, AnswerState.DECLINED, "catalog.need.answer_declined", row.provider_id)


@use_case
def accept(act: Act, answer_id: UUID, *, need_id: UUID | None = None) -> NeedAnswer:
    """The buyer accepts one answer: the need is met, the others lapse. It binds nobody: a request for the dataset follows.

    Errors: NotFound, WrongState (the need has ended, or the answer is settled)."""
    row = _answer(act, answer_id, need_id)
    act.authorise(permissions.DECIDE, row)
    _settle(act, row, AnswerState.ACCEPTED, "catalog.need.answer_accepted", row.provider_id)
    _end(act, row.need, NeedState.MET)
    return row


def _answer(act: Act, answer_id: UUID, need_id: UUID | None) -> NeedAnswer:
    """An answer the actor sees, locked after its need."""
    known = NeedAnswer.objects.visible_to(act.actor).filter(pk=answer_id, **({"need": need_id} if need_id else {})).values_list("need", flat=True).first()
    if known is None:
        raise NotFound
    need = act.find(Need, known)
    row = act.find(NeedAnswer, answer_id)
    row.need = need
    return row


def _settle(act: Act, row: NeedAnswer, to: AnswerState, event: str, other: UUID) -> NeedAnswer:
    act.move(row, to)
    act.done_waiting(row)
    act.record(event, row, _facts(row), parties=[other])
    return row


def _end(act: Act, need: Need, to: NeedState, *, reason: str = "") -> Need:
    """The need ends, and with it what was answered and not settled; each provider is told of its own answer only."""
    act.move(need, to, **({"reason": reason} if reason else {}))
    act.done_waiting(need)
    act.record(f"catalog.need.{to}", need, {"need": str(need.pk)}, parties=[need.buyer_id])
    for row in NeedAnswer.objects.filter(need=need, state=AnswerState.GIVEN).order_by("pk").select_for_update(no_key=True):
        act.created(row)  # its row is locked already
        _settle(act, row, AnswerState.LAPSED, "catalog.need.answer_lapsed", row.provider_id)
    act.subject = need
    return need


def _verified(act: Act, organization: UUID) -> bool:
    return Organization.objects.verified(act.now).filter(pk=organization).exists()


def _facts(row: NeedAnswer) -> dict[str, Any]:
    return {"need": str(row.need_id), "answer": str(row.pk)}


def _checked(given: Mapping[str, Any]) -> dict[str, Any]:
    """Errors: Invalid, naming every wrong part."""
    wrong: dict[str, list[Say]] = {}
    content: dict[str, Any] = {name: str(given.get(name) or "").strip() for name in (*LONGEST, "industry")}
    for name, longest in LONGEST.items():
        if not 1 <= len(content[name]) <= longest or "\x00" in content[name]:
            wrong[name] = [Say(gettext_noop("Write 1 to %(most)s characters."), {"most": longest})]
    if content["industry"] and content["industry"] not in INDUSTRIES:
        wrong["industry"] = [Say(gettext_noop("Choose one of the list."))]
    content["currency"] = given.get("currency") or "CNY"
    if content["currency"] not in EXPONENTS:
        wrong["currency"] = [Say(gettext_noop("Choose one of the list."))]
    low, high = given.get("budget_low"), given.get("budget_high")
    if any(one is not None and not 0 <= one <= LARGEST for one in (low, high)) or high == 0:
        wrong["budget_high"] = [Say(gettext_noop("Write amounts above zero."))]
    elif low is not None and high is not None and high < low:
        wrong["budget_high"] = [Say(gettext_noop("The upper end of the budget lies below the lower one."))]
    if wrong:
        raise Invalid(fields=wrong)
    return content | {"budget_low_minor": low, "budget_high_minor": high, "budget_shown": bool(given.get("budget_shown"))}
