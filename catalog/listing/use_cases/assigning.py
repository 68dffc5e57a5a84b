"""Who of the exchange reviews a submission: taken by oneself, handed to a colleague, or put back for anyone."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_noop

from accounts.member.models import Membership
from accounts.member.own_case import not_their_own, strangers
from catalog.dataset.models import Dataset, Review
from catalog.dataset.permissions import Side
from catalog.dataset.states import RevisionState
from catalog.dataset.use_cases.working import JOINED
from catalog.listing import permissions
from kernel.decision import Say
from kernel.errors import Invalid, WrongState
from kernel.use_case import Act, use_case


@use_case
def assign(act: Act, dataset_id: UUID, *, to: UUID | None) -> Dataset:
    """Give the review to a person of the exchange, or to nobody in particular; its deadline stays. Errors: Invalid, Refused (own case), WrongState."""
    dataset = act.find(Dataset, dataset_id, join=JOINED)
    act.authorise(permissions.REVIEW, Side(dataset.provider_id))
    act.subject = dataset
    act.require(not_their_own(act.actor, dataset.provider_id))
    revision, organization = dataset.working, act.actor.organization
    if revision is None or revision.state != RevisionState.SUBMITTED or organization is None:
        raise WrongState(Say(gettext_noop("Nothing of this dataset is under review.")))
    if to is not None:
        colleague = Membership.objects.active().filter(organization=organization, user=to, roles__contains=["operator"])
        if not colleague.exists():
            raise Invalid(fields={"to": [Say(gettext_noop("Choose a person of the exchange who reviews."))]})
        act.require(strangers([to], dataset.provider_id))
        if Review.objects.filter(revision=revision, verdict="approved", person=to, at__gte=revision.state_since).exists():
            raise Invalid(fields={"to": [Say(gettext_noop("This person has approved it already: the grade asks for a second one."))]})
    if revision.reviewer == to:
        raise WrongState(Say(gettext_noop("The review is assigned so already.")))
    revision.reviewer = to
    revision.save(update_fields=["reviewer"])
    act.done_waiting(dataset)
    act.wait(dataset, organization=organization, act=permissions.REVIEW, role="operator", until=revision.review_until, person=to)
    act.record("catalog.review.assigned", dataset, {"revision": str(revision.pk), "to": str(to) if to else None})
    return dataset
