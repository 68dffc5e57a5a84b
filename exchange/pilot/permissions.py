"""Who brings a pilot programme in force, admits to it and stops it, and what the clock and the acts above do in it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

from kernel.actor import Actor
from kernel.permissions import Permission

OPERATOR = frozenset({"operator"})
DESK = frozenset({"operator", "supervisor"})
NO_ROLE: frozenset[str] = frozenset()


def _second_person(actor: Actor, on: Any) -> bool:
    """Another natural person than whoever wrote it down or proposed it."""
    return actor.person is not None and actor.person not in (on.drafted_by, on.proposed_by)


DRAFT = Permission("pilot:draft", OPERATOR, sensitive=True, label=gettext_noop("Write down and propose a pilot programme"))
CONFIRM = Permission("pilot:confirm", OPERATOR, side=_second_person, sensitive=True, label=gettext_noop("Confirm a pilot programme as a second person"))
ADMIT = Permission("pilot:admit", OPERATOR, sensitive=True, label=gettext_noop("Admit an organization to a pilot programme, or end its part"))
STOP = Permission("pilot:stop", DESK, sensitive=True, label=gettext_noop("Stop a pilot programme"))
END = Permission("pilot:end", NO_ROLE, system=True, label=gettext_noop("End a pilot programme whose last day is over"))
COUNT = Permission("pilot:count", NO_ROLE, system=True, label=gettext_noop("Count an export under a pilot programme"))

PERMISSIONS = (DRAFT, CONFIRM, ADMIT, STOP, END, COUNT)
