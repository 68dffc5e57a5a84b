"""The statements of asking, the exchange's busiest act, built once instead of at every request.

What may be seen stays in the tables' own `visible_to`; only its building is kept. Everything else of the slice asks and writes
through the ORM.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Field, Model, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Organization, PlatformRules
from catalog.models import Dataset, DatasetRevision, Offer, OfferTaking, RightsStatement
from exchange.trade_request.models import Proposal, TradeRequest
from kernel.actor import Actor, ActorKind
from kernel.errors import NotFound
from kernel.statements import Compiled, Statement
from kernel.use_case import Act

# long texts of a revision and of its rights, which no act reads
HEAVY: dict[type[Model], frozenset[str]] = {
    DatasetRevision: frozenset({"sample", "description_zh", "description_en"}), RightsStatement: frozenset({"statement_zh", "statement_en"}),
}
JOINS: tuple[tuple[str, type[Model]], ...] = (
    ("", Offer), ("dataset__", Dataset), ("dataset__provider__", Organization), ("dataset__current__", DatasetRevision), ("dataset__current__rights__", RightsStatement),
)


@cache
def _columns(model: type[Model]) -> tuple[Field[Any, Any], ...]:
    return tuple(field for field in model._meta.concrete_fields if field.attname not in HEAVY.get(model, ()))


def _row(model: type[Model], values: tuple[Any, ...]) -> Any:
    """A row of the model from its columns; None where a join found nothing."""
    if values[0] is None:
        return None
    fields = _columns(model)
    loaded = [field.from_db_value(value, None, connection) if hasattr(field, "from_db_value") else value for field, value in zip(fields, values, strict=True)]
    return model.from_db("default", [field.attname for field in fields], loaded)


def _offers(organization: UUID, offer: UUID) -> QuerySet[Any, Any]:
    names = [f"{prefix}{field.attname}" for prefix, model in JOINS for field in _columns(model)]
    return Offer.objects.visible_to(Actor(ActorKind.PERSON, organization=organization)).filter(pk=offer).order_by().values_list(*names)


def _organizations(consumer: UUID, offer: UUID) -> QuerySet[Any, Any]:
    held = OfferTaking.objects.filter(offer=offer, released=None).values("offer").annotate(held=Count("pk")).values("held")
    rules = PlatformRules.objects.in_force(datetime.max.replace(tzinfo=UTC)).values("number")[:1]
    rows = Organization.objects.annotate(rules_current=Coalesce(Subquery(rules), 0), places_held=Coalesce(Subquery(held), 0))
    return rows.filter(pk=consumer).values_list(*(field.attname for field in _columns(Organization)), "rules_current", "places_held")


_SEEN = Compiled("trade_request_seen_offer", _offers)
_ASKER = Compiled("trade_request_asker", _organizations)
_WRITE = Statement(
    "trade_request_write",
    "uuid, uuid, uuid, uuid, uuid, uuid, text, timestamptz, timestamptz, bigint, text, uuid, text, jsonb, uuid",
    """
with request as (
  insert into exchange_traderequest
    (id, consumer_id, provider_id, dataset_id, revision_id, offer_id, state, state_since, created, until, round, price_minor, currency, code, reason)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, 1, $10, $11, '', '')
)
insert into exchange_proposal (id, request_id, number, side, terms, at, person) values ($12, $1, 1, $13, $14, $8, $15)
""",
)


def offer(act: Act, pk: UUID) -> Offer:
    """The offer as `act.find` would give it, not locked, with its dataset, provider and listed revision with its rights. Errors: NotFound."""
    actor = act.actor
    if actor.is_system or actor.jurisdiction or actor.organization is None:
        return act.find(Offer, pk, lock=False, join=("dataset", "dataset__provider", "dataset__current", "dataset__current__rights"))
    rows = _SEEN.rows((actor.organization, pk), act.now)
    if not rows:
        raise NotFound
    found: list[Any] = []
    values = rows[0]
    for _prefix, model in JOINS:
        width = len(_columns(model))
        found.append(_row(model, values[:width]))
        values = values[width:]
    seen, dataset, provider, revision, rights = found
    seen.dataset, dataset.provider, dataset.current = dataset, provider, revision
    if rights is not None:
        rights.revision = revision
    act.subject = seen
    return seen


def asker(consumer: UUID, offer: Offer, at: datetime) -> tuple[Organization, int, int]:
    """The buyer's organization, the number of the platform rules in force, and how many places of the offer are held."""
    values = _ASKER.rows((consumer, offer.pk), at)[0]
    return _row(Organization, values[:-2]), values[-2], values[-1]


def write(request: TradeRequest, proposal: Proposal) -> None:
    """Insert both; every other column has its first value."""
    _WRITE.run(
        request.pk, request.consumer_id, request.provider_id, request.dataset_id, request.revision_id, request.offer_id, request.state, request.created,
        request.until, request.price_minor, request.currency, proposal.pk, proposal.side, json.dumps(proposal.terms, ensure_ascii=False), proposal.person,
    )
    for row in (request, proposal):
        row._state.adding, row._state.db = False, "default"
