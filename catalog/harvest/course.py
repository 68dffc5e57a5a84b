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
    """The import has ended well, or there was nothing new. What the source said of its state is kept for the next time.

    One that lacks most of what was known is doubted instead: nothing is kept of what the source said, now or before, so that all it says next
    is read, and the operator has a turn."""
    found = _found(act, harvest_id)
    plan = found.plan
    plan.failures = 0
    plan.save(update_fields=["failures"])
    if not unchanged:
        settle(act, plan, {"later": str(found.pk)})
    if not unchanged and found.run is not None and found.run.missing is not None:
        act.move(found, HarvestState.DOUBTED)
        plan.etag, plan.last_modified, plan.digest = "", "", None
        plan.save(update_fields=["etag", "last_modified", "digest"])
        act.wait(found, organization=_exchange(), act=HARVEST, role="operator")
        act.record("catalog.harvest.doubted", found, {"missing": found.run.missing})
        return found
    found.unchanged = unchanged
    found.save(update_fields=["unchanged"])
    act.move(found, HarvestState.COMPLETED)
    if not unchanged:
        _keep(found)
    act.record("catalog.harvest.completed", found, {"unchanged": unchanged})
    return found


@use_case
def confirm_withdrawal(act: Act, harvest_id: UUID) -> Harvest:
    """The source has withdrawn what the harvest lacks: it is gone here too. Errors: NotFound, WrongState (not doubted, or settled)."""
    found = _doubted(act, harvest_id)
    assert found.run is not None  # noqa: S101 - a doubted harvest has an import
    imports.follow_withdrawal(act, found.run.pk)
    act.move(found, HarvestState.COMPLETED)
    _keep(found)
    act.done_waiting(found)
    act.record("catalog.harvest.withdrawal_confirmed", found, {"missing": found.run.missing})
    return found


@use_case
def reject_withdrawal(act: Act, harvest_id: UUID) -> Harvest:
    """The source is broken: what it lacks stays. The same answer is not asked about again. Errors: NotFound, WrongState (not doubted, or settled)."""
    found = _doubted(act, harvest_id)
    act.move(found, HarvestState.REJECTED)
    _keep(found)
    act.done_waiting(found)
    act.record("catalog.harvest.withdrawal_rejected", found)
    return found


def _doubted(act: Act, harvest_id: UUID) -> Harvest:
    found = _found(act, harvest_id)
    if found.state != HarvestState.DOUBTED:
        raise WrongState(Say(gettext_noop("No withdrawal waits for a decision here.")))
    return found


def settle(act: Act, plan: HarvestPlan, why: Named[str, Any]) -> None:
    """A harvest that is in doubt is over when a later one has brought something else, or the plan reads otherwise: what comes then is judged for itself.
    The plan is locked."""
    for former in Harvest.objects.filter(plan=plan, state=HarvestState.DOUBTED).select_for_update(no_key=True):
        act.created(former)  # its row is locked already
        act.move(former, HarvestState.REJECTED)
        act.done_waiting(former)
        act.record("catalog.harvest.withdrawal_rejected", former, why)


def _keep(found: Harvest) -> None:
    plan = found.plan
    plan.etag, plan.last_modified, plan.digest = found.etag, found.last_modified, found.digest
    plan.save(update_fields=["etag", "last_modified", "digest"])


def _exchange() -> UUID:
    return Organization.objects.values_list("pk", flat=True).get(kind="exchange")


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
        act.wait(plan, organization=_exchange(), act=HARVEST, role="operator")
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
