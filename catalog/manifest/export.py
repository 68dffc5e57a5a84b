"""A listing as its manifest: what the provider would send to have it so, without the bytes of files and documents."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import yaml

from catalog.dataset.content import content_of
from catalog.dataset.models import Dataset
from catalog.manifest.schema import UNNAMED, VERSION
from catalog.offer.api import as_json as offer_json
from catalog.offer.models import Offer
from catalog.offer.states import OfferState
from kernel.actor import Actor
from kernel.errors import NotFound

_OFFER = ("name_zh", "name_en", "price", "quantity", "exclusive", "policy")


def own(actor: Actor, dataset_id: UUID) -> Dataset:
    """The acting organization's dataset, or any for the exchange and the regulators. Errors: NotFound: evidence and drafts are in a manifest."""
    found = Dataset.objects.visible_to(actor).select_related("working", "current").filter(pk=dataset_id).first()
    if found is None or not (actor.jurisdiction or actor.organization == found.provider_id) or found.face is None:
        raise NotFound
    return found


def manifest_of(dataset: Dataset) -> dict[str, Any]:
    """The revision in work, or the listed one."""
    content = content_of(dataset.working or dataset.current or dataset.face)
    if content["rights"]:
        content["rights"].setdefault("registration", None)
    offers = Offer.objects.filter(dataset=dataset).exclude(state=OfferState.CLOSED)
    readers = dataset.readers.order_by("organization").values_list("organization", flat=True)
    return {
        "manifest": VERSION,
        "key": dataset.key or f"{UNNAMED}{dataset.pk}",
        **content,
        "offers": [{name: offer_json(one)[name] for name in _OFFER} for one in offers],
        "visibility": {"to": dataset.visibility, "readers": [str(one) for one in readers]},
    }


def as_yaml(manifest: dict[str, Any]) -> str:
    return yaml.safe_dump(manifest, allow_unicode=True, sort_keys=False, width=120)
