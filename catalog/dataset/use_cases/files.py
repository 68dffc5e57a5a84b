"""The files of a revision: begin, send bytes, complete, remove. The bytes themselves are the kernel's blobs.

Bytes are appended outside an act, because an upload may last hours and must survive interruptions; who may append is asked
each time, and nothing counts until `complete_upload` has checked the digest.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_noop

from catalog.dataset import permissions
from catalog.dataset.choices import FORMATS
from catalog.dataset.models import Dataset, DatasetRevision, Distribution
from catalog.dataset.states import EDITABLE
from catalog.dataset.use_cases.working import JOINED, changed, void_grading, working
from kernel import blobs
from kernel.actor import Actor
from kernel.decision import Say
from kernel.errors import Conflict, Invalid, NotFound, WrongState
from kernel.nudge import nudge
from kernel.permissions import authorise
from kernel.use_case import Act, use_case

MOST_FILES = 100
# the task that scans what has arrived: woken here, it looks for itself
SCAN = "catalog.scan"


@use_case
def begin_upload(act: Act, dataset_id: UUID, *, name: str, media_type: str, size: int | None = None, sha256: bytes | None = None) -> Distribution:
    """Announce a file. `size` in bytes and `sha256` (32 bytes), if given, are held to. Errors: Invalid, Conflict (name)."""
    dataset = act.find(Dataset, dataset_id, join=JOINED)
    act.authorise(permissions.EDIT, dataset)
    revision = working(act, dataset)
    if media_type not in FORMATS:
        raise Invalid(fields={"media_type": [Say(gettext_noop("Files of this type cannot be delivered here. Choose one of: %(types)s."), {"types": ", ".join(FORMATS)})]})
    if revision.distributions.count() >= MOST_FILES:
        raise Invalid(fields={"name": [Say(gettext_noop("At most %(most)s files."), {"most": MOST_FILES})]})
    if revision.distributions.filter(name=name).exists():
        raise Conflict(Say(gettext_noop("A file of this name is there already.")), code="name_taken", remedy=Say(gettext_noop("Remove it first, or choose another name.")))
    blob = blobs.begin(act, dataset.provider_id, name, media_type, size, sha256)
    distribution = Distribution(revision=revision, blob=blob, name=name, media_type=media_type, created=act.now)
    distribution.save(force_insert=True)
    act.created(distribution)
    changed(revision)
    act.record("catalog.distribution.begun", dataset, {"distribution": str(distribution.pk), "revision": str(revision.pk), "media_type": media_type})
    return distribution


def append_bytes(actor: Actor, distribution_id: UUID, offset: int, stream: blobs.Stream, *, dataset_id: UUID | None = None) -> int:
    """Bytes from `offset` on; answers how many have arrived. Errors: NotFound, Forbidden, WrongState, Conflict `wrong_offset`."""
    distribution = Distribution.objects.visible_to(actor).select_related("revision__dataset").filter(pk=distribution_id).first()
    if distribution is None or dataset_id not in (None, distribution.revision.dataset_id):
        raise NotFound
    authorise(actor, permissions.EDIT, distribution.revision.dataset)
    _editable(distribution.revision)
    return blobs.append(distribution.blob_id, offset, stream)


@use_case
def complete_upload(act: Act, distribution_id: UUID, *, dataset_id: UUID | None = None) -> Distribution:
    """Close the file: size and SHA-256 are computed and, where announced, compared. Errors: WrongState, Invalid."""
    distribution, dataset = _find(act, distribution_id, dataset_id)
    if distribution.completed is not None:
        raise WrongState(Say(gettext_noop("This upload is complete.")))
    blob = blobs.complete(act, distribution.blob)
    if not blob.size:
        raise Invalid(Say(gettext_noop("The file is empty.")), code="empty_file")
    distribution.size, distribution.sha256, distribution.completed = blob.size, blob.sha256, act.now
    distribution.save(update_fields=["size", "sha256", "completed"])
    changed(distribution.revision)
    void_grading(act, dataset, distribution.revision)
    act.after_commit(lambda: nudge(SCAN))
    act.record(
        "catalog.distribution.completed", dataset,
        {"distribution": str(distribution.pk), "revision": str(distribution.revision_id), "size": blob.size, "sha256": distribution.sha256_hex},
    )
    return distribution


@use_case
def remove_file(act: Act, distribution_id: UUID, *, dataset_id: UUID | None = None) -> Dataset:
    """Take a file out of the revision in work; its bytes go too unless a former revision holds them."""
    distribution, dataset = _find(act, distribution_id, dataset_id)
    blob, revision = distribution.blob, distribution.revision
    # nothing can hold a file of a revision in work, so no other table is asked
    Distribution.objects.filter(pk=distribution_id)._raw_delete("default")
    if distribution.created >= revision.created:  # an older one is a copy, whose bytes belong to a former revision, too
        blobs.discard(act, blob)
    changed(revision)
    if distribution.completed is not None:
        void_grading(act, dataset, revision)
    act.record("catalog.distribution.removed", dataset, {"distribution": str(distribution_id), "revision": str(revision.pk)})
    return dataset


def _find(act: Act, distribution_id: UUID, dataset_id: UUID | None) -> tuple[Distribution, Dataset]:
    """The file of a revision in work, with its dataset (which a face names, too) locked."""
    visible = Distribution.objects.visible_to(act.actor)
    known = dataset_id or visible.filter(pk=distribution_id).values_list("revision__dataset", flat=True).first()
    if known is None:
        raise NotFound
    dataset = act.find(Dataset, known, join=JOINED)
    act.authorise(permissions.EDIT, dataset)
    distribution = Distribution.objects.filter(pk=distribution_id, revision__dataset=dataset).select_related("revision", "blob").first()
    if distribution is None:
        raise NotFound
    distribution.revision.dataset = dataset
    _editable(distribution.revision)
    return distribution, dataset


def _editable(revision: DatasetRevision) -> None:
    if revision.frozen or revision.state not in EDITABLE:
        raise WrongState(Say(gettext_noop("This file belongs to a revision that can no longer be changed.")), remedy=Say(gettext_noop("Open a new revision of the dataset first.")))
