"""Terms as an ODRL 2.2 policy in JSON-LD, in the compact form that the Dataspace Protocol's contract schema accepts.

ODRL has words for purpose, places, time, count, payment, distribution and deletion; what it has none for (legal basis, method,
fields, the fee) stands under the exchange's own profile, `shugang:`, as constraints and duties. Every term is in it: a machine
that reads only this knows the whole deal.
"""

from __future__ import annotations

from typing import Any

from exchange.rules.faces.deal import Deal
from exchange.rules.terms import Terms
from kernel.money import EXPONENTS, Money

CONTEXT: tuple[Any, ...] = (
    "https://w3id.org/dspace/2025/1/context.jsonld",
    {"shugang": "urn:shugang:odrl:1#", "xsd": "http://www.w3.org/2001/XMLSchema#"},
)
PROFILE = "urn:shugang:odrl:1"


def iri(key: str) -> str:
    return f"urn:uuid:{key}"


def constraint(left: str, operator: str, right: Any) -> dict[str, Any]:
    return {"leftOperand": left, "operator": operator, "rightOperand": right}


def _use(terms: Terms) -> list[dict[str, Any]]:
    found = [
        constraint("odrl:purpose", "eq", f"shugang:purpose/{terms.purpose_code}"),
        constraint("shugang:purposeStatement", "eq", terms.purpose),
        constraint("shugang:legalBasis", "eq", f"shugang:basis/{terms.legal_basis}"),
        constraint("odrl:recipient", "isAnyOf", [{"shugang:name": r.name, "shugang:country": r.country} for r in terms.recipients]),
        constraint("odrl:spatial", "isAnyOf", list(terms.processing_countries)),
        constraint("shugang:storage", "isAnyOf", list(terms.storage_countries)),
        constraint("odrl:elapsedTime", "lteq", {"@value": f"P{terms.term_days}D", "@type": "xsd:duration"}),
    ]
    if terms.count is not None:
        found.append(constraint("odrl:count", "lteq", terms.count))
    if terms.data_fields:
        found.append(constraint("shugang:field", "isAnyOf", list(terms.data_fields)))
    if terms.method:
        found.append(constraint("shugang:method", "eq", terms.method))
    if terms.security:
        found.append(constraint("shugang:security", "eq", terms.security))
    return found


def _obligations(terms: Terms) -> list[dict[str, Any]]:
    amount = Money(terms.price_minor, terms.currency).amount if terms.currency in EXPONENTS else str(terms.price_minor)
    price = [constraint("odrl:payAmount", "eq", {"@value": amount, "@type": "xsd:decimal"}), constraint("shugang:currency", "eq", terms.currency)]
    return [
        {"action": "odrl:compensate", "constraint": price},
        {"action": "odrl:delete", "constraint": [constraint("odrl:delayPeriod", "lteq", {"@value": f"P{terms.deletion_days}D", "@type": "xsd:duration"})]},
        {"action": "shugang:acceptDelivery", "constraint": [constraint("odrl:delayPeriod", "lteq", {"@value": f"P{terms.acceptance_days}D", "@type": "xsd:duration"})]},
        {"action": "shugang:payFee", "constraint": [constraint("shugang:basisPoints", "eq", terms.fee_basis_points)]},
        *({"action": "shugang:clause", "constraint": [constraint("shugang:clauseText", "eq", text)]} for text in terms.clauses),
    ]


def rules(terms: Terms) -> dict[str, Any]:
    """Permission, prohibition and obligation: the part an offer and its agreement have in common."""
    found: dict[str, Any] = {"permission": [{"action": "use", "constraint": _use(terms)}], "obligation": _obligations(terms)}
    if terms.redistribution:
        found["permission"].append({"action": "odrl:distribute"})
    else:
        found["prohibition"] = [{"action": "odrl:distribute"}]
    return found


def agreement(terms: Terms, deal: Deal) -> dict[str, Any]:
    """The whole agreement. `timestamp` is when it was prepared."""
    return {
        "@context": list(CONTEXT),
        "@id": iri(deal.id),
        "@type": "Agreement",
        "profile": PROFILE,
        "target": iri(deal.revision),
        "assigner": iri(deal.provider.id),
        "assignee": iri(deal.consumer.id),
        "timestamp": deal.prepared,
        "shugang:dataset": iri(deal.dataset),
        "shugang:offer": iri(deal.offer),
        **rules(terms),
    }
