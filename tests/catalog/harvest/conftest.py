"""A remote catalogue that may be called, and a plan of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytest_django import Settings

from catalog.harvest import use_cases
from catalog.harvest.models import Harvest, HarvestPlan
from catalog.harvest.tasks import run_harvests
from catalog.interchange.tasks import run_imports
from kernel.actor import SYSTEM
from kernel.models import Setback
from tests.cast import Party
from tests.catalog.harvest.remote import Remote, remote
from tests.catalog.interchange.material import source


@pytest.fixture
def far(settings: Settings) -> Iterator[Remote]:
    """Only this server's port at 127.0.0.1 is opened."""
    with remote() as found:
        settings.OUTBOUND_HTTP, settings.OUTBOUND_NETWORKS, settings.OUTBOUND_PORTS = True, ("127.0.0.1/32",), (found.port,)
        yield found


@pytest.fixture
def planned(operator: Party, far: Remote) -> Callable[..., HarvestPlan]:
    def make(path: str = "/data.json", **more: Any) -> HarvestPlan:
        return use_cases.plan(SYSTEM, source("far").pk, address=far.url(path), **more)

    return make


def harvest(plan: HarvestPlan) -> Harvest:
    """One harvest of the plan, as far as the workers bring it without waiting."""
    if not plan.harvests.filter(state__in=("queued", "running")).exists():
        use_cases.request(SYSTEM, plan.pk)
    return work(plan)


def work(plan: HarvestPlan) -> Harvest:
    run_harvests()
    run_imports()
    run_harvests()
    return plan.harvests.select_related("run", "plan").latest("requested")


def rested() -> None:
    """The time of all set-backs is over."""
    Setback.objects.all().delete()
