"""Making a listing be what its manifest says: one act that calls the editor's acts for each section that differs, and no other.

All or nothing: a section that is refused undoes the others, and its error names the place in the manifest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from catalog.classification import use_cases as grading
from catalog.classification.permissions import PROPOSE
from catalog.dataset import permissions, use_cases as datasets
from catalog.dataset.connecting import probe
from catalog.dataset.content import DESCRIBED, with_parts
from catalog.dataset.grading import standing_classification
from catalog.dataset.models import Dataset, DatasetRevision, Distribution, ServiceEndpoint
from catalog.dataset.use_cases.working import JOINED
from catalog.manifest import differing
from catalog.manifest.papers import evidence_sent, files_sent
from catalog.manifest.places import at
from catalog.manifest.schema import UNNAMED
from catalog.offer import use_cases as offers
from catalog.offer.permissions import MANAGE
from catalog.rights import use_cases as rights
from kernel.actor import Actor
from kernel.decision import Say
from kernel.errors import Conflict, NotFound
from kernel.permissions import authorise
from kernel.use_case import Act, use_case


@dataclass(frozen=True, slots=True)
class Applied:
    """What a manifest came to: `changed` are the sections that differed, `awaited` the files whose bytes have to follow."""

    dataset: Dataset
    created: bool
    changed: list[str]
    awaited: list[Distribution]


def submit(actor: Actor, manifest: Mapping[str, Any]) -> Applied:
    """Apply a manifest that fits the schema. A new service address is called before the act begins."""
    authorise(actor, permissions.EDIT)
    url = (manifest.get("service") or {}).get("url", "").strip()
    tested: tuple[str, int | None] = ("", None)
    if url:
        own = _known(actor, manifest["key"]).select_related("working", "current").first()
        stands = own is not None and ServiceEndpoint.objects.filter(revision=own.working or own.current, url=url, outcome="answered").exists()
        tested = ("answered", None) if stands else probe(url)
    return apply(actor, manifest, tested=tested)


@use_case
def apply(act: Act, manifest: Mapping[str, Any], *, tested: tuple[str, int | None] = ("", None)) -> Applied:
    """Create or update the acting organization's dataset of this key. Errors: those of the acts it calls, at the manifest's places."""
    act.authorise(permissions.EDIT)
    known = _known(act.actor, manifest["key"]).values_list("pk", flat=True).first()
    changed: list[str] = []
    if known is None:
        dataset = _created(act, manifest)
        changed.append("description")
    else:
        dataset = act.find(Dataset, known, join=JOINED)
        act.authorise(permissions.EDIT, dataset)
    _described(act, dataset, manifest, changed)
    _parts(act, dataset, manifest, changed, tested)
    if "offers" in manifest:
        _offers(act, dataset, manifest["offers"], changed)
    _shown(act, dataset, manifest, changed)
    _graded(act, dataset, manifest, changed)
    act.record("catalog.manifest.applied", dataset, {"created": known is None, "sections": changed})
    awaited = list(Distribution.objects.filter(revision=_shown_now(dataset), completed=None))
    return Applied(dataset, known is None, changed, awaited)


def _known(actor: Actor, key: str) -> QuerySet[Dataset]:
    """The acting organization's dataset of this key. One that was made without a manifest has none, and is known by its id."""
    own = Dataset.objects.filter(provider=actor.organization)
    try:
        unnamed = UUID(key.removeprefix(UNNAMED)) if key.startswith(UNNAMED) else None
    except ValueError:
        unnamed = None
    named = own.filter(key=key)
    return own.filter(pk=unnamed, key=None) if unnamed and not named.exists() else named


def _created(act: Act, manifest: Mapping[str, Any]) -> Dataset:
    dataset = datasets.create(act, **differing.described(manifest))
    dataset.key = manifest["key"]
    try:
        with transaction.atomic():
            dataset.save(update_fields=["key"])
    except IntegrityError as error:
        raise Conflict(
            Say(gettext_noop("Another manifest with this key is being applied.")), code="key_in_use", remedy=Say(gettext_noop("Send it again: it is compared with what stands then."))
        ) from error
    return dataset


def _now(dataset: Dataset) -> DatasetRevision:
    """The revision as it stands, read with its parts."""
    return with_parts(_shown_now(dataset))


def _shown_now(dataset: Dataset) -> DatasetRevision:
    """The revision in work, else the listed one."""
    revision = dataset.working or dataset.current
    if revision is None:
        raise NotFound
    return revision


def _described(act: Act, dataset: Dataset, manifest: Mapping[str, Any], changed: list[str]) -> None:
    given = differing.described({name: manifest[name] for name in DESCRIBED if name in manifest})
    names = differing.description(act.actor, _shown_now(dataset), given)
    if names:
        datasets.describe(act, dataset.pk, {name: given[name] for name in names})
        changed.append("description")


def _parts(act: Act, dataset: Dataset, manifest: Mapping[str, Any], changed: list[str], tested: tuple[str, int | None]) -> None:
    now = _now(dataset)
    if "fields" in manifest and differing.fields(now, manifest["fields"]):
        datasets.set_fields(act, dataset.pk, manifest["fields"])
        changed.append("fields")
    stated = manifest.get("rights")
    if stated:
        given = differing.rights_given(stated)
        with at("rights"):
            if differing.rights(now, given):
                stands = now.rights.registration_id if hasattr(now, "rights") else None
                rights.state(act, dataset.pk, registration=given.pop("registration_id", stands), **given)
                changed.append("rights")
        if "evidence" in stated and evidence_sent(act, dataset, _now(dataset), stated["evidence"]):
            changed.append("evidence")
    if "files" in manifest and files_sent(act, dataset, _now(dataset), manifest["files"]):
        changed.append("files")
    url = ((manifest.get("service") or {}).get("url") or "").strip()
    if "service" in manifest and url != (now.service.url if hasattr(now, "service") else ""):
        datasets.keep_service(act, dataset.pk, url=url, outcome=tested[0], status=tested[1])
        changed.append("service")
    if "sample" in manifest:
        with at("sample"):
            if differing.sample(now, manifest["sample"]):
                datasets.set_sample(act, dataset.pk, manifest["sample"]["nature"], manifest["sample"].get("rows", []))
                changed.append("sample")
    if "promises" in manifest:
        with at("promises"):
            if differing.promises(now, manifest["promises"]):
                datasets.promise(act, dataset.pk, manifest["promises"])
                changed.append("promises")
    if "questions" in manifest and differing.questions(now, manifest["questions"]):
        datasets.ask_buyers(act, dataset.pk, manifest["questions"])
        changed.append("questions")


def _offers(act: Act, dataset: Dataset, wanted: list[Mapping[str, Any]], changed: list[str]) -> None:
    extra, missing = differing.offers(dataset, wanted)
    if extra or missing:
        act.authorise(MANAGE, dataset)
        changed.append("offers")
    for offer in extra:
        offers.close(act, offer, dataset_id=dataset.pk)
    for position, given in missing:
        with at(f"offers.{position}"):
            offers.add(act, dataset.pk, **given)


def _shown(act: Act, dataset: Dataset, manifest: Mapping[str, Any], changed: list[str]) -> None:
    given = manifest.get("visibility")
    if given is None:
        return
    with at("visibility"):
        if differing.visibility(dataset, given, act.now):
            datasets.show_to(act, dataset.pk, given["to"], given.get("readers", []))
            changed.append("visibility")


def _graded(act: Act, dataset: Dataset, manifest: Mapping[str, Any], changed: list[str]) -> None:
    """Propose the grades once there are fields, unless a grading of them stands."""
    grounds = (manifest.get("grading") or {}).get("grounds", "")
    revision = dataset.working
    if not grounds or revision is None or not revision.fields.exists() or standing_classification(revision) is not None:
        return
    act.authorise(PROPOSE, dataset)
    with at("grading"):
        grading.propose(act, dataset.pk, grounds=grounds)
    changed.append("grading")

