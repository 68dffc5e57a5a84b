"""Rows to the frozen facts of the rules on providing data, on the border and on delivery."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q

from catalog.models import DataField, DatasetRevision
from catalog.rules.grade import Grade
from exchange.agreement.models import Agreement, Evidence, SigningKey
from exchange.agreement.states import State
from exchange.determination.derived import Derived
from exchange.rules.domestic import DomesticFacts, Shown
from exchange.rules.faces.deal import Deal, Party
from exchange.rules.recognition import CrossingFacts
from exchange.rules.terms import Terms
from exchange.trade_request.border import derived
from exchange.trade_request.models import TradeRequest
from kernel.clock import LOCAL_ZONE
from kernel.decision import Say
from kernel.events import timestamp


def marks(revision: DatasetRevision, terms: Terms) -> tuple[bool | None, bool | None, bool | None]:
    """Personal, sensitive, important: of the fields agreed on, or of the revision when all are; None where nobody graded it.

    One statement, and only when a part of the fields was chosen."""
    if revision.grade is None:
        return None, None, None
    if not terms.data_fields:
        return revision.personal, revision.sensitive, revision.grade >= Grade.IMPORTANT
    rows = list(DataField.objects.filter(revision=revision, name__in=terms.data_fields).values_list("personal", "sensitive", "grade"))
    return any(personal for personal, _, _ in rows), any(sensitive for _, sensitive, _ in rows), any(grade >= Grade.IMPORTANT for *_, grade in rows)


def domestic(agreement: Agreement, at: Any, evidence: Iterable[Evidence] = ()) -> DomesticFacts:
    """`agreement` read with its revision; `at` is the moment whose day's law applies."""
    terms = agreement.value
    personal, sensitive, important = marks(agreement.revision, terms)
    return DomesticFacts(
        as_of=at.astimezone(LOCAL_ZONE).date(), contains_personal=personal, contains_sensitive=sensitive, contains_important=important, legal_basis=terms.legal_basis,
        method_named=bool(terms.method), security_named=bool(terms.security),
    ).shown({row.kind: Shown(row.answer) for row in evidence})


def crossing(agreement: Agreement) -> CrossingFacts:
    deal, terms = agreement.parties_and_subject, agreement.value
    return CrossingFacts(
        provider_country=deal.provider.country, consumer_country=deal.consumer.country,
        recipient_countries=tuple(sorted({recipient.country for recipient in terms.recipients})),
        processing_countries=terms.processing_countries, storage_countries=terms.storage_countries,
    )


def border(agreement: Agreement) -> Derived:
    """What the exchange knows of this export by itself. `agreement` read with both organizations and its revision."""
    return derived(agreement.provider, agreement.consumer, agreement.revision, agreement.value, agreement.dataset_id)


def party(organization: Any) -> Party:
    return Party(str(organization.pk), organization.name_zh, organization.name_en, organization.registration_number, organization.country)


def deal(request: TradeRequest, terms: Terms, at: Any) -> Deal:
    """Parties and subject as they stand now. `request` read with both organizations and its revision."""
    personal, _, important = marks(request.revision, terms)
    return Deal(
        id=str(request.pk), provider=party(request.provider), consumer=party(request.consumer), dataset=str(request.dataset_id), title_zh=request.revision.title_zh,
        title_en=request.revision.title_en, revision=str(request.revision_id), revision_number=request.revision.number, offer=str(request.offer_id),
        protected=personal is not False or important is not False, prepared=timestamp(at),
    )


def open_agreements(organization: UUID) -> list[Say]:
    """What an organization must finish before it closes: one sentence, or none."""
    rows = Agreement.objects.filter(Q(consumer_id=organization) | Q(provider_id=organization), state=State.IN_FORCE.value)
    count = rows.values("pk")[:100].count()
    return [Say("Agreements in force: %(count)s.", {"count": count})] if count else []


def own_key(organization: UUID, key: UUID) -> bytes | None:
    """The raw public key that an organization registered as its own, while it is in use."""
    found = SigningKey.objects.filter(pk=key, organization=organization, retired=None).first()
    return found.public if found else None
