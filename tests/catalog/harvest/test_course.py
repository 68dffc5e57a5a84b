"""A plan and its harvests: the clock, one at a time, failures, cancelling, a worker that dies, who may."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from catalog.harvest import course, tasks, use_cases
from catalog.harvest.models import HarvestPlan
from catalog.interchange import use_cases as imports
from catalog.interchange.loading import carry_out
from catalog.interchange.models import CatalogRecord, ImportRun
from kernel import clock
from kernel.actor import SYSTEM
from kernel.errors import Conflict, Forbidden, Invalid, NotFound, WrongState
from kernel.models import Event
from kernel.turns import waits_on
from tests.cast import Party
from tests.catalog.harvest.conftest import harvest, rested, work
from tests.catalog.harvest.remote import Answer, Remote, data_json
from tests.catalog.interchange.material import source

pytestmark = pytest.mark.django_db
Planned = Callable[..., HarvestPlan]
OK = Answer(data_json(1, 2))


def test_the_clock_asks_when_it_is_due_and_once(far: Remote, planned: Planned) -> None:
    far.routes["/data.json"] = OK
    plan = planned(rhythm="hour")
    assert work(plan).state == "completed", "at once"
    work(plan)
    assert plan.harvests.count() == 1
    plan.refresh_from_db()
    assert timedelta(minutes=59) < plan.next_due - clock.now() <= timedelta(hours=1)
    HarvestPlan.objects.update(next_due=clock.now())
    assert work(plan).unchanged and plan.harvests.count() == 2
    names = Event.objects.filter(name__startswith="catalog.harvest").order_by("id").values_list("name", flat=True)
    first = ["harvest_plan.made", "harvest.requested", "harvest.started", "harvest.fetched", "harvest.handed_over", "harvest.completed"]
    assert [name.removeprefix("catalog.") for name in names] == [*first, "harvest.requested", "harvest.started", "harvest.completed"]


def test_one_live_harvest_of_a_source(far: Remote, planned: Planned) -> None:
    plan = planned()
    use_cases.request(SYSTEM, plan.pk)
    with pytest.raises(Conflict):
        use_cases.request(SYSTEM, plan.pk)
    with pytest.raises(Conflict):
        use_cases.change(SYSTEM, plan.pk, rhythm="week")
    with pytest.raises(Conflict):
        planned()


def test_a_plan_that_fails_three_times_pauses_and_is_the_exchange_s_turn(far: Remote, planned: Planned, operator: Party) -> None:
    plan = planned()
    for number in (1, 2, 3):
        assert harvest(plan).failure["rule"] == "harvest.status"
        plan.refresh_from_db()
        assert (plan.failures, plan.state) == (number, "paused" if number == 3 else "active")
    assert [turn.organization for turn in waits_on(plan)] == [operator.id]
    HarvestPlan.objects.update(next_due=clock.now())
    work(plan)
    assert plan.harvests.count() == 3, "paused"
    far.routes["/data.json"] = OK
    use_cases.resume(operator.one, plan.pk)
    assert not waits_on(plan) and work(plan).state == "completed"
    plan.refresh_from_db()
    assert plan.failures == 0


def test_cancelled_while_it_is_fetched_nothing_is_written(far: Remote, planned: Planned, operator: Party) -> None:
    plan = planned()
    row = use_cases.request(SYSTEM, plan.pk)

    def cancels(request: Any) -> Answer:
        return OK

    far.routes["/data.json"] = cancels
    told = course.report

    def report(*args: Any) -> bool:
        course.cancel(operator.one, row.pk)
        return told(*args)

    course.report = report  # type: ignore[assignment]
    try:
        assert tasks.run_harvests() == 0
    finally:
        course.report = told  # type: ignore[assignment]
    row.refresh_from_db()
    assert row.state == "cancelled" and not ImportRun.objects.exists() and not CatalogRecord.objects.exists()
    with pytest.raises(WrongState):
        course.cancel(operator.one, row.pk)


@pytest.mark.parametrize("where", ["fetch", "append_bytes"])
def test_a_worker_that_dies_is_followed_by_another(far: Remote, planned: Planned, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    far.routes["/data.json"] = OK
    plan = planned()
    with monkeypatch.context() as dying:
        def dies(*args: Any, **more: Any) -> None:
            raise KeyboardInterrupt

        dying.setattr(tasks, where, dies)
        with pytest.raises(KeyboardInterrupt):
            harvest(plan)
    done = work(plan)
    assert (done.state, done.attempts) == ("completed", 2) and CatalogRecord.objects.count() == 2
    assert sorted(ImportRun.objects.values_list("state", flat=True)) == (["completed"] if where == "fetch" else ["completed", "failed"])


def test_a_worker_that_always_dies_is_given_up(far: Remote, planned: Planned, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = planned()

    def dies(*args: Any, **more: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(tasks, "fetch", dies)
    for _ in range(course.MOST_ATTEMPTS + 1):
        done = harvest(plan)
        rested()
    assert done.state == "failed" and done.failure["rule"] == "harvest.attempts"


def test_only_the_operator_plans(operator: Party, provider: Party, outsider: Party, far: Remote, planned: Planned) -> None:
    plan = planned()
    with pytest.raises(NotFound):
        use_cases.request(provider.owner, plan.pk)
    with pytest.raises(NotFound):
        use_cases.pause(outsider.owner, plan.pk)
    with pytest.raises(Forbidden):
        use_cases.plan(provider.owner, source("other").pk, address=far.url("/"))
    with pytest.raises(WrongState):
        use_cases.resume(operator.one, plan.pk)
    assert use_cases.pause(operator.one, plan.pk).state == "paused"


@pytest.mark.parametrize("address", ["http://10.0.0.1/", "https://localhost/", "https://192.168.1.1/x", "https://user@example.com/", "ftp://example.com/", "https://example.com:22/", "https://[::1]/"])
def test_an_address_that_is_not_called_is_refused_when_it_is_given(operator: Party, address: str) -> None:
    with pytest.raises(Invalid) as found:
        use_cases.plan(operator.one, source().pk, address=address)
    assert "address" in found.value.fields


def test_a_source_that_withdraws_most_is_followed_when_the_operator_says_so(far: Remote, planned: Planned, operator: Party, provider: Party) -> None:
    far.routes["/data.json"] = Answer(data_json(1, 2, 3, 4, 5))
    plan = harvest(planned()).plan
    far.routes["/data.json"] = Answer(data_json(1, 2))
    doubted = harvest(plan)
    assert doubted.run is not None and (doubted.state, doubted.run.missing, there()) == ("doubted", 3, {"j1", "j2", "j3", "j4", "j5"})
    assert [turn.organization for turn in waits_on(doubted)] == [operator.id]
    with pytest.raises(NotFound):
        course.confirm_withdrawal(provider.owner, doubted.pk)
    same = harvest(plan)
    assert same.unchanged and waits_on(doubted), "the same answer is not asked about twice"
    file = imports.begin_import(SYSTEM, source("far").pk, name="far.json")  # a file of the operator's that brings one back
    imports.append_bytes(SYSTEM, file.pk, 0, io.BytesIO(data_json(4)))
    imports.submit(SYSTEM, file.pk)
    with pytest.raises(WrongState):
        course.confirm_withdrawal(operator.one, doubted.pk)
    carry_out(file.pk)
    followed = course.confirm_withdrawal(operator.one, doubted.pk)
    assert followed.state == "completed" and there() == {"j1", "j2", "j4"} and not waits_on(doubted)
    with pytest.raises(WrongState):
        course.reject_withdrawal(operator.one, doubted.pk)
    assert Event.objects.filter(name="catalog.harvest.withdrawal_confirmed").count() == 1 == Event.objects.filter(name="catalog.import.withdrawal_followed").count()
    assert harvest(plan).unchanged, "what the source said is kept now"


def test_a_withdrawal_that_is_rejected_takes_nothing_and_a_later_harvest_settles_a_doubt(far: Remote, planned: Planned, operator: Party) -> None:
    far.routes["/data.json"] = Answer(data_json(1, 2, 3))
    plan = harvest(planned()).plan
    far.routes["/data.json"] = Answer(data_json(7, 8, 9))  # as many, but others
    rejected = course.reject_withdrawal(operator.one, harvest(plan).pk)
    assert rejected.state == "rejected" and len(there()) == 6 and harvest(plan).unchanged
    far.routes["/data.json"] = Answer(data_json(7))
    doubted = harvest(plan)
    assert doubted.state == "doubted"
    far.routes["/data.json"] = Answer(data_json(7, 8, 9))  # what the rejected one brought does not count as known
    again = harvest(plan)
    assert again.run is not None and (again.state, again.run.missing, len(there())) == ("doubted", 3, 6)
    doubted.refresh_from_db()
    assert doubted.state == "rejected" and not waits_on(doubted)
    far.routes["/data.json"] = Answer(data_json(1, 2, 7))  # the source is mended
    assert harvest(plan).state == "completed" and there() == {"j1", "j2", "j7"}


def test_a_plan_that_is_corrected_while_in_doubt_is_read_anew(far: Remote, planned: Planned, operator: Party) -> None:
    far.routes["/data.json"] = Answer(data_json(1, 2, 3))
    plan = harvest(planned()).plan
    far.routes["/data.json"] = Answer(data_json(1))
    doubted = harvest(plan)
    use_cases.change(operator.one, plan.pk, rhythm="week")
    assert waits_on(doubted)
    use_cases.change(operator.one, plan.pk, format="data-json")
    doubted.refresh_from_db()
    assert doubted.state == "rejected" and not waits_on(doubted)
    with pytest.raises(WrongState):
        course.confirm_withdrawal(operator.one, doubted.pk)
    assert harvest(plan).state == "doubted", "the same bytes, read in the new way"


def there() -> set[str]:
    return set(CatalogRecord.objects.filter(gone=None).values_list("foreign_id", flat=True))
