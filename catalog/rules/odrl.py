"""An offer's policy as ODRL 2.2 in JSON-LD: the same terms that the pages tell in words, for machines.

The words are those of the agreements that come of it: ODRL's own where it has one, the exchange's profile elsewhere.
"""

from __future__ import annotations

from typing import Any

from catalog.rules.policy import Policy

PROFILE = "urn:shugang:odrl:1"


def offer(policy: Policy, *, key: str, target: str, assigner: str, amount: str, currency: str) -> dict[str, Any]:
    """`key`, `target` and `assigner` are ids of the offer, the dataset and the provider; `amount` is plain decimal text."""
    use = [
        _constraint("odrl:purpose", "isAnyOf", [f"shugang:purpose/{purpose}" for purpose in policy.purposes]),
        _constraint("odrl:elapsedTime", "lteq", {"@value": f"P{policy.term_days}D", "@type": "xsd:duration"}),
    ]
    if "*" not in policy.countries:
        use.append(_constraint("odrl:spatial", "isAnyOf", list(policy.countries)))
    if policy.count is not None:
        use.append(_constraint("odrl:count", "lteq", policy.count))
    price = [_constraint("odrl:payAmount", "eq", {"@value": amount, "@type": "xsd:decimal"}), _constraint("shugang:currency", "eq", currency)]
    distribute = {"action": "odrl:distribute"}
    return {
        "@context": ["http://www.w3.org/ns/odrl.jsonld", {"shugang": f"{PROFILE}#", "odrl": "http://www.w3.org/ns/odrl/2/", "xsd": "http://www.w3.org/2001/XMLSchema#"}],
        "@type": "Offer", "@id": f"urn:uuid:{key}", "profile": PROFILE, "target": f"urn:uuid:{target}", "assigner": f"urn:uuid:{assigner}",
        "permission": [{"action": "use", "constraint": use}, *([distribute] if policy.redistribution else [])],
        **({} if policy.redistribution else {"prohibition": [distribute]}),
        "obligation": [{"action": "odrl:compensate", "constraint": price}],
    }  # fmt: skip


def _constraint(left: str, operator: str, right: Any) -> dict[str, Any]:
    return {"leftOperand": left, "operator": operator, "rightOperand": right}
