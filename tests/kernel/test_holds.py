"""Holds: each has one cause, stops acts or deliveries, and is lifted alone."""

from __future__ import annotations

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from kernel import clock, holds
from kernel.actor import SYSTEM
from kernel.errors import Refused
from kernel.models import Blob, Event
from tests.kernel.specimen import HOME, OUTSIDER, OWNER, Specimen, State, lapse, make, open_, reset

pytestmark = pytest.mark.usefixtures("specimens")


def place(subject: object, cause: str = "an inquiry", scope: str = holds.ACT) -> None:
    holds.place(subject, scope=scope, cause=cause, at=clock.now(), by=uuid.uuid4())


def own_organization() -> Blob:
    """Any row whose id is the organization's: holds know ids, not kinds."""
    return Blob(pk=HOME, organization=HOME, media_type="", name="", created=clock.now())


def test_a_held_subject_refuses_acts_and_says_why() -> None:
    row = make(OWNER)
    place(row)
    with translation.override("en"), pytest.raises(Refused, match="an inquiry") as caught:
        open_(OWNER, row.pk)
    assert caught.value.remedy
    assert Specimen.objects.get().state == State.NEW
    assert Event.objects.filter(name="kernel.act.refused").count() == 1


def test_lifting_one_cause_leaves_the_other() -> None:
    row = make(OWNER)
    place(row, "an inquiry")
    place(row, "a payment")
    assert holds.lift(row, cause="an inquiry", at=clock.now(), by=None) == 1
    with pytest.raises(Refused, match="a payment"):
        open_(OWNER, row.pk)
    assert holds.lift(row, cause="a payment", at=clock.now(), by=None) == 1
    assert holds.lift(row, cause="a payment", at=clock.now(), by=None) == 0
    assert open_(OWNER, row.pk).state == State.OPEN


def test_a_held_organization_does_nothing() -> None:
    row = make(OWNER)
    place(own_organization())
    with pytest.raises(Refused):
        open_(OWNER, row.pk)
    with pytest.raises(Refused):
        make(OWNER)
    make(OUTSIDER)


def test_a_delivery_hold_stops_no_act() -> None:
    row = make(OWNER)
    place(row, scope=holds.DELIVERY)
    open_(OWNER, row.pk)
    assert [hold.cause for hold in holds.standing([row.pk], holds.DELIVERY)] == ["an inquiry"]
    assert not holds.standing([row.pk], holds.ACT)


def test_what_a_record_belongs_to_is_asked_too(monkeypatch: pytest.MonkeyPatch) -> None:
    row, above = make(OWNER), make(OWNER)
    monkeypatch.setattr(Specimen, "hold_subjects", lambda self: [above.pk], raising=False)
    place(above)
    with pytest.raises(Refused):
        open_(OWNER, row.pk)


def test_the_clock_is_not_held() -> None:
    row = make(OWNER)
    place(row)
    assert lapse(SYSTEM, row.pk).state == State.OPEN
    with pytest.raises(Refused):
        reset(OWNER, row.pk)


def test_an_unknown_scope_is_refused_by_the_database() -> None:
    row = make(OWNER)
    with pytest.raises(IntegrityError), transaction.atomic():
        place(row, scope="everything")
