"""Does the right by which data are provided still run? Asked at the listing, at the acceptance and at each signature."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_noop

from catalog.rules.sources import INTERMEDIARY, RELEASE, platform
from kernel.decision import PERMITTED, Decision, Reason, Say, refuse


def lasting(valid_until: date | None, on: date) -> Decision:
    """`valid_until` is the last day of the right, None where it has no end."""
    if valid_until is None or valid_until >= on:
        return PERMITTED
    reason = Reason(
        "rights.lasting", RELEASE,
        Say(gettext_noop("The right by which these data are provided ended on %(day)s."), {"day": valid_until.isoformat()}), (INTERMEDIARY, platform("rights")),
        Say(gettext_noop("The provider states a right that still runs, with its evidence, in a new revision; a deal starts anew under that one.")),
    )
    return refuse(reason, facts={"valid_until": valid_until, "on": on})


def ended() -> Reason:
    """What is said of a right that was declared over before its day."""
    return Reason(
        "rights.ended", RELEASE, Say(gettext_noop("The right by which these data are provided has ended before its day.")), (INTERMEDIARY, platform("rights")),
        Say(gettext_noop("The provider states a right that still runs, with its evidence, in a new revision; a deal starts anew under that one.")),
    )
