"""Papers: begun, streamed by the face, then kept once all bytes are there; removed or replaced without losing the old one."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_noop

from accounts.admission.models import Paper, Verification
from accounts.admission.states import Round
from accounts.organization import permissions
from accounts.organization.models import Organization
from accounts.organization.states import State
from accounts.rules.admission import PAPERS
from accounts.sponsorship.models import Sponsorship
from kernel import blobs
from kernel.decision import Say
from kernel.errors import Conflict, Invalid, WrongState
from kernel.use_case import Act, use_case

LARGEST = 10 * 1024 * 1024
MEDIA_TYPES = ("application/pdf", "image/png", "image/jpeg")
SHOWABLE = (State.DRAFT, State.RETURNED, State.VERIFIED)


@use_case
def open_paper(act: Act, organization_id: UUID, kind: str, *, name: str, media_type: str, size: int) -> Paper:
    """An empty paper whose bytes the face then appends to `paper.blob_id`. Errors: Invalid, WrongState."""
    organization = act.find(Organization, organization_id)
    act.authorise(permissions.ADD_PAPER, organization)
    _changeable(organization)
    paper = begun(act, organization, kind, name=name, media_type=media_type, size=size)
    act.record("accounts.organization.paper_opened", organization, {"paper": str(paper.pk), "kind": kind})
    return paper


def begun(act: Act, organization: Organization, kind: str, *, name: str, media_type: str, size: int, sponsorship: Sponsorship | None = None) -> Paper:
    """An empty paper of the organization, by itself or by its sponsor. Errors: Invalid."""
    if kind not in PAPERS:
        raise Invalid(fields={"kind": [Say(gettext_noop("This kind of paper is not known here."))]})
    if media_type not in MEDIA_TYPES:
        raise Invalid(fields={"file": [Say(gettext_noop("Upload a PDF, PNG or JPEG file."))]})
    if not 0 < size <= LARGEST:
        raise Invalid(fields={"file": [Say(gettext_noop("A paper has at most 10 MB and is not empty."))]})
    blob = blobs.begin(act, organization.pk, name, media_type, size)
    paper = act.created(Paper(organization=organization, kind=kind, blob=blob, created=act.now, sponsorship=sponsorship))
    paper.save(force_insert=True)
    return paper


@use_case
def keep_paper(act: Act, paper_id: UUID) -> Paper:
    """All bytes are there: the paper counts, and an earlier one of its kind is replaced. Errors: Invalid, Conflict."""
    paper = act.find(Paper, paper_id)
    act.authorise(permissions.ADD_PAPER, paper)
    if paper.kept or paper.removed:
        raise Conflict(Say(gettext_noop("This paper is kept or removed already.")))
    organization = act.lock(paper.organization)
    _changeable(organization)
    digest = kept(act, organization, paper)
    act.record("accounts.organization.paper_added", organization, {"paper": str(paper.pk), "kind": paper.kind, "sha256": digest})
    return paper


def kept(act: Act, organization: Organization, paper: Paper) -> str:
    """The paper counts from now on, in the place of an earlier one of its kind; gives its SHA-256. Errors: Invalid."""
    blob = blobs.complete(act, paper.blob)
    if paper.kind != "other":
        Paper.objects.filter(organization=organization, kind=paper.kind, kept__isnull=False, removed=None).update(removed=act.now)
    paper.kept = act.now
    paper.save(update_fields=["kept"])
    return bytes(blob.sha256 or b"").hex()


@use_case
def remove_paper(act: Act, paper_id: UUID) -> Paper:
    paper = act.find(Paper, paper_id)
    act.authorise(permissions.ADD_PAPER, paper)
    if paper.removed:
        raise Conflict(Say(gettext_noop("This paper is removed already.")))
    organization = act.lock(paper.organization)
    _changeable(organization)
    paper.removed = act.now
    paper.save(update_fields=["removed"])
    act.record("accounts.organization.paper_removed", organization, {"paper": str(paper.pk)})
    return paper


def _changeable(organization: Organization) -> None:
    if organization.state not in SHOWABLE:
        raise WrongState(Say(gettext_noop("Papers cannot be changed while the exchange looks at them, or after it has ended the matter.")))
    # a verified organization changes its papers for a renewal; once submitted, they are what the exchange reads
    if organization.state == State.VERIFIED and Verification.objects.filter(organization=organization, state=Round.SUBMITTED).exists():
        raise WrongState(
            Say(gettext_noop("The exchange is looking at these papers for the renewal; they cannot be changed meanwhile.")),
            remedy=Say(gettext_noop("Wait for its decision: if it returns the renewal, you can replace them and submit again.")),
        )
