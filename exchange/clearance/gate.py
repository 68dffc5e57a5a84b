"""Is what flows to whoever receives it inside the clearance? Asked by transfer at every access, beside terms and holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from exchange.agreement import gather as agreements
from exchange.agreement.models import Agreement
from exchange.clearance import gather
from exchange.clearance.models import Clearance, ExportDeclaration
from exchange.clearance.states import OPEN_TO_GO, Declared
from exchange.rules import recognition
from exchange.rules.access import every
from exchange.rules.clearance import GATE, within
from exchange.rules.recognition import CrossingFacts, needs_clearance, recognize
from exchange.rules.release import RELEASE
from kernel import holds
from kernel.decision import PERMITTED, Decision, Reason, Say, refuse

SCOPES = (holds.ACT, holds.DELIVERY, holds.EXPORT)


def crossing(agreement: Agreement) -> CrossingFacts:
    """Where the data goes by the terms, and where the buyer sits now: it reads from there, whatever was signed."""
    signed = agreements.crossing(agreement)
    return CrossingFacts(signed.provider_country, agreement.consumer.country, (*signed.recipient_countries, signed.consumer_country), signed.processing_countries, signed.storage_countries)


def is_export(agreement: Agreement) -> bool:
    """Whether it needs a clearance: an export, or what cannot be told."""
    return needs_clearance(recognize(crossing(agreement)))


@dataclass(frozen=True, slots=True)
class Border:
    """What the border says to a delivery, the clearance it goes under and its declaration; all empty at home. `subjects` are all clearances
    the deal ever had: an order on one of them is not escaped by another in its place."""

    decision: Decision
    clearance: Clearance | None = None
    declaration: ExportDeclaration | None = None
    subjects: tuple[UUID, ...] = ()

    def hold_subjects(self) -> list[UUID]:
        return list(self.subjects)


HOME = Border(PERMITTED)


def declared(transfer_id: UUID) -> ExportDeclaration | None:
    """A delivery's declaration with its clearance, in one statement."""
    return ExportDeclaration.objects.select_related("clearance").filter(transfer=transfer_id).first()


def before(agreement: Agreement, fields: Iterable[str] | None, now: datetime) -> Border:
    """May a delivery of these fields begin? It has no declaration yet. Without fields the agreed ones are meant."""
    facts = crossing(agreement)
    if not needs_clearance(recognize(facts)):
        return HOME
    found = gather.seen(agreement.pk)
    if not found:
        return Border(recognition.delivery(facts, cleared=False))
    clearance = found[0].clearance
    adds = gather.added(clearance, gather.persons(agreement))
    asked = gather.agreed_fields(agreement) if fields is None else fields
    return Border(within(gather.clearance_facts(found[0], agreement, asked, adds, now)), clearance, None, _all(found))


def delivery(agreement: Agreement, transfer_id: UUID, now: datetime, *, started: bool = True, read_from: tuple[str, ...] | None = None) -> Border:
    """May bytes of this delivery flow now? Its declaration says which fields, of how many persons, under which clearance. One that has not
    `started` may still wait in its lane. Of an access, `read_from` are the places from which it comes, none where they are not known: then
    what the terms declare decides."""
    facts = crossing(agreement)
    if not needs_clearance(recognize(facts)):
        return Border(recognition.reached(facts, read_from or ()))
    declaration = declared(transfer_id)
    if declaration is None:
        return Border(every(recognition.delivery(facts, cleared=False, place_known=read_from is None or bool(read_from))))
    found = gather.seen(agreement.pk)
    under = gather.under(declaration, found)
    # persons may have been added on the exporter's sheet since this was declared: the larger number counts
    adds = gather.added(under.clearance, (declaration.ordinary, declaration.sensitive), gather.persons(agreement))
    inside = within(gather.clearance_facts(under, agreement, declaration.fields, adds, now, read_from or ()))
    return Border(every(inside, lane(declaration) if started else PERMITTED), under.clearance, declaration, _all(found))


def _all(found: list[gather.Seen]) -> tuple[UUID, ...]:
    return tuple(one.clearance.pk for one in found)


def lane(declaration: ExportDeclaration) -> Decision:
    """Whether its lane is open."""
    if declaration.state in OPEN_TO_GO:
        return PERMITTED
    words, remedy = {
        Declared.HELD.value: (Say("This export is in the red lane and waits for a person's release."), Say("Wait for the desk's decision; it is shown on the declaration.")),
        Declared.REFUSED.value: (Say("This export was refused at the desk; the exporter reads why on its declaration."), Say("Mend what the refusal names, end this delivery and ask for another.")),
    }.get(declaration.state, (Say("The declaration of this export was cancelled."), Say("Ask for another delivery.")))
    return refuse(Reason(f"R-LANE-{declaration.state.upper()}", RELEASE, words, (GATE,), remedy), facts={"declaration": declaration.number, "lane": declaration.lane})
