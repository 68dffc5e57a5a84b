"""What of a record anyone may read: all but contact details, which name persons and stay with the operator and at the source."""

from __future__ import annotations

import re
from typing import Any

from catalog.interchange.models import CatalogRecord
from kernel.actor import Actor

_CONTACT = re.compile(r"contact|e-?mail|phone|\btel|maintainer|hasTelephone|联系|电话|手机|邮箱|邮件", re.IGNORECASE)


def without_contacts(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: without_contacts(one) for name, one in value.items() if not _CONTACT.search(name)}
    if isinstance(value, list):
        named = [str(one.get("key", "")) if isinstance(one, dict) else "" for one in value]  # CKAN keeps names beside values
        return [without_contacts(one) for one, name in zip(value, named, strict=True) if not _CONTACT.search(name)]
    return value


def shown(actor: Actor, record: CatalogRecord) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Distributions, and what has no field."""
    if actor.jurisdiction == "operator" or actor.is_system:
        return record.distributions, record.kept
    return without_contacts(record.distributions), without_contacts(record.kept)
