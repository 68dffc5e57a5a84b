"""Everything one page of a deal shows, in a fixed number of statements however long the deal has been."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from accounts.organization.models import Organization
from catalog.models import Distribution
from exchange.agreement.states import Kind
from exchange.models import Agreement, Clearance, Condition, Escrow, ExportCase, ExportDeclaration, Proposal, TradeRequest, Transfer
from kernel.actor import Actor
from kernel.errors import NotFound
from kernel.models import Event, Turn

EVENTS_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Deal:
    """A negotiation and all that came of it. `events` are newest first; each has `entry` when it is sealed."""

    request: TradeRequest
    proposals: list[Proposal]
    agreement: Agreement | None
    escrow: Escrow | None
    conditions: list[Condition]
    turns: list[Turn]
    transfers: list[Transfer]
    files: list[Distribution]
    events: list[Event]

    @property
    def title(self) -> str:
        return str(self.request.revision.title)

    def side(self, organization: UUID | None) -> str:
        """provider, consumer, or "" for one who only looks on."""
        return {self.request.provider_id: "provider", self.request.consumer_id: "consumer"}.get(organization, "") if organization else ""

    def party(self, organization: UUID) -> Organization | None:
        return {self.request.provider_id: self.request.provider, self.request.consumer_id: self.request.consumer}.get(organization)


def deal(actor: Actor, request_id: UUID) -> Deal:
    """Errors: NotFound when the actor is not a party and reads no register."""
    rows = TradeRequest.objects.visible_to(actor).select_related("consumer", "provider", "dataset", "revision", "offer", "agreement__escrow")
    request = rows.filter(pk=request_id).first()
    if request is None:
        raise NotFound
    agreement: Agreement | None = getattr(request, "agreement", None)
    if agreement is not None:  # both ways of the one-to-one are known: no second statement
        agreement.request = request
    escrow: Escrow | None = getattr(agreement, "escrow", None) if agreement else None
    conditions = list(Condition.objects.filter(agreement=agreement)) if agreement else []
    transfers = _transfers(agreement)
    subjects = [request.pk, *(transfer.pk for transfer in transfers)]
    if any(row.kind == Kind.BORDER_CLEARANCE.value for row in conditions):
        cleared = Clearance.objects.filter(agreement=request.pk).order_by().values_list("pk")
        subjects += [pk for (pk,) in cleared.union(ExportDeclaration.objects.filter(agreement=request.pk).order_by().values_list("pk"))[:50]]
        subjects += ExportCase.objects.visible_to(actor).filter(agreement_id=request.pk).order_by("-created").values_list("pk", flat=True)[:5]
    return Deal(
        request,
        list(request.proposals.order_by("number")),
        agreement,
        escrow,
        conditions,
        list(Turn.objects.filter(subject_id__in=subjects, ended=None).order_by("since", "pk")[:20]),
        transfers,
        list(Distribution.objects.filter(revision=request.revision_id).exclude(completed=None)) if agreement else [],
        _events(actor, subjects),
    )


def _transfers(agreement: Agreement | None) -> list[Transfer]:
    if agreement is None:
        return []
    rows: list[Any] = list(Transfer.objects.filter(agreement=agreement).with_bytes().order_by("-created", "-pk")[:20])
    for row in rows:
        row.agreement = agreement
    return rows


def _events(actor: Actor, subjects: list[UUID]) -> list[Event]:
    rows = Event.objects.filter(subject_id__in=[str(subject) for subject in subjects], subject_type__startswith="exchange.").select_related("entry")
    if not actor.jurisdiction:
        rows = rows.filter(Q(parties__organization=actor.organization))
    return list(rows.order_by("-id")[:EVENTS_SHOWN])
