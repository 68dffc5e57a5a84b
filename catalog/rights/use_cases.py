"""Stating the rights in the data and adding evidence to the revision in work."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext_noop

from catalog.dataset import permissions
from catalog.dataset.choices import RIGHTS_BASES
from catalog.dataset.models import Dataset
from catalog.dataset.models.rights import RightsEvidence, RightsStatement
from catalog.dataset.permissions import Side
from catalog.dataset.use_cases.working import JOINED, changed, working
from catalog.rights.models import RightRegistration
from catalog.rights.permissions import READ_EVIDENCE
from catalog.rights.states import Objection
from kernel import blobs
from kernel.clock import LOCAL_ZONE
from kernel.decision import Say
from kernel.errors import Invalid, NotFound
from kernel.use_case import Act, use_case

EVIDENCE_TYPES = ("application/pdf", "image/png", "image/jpeg", "text/plain")
LARGEST_EVIDENCE = 20 * 1024 * 1024
MOST_EVIDENCE = 20
LONGEST = 3_000


@use_case
def state(
    act: Act, dataset_id: UUID, *, basis: str, statement_zh: str, statement_en: str, valid_until: date | None = None, expected: str | None = None,
    registration: UUID | None = None,
) -> Dataset:
    """State where the data come from and by what right, and by which `registration` of the register, if any: registering is voluntary,
    and a statement that cites one falls with it. Errors: Invalid, WrongState, Changed."""
    dataset = act.find(Dataset, dataset_id, join=JOINED)
    act.authorise(permissions.EDIT, dataset)
    revision = working(act, dataset, expected)
    wrong = {
        name: [Say(gettext_noop("Write the statement in both languages, at most %(most)s characters each."), {"most": LONGEST})]
        for name, text in (("statement_zh", statement_zh), ("statement_en", statement_en))
        if not 1 <= len(text.strip()) <= LONGEST
    }
    if basis not in RIGHTS_BASES:
        wrong["basis"] = [Say(gettext_noop("Choose one of the list."))]
    if valid_until is not None and valid_until <= act.now.date():
        wrong["valid_until"] = [Say(gettext_noop("The right has ended already."))]
    if registration is not None and not _citable(registration, dataset, act):
        wrong["registration"] = [Say("Name a registration of your own that stands and is not under objection, or none.")]
    if wrong:
        raise Invalid(fields=wrong)
    RightsStatement.objects.update_or_create(
        revision=revision,
        defaults={"basis": basis, "statement_zh": statement_zh.strip(), "statement_en": statement_en.strip(), "valid_until": valid_until, "registration_id": registration},
    )
    changed(revision)
    act.record("catalog.rights.stated", dataset, {"revision": str(revision.pk), "basis": basis})
    return dataset


def _citable(registration: UUID, dataset: Dataset, act: Act) -> bool:
    rows = RightRegistration.objects.standing(act.now.astimezone(LOCAL_ZONE).date()).filter(pk=registration, holder=dataset.provider_id)
    return rows.exclude(objections__state=Objection.OPEN).exists()


@use_case
def add_evidence(act: Act, dataset_id: UUID, *, name: str, media_type: str, stream: blobs.Stream, size: int) -> RightsEvidence:
    """Attach a document of up to 20 MB. Errors: Invalid."""
    dataset = act.find(Dataset, dataset_id, join=JOINED)
    act.authorise(permissions.EDIT, dataset)
    revision = working(act, dataset)
    if media_type not in EVIDENCE_TYPES:
        raise Invalid(fields={"evidence": [Say(gettext_noop("Evidence is a PDF, a picture (PNG, JPEG) or plain text."))]})
    if not 0 < size <= LARGEST_EVIDENCE:
        raise Invalid(fields={"evidence": [Say(gettext_noop("Evidence has at least one byte and at most 20 MB."))]})
    if revision.evidence.count() >= MOST_EVIDENCE:
        raise Invalid(fields={"evidence": [Say(gettext_noop("At most %(most)s documents."), {"most": MOST_EVIDENCE})]})
    blob = blobs.begin(act, dataset.provider_id, name, media_type, size)
    blobs.append(blob.pk, 0, stream)
    blob.refresh_from_db()
    blobs.complete(act, blob)
    evidence = RightsEvidence(revision=revision, blob=blob, name=name, added=act.now)
    evidence.save(force_insert=True)
    changed(revision)
    act.record("catalog.rights.evidence_added", dataset, {"revision": str(revision.pk), "evidence": str(evidence.pk), "sha256": bytes(blob.sha256 or b"").hex()})
    return evidence


@use_case
def remove_evidence(act: Act, dataset_id: UUID, evidence_id: UUID) -> Dataset:
    """Take a document out of the revision in work; former revisions keep theirs."""
    dataset = act.find(Dataset, dataset_id, join=JOINED)
    act.authorise(permissions.EDIT, dataset)
    revision = working(act, dataset)
    evidence = RightsEvidence.objects.filter(pk=evidence_id, revision=revision).select_related("blob").first()
    if evidence is None:
        raise NotFound
    RightsEvidence.objects.filter(pk=evidence_id)._raw_delete("default")
    if evidence.added >= revision.created:  # an older one is a copy, whose bytes belong to a former revision, too
        blobs.discard(act, evidence.blob)
    changed(revision)
    act.record("catalog.rights.evidence_removed", dataset, {"revision": str(revision.pk), "evidence": str(evidence_id)})
    return dataset


@use_case
def open_evidence(act: Act, dataset_id: UUID, evidence_id: UUID) -> RightsEvidence:
    """Look at a document: the provider, the operator and regulators may; that they looked is recorded."""
    dataset = act.find(Dataset, dataset_id, join=JOINED)
    act.authorise(READ_EVIDENCE, Side(dataset.provider_id))
    act.subject = dataset
    evidence = RightsEvidence.objects.filter(pk=evidence_id, revision__dataset=dataset).select_related("blob").first()
    if evidence is None:
        raise NotFound
    act.record("catalog.rights.evidence_opened", dataset, {"evidence": str(evidence.pk)}, parties=[dataset.provider_id])
    return evidence
