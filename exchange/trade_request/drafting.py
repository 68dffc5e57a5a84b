"""From a form to terms: the offer's own terms where the form is silent, one normal form, every mistake named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from catalog.models import Offer
from catalog.rules.policy import Policy
from exchange.rules.terms import LegalBasis, Terms, problems
from exchange.trade_request import gather
from kernel.decision import Say
from kernel.errors import Invalid

DELETION_DAYS = 30
ACCEPTANCE_DAYS = 10
# what a party may propose; the fee is the platform's and is frozen with the first proposal
NEGOTIABLE = frozenset(
    {
        "purpose", "purpose_code", "legal_basis", "method", "security", "recipients", "processing_countries", "storage_countries", "data_fields", "term_days",
        "count", "redistribution", "deletion_days", "acceptance_days", "price_minor", "currency", "clauses",
    }
)


def first_terms(offer: Offer, form: Mapping[str, Any]) -> Terms:
    """The terms a request form asks for. Errors: Invalid, with every wrong field."""
    policy = Policy.from_json(offer.policy)
    given: dict[str, Any] = {
        "purpose": "",
        "purpose_code": "",
        "legal_basis": LegalBasis.UNKNOWN.value,
        "method": "",
        "security": "",
        "recipients": (),
        "processing_countries": (),
        "storage_countries": (),
        "data_fields": (),
        "term_days": policy.term_days,
        "count": policy.count,
        "redistribution": False,
        "deletion_days": DELETION_DAYS,
        "acceptance_days": ACCEPTANCE_DAYS,
        "price_minor": offer.price_minor,
        "currency": offer.currency,
        "clauses": (),
    }
    given |= {name: value for name, value in form.items() if name in NEGOTIABLE}
    return checked(Terms.of(fee_basis_points=settings.PLATFORM_FEE_BASIS_POINTS, **given), offer)


def changed_terms(last: Terms, changes: Mapping[str, Any], offer: Offer) -> Terms:
    """The last proposal's terms with some changed. Errors: Invalid."""
    return checked(last.but(**{name: value for name, value in changes.items() if name in NEGOTIABLE}), offer)


def checked(terms: Terms, offer: Offer) -> Terms:
    """Errors: Invalid."""
    found = problems(terms)
    if terms.currency != offer.currency:
        found.setdefault("currency", []).append(Say("This offer is priced in %(currency)s.", {"currency": offer.currency}))
    if "data_fields" not in found and offer.dataset.current_id is not None:
        missing = gather.unknown_fields(offer.dataset.current_id, terms.data_fields)
        if missing:
            found["data_fields"] = [Say("The data dictionary has no such field: %(fields)s.", {"fields": ", ".join(missing[:10])})]
    if found:
        raise Invalid(fields=found)
    return terms
