"""May a revision still be agreed about and delivered anew? Not once it is revoked; what was started before goes on."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from catalog.rules.sources import RELEASE, platform
from kernel.decision import PERMITTED, Decision, Reason, Say, refuse


def recall(*, number: int, revoked: bool, reason: str) -> Decision:
    if not revoked:
        return PERMITTED
    return refuse(
        Reason(
            "revision.revoked", RELEASE,
            Say(gettext_noop("Revision %(number)s of this dataset has been revoked: %(reason)s"), {"number": number, "reason": reason}),
            (platform("recall"),),
            Say(gettext_noop("Ask the provider for a later revision, under an agreement of its own, or end the agreement.")),
        ),
        facts={"number": number},
    )
