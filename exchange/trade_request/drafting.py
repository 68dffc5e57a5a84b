"""From a form to terms: the offer's own terms where the form is silent, one normal form, every mistake named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from catalog.models import Offer
from catalog.rules.policy import Policy
from exchange.rules.terms import LegalBasis, Terms, problems
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


def asked(offer: Offer, form: Mapping[str, Any]) -> Terms:
    """The terms a request form asks for, not yet checked."""
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
    return Terms.of(fee_basis_points=settings.PLATFORM_FEE_BASIS_POINTS, **(given | negotiable(form)))


def changed(last: Terms, changes: Mapping[str, Any]) -> Terms:
    """The last proposal's terms with some changed, not yet checked."""
    return last.but(**negotiable(changes))


def negotiable(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in NEGOTIABLE}


def check(terms: Terms, offer: Offer, unknown_fields: list[str]) -> None:
    """Errors: Invalid, with every wrong field. `unknown_fields` are names that the revision's dictionary does not have."""
    found = problems(terms)
    if terms.currency != offer.currency:
        found.setdefault("currency", []).append(Say("This offer is priced in %(currency)s.", {"currency": offer.currency}))
    if "data_fields" not in found and unknown_fields:
        found["data_fields"] = [Say("The data dictionary has no such field: %(fields)s.", {"fields": ", ".join(unknown_fields[:10])})]
    if found:
        raise Invalid(fields=found)
