"""The acts of one harvest: begun, handed over to the import, completed, failed, cancelled.

Each locks the plan before the harvest. A plan whose harvests fail again and again pauses by itself, and the exchange has a turn.
"""

from __future__ import annotations

from collections.abc import Mapping as Named
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_noop

from accounts.models import Organization
from catalog.harvest.fetching import CKAN_API, Fetched
from catalog.harvest.models import Harvest, HarvestPlan
from catalog.harvest.permissions import HARVEST
from catalog.harvest.states import HarvestState, PlanState
from catalog.interchange import use_cases as imports
from catalog.interchange.models import ImportRun
from catalog.interchange.states import RunState
from kernel.decision import Say
from kernel.errors import NotFound, WrongState
from kernel.use_case import Act, use_case

MOST_ATTEMPTS = 4
"""Of one harvest: then it has failed."""
MOST_FAILURES = 3
"""Of a plan, one after the other: then it pauses."""
_UNSENT = {"rule": "harvest.interrupted", "where": "", "finding": Say(gettext_noop("The harvest was interrupted before all had arrived.")).as_json(),
           "remedy": Say(gettext_noop("Nothing has to be done: it began anew.")).as_json()}  # fmt: skip
NEVER = {"rule": "harvest.attempts", "where": "", "finding": Say(gettext_noop("The harvest was begun again and again and never came to its end.")).as_json(),
         "remedy": Say(gettext_noop("Check the address and the limits of the plan.")).as_json()}  # fmt: skip


def _found(act: Act, harvest_id: UUID) -> Harvest:
    """The harvest, locked after its plan. Errors: NotFound."""
    plan_id = Harvest.objects.visible_to(act.actor).filter(pk=harvest_id).values_list("plan", flat=True).first()
    if plan_id is None:
        raise NotFound
    plan = act.find(HarvestPlan, plan_id, join=("source",))
    found = act.find(Harvest, harvest_id, join=("run",))
    found.plan = plan
    act.authorise(HARVEST, found)
    return found


@use_case
def begin(act: Act, harvest_id: UUID) -> Harvest:
    """A worker takes it: for the first time, after a source that did not answer, or after a worker that died. What that one had not sent is dropped."""
    found = _found(act, harvest_id)
    if found.state == HarvestState.QUEUED:
        act.move(found, HarvestState.RUNNING)
    elif found.state != HarvestState.RUNNING:
        raise WrongState(Say(gettext_noop("This harvest has ended.")))
    if found.run is not None and found.run.state == RunState.DRAFT:
        imports.fail(act, found.run.pk, failure=_UNSENT)
        found.run = None
    found.attempts += 1
    found.pages = found.bytes = 0
    found.save(update_fields=["run", "attempts", "pages", "bytes"])
    act.record("catalog.harvest.started", found, {"attempt": found.attempts})
    return found


def report(harvest: Harvest, pages: int, size: int) -> bool:
    """Progress, beside the acts; False tells the worker that the harvest is no longer its own."""
    mine = Harvest.objects.filter(pk=harvest.pk, state=HarvestState.RUNNING, attempts=harvest.attempts)
    return bool(mine.update(pages=pages, bytes=size))


@use_case
def announce(act: Act, harvest_id: UUID, attempt: int, *, came: Fetched, name: str) -> ImportRun:
    """All has come: an import run that waits for its bytes. Errors: WrongState when it was cancelled or taken over."""
    found = _found(act, harvest_id)
    _mine(found, attempt)
    plan = found.plan
    form = "ckan" if plan.format == CKAN_API else plan.format
    run = imports.begin_import(act, plan.source_id, name=name, format=form, mapping=plan.mapping, whole=came.whole, pages=came.pages)
    found.run, found.pages, found.bytes, found.whole = run, came.pages, came.size, came.whole
    found.etag, found.last_modified, found.digest = came.etag, came.last_modified, came.digest
    found.save(update_fields=["run", "pages", "bytes", "whole", "etag", "last_modified", "digest"])
    act.record("catalog.harvest.fetched", found, {"pages": came.pages, "bytes": came.size, "whole": came.whole})
    return run


@use_case
def hand_over(act: Act, harvest_id: UUID, attempt: int) -> Harvest:
    """Its bytes are there: the import reads them."""
    found = _found(act, harvest_id)
    _mine(found, attempt)
    if found.run is None:
        raise WrongState(Say(gettext_noop("This harvest has brought nothing yet.")))
    imports.submit(act, found.run.pk)
    act.record("catalog.harvest.handed_over", found, {"run": str(found.run.pk)})
    return found


def _mine(harvest: Harvest, attempt: int) -> None:
    if harvest.state != HarvestState.RUNNING or harvest.attempts != attempt:
        raise WrongState(Say(gettext_noop("This harvest was cancelled or taken over.")))


@use_case
def complete(act: Act, harvest_id: UUID, *, unchanged: bool = False) -> Harvest:
    """The import has ended well, or there was nothing new. What the source said of its state is kept for the next time."""
    found = _found(act, harvest_id)
    found.unchanged = unchanged
    found.save(update_fields=["unchanged"])
    act.move(found, HarvestState.COMPLETED)
    plan = found.plan
    plan.failures = 0
    if not unchanged:
        plan.etag, plan.last_modified, plan.digest = found.etag, found.last_modified, found.digest
    plan.save(update_fields=["failures", "etag", "last_modified", "digest"])
    act.record("catalog.harvest.completed", found, {"unchanged": unchanged})
    return found


@use_case
def fail(act: Act, harvest_id: UUID, *, failure: Named[str, Any]) -> Harvest:
    """Nothing of it was written, and it says why."""
    found = _found(act, harvest_id)
    found.failure = dict(failure)
    found.save(update_fields=["failure"])
    act.move(found, HarvestState.FAILED)
    plan = found.plan
    plan.failures += 1
    plan.save(update_fields=["failures"])
    act.record("catalog.harvest.failed", found, {"rule": failure["rule"], "failures": plan.failures})
    if plan.failures >= MOST_FAILURES and plan.state == PlanState.ACTIVE:
        act.move(plan, PlanState.PAUSED)
        exchange = Organization.objects.filter(kind="exchange").values_list("pk", flat=True).first()
        if exchange is not None:
            act.wait(plan, organization=exchange, act=HARVEST, role="operator")
        act.record("catalog.harvest_plan.paused", plan, {"failures": plan.failures})
    return found


@use_case
def cancel(act: Act, harvest_id: UUID) -> Harvest:
    """Stop fetching. Errors: WrongState when it has ended, or its import has begun: that reads the whole file or changes nothing."""
    found = _found(act, harvest_id)
    if found.run is not None and found.run.state != RunState.DRAFT:
        raise WrongState(Say(gettext_noop("What came is being imported already.")), remedy=Say(gettext_noop("Wait for the end of the import.")))
    act.move(found, HarvestState.CANCELLED)
    if found.run is not None:
        imports.fail(act, found.run.pk, failure=_UNSENT)
    act.record("catalog.harvest.cancelled", found)
    return found
