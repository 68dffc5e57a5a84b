"""What pages and answers say of an opinion, and whether it stands."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _, gettext_noop

from accounts.rules.intermediary import KINDS
from catalog.opinion.models import Opinion
from catalog.rules.opinion import ASSURANCES, CONCLUSIONS, StandingFacts, fallen
from kernel.decision import Say

BADGES: dict[str, tuple[str, str]] = {
    "asked": ("wait", gettext_noop("Asked for")),
    "issued": ("done", gettext_noop("Stands")),
    "refused": ("stop", gettext_noop("Refused")),
    "cancelled": ("idle", gettext_noop("Taken back")),
    "withdrawn": ("stop", gettext_noop("Withdrawn")),
}


def why_fallen(opinion: Opinion, on: date) -> Say | None:
    """`opinion` read with its dataset and author. None while it stands, or before it was issued."""
    if opinion.state not in ("issued", "withdrawn"):
        return None
    runs = opinion.author.state == "in_force" and opinion.author.until >= on
    return fallen(StandingFacts(opinion.state, opinion.valid_until, opinion.dataset.current_id == opinion.revision_id, runs, on))


def line(opinion: Opinion, on: date) -> dict[str, Any]:
    """What the pages show of one; `opinion` read with dataset, revision, author and the author's organization."""
    why = why_fallen(opinion, on)
    mark, label = BADGES[opinion.state]
    return {
        "row": opinion, "kind": _(KINDS[opinion.kind]), "conclusion": _(CONCLUSIONS[opinion.conclusion]) if opinion.conclusion else "",
        "assurance": _(ASSURANCES[opinion.assurance]) if opinion.assurance else "", "state": ("idle", str(why)) if why else (mark, _(label)), "stands": opinion.state == "issued" and why is None,
    }  # fmt: skip
