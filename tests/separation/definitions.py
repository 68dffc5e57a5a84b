"""A proposal, a dictionary and a draft mapping of the stage's provider: nobody else's business."""

from __future__ import annotations

from typing import Any

from accounts.actors import actor_of
from accounts.models import Membership
from catalog.dictionary import use_cases as dictionaries
from catalog.element import use_cases as elements
from catalog.element.models import Element


def objects() -> dict[str, Any]:
    held = Membership.objects.get(user__email="owner@provider.example")
    owner = actor_of(held.user, held.organization, fresh=True)
    said = {"name_zh": "试", "name_en": "Trial", "definition_zh": "试。", "definition_en": "A trial.", "type": "text"}
    version = elements.propose(owner, code="separation-trial", **said)
    kept = dictionaries.upload(owner, code="separation", name_zh="试", name_en="Trial", terms=[{"code": "a", "name_en": "A"}])
    mapping = dictionaries.begin(owner, kept.pk)
    return {"element": version.element_id, "element_version": version.pk, "dictionary": kept.pk, "dictionary_mapping": mapping.pk, "element.retire:element": Element.objects.get(code="date").pk}
