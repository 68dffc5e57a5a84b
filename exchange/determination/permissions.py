"""Who may describe an export, sign what was sent elsewhere, hand in persons to be counted, and change the lists."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

from kernel.actor import Actor
from kernel.permissions import Permission

STEWARDS = frozenset({"steward", "owner"})
OWNERS = frozenset({"owner"})
OPERATOR = frozenset({"operator"})
NO_ROLE: frozenset[str] = frozenset()


def _provider(actor: Actor, on: Any) -> bool:
    return actor.organization is not None and on.provider_id == actor.organization


def _second_person(actor: Actor, on: Any) -> bool:
    """Another natural person than the one who proposed it."""
    return actor.person is not None and actor.person != on.proposed_by


def _second_person_for_the_end(actor: Actor, on: Any) -> bool:
    """Another natural person than the one who proposed to end it."""
    return actor.person is not None and actor.person != on.end_proposed_by


DESCRIBE = Permission("export:describe", STEWARDS, side=_provider, label=gettext_noop("Say the facts of an export"))
HAND_IN = Permission("export:hand_in_persons", STEWARDS, side=_provider, label=gettext_noop("Hand in identifiers of persons to be counted exactly"))
STATE_OUTSIDE = Permission("outside_statement:sign", OWNERS, sensitive=True, label=gettext_noop("Sign what was sent abroad outside the exchange"))
PROPOSE_LIST = Permission("border_list:propose", OPERATOR, sensitive=True, label=gettext_noop("Propose an edition of a list"))
CONFIRM_LIST = Permission("border_list:confirm", OPERATOR, side=_second_person, sensitive=True, label=gettext_noop("Confirm or refuse an edition of a list"))
PROPOSE_CONTROL = Permission("control_group:propose", OPERATOR, sensitive=True, label=gettext_noop("Propose organizations under common control"))
CONFIRM_CONTROL = Permission(
    "control_group:confirm", OPERATOR, side=_second_person, sensitive=True, label=gettext_noop("Confirm or refuse organizations under common control")
)
PROPOSE_CONTROL_END = Permission("control_group:propose_end", OPERATOR, sensitive=True, label=gettext_noop("Propose that a group is no longer under common control"))
CONFIRM_CONTROL_END = Permission(
    "control_group:confirm_end", OPERATOR, side=_second_person_for_the_end, sensitive=True, label=gettext_noop("Confirm or refuse the end of a group under common control")
)
KEEP_SHEET = Permission("determination:keep_sheet", NO_ROLE, system=True, label=gettext_noop("Keep the facts of an export"))
KEEP_STATEMENT = Permission("determination:keep_statement", NO_ROLE, system=True, label=gettext_noop("Keep a signed statement of exports elsewhere"))
COUNT = Permission("determination:count", NO_ROLE, system=True, label=gettext_noop("Count persons by their keyed digests"))
RESERVE = Permission("determination:reserve", NO_ROLE, system=True, label=gettext_noop("Reserve persons in an exporter's year"))
TAKE = Permission("determination:take", NO_ROLE, system=True, label=gettext_noop("Count persons whose data has left"))
RELEASE = Permission("determination:release", NO_ROLE, system=True, label=gettext_noop("Give reserved persons back"))
ROLL_OVER = Permission("determination:roll_over", NO_ROLE, system=True, label=gettext_noop("Move what was not delivered to the next year"))
REDETERMINE = Permission("determination:repeat", NO_ROLE, system=True, label=gettext_noop("Determine an export again"))

PERMISSIONS = (
    DESCRIBE, HAND_IN, STATE_OUTSIDE, PROPOSE_LIST, CONFIRM_LIST, PROPOSE_CONTROL, CONFIRM_CONTROL, PROPOSE_CONTROL_END, CONFIRM_CONTROL_END, KEEP_SHEET,
    KEEP_STATEMENT, COUNT, RESERVE, TAKE, RELEASE, ROLL_OVER, REDETERMINE,
)  # fmt: skip
