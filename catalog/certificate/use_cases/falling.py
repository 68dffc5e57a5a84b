"""What ends by itself: a certificate on its last day; and a right, which takes its certificate and its listing with it."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_noop

from catalog.certificate import permissions
from catalog.certificate.models import Certificate
from catalog.certificate.states import State
from catalog.certificate.use_cases.common import ended, found, told
from catalog.dataset.models import Dataset, DatasetRevision, RightsEnd
from catalog.dataset.permissions import Side
from catalog.dataset.states import DatasetState, RevisionState
from catalog.listing import use_cases as listings
from catalog.rights.lasting import CLOCK, right_lasts, right_stands
from catalog.rights.permissions import END, FALL
from kernel.clock import LOCAL_ZONE
from kernel.decision import Say
from kernel.errors import WrongState
from kernel.use_case import Act, use_case

EXPIRES = "certificate.expire"
FELL = "The right has ended. 该项权利已经终止。"


@use_case
def expire(act: Act, certificate_id: UUID) -> Certificate:
    """The clock: the certificate's last day is over. Errors: WrongState."""
    certificate = found(act, certificate_id)
    act.authorise(permissions.EXPIRE)
    if not certificate.ended(act.now.astimezone(LOCAL_ZONE).date()):
        raise WrongState(Say(gettext_noop("Its period is not over.")))
    ended(act, certificate, State.EXPIRED, parties=[])
    return certificate


@use_case
def fall(act: Act, revision_id: UUID) -> DatasetRevision:
    """The clock: the last day of a listed revision's right is over, or the revision was revoked. Errors: WrongState."""
    revision = act.find(DatasetRevision, revision_id, lock=False, join=("rights",))
    dataset = act.find(Dataset, revision.dataset_id, join=("current", "provider"))
    act.authorise(FALL)
    if revision.state == RevisionState.REVOKED:
        for certificate in Certificate.objects.filter(revision=revision, state=State.ISSUED):
            ended(act, act.lock(certificate), State.REVOKED, parties=[], reason=revision.revoked_reason)
        act.done_waiting(revision, FALL)
        act.record("catalog.certificate.recalled", revision, {"dataset": str(dataset.pk)}, parties=[dataset.provider_id])
        return revision
    if right_lasts(revision, act.now).permitted:
        raise WrongState(Say(gettext_noop("Its period is not over.")))
    return fallen(act, revision, dataset)


@use_case
def end_right(act: Act, dataset_id: UUID, *, reason: str) -> DatasetRevision:
    """The provider declares that its right has ended before its day: certificate and listing fall with it, deliveries stop.

    Errors: Forbidden, WrongState (nothing is listed, or it was said before), Invalid."""
    dataset = act.find(Dataset, dataset_id, join=("current", "provider"))
    act.authorise(END, Side(dataset.provider_id))
    act.subject = dataset
    if dataset.current is None or dataset.state not in (DatasetState.LISTED, DatasetState.SUSPENDED):
        raise WrongState(Say(gettext_noop("No revision of this dataset is listed.")))
    if RightsEnd.objects.filter(revision=dataset.current).exists():
        raise WrongState(Say(gettext_noop("That this right has ended was said before.")))
    return fallen(act, dataset.current, dataset, reason=told(reason))


def fallen(act: Act, revision: DatasetRevision, dataset: Dataset, *, reason: str = "") -> DatasetRevision:
    """The right of a revision is over: by its day, or before it for the `reason` given. Its certificate ends, and if this revision is
    the one listed, the listing is suspended under the rule. The dataset's row is locked."""
    if reason and not RightsEnd.objects.filter(revision=revision).exists():
        RightsEnd(revision=revision, reason=reason, person=act.actor.person or act.actor.id or CLOCK, at=act.now).save(force_insert=True)
    today = act.now.astimezone(LOCAL_ZONE).date()
    for certificate in Certificate.objects.filter(revision=revision, state=State.ISSUED):
        if act.lock(certificate).ended(today):
            ended(act, certificate, State.EXPIRED, parties=[])
        else:
            ended(act, certificate, State.REVOKED, parties=[], reason=reason or FELL)
    act.done_waiting(revision, FALL)
    act.record("catalog.rights.fallen", revision, {"dataset": str(dataset.pk), "early": bool(reason)}, parties=[dataset.provider_id])
    if dataset.current_id == revision.pk and dataset.state == DatasetState.LISTED:
        listings.suspend_by_rule(act, dataset.pk, ruling=right_stands(revision, act.now))
    return revision
