"""Who may prepare a dataset: its provider's people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_noop

from kernel.actor import Actor
from kernel.permissions import Permission

PREPARERS = frozenset({"owner", "steward"})


def of_provider(actor: Actor, on: Any) -> bool:
    """The side of an act of the provider: `on` is a dataset, or anything with its `provider_id`."""
    return on is None or actor.organization == on.provider_id


@dataclass(frozen=True, slots=True)
class Side:
    """Stands for a dataset where its side is to be asked, but not the holds on it."""

    provider_id: UUID


# carried on by the system inside the act of a manifest, which asks for this very permission first
EDIT = Permission("dataset:edit", PREPARERS, side=of_provider, system=True, label=gettext_noop("Prepare datasets"))
SUBMIT = Permission("dataset:submit", PREPARERS, side=of_provider, label=gettext_noop("Submit datasets for review"))

PERMISSIONS = (EDIT, SUBMIT)
