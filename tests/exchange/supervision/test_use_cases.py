"""Stop orders: who places and lifts them, what they stop, and how fast a running delivery ends."""

from __future__ import annotations

import io
import threading
import time
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory

from exchange.agreement.models import Agreement
from exchange.clearance.models import Clearance, ExportDeclaration
from exchange.supervision import use_cases as orders
from exchange.supervision.models import StopOrder
from exchange.transfer import use_cases as transfers
from exchange.transfer.content import serve
from exchange.transfer.files import files_of
from exchange.transfer.methods.base import Stopped
from exchange.transfer.models import Transfer
from kernel import blobs, clock
from kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refused, WrongState
from kernel.models import Blob, BlobPart, Event, Hold
from tests import cast
from tests.cast import Party
from tests.factories.clearance import export_cleared
from tests.factories.money import free, received

GIVEN: dict[str, Any] = {"cause": "The recipient is under examination.", "basis": "M11 17"}


def test_every_scope_stops_the_export_and_another_person_lets_it_go_on(provider: Party, overseas: Party, operator: Party, regulator: Party, outsider: Party, cleared: Clearance) -> None:
    clearance = cleared
    agreement = Agreement.objects.get()
    transfer = transfers.deliver(overseas.trader, agreement.pk)
    received(overseas.trader, transfer)
    for scope, subject in (("deal", agreement.pk), ("clearance", clearance.pk), ("exporter", provider.id), ("dataset", agreement.dataset_id)):
        for actor in (operator.one, regulator.approver, provider.owner):
            with pytest.raises(Forbidden):
                orders.place(actor, scope=scope, subject=subject, **GIVEN)
        order = orders.place(regulator.supervisor, scope=scope, subject=subject, **GIVEN)
        assert order.exporter_id == provider.id
        with pytest.raises(Conflict):
            orders.place(regulator.supervisor, scope=scope, subject=subject, **GIVEN)
        with pytest.raises(Refused) as error:
            transfers.issue_link(overseas.trader, transfer.pk)
        assert error.value.decision is not None
        assert [reason.rule for reason in error.value.decision.reasons] == ["hold.standing"]
        assert order.number in str(error.value.decision.reasons[0].finding)
        with pytest.raises(Forbidden):
            orders.lift(regulator.supervisor, order.pk, remark="Nothing found.")
        with pytest.raises(NotFound):
            orders.lift(outsider.owner, order.pk, remark="Nothing found.")
        with pytest.raises(Invalid):
            orders.lift(regulator.approver, order.pk, remark=" ")
        orders.lift(regulator.approver, order.pk, remark="Nothing found.")
        with pytest.raises(WrongState):
            orders.lift(regulator.approver, order.pk, remark="Again.")
        transfers.issue_link(overseas.trader, transfer.pk)
        names = [name for name in Event.objects.filter(subject_id=str(order.pk)).order_by("id").values_list("name", flat=True) if "refused" not in name]
        assert names == ["exchange.stop_order.placed", "exchange.stop_order.lifted"]
    assert not Hold.objects.filter(lifted=None).exists()


def test_an_order_on_an_exporter_leaves_its_trade_at_home_alone(provider: Party, consumer: Party, operator: Party, regulator: Party) -> None:
    agreement = free(provider, consumer, operator)
    orders.place(regulator.supervisor, scope="exporter", subject=provider.id, **GIVEN)
    assert transfers.deliver(consumer.trader, agreement.pk).state == "STARTED"


def test_an_order_needs_cause_basis_and_a_subject(regulator: Party, provider: Party) -> None:
    for wrong in ({"cause": " "}, {"basis": "because"}, {"scope": "everything"}):
        with pytest.raises(Invalid):
            orders.place(regulator.supervisor, **({"scope": "exporter", "subject": provider.id, **GIVEN} | wrong))
    with pytest.raises(NotFound):
        orders.place(regulator.supervisor, scope="deal", subject=provider.id, **GIVEN)
    assert not StopOrder.objects.exists()


GIB = 1024 * 1024 * 1024


def gigabyte(organization: Any) -> Blob:
    """A gigabyte to the reader: the same stored 64 MiB sixteen times over."""
    blob = Blob.objects.create(organization=organization, name="large.csv", media_type="text/csv", created=clock.now())
    piece = GIB // 16
    blobs.append(blob.pk, 0, io.BytesIO(bytes(piece)))
    path = BlobPart.objects.filter(blob=blob).order_by("start")
    stored = list(path)
    for turn in range(1, 16):
        BlobPart.objects.bulk_create([BlobPart(blob=blob, start=part.start + turn * piece, size=part.size, path=part.path) for part in stored])
    Blob.objects.filter(pk=blob.pk).update(size=GIB)
    blob.refresh_from_db()
    return blob


@pytest.mark.parametrize("scope", ["deal", "exporter"])
def test_a_stop_order_ends_a_running_gigabyte_within_two_seconds(committed_db: Any, scope: str) -> None:
    """Bytes flow as the API serves them; the order comes from another connection."""
    operator, regulator = cast.make_operator(), cast.make_regulator()
    provider, overseas = cast.make_provider(operator), cast.make_overseas(operator)
    clearance = export_cleared(provider, overseas, operator)
    transfer = transfers.deliver(overseas.trader, clearance.agreement_id)
    [listed] = files_of(transfer)
    large = replace(listed, size=GIB, blob=gigabyte(provider.id))
    request = RequestFactory().get("/")
    response: Any = serve(request, overseas.trader, Transfer.objects.visible_to(overseas.trader).get(pk=transfer.pk), large)
    placed: list[float] = []

    def order() -> None:
        time.sleep(1.5)
        orders.place(regulator.supervisor, scope=scope, subject=clearance.agreement_id if scope == "deal" else provider.id, **GIVEN)
        placed.append(time.monotonic())
        connection.close()

    supervisor = threading.Thread(target=order)
    supervisor.start()
    last, got = 0.0, 0
    with pytest.raises(Stopped):
        for chunk in response.streaming_content:
            last, got = time.monotonic(), got + len(chunk)
            time.sleep(0.002)
    supervisor.join()
    assert placed and last - placed[0] < 2.0
    assert 0 < got < GIB
    assert ExportDeclaration.objects.get().state == "delivered"
