"""No page, answer, error or file tells a reader abroad a personal value that was not cleared: every address, before and after.

Generated from the URL table. The files of a deal hold values that occur nowhere else; the buyer abroad, as a person and as an API
client, calls everything with everything it could know. What is cleared may come through, by the delivery and by nothing else.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from exchange.agreement.models import Agreement, Condition
from exchange.clearance import use_cases as clearances
from exchange.clearance.models import ExportDeclaration
from exchange.transfer import use_cases as transfers
from exchange.transfer.models import Transfer
from exchange.transfer.tasks import make_files
from kernel.models import Event
from tests.cast import Party, bearer, signed_in
from tests.factories.clearance import PERSONS_FIELDS, case_decided, export_agreed
from tests.separation.cells import Cell, cells

NAMES = [f"ZQ-MEMBER-{number:05}" for number in range(40)]
SPENT = [f"77{number:03}.{number:02}31" for number in range(40)]
CITIES = ["QLHAVEN", "QLMOUNT"]
FILE = "member_id,city,spend\n" + "".join(f"{name},{CITIES[at % 2]},{spent}\n" for at, (name, spent) in enumerate(zip(NAMES, SPENT, strict=True)))
PERSONAL = [*NAMES, *SPENT]
NOTHING = UUID("00000000-0000-4000-8000-000000000000")
# what would end the reader's session or its client, and the clock of all
SKIPPED = {"desk.clock", "organization.leave", "clients.revoke"}
DELIVERY = ("api.transfer.content", "transfer.download")
GUESSES: tuple[Any, ...] = (NOTHING, 1, "x", "0/000")


def known(agreement: Agreement) -> dict[str, Any]:
    """Everything the reader could put into an address."""
    transfer, declaration = Transfer.objects.filter(agreement=agreement).order_by("-created").first(), ExportDeclaration.objects.filter(agreement=agreement.pk).first()
    condition, event = Condition.objects.filter(agreement=agreement).first(), Event.objects.filter(subject_id=str(agreement.pk)).first()
    file = agreement.revision.distributions.first()
    return {
        "organization": agreement.consumer_id, "agreement": agreement.pk, "deal_id": agreement.pk, "trade_request": agreement.pk, "dataset": agreement.dataset_id,
        "revision": agreement.revision_id, "offer": agreement.offer_id, "distribution": file.pk if file else NOTHING, "transfer": transfer.pk if transfer else NOTHING,
        "declaration": declaration.pk if declaration else NOTHING, "clearance": declaration.clearance_id if declaration else NOTHING, "kind": condition.kind if condition else "x",
        "event": event.pk if event else 1, "number": 1, "year": 2026, "month": 1, "name": "start", "act": "change", "verdict": "release", "secret": "nonsense", "code": "invalid",
    }  # fmt: skip


def address(cell: Cell, objects: dict[str, Any]) -> str | None:
    choices = [(objects[name], *GUESSES) if name in objects else GUESSES for name in cell.arguments]
    for values in itertools.product(*choices):
        try:
            return reverse(cell.name, kwargs=dict(zip(cell.arguments, values, strict=True)))
        except NoReverseMatch:
            continue
    return None


def body(answer: Any) -> str:
    raw = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return raw.decode(errors="replace") + str(dict(answer.headers))


def told(buyer: Party, agreement: Agreement, only: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """(address and method, everything that came back), of all addresses or of `only` these."""
    person, machine = signed_in(buyer.owner), Client(headers={"Authorization": bearer(buyer.owner)})
    objects = known(agreement)
    for cell in cells():
        url = address(cell, objects)
        if url is None or cell.name in SKIPPED or (only and cell.name not in only):
            continue
        client = machine if cell.api else person
        for method in ("get", "post"):
            if method not in cell.methods:
                continue
            given: dict[str, Any] = {} if method == "get" else {"data": "{}" if cell.api else "", "content_type": "application/json" if cell.api else "application/x-www-form-urlencoded"}
            yield f"{method} {cell.name}", body(getattr(client, method)(url, **given))


def leaks(buyer: Party, agreement: Agreement, *, cleared: list[str] | None = None) -> list[str]:
    """Where a value of the file came through; `cleared` ones may, by the delivery's own addresses."""
    walked = 0
    found = []
    for where, text in told(buyer, agreement):
        walked += 1
        allowed = (cleared or []) if where.removeprefix("get ") in DELIVERY else []
        found += [f"{where}: {value}" for value in (*PERSONAL, *CITIES) if value in text and value not in allowed][:1]
    assert walked > 150, "the URL table was not walked"
    return found


@pytest.fixture
def export(provider: Party, overseas: Party, operator: Party) -> Agreement:
    return export_agreed(provider, overseas, operator, fields=PERSONS_FIELDS, content=FILE.encode())


def test_before_a_clearance_nothing_of_the_file_is_told(export: Agreement, overseas: Party) -> None:
    assert not leaks(overseas, export)


def test_with_a_part_cleared_only_that_part_flows_and_only_by_the_delivery(export: Agreement, provider: Party, overseas: Party, operator: Party) -> None:
    case_decided(provider, operator, export)
    clearance = clearances.issue(operator.one, export.pk, fields=["city"])
    transfer = transfers.deliver(overseas.owner, export.pk, method="projection")
    assert make_files() == 1
    content = Client(headers={"Authorization": bearer(overseas.owner)}).get(f"/api/v1/transfers/{transfer.pk}/content")
    assert CITIES[0] in body(content)
    assert not leaks(overseas, export, cleared=CITIES)
    clearances.revoke(operator.one, clearance.pk, cause="Passed on.")
    assert not [value for where, text in told(overseas, export, only=DELIVERY) for value in (*PERSONAL, *CITIES) if value in text]
