"""Tables of the needs board: needs of buyers, and the answers of providers, each of which two organizations see."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from catalog.dataset.sight import verified_reader
from catalog.need.states import ANSWER, NEED, AnswerState, NeedState
from kernel import clock
from kernel.actor import Actor
from kernel.money import Money


class NeedQuerySet(QuerySet["Need"]):
    def visible_to(self, actor: Actor) -> Self:
        """Its buyer and the exchange always; verified organizations while it is open; whoever has answered it, unless it was taken down."""
        if actor.is_system or actor.jurisdiction:
            return self
        if actor.organization is None:
            return self.none()
        answered = Exists(NeedAnswer.objects.filter(need=OuterRef("pk"), provider=actor.organization))
        on_the_board = Q(state=NeedState.OPEN, until__gt=clock.now()) & Q(verified_reader(actor))
        return self.filter(Q(buyer_id=actor.organization) | on_the_board | (~Q(state=NeedState.TAKEN_DOWN) & Q(answered)))


class Need(models.Model):
    """What a buyer looks for. The budget is a range in minor units, either end may be open; others read it where `budget_shown`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    buyer = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="needs", db_index=False)
    title = models.TextField()
    what = models.TextField()
    purpose = models.TextField()
    industry = models.TextField(blank=True, default="")
    budget_low_minor = models.BigIntegerField(null=True)
    budget_high_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, default="CNY")
    budget_shown = models.BooleanField(default=False)
    until = models.DateTimeField()
    state = models.TextField(default=NEED.initial)
    state_since = models.DateTimeField()
    created = models.DateTimeField()
    created_by = models.UUIDField()
    reason = models.TextField(blank=True, default="")

    machine = NEED
    objects = NeedQuerySet.as_manager()

    class Meta:
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[str(state) for state in NEED.states]), name="need_state_known"),
            models.CheckConstraint(condition=Q(budget_low_minor=None) | Q(budget_low_minor__gte=0), name="need_budget_not_negative"),
            models.CheckConstraint(condition=Q(budget_high_minor=None) | Q(budget_high_minor__gt=0), name="need_budget_above_zero"),
            models.CheckConstraint(condition=Q(budget_low_minor=None) | Q(budget_high_minor=None) | Q(budget_high_minor__gte=F("budget_low_minor")), name="need_budget_in_order"),
            models.CheckConstraint(condition=~Q(state="taken_down") | ~Q(reason=""), name="need_taken_down_says_why"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["-created", "-id"], condition=Q(state="open"), name="need_board"),
            models.Index(fields=["buyer", "-created", "-id"], name="need_of_buyer"),
            models.Index(fields=["-created", "-id"], name="need_newest"),
        ]

    def __str__(self) -> str:
        return self.title

    def hold_subjects(self) -> list[uuid.UUID]:
        return [self.buyer_id]

    @property
    def low(self) -> Money | None:
        return None if self.budget_low_minor is None else Money(self.budget_low_minor, self.currency)

    @property
    def high(self) -> Money | None:
        return None if self.budget_high_minor is None else Money(self.budget_high_minor, self.currency)


class AnswerQuerySet(QuerySet["NeedAnswer"]):
    def visible_to(self, actor: Actor) -> Self:
        """The buyer whose need it answers, the provider who gave it, and the exchange: never another provider."""
        if actor.is_system or actor.jurisdiction:
            return self
        return self.filter(Q(need__buyer=actor.organization) | Q(provider=actor.organization)) if actor.organization else self.none()


class NeedAnswer(models.Model):
    """A provider's answer: a dataset of its own, words, or both."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="answers", db_index=False)
    provider = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="need_answers", db_index=False)
    dataset = models.ForeignKey("catalog.Dataset", on_delete=models.PROTECT, null=True, related_name="+")
    message = models.TextField(blank=True, default="")
    state = models.TextField(default=ANSWER.initial)
    state_since = models.DateTimeField()
    created = models.DateTimeField()
    created_by = models.UUIDField()

    machine = ANSWER
    objects = AnswerQuerySet.as_manager()

    class Meta:
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[str(state) for state in ANSWER.states]), name="need_answer_state_known"),
            models.CheckConstraint(condition=Q(dataset__isnull=False) | ~Q(message=""), name="need_answer_says_something"),
            models.UniqueConstraint(fields=["need", "provider"], condition=Q(state=AnswerState.GIVEN.value), name="need_answered_once"),
            models.UniqueConstraint(fields=["need"], condition=Q(state=AnswerState.ACCEPTED.value), name="need_met_once"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["need", "-created", "-id"], name="need_answers"),
            models.Index(fields=["provider", "-created", "-id"], name="need_answer_of_provider"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def buyer_id(self) -> uuid.UUID:
        return self.need.buyer_id

    def hold_subjects(self) -> list[uuid.UUID]:
        return [self.provider_id]
