"""The acts around a plan: making and changing it, pausing and resuming, asking for a harvest now. Those of one harvest stand in course.py."""

from __future__ import annotations

from collections.abc import Mapping as Named
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from catalog.harvest.course import settle
from catalog.harvest.fetching import CKAN_API
from catalog.harvest.models import LARGEST, LONGEST, MOST_PAGES, RHYTHMS, Harvest, HarvestPlan
from catalog.harvest.permissions import HARVEST
from catalog.harvest.states import LIVE, HarvestState, PlanState
from catalog.interchange.models import ForeignSource
from catalog.interchange.reading.formats import AUTO, FORMATS
from catalog.interchange.reading.limits import BadInput
from catalog.interchange.reading.mapping import from_json
from kernel import outbound
from kernel.decision import Say
from kernel.errors import Conflict, Invalid
from kernel.nudge import nudge
from kernel.use_case import Act, use_case

TASK = "catalog.harvest"
KINDS = (AUTO, *FORMATS, CKAN_API)
LIMITS = {"most_bytes": LARGEST, "most_seconds": LONGEST, "most_pages": MOST_PAGES}
GIVEN = ("address", "format", "mapping", "rhythm", *LIMITS)
_LIST = Say(gettext_noop("Choose one of the list."))


def _judge(given: Named[str, Any]) -> None:
    """Errors: Invalid, naming each entry that is wrong. Whether the address is one of the public internet is judged again at each call."""
    wrong: dict[str, list[Say]] = {}
    try:
        outbound.check_spelling(given["address"])
    except outbound.OutboundRefused:
        wrong["address"] = [Say(gettext_noop("This address is not called: only https on open ports to the public internet is."))]
    if given["format"] not in KINDS:
        wrong["format"] = [_LIST]
    if given["rhythm"] not in RHYTHMS:
        wrong["rhythm"] = [_LIST]
    if given["mapping"] is not None:
        try:
            from_json(dict(given["mapping"]))
        except BadInput as error:
            wrong["mapping"] = [error.finding]
    elif given["format"] == "tabular":
        wrong["mapping"] = [Say(gettext_noop("A table says nothing of what its columns mean."))]
    for name, most in LIMITS.items():
        if not 1 <= given[name] <= most:
            wrong[name] = [Say(gettext_noop("Give a number from 1 to %(most)s."), {"most": most})]
    if wrong:
        raise Invalid(fields=wrong)


@use_case
def plan(
    act: Act, source_id: UUID, *, address: str, format: str = AUTO, mapping: Named[str, Any] | None = None, rhythm: str = "day", most_bytes: int = 64 * 1024**2,
    most_seconds: int = 300, most_pages: int = 500,
) -> HarvestPlan:
    """Harvest a source from now on. Errors: NotFound (source), Invalid, Conflict (it has a plan)."""
    source = act.find(ForeignSource, source_id)
    act.authorise(HARVEST, source)
    given = {"address": address.strip(), "format": format, "mapping": mapping, "rhythm": rhythm, "most_bytes": most_bytes, "most_seconds": most_seconds, "most_pages": most_pages}
    _judge(given)
    made = HarvestPlan(source=source, state=PlanState.ACTIVE, state_since=act.now, created=act.now, next_due=act.now, **given)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(Say(gettext_noop("This source has a plan already."))) from error
    act.created(made)
    act.record("catalog.harvest_plan.made", made, {"source": source.code, "format": format, "rhythm": rhythm})
    act.after_commit(lambda: nudge(TASK))
    return made


@use_case
def change(act: Act, plan_id: UUID, **given: Any) -> HarvestPlan:
    """Another address, format, mapping, rhythm or limit; what is not given stays. Errors: NotFound, Invalid, Conflict while a harvest is live."""
    found = act.find(HarvestPlan, plan_id, join=("source",))
    act.authorise(HARVEST, found)
    if found.harvests.filter(state__in=LIVE).exists():
        raise Conflict(_LIVE, remedy=Say(gettext_noop("Wait for its end, or cancel it.")))
    whole = {name: given.get(name, getattr(found, name)) for name in GIVEN}
    _judge(whole)
    changed = [name for name in GIVEN if whole[name] != getattr(found, name)]
    for name in changed:
        setattr(found, name, whole[name])
    if set(changed) & {"address", "format", "mapping"}:  # what was told of the former says nothing of this one
        found.etag, found.last_modified, found.digest = "", "", None
        settle(act, found, {"changed": changed})
    found.save(update_fields=[*GIVEN, "etag", "last_modified", "digest"])
    act.record("catalog.harvest_plan.changed", found, {"changed": changed})
    return found


_LIVE = Say(gettext_noop("A harvest of this source is under way."))


@use_case
def pause(act: Act, plan_id: UUID) -> HarvestPlan:
    """No more harvests by the clock. One that is under way goes on."""
    found = act.find(HarvestPlan, plan_id, join=("source",))
    act.authorise(HARVEST, found)
    act.move(found, PlanState.PAUSED)
    act.record("catalog.harvest_plan.paused", found, {"failures": found.failures})
    return found


@use_case
def resume(act: Act, plan_id: UUID) -> HarvestPlan:
    """Harvest again, and at once; former failures are forgotten."""
    found = act.find(HarvestPlan, plan_id, join=("source",))
    act.authorise(HARVEST, found)
    found.failures, found.next_due = 0, act.now
    found.save(update_fields=["failures", "next_due"])
    act.move(found, PlanState.ACTIVE)
    act.done_waiting(found)
    act.record("catalog.harvest_plan.resumed", found)
    act.after_commit(lambda: nudge(TASK))
    return found


@use_case
def request(act: Act, plan_id: UUID) -> Harvest:
    """Harvest now: the clock asks when it is due, the operator at any time. Errors: NotFound, Conflict while one is live."""
    found = act.find(HarvestPlan, plan_id, join=("source",))
    act.authorise(HARVEST, found)
    made = Harvest(plan=found, state=HarvestState.QUEUED, state_since=act.now, requested=act.now)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(_LIVE) from error
    found.next_due = act.now + RHYTHMS[found.rhythm]
    found.save(update_fields=["next_due"])
    act.created(made)
    act.record("catalog.harvest.requested", made, {"source": found.source.code})
    act.after_commit(lambda: nudge(TASK))
    return made
