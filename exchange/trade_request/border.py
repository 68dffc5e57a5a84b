"""What a deal says of itself to the law of the border: parties from the register, places and legal basis from the terms, grades from the fields.

A fact the exchange does not hold is left out; nothing is assumed.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from accounts.models import Organization
from catalog.models import DataField, DatasetRevision
from catalog.rules.grade import Grade
from exchange.determination.derived import LEGAL_BASES, Derived, movement, of_exporter
from exchange.rules.places import abroad, foreign
from exchange.rules.recognition import CrossingFacts, recognize
from exchange.rules.terms import Terms
from exchange.trade_request.models import TradeRequest


def crossing(provider: Organization, consumer: Organization, terms: Terms) -> CrossingFacts:
    """For a deal that has no frozen parties yet."""
    return CrossingFacts(
        provider_country=provider.country, consumer_country=consumer.country, recipient_countries=tuple(sorted({one.country for one in terms.recipients})),
        processing_countries=terms.processing_countries, storage_countries=terms.storage_countries,
    )


def derived(provider: Organization, consumer: Organization, revision: DatasetRevision, terms: Terms, dataset: UUID) -> Derived:
    """No statement when all fields are agreed on, else one."""
    received = tuple(one.country for one in terms.recipients)
    facts: dict[str, Any] = of_exporter(provider.country, provider.in_beijing, provider.uscc, provider.ciio)
    moved = movement(
        abroad(provider.country), abroad(consumer.country) is True, foreign(received), foreign(terms.storage_countries), foreign(terms.processing_countries)
    )
    if moved:
        facts["movement"] = moved
    grade, personal, sensitive = _marks(revision, terms)
    if grade is not None:
        facts["data_grade"] = "core" if grade >= Grade.CORE else "important" if grade >= Grade.IMPORTANT else "general"
    if personal is not None:
        facts["contains_pi"] = personal
    if terms.legal_basis in LEGAL_BASES:
        facts["legal_basis"] = terms.legal_basis
    places = foreign((consumer.country, *received, *terms.processing_countries, *terms.storage_countries))
    names = (consumer.name_zh, consumer.name_en, *(one.name for one in terms.recipients))
    return Derived(facts, places, tuple(sorted({name for name in names if name})), consumer.pk, dataset, terms.data_fields, personal, sensitive, revision.pk, terms.purpose_code)


def of_request(request: TradeRequest, terms: Terms) -> Derived:
    """`request` read with both organizations and its revision."""
    return derived(request.provider, request.consumer, request.revision, terms, request.dataset_id)


def crosses(request: TradeRequest, terms: Terms) -> str:
    """What crosses which border under these terms, as recognition has it."""
    return recognize(crossing(request.provider, request.consumer, terms)).value


def _marks(revision: DatasetRevision, terms: Terms) -> tuple[int | None, bool | None, bool | None]:
    """Grade, personal, sensitive: of the fields agreed on, or of the revision when all are; None where nobody graded it."""
    if revision.grade is None:
        return None, None, None
    if not terms.data_fields:
        return revision.grade, revision.personal, revision.sensitive
    rows = list(DataField.objects.filter(revision=revision, name__in=terms.data_fields).values_list("personal", "sensitive", "grade"))
    return max((grade for *_, grade in rows), default=revision.grade), any(personal for personal, _, _ in rows), any(sensitive for _, sensitive, _ in rows)
