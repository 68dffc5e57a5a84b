"""What a reviewer reads beside a submission: what the rules found on each point, and what differs from the last submission."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.member.models import Membership
from catalog.dataset.models import Dataset, Submission
from catalog.rules.checklist import Found
from catalog.rules.compare import Difference, differences
from kernel.actor import Actor
from web.shapes import State

MARKS: dict[Found, State] = {Found.MET: "done", Found.MISSING: "stop", Found.LOOK: "now", Found.NOT_ASKED: "idle"}


def changes(dataset: Dataset) -> tuple[Submission | None, list[Difference]]:
    """The submission before the last one (of whichever revision), and what differs from it; none on the first."""
    last = list(Submission.objects.filter(revision__dataset=dataset).order_by("-at", "-version")[:2])
    if len(last) < 2:
        return None, []
    return last[1], differences(last[1].content, last[0].content)


def colleagues(actor: Actor) -> QuerySet[Membership]:
    """Who may be given a review."""
    return Membership.objects.active().filter(organization=actor.organization, roles__contains=["operator"]).select_related("user").order_by("user__email")


def difference_json(one: Difference) -> dict[str, Any]:
    return {"place": one.place, "before": one.before, "after": one.after}


def reviewer_choices(actor: Actor) -> list[tuple[str, str]]:
    return [(str(one.user_id), one.user.email) for one in colleagues(actor)]


def known(to: str) -> UUID | None:
    return UUID(to) if to else None
