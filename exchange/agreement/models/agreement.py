"""The agreement: what both sign, frozen by the database from the moment it is prepared."""

from __future__ import annotations

import uuid
from functools import cached_property
from typing import Any, ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import get_language

from exchange.agreement.states import MACHINE, State
from exchange.rules.faces.deal import Deal
from exchange.rules.recognition import Crossing
from exchange.rules.terms import Terms
from exchange.trade_request.states import State as Negotiation
from kernel.actor import Actor
from kernel.money import Money

FROZEN = (
    "request", "consumer", "provider", "dataset", "revision", "offer", "number", "terms", "deal", "text_zh", "text_en", "odrl", "digest", "price_minor", "fee_minor",
    "currency", "created",
)


class AgreementQuerySet(QuerySet["Agreement"]):
    def visible_to(self, actor: Actor) -> Self:
        """Both parties, the operator and the regulators."""
        if actor.is_system or actor.jurisdiction:
            return self
        if actor.organization is None:
            return self.none()
        return self.filter(Q(consumer_id=actor.organization) | Q(provider_id=actor.organization))


class Agreement(models.Model):
    """It has the id of its negotiation: one deal, one number. `facts` is what the rules saw when the provider signed, under
    `release`; `crossing` is what they recognized. `code` says why it was terminated."""

    id = models.UUIDField(primary_key=True)
    request = models.OneToOneField("exchange.TradeRequest", on_delete=models.PROTECT, related_name="agreement")
    consumer = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="agreements_bought", db_index=False)
    provider = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="agreements_provided", db_index=False)
    dataset = models.ForeignKey("catalog.Dataset", on_delete=models.PROTECT, related_name="agreements")
    revision = models.ForeignKey("catalog.DatasetRevision", on_delete=models.PROTECT, related_name="agreements")
    offer = models.ForeignKey("catalog.Offer", on_delete=models.PROTECT, related_name="agreements", db_index=False)
    number = models.PositiveSmallIntegerField()
    terms = models.JSONField()
    deal = models.JSONField()
    text_zh = models.TextField()
    text_en = models.TextField()
    odrl = models.JSONField()
    digest = models.TextField()
    price_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    state = models.TextField()
    state_since = models.DateTimeField()
    created = models.DateTimeField()
    in_force_from = models.DateTimeField(null=True)
    in_force_until = models.DateTimeField(null=True)
    facts = models.JSONField(null=True)
    release = models.TextField(blank=True, default="")
    crossing = models.TextField(blank=True, default="")
    code = models.TextField(blank=True, default="")
    reason = models.TextField(blank=True, default="")

    machine = MACHINE
    objects = AgreementQuerySet.as_manager()

    class Meta:
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[state.value for state in State]), name="agreement_state_known"),
            models.CheckConstraint(condition=Q(id=F("request")), name="agreement_has_the_request_id"),
            models.CheckConstraint(condition=Q(price_minor__gte=0, fee_minor__gte=0, fee_minor__lte=F("price_minor")), name="agreement_amounts_fit"),
            models.CheckConstraint(condition=Q(digest__regex="^[0-9a-f]{64}$"), name="agreement_digest_form"),
            models.CheckConstraint(condition=Q(crossing__in=["", *(c.value for c in Crossing)]), name="agreement_crossing_known"),
            models.CheckConstraint(
                condition=~Q(state=State.IN_FORCE.value) | Q(in_force_from__isnull=False, in_force_until__gt=F("in_force_from")), name="agreement_in_force_for_a_time"
            ),
            models.CheckConstraint(condition=Q(state=State.TERMINATED.value) | Q(code=""), name="agreement_code_when_terminated"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["consumer", "-created", "-id"], name="agreement_of_consumer"),
            models.Index(fields=["provider", "-created", "-id"], name="agreement_of_provider"),
            models.Index(fields=["-created", "-id"], name="agreement_newest"),
            models.Index(fields=["in_force_from"], condition=Q(in_force_from__isnull=False), name="agreement_came_into_force"),
        ]
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(name="agreement_frozen", operation=pgtrigger.Update, condition=pgtrigger.AnyChange(*FROZEN)),
            pgtrigger.Protect(name="agreement_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @cached_property
    def value(self) -> Terms:
        return Terms.from_json(self.terms)

    @cached_property
    def parties_and_subject(self) -> Deal:
        return Deal.from_json(self.deal)

    @property
    def text(self) -> str:
        return self.text_en if (get_language() or "").startswith("en") else self.text_zh

    @property
    def title(self) -> str:
        deal = self.parties_and_subject
        return (deal.title_en or deal.title_zh) if (get_language() or "").startswith("en") else (deal.title_zh or deal.title_en)

    @property
    def price(self) -> Money:
        return Money(self.price_minor, self.currency)

    @property
    def fee(self) -> Money:
        return Money(self.fee_minor, self.currency)

    @property
    def signed(self) -> bool:
        """Both have signed: the price may be funded."""
        return self.request.state in (Negotiation.VERIFIED.value, Negotiation.FINALIZED.value)

    @property
    def in_force(self) -> bool:
        return self.state == State.IN_FORCE.value

    @property
    def parties(self) -> list[uuid.UUID]:
        return [self.consumer_id, self.provider_id]

    def hold_subjects(self) -> list[uuid.UUID]:
        return [self.consumer_id, self.provider_id, self.dataset_id]
