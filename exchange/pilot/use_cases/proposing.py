"""A pilot comes into force by two persons: one writes it down with its document and proposes it, another confirms it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext_noop

from accounts.member.own_case import not_their_own
from accounts.organization.use_cases import exchange
from catalog.rules.policy import PURPOSES
from exchange.pilot import permissions
from exchange.pilot.models import Pilot, PilotDeviation
from exchange.pilot.states import State
from exchange.pilot.use_cases.common import digest, facts, said, taking_part
from exchange.rules.pilot import wrong
from exchange.rules.places import abroad
from kernel import blobs
from kernel.clock import LOCAL_ZONE
from kernel.decision import Say
from kernel.errors import Invalid, WrongState
from kernel.turns import CLOCK
from kernel.use_case import Act, use_case

EXPIRE = "pilot.end"
CONFIRM_WITHIN = timedelta(days=30)
MEDIA_TYPES = frozenset({"application/pdf", "image/png", "image/jpeg"})
LARGEST = 20 * 1024 * 1024
LONGEST_YEARS = 3
MOST = 10**12
TEXTS = (("name_zh", 200), ("name_en", 200), ("scenarios_zh", 2_000), ("scenarios_en", 2_000), ("authority", 200), ("document_number", 200))


@use_case
def draft(
    act: Act, *, name_zh: str, name_en: str, scenarios_zh: str, scenarios_en: str, authority: str, document_number: str, document_date: date, purposes: list[str], destinations: list[str],
    since: date, until: date, exports_cap: int, ordinary_cap: int, sensitive_cap: int, deviations: Mapping[str, int], example: bool = False,
) -> Pilot:
    """Write a pilot down. It is not changed afterward: what is wrong is stopped and written anew. `deviations` are values by rule id.

    Errors: Forbidden, Invalid (naming every wrong part: a rule that is not the platform's own is one)."""
    act.authorise(permissions.DRAFT)
    by = act.person()
    texts = {"name_zh": name_zh, "name_en": name_en, "scenarios_zh": scenarios_zh, "scenarios_en": scenarios_en, "authority": authority, "document_number": document_number}
    texts = {name: said(texts[name], name, most) for name, most in TEXTS}
    today = act.now.astimezone(LOCAL_ZONE).date()
    _checked(today, document_date, purposes, destinations, since, until, (exports_cap, ordinary_cap, sensitive_cap), deviations)
    key = uuid4()
    row = Pilot(
        id=key, number=f"PP-{today.year}-{key.hex[:8].upper()}", **texts, document_date=document_date, purposes=sorted(set(purposes)), destinations=sorted(set(destinations)), since=since,
        until=until, exports_cap=exports_cap, ordinary_cap=ordinary_cap, sensitive_cap=sensitive_cap, example=example, drafted_by=by, state_since=act.now, created=act.now,
    )  # fmt: skip
    row.save(force_insert=True)
    PilotDeviation.objects.bulk_create([PilotDeviation(pilot=row, rule=rule, value=value) for rule, value in sorted(deviations.items())])
    act.created(row)
    act.record("exchange.pilot.drafted", row, facts(row, document=document_number, deviations=dict(sorted(deviations.items()))))
    return row


@use_case
def add_paper(act: Act, pilot_id: UUID, *, name: str, media_type: str, size: int, stream: Any) -> Pilot:
    """Keep the authority's document with its SHA-256; until the pilot is proposed, another one takes its place.

    Errors: NotFound, Forbidden, WrongState, Invalid (type, size, name)."""
    pilot = act.find(Pilot, pilot_id)
    act.authorise(permissions.DRAFT, pilot)
    if pilot.state != State.DRAFTED:
        raise WrongState(Say(gettext_noop("The document cannot be changed any more.")))
    if media_type not in MEDIA_TYPES or not 0 < size <= LARGEST:
        raise Invalid(fields={"file": [Say(gettext_noop("The document is a PDF or a picture (PNG, JPEG) of at most 20 MB."))]})
    blob = blobs.begin(act, exchange(), name, media_type, size)
    blobs.append(blob.pk, 0, stream)
    blob.refresh_from_db()
    blobs.complete(act, blob)
    pilot.blob, pilot.sha256 = blob, bytes(blob.sha256 or b"").hex()
    pilot.save(update_fields=["blob", "sha256"])
    act.subject = pilot
    act.record("exchange.pilot.paper_added", pilot, facts(pilot, sha256=pilot.sha256))
    return pilot


@use_case
def propose(act: Act, pilot_id: UUID) -> Pilot:
    """Put it before another operator. Errors: NotFound, Forbidden, WrongState, Invalid (no document)."""
    pilot = act.find(Pilot, pilot_id)
    act.authorise(permissions.DRAFT, pilot)
    if pilot.state == State.DRAFTED and pilot.blob_id is None:
        raise Invalid(fields={"file": [Say(gettext_noop("Add the authority's document first."))]})
    done = act.move(pilot, State.PROPOSED, proposed_by=act.person())
    act.wait(pilot, organization=exchange(), act=permissions.CONFIRM, role="operator", within=CONFIRM_WITHIN)
    act.record(done.event, pilot, facts(pilot, sha256=pilot.sha256))
    return pilot


@use_case
def confirm(act: Act, pilot_id: UUID) -> Pilot:
    """Another operator has compared it with the document: it runs from its first day on, and the clock ends it.

    Errors: NotFound, Forbidden (whoever wrote or proposed it), WrongState (its days are over), Refused (one's own organization takes part)."""
    pilot = act.find(Pilot, pilot_id)
    act.authorise(permissions.CONFIRM, pilot)
    if pilot.until < act.now.astimezone(LOCAL_ZONE).date():
        raise WrongState(Say(gettext_noop("Its last day is over.")), remedy=Say(gettext_noop("Stop it, and write another one down.")))
    parties = taking_part(pilot)
    act.require(not_their_own(act.actor, *parties))
    done = act.move(pilot, State.RUNNING, confirmed_by=act.person(), confirmed=act.now)
    act.done_waiting(pilot)
    after = datetime.combine(pilot.until + timedelta(days=1), time(), LOCAL_ZONE)
    act.wait(pilot, organization=CLOCK, act=permissions.END, role="clock", until=after, on_expiry=EXPIRE)
    act.record(done.event, pilot, facts(pilot, until=pilot.until.isoformat(), scenarios_sha256=digest(pilot.scenarios_zh)), parties=parties)
    return pilot


def _checked(
    today: date, document_date: date, purposes: list[str], destinations: list[str], since: date, until: date, caps: tuple[int, int, int], deviations: Mapping[str, int]
) -> None:
    """Errors: Invalid with every wrong part."""
    found: dict[str, list[Say]] = {}
    if not purposes or set(purposes) - set(PURPOSES):
        found["purposes"] = [Say(gettext_noop("Choose at least one of the listed purposes."))]
    if not destinations or not all(abroad(code) for code in destinations):
        found["destinations"] = [Say(gettext_noop("Write codes of countries or regions outside the mainland, such as SG or HK."))]
    if document_date > today:
        found["document_date"] = [Say(gettext_noop("The document cannot be of a day in the future."))]
    if not today <= until or not since <= until or (until - since).days > 366 * LONGEST_YEARS:
        found["until"] = [Say(gettext_noop("The last day comes after the first one and today, and at most %(years)s years after the first."), {"years": LONGEST_YEARS})]
    for name, cap, least in (("exports_cap", caps[0], 1), ("ordinary_cap", caps[1], 0), ("sensitive_cap", caps[2], 0)):
        if not least <= cap <= MOST:
            found[name] = [Say(gettext_noop("A whole number from %(least)s to %(most)s."), {"least": least, "most": MOST})]
    told = [why for rule, value in deviations.items() if (why := wrong(rule, value)) is not None]
    if told or not deviations:
        found["deviations"] = told or [Say(gettext_noop("Name at least one rule of the platform that the pilot relaxes."))]
    if found:
        raise Invalid(fields=found)
