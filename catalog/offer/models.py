"""Offers and what of them is taken. How many can be taken, and that an exclusive one stands alone, is held by the database."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import get_language

from catalog.dataset.models import Dataset
from catalog.offer.states import MACHINE
from catalog.rules.policy import Policy
from kernel.actor import Actor
from kernel.money import EXPONENTS, Money

# an exclusive offer stands alone: serialized on the dataset's row, so that two openings cannot pass each other
_STANDS_ALONE = """
IF NEW.state = 'open' AND (TG_OP = 'INSERT' OR OLD.state <> 'open') THEN
  PERFORM 1 FROM catalog_dataset WHERE id = NEW.dataset_id FOR NO KEY UPDATE;
  IF EXISTS (
    SELECT 1 FROM catalog_offer o WHERE o.dataset_id = NEW.dataset_id AND o.id <> NEW.id AND o.state = 'open' AND (o.exclusive OR NEW.exclusive)
  ) OR (NEW.exclusive AND EXISTS (
    SELECT 1 FROM catalog_offertaking t JOIN catalog_offer o ON o.id = t.offer_id WHERE o.dataset_id = NEW.dataset_id AND t.released IS NULL
  )) OR EXISTS (
    SELECT 1 FROM catalog_offertaking t JOIN catalog_offer o ON o.id = t.offer_id
    WHERE o.dataset_id = NEW.dataset_id AND o.id <> NEW.id AND o.exclusive AND t.released IS NULL
  ) THEN
    RAISE EXCEPTION 'an exclusive offer stands alone' USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'offer_exclusive_stands_alone';
  END IF;
END IF;
RETURN NEW;
"""
# the ceiling of the slots is the offer's own quantity, whatever the writer says
_CEILING_FROM_OFFER = """
SELECT quantity INTO NEW.quantity FROM catalog_offer WHERE id = NEW.offer_id;
RETURN NEW;
"""


class OfferQuerySet(QuerySet["Offer"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever sees the dataset sees its open and closed offers; drafts are the provider's, and at the desk while their dataset is under review."""
        if actor.is_system:
            return self
        rows = self.filter(dataset__in=Dataset.objects.visible_to(actor).values("pk"))
        if actor.jurisdiction:
            return rows.filter(~Q(state="draft") | Q(dataset__working__state="submitted"))
        return rows.filter(~Q(state="draft") | Q(dataset__provider_id=actor.organization)) if actor.organization else rows.exclude(state="draft")


class Offer(models.Model):
    """`quantity` None is unlimited; exclusive means one taker and no other offer. `policy` is rules.policy.Policy as JSON."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    dataset = models.ForeignKey("catalog.Dataset", on_delete=models.PROTECT, related_name="offers")
    name_zh = models.TextField()
    name_en = models.TextField()
    price_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="CNY")
    quantity = models.PositiveIntegerField(null=True)
    exclusive = models.BooleanField(default=False)
    policy = models.JSONField()
    state = models.TextField()
    state_since = models.DateTimeField()
    created = models.DateTimeField()

    machine = MACHINE
    objects = OfferQuerySet.as_manager()

    class Meta:
        app_label = "catalog"
        ordering: ClassVar[list[str]] = ["created", "id"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[str(state) for state in MACHINE.states]), name="offer_state_known"),
            models.CheckConstraint(condition=Q(price_minor__gte=0), name="offer_price_not_negative"),
            models.CheckConstraint(condition=Q(currency__in=list(EXPONENTS)), name="offer_currency_known"),
            models.CheckConstraint(condition=Q(quantity=None) | Q(quantity__range=(1, 10_000)), name="offer_quantity_in_range"),
            models.CheckConstraint(condition=Q(exclusive=False) | Q(quantity=1), name="offer_exclusive_is_one"),
            models.UniqueConstraint(fields=["dataset"], condition=Q(state="open", exclusive=True), name="offer_exclusive_once"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["dataset"], condition=Q(state="open"), name="offer_open")]
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Trigger(name="offer_stands_alone", when=pgtrigger.Before, operation=pgtrigger.Insert | pgtrigger.Update, func=_STANDS_ALONE),
            pgtrigger.Protect(
                name="offer_fixed_once_open",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.state <> 'draft' AND (OLD.dataset_id, OLD.price_minor, OLD.currency, OLD.quantity, OLD.exclusive, OLD.policy, OLD.name_zh, OLD.name_en)"
                    " IS DISTINCT FROM (NEW.dataset_id, NEW.price_minor, NEW.currency, NEW.quantity, NEW.exclusive, NEW.policy, NEW.name_zh, NEW.name_en)"
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if (get_language() or "").startswith("en") else self.name_zh

    @property
    def price(self) -> Money:
        return Money(self.price_minor, self.currency)

    @property
    def terms(self) -> Policy:
        return Policy.from_json(self.policy)

    def hold_subjects(self) -> list[uuid.UUID]:
        return [self.dataset_id]


class OfferTaking(models.Model):
    """One place in an offer, held for one agreement until released. `slot` runs from 1 to the offer's quantity; none if unlimited."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="takings", db_index=False)
    slot = models.PositiveIntegerField(null=True)
    quantity = models.PositiveIntegerField(null=True)
    agreement = models.UUIDField()
    taken = models.DateTimeField()
    released = models.DateTimeField(null=True)

    class Meta:
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["offer", "slot"], condition=Q(released=None, slot__isnull=False), name="taking_slot_once"),
            models.UniqueConstraint(fields=["offer", "agreement"], condition=Q(released=None), name="taking_agreement_once"),
            models.CheckConstraint(
                condition=Q(slot=None, quantity=None) | Q(slot__isnull=False, quantity__isnull=False, slot__gte=1, slot__lte=F("quantity")), name="taking_slot_within_quantity"
            ),
            models.CheckConstraint(condition=Q(released=None) | Q(released__gte=F("taken")), name="taking_released_after"),
        ]
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Trigger(name="taking_ceiling", when=pgtrigger.Before, operation=pgtrigger.Insert | pgtrigger.Update, func=_CEILING_FROM_OFFER),
        ]
