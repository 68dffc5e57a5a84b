"""The life of a dataset, and of each of its revisions.

The dataset's state is what the world sees; a revision's is the work on one edition of it. The first revision walks with the
dataset; a later one is drafted, submitted and reviewed while the dataset stays listed in its former edition.
"""

from __future__ import annotations

from enum import StrEnum

from kernel.states import Machine, Transition


class DatasetState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    LISTED = "listed"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"


class RevisionState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    LISTED = "listed"
    SUPERSEDED = "superseded"
    DISCARDED = "discarded"
    REFUSED = "refused"
    REVOKED = "revoked"


_D, _R = DatasetState, RevisionState

DATASET = Machine(
    "dataset",
    _D.DRAFT,
    (
        Transition(_D.DRAFT, _D.SUBMITTED, "provider", "catalog.dataset.submitted"),
        Transition(_D.RETURNED, _D.SUBMITTED, "provider", "catalog.dataset.submitted"),
        Transition(_D.SUBMITTED, _D.LISTED, "operator", "catalog.dataset.listed"),
        Transition(_D.SUBMITTED, _D.RETURNED, "operator", "catalog.dataset.returned"),
        Transition(_D.SUBMITTED, _D.REFUSED, "operator", "catalog.dataset.refused"),
        Transition(_D.LISTED, _D.SUSPENDED, "operator or rule", "catalog.dataset.suspended"),
        Transition(_D.SUSPENDED, _D.LISTED, "operator", "catalog.dataset.resumed"),
        Transition(_D.SUBMITTED, _D.DRAFT, "provider", "catalog.dataset.taken_back"),
        *(Transition(source, _D.WITHDRAWN, "provider", "catalog.dataset.withdrawn") for source in (_D.DRAFT, _D.SUBMITTED, _D.RETURNED, _D.LISTED, _D.SUSPENDED)),
    ),
)

REVISION = Machine(
    "revision",
    _R.DRAFT,
    (
        Transition(_R.DRAFT, _R.SUBMITTED, "provider", "catalog.dataset.submitted"),
        Transition(_R.RETURNED, _R.SUBMITTED, "provider", "catalog.dataset.submitted"),
        Transition(_R.SUBMITTED, _R.LISTED, "operator", "catalog.dataset.listed"),
        Transition(_R.SUBMITTED, _R.RETURNED, "operator", "catalog.dataset.returned"),
        Transition(_R.SUBMITTED, _R.REFUSED, "operator", "catalog.dataset.refused"),
        Transition(_R.LISTED, _R.SUPERSEDED, "operator", "catalog.dataset.listed"),
        Transition(_R.LISTED, _R.REVOKED, "provider or operator", "catalog.revision.revoked"),
        Transition(_R.SUPERSEDED, _R.REVOKED, "provider or operator", "catalog.revision.revoked"),
        Transition(_R.SUBMITTED, _R.DRAFT, "provider", "catalog.dataset.taken_back"),
        *(Transition(source, _R.DISCARDED, "provider", "catalog.revision.discarded") for source in (_R.DRAFT, _R.SUBMITTED, _R.RETURNED)),
    ),
)

# a revision that can still be changed
EDITABLE = (RevisionState.DRAFT, RevisionState.RETURNED)
OPEN = (*EDITABLE, RevisionState.SUBMITTED)
