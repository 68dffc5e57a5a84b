"""Sources that page, repeat themselves, are slow, broken, huge or hostile, over real HTTP."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from catalog.harvest.models import HarvestPlan
from catalog.interchange.models import CatalogRecord
from tests.cast import Party
from tests.catalog.harvest.conftest import harvest, rested
from tests.catalog.harvest.remote import Answer, Remote, ckan, data_json, package, turtle
from tests.catalog.interchange.material import packed
from tests.kernel.servers import certificate, receiver

pytestmark = pytest.mark.django_db
Planned = Callable[..., HarvestPlan]


def keys() -> set[str]:
    return set(CatalogRecord.objects.filter(gone=None).values_list("foreign_id", flat=True))


def test_ckan_page_by_page_and_again_without_change(far: Remote, planned: Planned) -> None:
    far.routes["/api/3/action/package_search"] = ckan([package(number) for number in range(5)])
    first = harvest(planned("/", format="ckan-api"))
    assert (first.state, first.pages, first.whole) == ("completed", 3, True) and keys() == {f"p{number}" for number in range(5)}
    assert [path.partition("start=")[2].partition("&")[0] for path in far.asked] == ["0", "2", "4"]
    again = harvest(first.plan)
    assert (again.state, again.unchanged, again.run) == ("completed", True, None)


def test_dcat_pages_by_hydra_and_by_link(far: Remote, planned: Planned) -> None:
    far.routes |= {"/a": Answer(turtle(1, 2, following=far.url("/b"))), "/b": Answer(turtle(3), headers={"Link": f'<{far.url("/c")}>; rel="next"'}), "/c": Answer(turtle(4))}
    done = harvest(planned("/a"))
    assert (done.state, done.pages, done.whole) == ("completed", 3, True) and keys() == {"d1", "d2", "d3", "d4"}
    far.routes["/b"] = Answer(turtle(3), headers={"Link": '<http://elsewhere.example/c>; rel="next"'})
    assert harvest(done.plan).failure["rule"] == "harvest.elsewhere"


def test_what_has_not_changed_is_not_read_again(far: Remote, planned: Planned) -> None:
    def answer(request: Any) -> Answer:
        same = request.headers.get("If-None-Match") == '"1"'
        return Answer(b"" if same else data_json(1, 2), 304 if same else 200, {"ETag": '"1"'})

    far.routes["/data.json"] = answer
    first = harvest(planned())
    assert harvest(first.plan).unchanged and far.headers[-1]["if-none-match"] == '"1"' and keys() == {"j1", "j2"}


def test_what_vanished_is_gone_but_not_where_all_was_not_seen(far: Remote, planned: Planned) -> None:
    far.routes["/data.json"] = Answer(data_json(1, 2, 3))
    plan = harvest(planned()).plan
    far.routes["/data.json"] = Answer(data_json(1, 2), length=False)  # its end may be a cut
    partly = harvest(plan)
    assert not partly.whole and partly.run is not None and partly.run.gone == 0 and len(keys()) == 3
    far.routes["/data.json"] = Answer(data_json(1, 2))
    plan.refresh_from_db()
    assert harvest(plan).unchanged  # the very bytes of the last time
    far.routes["/data.json"] = Answer(data_json(2, 1))
    whole = harvest(plan)
    assert whole.run is not None and whole.run.gone == 1 and keys() == {"j1", "j2"}
    far.routes["/data.json"] = Answer(data_json())
    emptied = harvest(plan)
    assert emptied.state == "doubted" and emptied.run is not None and emptied.run.gone == 0 and not emptied.run.whole and keys() == {"j1", "j2"}


def test_a_count_that_is_not_reached_takes_nothing_away(far: Remote, planned: Planned) -> None:
    far.routes["/api/3/action/package_search"] = ckan([package(number) for number in range(3)])
    plan = harvest(planned("/api/3", format="ckan-api")).plan
    far.routes["/api/3/action/package_search"] = ckan([package(1), package(2)], count=3)
    partly = harvest(plan)
    assert partly.state == "completed" and not partly.whole and keys() == {"p0", "p1", "p2"}


CIRCLE = Answer(packed({"success": True, "result": {"count": 9_999, "results": [package(1)]}}))


@pytest.mark.parametrize(("routes", "more", "rule"), [
    ({"/data.json": Answer(data_json(1)[:-9])}, {}, "input.cut"),
    ({"/data.json": Answer(b"<html>Not here</html>")}, {}, "input.web_page"),
    ({"/data.json": Answer(status=404)}, {}, "harvest.status"),
    ({"/data.json": Answer(data_json(*range(200)))}, {"most_bytes": 2_000}, "harvest.too_large"),
    ({"/data.json": Answer(gzip.compress(b'{"dataset":[' + b" " * 50_000_000))}, {}, "archive.bomb"),
    ({"/data.json": Answer(gzip.compress(data_json(1)), headers={"Content-Encoding": "br"}, cut=None)}, {"most_pages": 1}, ""),
    ({"/data.json": Answer(status=302, headers={"Location": "http://169.254.169.254/latest/meta-data/"})}, {}, "harvest.address"),
    ({"/data.json": Answer(status=302, headers={"Location": "http://127.0.0.1:1/"})}, {}, "harvest.address"),
    ({"/data.json": Answer(status=302, headers={"Location": "file:///etc/passwd"})}, {}, "harvest.address"),
    ({"/data.json": Answer(status=302, headers={"Location": "/data.json"})}, {}, "harvest.status"),
    ({"/data.json": Answer(turtle(1, following="/data.json"))}, {}, "harvest.cycle"),
    ({"/data.json": Answer(turtle(1, following="/b")), "/b": Answer(turtle(1, following="/b"))}, {}, "harvest.cycle"),
    ({"/data.json/api/3/action/package_search": CIRCLE}, {"format": "ckan-api"}, "harvest.cycle"),
    ({"/data.json/api/3/action/package_search": ckan([package(n) for n in range(9)])}, {"format": "ckan-api", "most_pages": 2}, "harvest.pages"),
    ({"/data.json/api/3/action/package_search": Answer(packed({"success": False}))}, {"format": "ckan-api"}, "harvest.ckan"),
    ({"/data.json/api/3/action/package_search": Answer(b"[" * 100_000)}, {"format": "ckan-api"}, "input.depth"),
])  # fmt: skip
def test_sources_that_are_broken_huge_or_hostile(far: Remote, planned: Planned, routes: dict[str, Any], more: dict[str, Any], rule: str) -> None:
    far.routes |= routes
    done = harvest(planned(**more))
    assert (done.failure or {}).get("rule", "") == rule and (done.state == "failed") == bool(rule)
    assert keys() == (set() if rule else {"j1"})


def test_a_source_that_trickles_is_cut_off_in_time(far: Remote, planned: Planned) -> None:
    far.routes["/data.json"] = Answer(data_json(1), drip=0.2)
    began = time.monotonic()
    waiting = harvest(planned(most_seconds=1))
    assert time.monotonic() - began < 5 and waiting.state == "running" and waiting.attempts == 1 and not keys()


def test_an_answer_that_breaks_off_is_tried_again_with_rests(far: Remote, planned: Planned) -> None:
    far.routes["/data.json"] = Answer(data_json(1, 2), cut=20)
    plan = planned()
    assert harvest(plan).attempts == harvest(plan).attempts == 1, "it rests"
    rested()
    far.routes["/data.json"] = Answer(data_json(1, 2))
    done = harvest(plan)
    assert (done.state, done.attempts) == ("completed", 2) and keys() == {"j1", "j2"} and plan.harvests.count() == 1


def test_a_certificate_nobody_vouches_for(operator: Party, tmp_path: Path, settings: Settings, planned: Planned, far: Remote) -> None:
    _public, pem = certificate(tmp_path, "127.0.0.1")
    with receiver(pem) as found:
        plan = planned()
        settings.OUTBOUND_PORTS = (found.port,)
        HarvestPlan.objects.update(address=f"https://127.0.0.1:{found.port}/echo")
        for _ in range(4):
            done = harvest(plan)
            rested()
    assert done.state == "failed" and done.failure["rule"] == "harvest.no_answer" and done.attempts == 4 and not found.requests
