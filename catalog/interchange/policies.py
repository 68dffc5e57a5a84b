"""Offers in the export: the policy that the editor shows (catalog/rules/odrl.py) as resources of ODRL, with the price as a duty to pay."""

from __future__ import annotations

from typing import Any

from catalog.interchange.writing.nodes import DCT, ODRL, XSD, Iri, Node, Text, texts
from catalog.offer.models import Offer
from catalog.rules import odrl

CURRENCY = "http://publications.europa.eu/resource/authority/currency/"
_RULES = {"permission": "Permission", "prohibition": "Prohibition", "obligation": "Duty"}


def policy_node(offer: Offer, page: str) -> Node:
    """An open offer of the dataset at `page`."""
    price = offer.price
    said = odrl.offer(offer.terms, key=str(offer.pk), target=str(offer.dataset_id), assigner=str(offer.dataset.provider_id), amount=price.amount, currency=price.currency)
    node = Node(ODRL + "Offer", said["@id"])
    texts(node, DCT + "title", {"zh": offer.name_zh, "en": offer.name_en})
    node.add(ODRL + "profile", Iri(said["profile"])).add(ODRL + "target", Iri(page)).add(ODRL + "assigner", Iri(said["assigner"]))
    for name, kind in _RULES.items():
        for rule in said.get(name, []):
            made = Node(ODRL + kind).add(ODRL + "action", _word(rule["action"]))
            for one in rule.get("constraint", []):
                made.add(ODRL + "constraint", _constraint(one, price.currency))
            node.add(ODRL + name, made)
    return node


def _constraint(one: dict[str, Any], currency: str) -> Node:
    made = Node(ODRL + "Constraint").add(ODRL + "leftOperand", _word(one["leftOperand"])).add(ODRL + "operator", _word(one["operator"]))
    right = one["rightOperand"]
    for value in right if isinstance(right, list) else [right]:
        made.add(ODRL + "rightOperand", _value(value))
    return made.add(ODRL + "unit", Iri(CURRENCY + currency)) if one["leftOperand"] == "odrl:payAmount" else made


def _value(value: Any) -> Iri | Text:
    if isinstance(value, dict):
        return Text(value["@value"], datatype=XSD + value["@type"].removeprefix("xsd:"))
    if isinstance(value, int):
        return Text(str(value), datatype=XSD + "integer")
    return _word(value) if ":" in value else Text(value)


def _word(name: str) -> Iri:
    """A term of ODRL, or of the exchange's profile."""
    if name.startswith("shugang:"):
        return Iri(f"{odrl.PROFILE}#{name.removeprefix('shugang:')}")
    return Iri(ODRL + name.removeprefix("odrl:"))
