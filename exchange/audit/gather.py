"""Rows of the log for the faces: which events an actor may read, where they stand, and the material of a proof. Nothing is judged
here but sight: a party reads the events it is a party to, the exchange and the regulators read all."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from exchange.audit.models import Entry
from exchange.audit.proof import EventProof
from exchange.audit.store import LogDamaged, StoredTree, last_checkpoint
from exchange.audit.tree import inclusion_proof
from kernel.actor import Actor
from kernel.decision import Say
from kernel.errors import NotFound, WrongState
from kernel.models import Event

LARGEST_ID = 2**63 - 1


class NotSealedYet(WrongState):
    """The event is recorded and waits for the sealer."""

    code, title = "not_sealed_yet", gettext_noop("Not sealed yet")


def visible_events(actor: Actor) -> QuerySet[Event]:
    """The events this actor may read."""
    if actor.is_system or actor.jurisdiction:
        return Event.objects.all()
    if actor.organization is None:
        return Event.objects.none()
    return Event.objects.filter(parties__organization=actor.organization)


def sealed_events(actor: Actor) -> QuerySet[Entry]:
    """The entries of those events: in the order of the log, which never changes, unlike that of ids while acts are under way."""
    entries = Entry.objects.select_related("event")
    if actor.is_system or actor.jurisdiction:
        return entries
    if actor.organization is None:
        return entries.none()
    return entries.filter(event__parties__organization=actor.organization)


def proof_of(actor: Actor, event_id: int) -> EventProof:
    """Inclusion proof under the last checkpoint. Errors: NotFound, NotSealedYet."""
    if event_id > LARGEST_ID:
        raise NotFound
    event = visible_events(actor).filter(pk=event_id).first()
    if event is None:
        raise NotFound
    entry = Entry.objects.filter(event_id=event_id).first()
    checkpoint = last_checkpoint()
    if entry is None:
        raise NotSealedYet(
            Say(gettext_noop("Event %(event)s is recorded and waits to be sealed since %(since)s."), {"event": event_id, "since": event.at}),
            remedy=Say(gettext_noop("Ask again in a few seconds. If it still waits after a minute, the exchange's readiness page shows why.")),
        )
    if checkpoint is None or checkpoint.size <= entry.index:
        raise LogDamaged(f"no checkpoint covers entry {entry.index}")
    path = inclusion_proof(entry.index, checkpoint.size, StoredTree())
    return EventProof(str(event_id), event.payload, entry.index, tuple(path), checkpoint.note)
