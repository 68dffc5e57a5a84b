"""Who proposes a grading, and who confirms it: another natural person of the same provider."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

from catalog.dataset.permissions import PREPARERS, of_provider
from kernel.actor import Actor
from kernel.permissions import Permission


def _second_person(actor: Actor, on: Any) -> bool:
    return on is None or (actor.organization == on.dataset.provider_id and actor.person is not None and actor.person != on.proposed_by)


PROPOSE = Permission("classification:propose", PREPARERS, side=of_provider, system=True, label=gettext_noop("Propose the grading of a dataset"))
CONFIRM = Permission(
    "classification:confirm", PREPARERS, side=_second_person, sensitive=True, label=gettext_noop("Confirm or reject a grading that another person proposed")
)

PERMISSIONS = (PROPOSE, CONFIRM)
