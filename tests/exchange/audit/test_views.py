"""The published log as an outside program reads it, the check page, and the registers."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from exchange.audit import sealer
from exchange.audit.gather import proof_of
from exchange.audit.models import Checkpoint, Entry
from exchange.audit.note import VerifierKey, read_checkpoint
from exchange.audit.tiles import tiles_of
from exchange.audit.tree import Frontier, fold
from kernel.actor import SYSTEM
from tests.cast import Party, signed_in
from tests.exchange.audit.conftest import record

pytestmark = pytest.mark.django_db


def test_an_outside_program_rebuilds_the_root_from_the_tiles() -> None:
    record(800)
    sealer.seal_all()
    browser = Client()
    keys = [VerifierKey.parse(line) for line in browser.get("/log/vkey").content.decode().splitlines()]
    answer = browser.get("/log/checkpoint")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    head = read_checkpoint(answer.content.decode(), keys)
    frontier = Frontier()
    upper = b""
    for tile in tiles_of(head.size):
        answer = browser.get(f"/log/tile/{tile.path}")
        assert (answer.status_code, answer["Content-Type"], len(answer.content)) == (200, "application/octet-stream", 32 * tile.width)
        assert ("immutable" in answer["Cache-Control"]) is tile.is_full
        hashes = [answer.content[place : place + 32] for place in range(0, len(answer.content), 32)]
        if tile.level == 1:
            upper = answer.content
        elif tile.is_full:
            frontier.add(fold(hashes), 8)
        else:
            for value in hashes:
                frontier.add(value)
    assert (frontier.size, frontier.root()) == (head.size, head.root)
    assert len(upper) == 32 * (head.size // 256)


@pytest.mark.parametrize("place", ["0/004", "0/003.p/255", "1/001", "1/000", "2/000.p/1", "63/000", "0/1", "0/x000/001", "nothing", "-1/000"])
def test_tiles_that_no_checkpoint_covers_are_not_found(place: str) -> None:
    record(800)
    sealer.seal_all()
    assert Client().get(f"/log/tile/{place}").status_code == 404


def test_before_the_first_event_there_is_a_key_and_no_checkpoint() -> None:
    assert Client().get("/log/checkpoint").status_code == 404
    first = Client().get("/log/vkey").content
    assert first.startswith(b"exchange.test+")
    assert Client().get("/log/vkey").content == first
    assert Client().post("/log/vkey").status_code == 405


def test_the_check_page_says_yes_no_and_why() -> None:
    (event, *_) = record(20)
    sealer.seal_all()
    text = json.dumps(proof_of(SYSTEM, event).as_json())
    browser = Client(HTTP_ACCEPT_LANGUAGE="en")
    assert browser.get("/check/").status_code == 200
    yes = browser.post("/check/", {"proof": text}).content.decode()
    assert "Yes: this event is in the log" in yes
    assert "tests.thing.changed" in yes
    no = browser.post("/check/", {"proof": text.replace("tests.thing.changed", "tests.thing.removed")}).content.decode()
    assert "No: this proof does not hold" in no
    assert "lead to another root" in no
    strange = browser.post("/check/", {"proof": text.replace("\\nexchange.test", "\\nother.example").replace("exchange.test\\n", "other.example\\n")})
    assert "Cannot be told" in strange.content.decode()
    assert browser.post("/check/", {"proof": "<script>alert(1)</script>"}).content.decode().count("<script>alert") == 0
    assert browser.post("/check/", {"proof": ""}).status_code == 422


def test_the_registers_show_and_change_nothing(operator: Party, regulator: Party, provider: Party) -> None:
    ids = record(3)
    sealer.seal_all()
    record(1)
    size = Checkpoint.objects.values_list("size", flat=True).get()
    pages = (
        "kernel/event/", f"kernel/event/{ids[0]}/change/", f"kernel/event/?q={ids[0]}", "kernel/event/?q=nothing", "exchange/entry/", "exchange/entry/0/change/",
        f"exchange/entry/?q={ids[0]}", "exchange/entry/?q=nothing", "exchange/checkpoint/", f"exchange/checkpoint/{size}/change/",
    )  # fmt: skip
    for actor in (operator.one, regulator.auditor):
        browser = signed_in(actor)
        for page in pages:
            answer = browser.get(f"/console/{page}")
            assert answer.status_code == 200, page
        for page in ("kernel/event/add/", f"kernel/event/{ids[0]}/delete/", "exchange/entry/add/", "exchange/entry/0/delete/", f"exchange/checkpoint/{size}/delete/"):
            assert browser.post(f"/console/{page}", {"post": "yes"}).status_code == 403, page
        assert browser.post(f"/console/kernel/event/{ids[0]}/change/", {"payload": "{}"}).status_code == 403
    assert signed_in(provider.owner).get("/console/kernel/event/").status_code in (302, 403)
    assert Entry.objects.count() == size
