"""Registered rights in any state, played by the holder and the operators through the real acts."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

from catalog.dataset.models import Dataset
from catalog.encumbrance import use_cases as encumbrances
from catalog.registration import use_cases as register
from catalog.rights.models import Encumbrance, RightRegistration
from catalog.rules.registration import NEEDED, NOTICE_DAYS
from kernel import clock
from kernel.actor import SYSTEM, Actor
from tests.cast import Party
from tests.factories.catalog import dataset_ready

TEXTS = {"scope_zh": "全部字段", "scope_en": "All fields", "source_zh": "业务产生", "source_en": "From our own business"}
PAPER = b"how it was collected"
CHANGE = {"scope_zh": "航班号", "scope_en": "Flight numbers only", "territory": ["CN"], "reason": "The last field is not ours."}


def drafted(provider: Party, dataset: Dataset | None = None, *, kind: str = "holding", source: str = "own", papers: bool = True, **over: Any) -> RightRegistration:
    dataset = dataset or dataset_ready(provider)
    row = register.draft(provider.steward, dataset.pk, **({"kind": kind, "source": source} | TEXTS | over))
    for needed, _cites in NEEDED[source] if papers else ():
        paper_added(provider.steward, row, needed)
    return row


def paper_added(actor: Actor, row: RightRegistration, kind: str, **over: Any) -> Any:
    return register.add_paper(actor, row.pk, **({"kind": kind, "name": "paper.txt", "media_type": "text/plain", "stream": io.BytesIO(PAPER), "size": len(PAPER)} | over))


def applied(provider: Party, dataset: Dataset | None = None, **over: Any) -> RightRegistration:
    return register.apply(provider.steward, drafted(provider, dataset, **over).pk)


def announced(provider: Party, operator: Party, dataset: Dataset | None = None, **over: Any) -> RightRegistration:
    return register.announce(operator.one, applied(provider, dataset, **over).pk)


def registered(provider: Party, operator: Party, dataset: Dataset | None = None, **over: Any) -> RightRegistration:
    """Announced in the past, so that its notice is over now."""
    with clock.fixed(clock.now() - timedelta(days=NOTICE_DAYS, seconds=1)):
        row = announced(provider, operator, dataset, **over)
    return again(register.register(SYSTEM, row.pk))


def again(row: RightRegistration) -> RightRegistration:
    return RightRegistration.objects.select_related("holder", "dataset").get(pk=row.pk)


def encumbered(provider: Party, taker: Party, dataset: Dataset, kind: str = "pledge", *, days: int = 100, by: Actor | None = None, **over: Any) -> Encumbrance:
    today = clock.today()
    paper = encumbrances.Paper("contract.pdf", "application/pdf", io.BytesIO(PAPER), len(PAPER))
    given = {"kind": kind, "holder": taker.id, "since": today, "until": today + timedelta(days=days), "paper": paper} | over
    return encumbrances.record(by or provider.steward, dataset.pk, **given)
