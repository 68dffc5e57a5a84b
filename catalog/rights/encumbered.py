"""What stands on a dataset now, as the pure rules see it: asked by offers, withdrawals, transfers of a right, and at the signing of a deal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from catalog.rights.models import Encumbrance, EncumbranceConsent
from catalog.rights.states import Burden
from catalog.rules import encumbrance
from catalog.rules.encumbrance import Encumbered
from kernel.clock import LOCAL_ZONE
from kernel.decision import Decision


def known(dataset: UUID) -> list[Encumbered]:
    """Recorded and neither released nor turned by the clock, in one statement."""
    consents = EncumbranceConsent.objects.filter(encumbrance=OuterRef("pk")).values("to")
    rows = Encumbrance.objects.filter(dataset=dataset, state=Burden.STANDING).annotate(agreed=ArraySubquery(consents)).order_by("created", "id")
    return [Encumbered(row.kind, row.holder_id, row.since, row.until, tuple(row.purposes), frozenset(row.agreed)) for row in rows]


def may_deal(dataset: UUID, purposes: Iterable[str], taker: UUID | None, at: datetime) -> Decision:
    """May these purposes be offered (`taker` None), or agreed with `taker`?"""
    return encumbrance.dealing(known(dataset), purposes, taker, at.astimezone(LOCAL_ZONE).date())


def may_dispose(dataset: UUID, act: str, at: datetime) -> Decision:
    return encumbrance.disposing(known(dataset), act, at.astimezone(LOCAL_ZONE).date())
