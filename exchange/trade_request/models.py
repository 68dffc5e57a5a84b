"""The negotiation, its proposals and its messages. Terms are stored in proposals only; the request keeps what lists show."""

from __future__ import annotations

import uuid
from functools import cached_property
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from exchange.rules.signing import SIDES
from exchange.rules.terms import Terms
from exchange.trade_request.states import MACHINE, Code, State
from kernel.actor import Actor
from kernel.models import AppendOnly
from kernel.money import EXPONENTS, Money

MESSAGE_LENGTH = 2_000


class TradeRequestQuerySet(QuerySet["TradeRequest"]):
    def visible_to(self, actor: Actor) -> Self:
        """Both parties, the operator and the regulators."""
        if actor.is_system or actor.jurisdiction:
            return self
        if actor.organization is None:
            return self.none()
        return self.filter(Q(consumer_id=actor.organization) | Q(provider_id=actor.organization))


class TradeRequest(models.Model):
    """`round` is the number of the newest proposal, whose price is repeated here; `accepted` the number of the one that was
    accepted, from which on there is an agreement; `until` is when the present wait ends."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    consumer = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="requests_made", db_index=False)
    provider = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="requests_received", db_index=False)
    dataset = models.ForeignKey("catalog.Dataset", on_delete=models.PROTECT, related_name="trade_requests")
    revision = models.ForeignKey("catalog.DatasetRevision", on_delete=models.PROTECT, related_name="+", db_index=False)
    offer = models.ForeignKey("catalog.Offer", on_delete=models.PROTECT, related_name="trade_requests")
    state = models.TextField()
    state_since = models.DateTimeField()
    created = models.DateTimeField()
    until = models.DateTimeField(null=True)
    round = models.PositiveSmallIntegerField(default=1)
    accepted = models.PositiveSmallIntegerField(null=True)
    price_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    code = models.TextField(blank=True, default="")
    reason = models.TextField(blank=True, default="")

    machine = MACHINE
    objects = TradeRequestQuerySet.as_manager()

    class Meta:
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[state.value for state in State]), name="request_state_known"),
            models.CheckConstraint(condition=~Q(consumer=F("provider")), name="request_between_two"),
            models.CheckConstraint(condition=Q(price_minor__gte=0), name="request_price_not_negative"),
            models.CheckConstraint(condition=Q(currency__in=list(EXPONENTS)), name="request_currency_known"),
            models.CheckConstraint(
                condition=Q(state=State.TERMINATED.value, code__in=[code.value for code in Code]) | (~Q(state=State.TERMINATED.value) & Q(code="")),
                name="request_ended_with_code",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["consumer", "-created", "-id"], name="request_of_consumer"),
            models.Index(fields=["provider", "-created", "-id"], name="request_of_provider"),
            models.Index(fields=["-created", "-id"], name="request_newest"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def price(self) -> Money:
        return Money(self.price_minor, self.currency)

    @property
    def parties(self) -> list[uuid.UUID]:
        return [self.consumer_id, self.provider_id]

    def hold_subjects(self) -> list[uuid.UUID]:
        return [self.consumer_id, self.provider_id, self.dataset_id]


class Proposal(AppendOnly):
    """One round: full terms by one side. `until` is the end of a provider's binding offer, none for a buyer's proposal."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    request = models.ForeignKey(TradeRequest, on_delete=models.PROTECT, related_name="proposals", db_index=False)
    number = models.PositiveSmallIntegerField()
    side = models.TextField()
    terms = models.JSONField()
    at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    person = models.UUIDField(null=True)

    class Meta(AppendOnly.Meta):
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["request", "number"], name="proposal_number_once"),
            models.CheckConstraint(condition=Q(side__in=SIDES), name="proposal_side_known"),
        ]

    def __str__(self) -> str:
        return str(self.number)

    @cached_property
    def value(self) -> Terms:
        return Terms.from_json(self.terms)


class Message(AppendOnly):
    """A line from one party to the other; plain text, part of the deal's record."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    request = models.ForeignKey(TradeRequest, on_delete=models.PROTECT, related_name="messages", db_index=False)
    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.UUIDField(null=True)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(~Q(text=""), LessThanOrEqual(Length("text"), MESSAGE_LENGTH)), name="message_length"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["request", "-at", "-id"], name="message_of_request")]

    def __str__(self) -> str:
        return self.text[:60]
