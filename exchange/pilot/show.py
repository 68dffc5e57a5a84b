"""A pilot as pages and API show it: states in words, what deviates in sentences, how much of each cap is used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _, gettext_noop

from catalog.rules.policy import PURPOSES
from exchange.pilot.models import Pilot, PilotDeviation, PilotParticipant
from exchange.pilot.states import State
from exchange.rules.pilot import TABLE
from kernel.actor import Actor

STATES: dict[str, tuple[str, str]] = {
    State.DRAFTED: ("idle", gettext_noop("Drafted")),
    State.PROPOSED: ("wait", gettext_noop("Waits for a second person")),
    State.RUNNING: ("now", gettext_noop("Running")),
    State.STOPPED: ("stop", gettext_noop("Stopped")),
    State.ENDED: ("done", gettext_noop("Ended")),
}


@dataclass(frozen=True, slots=True)
class Deviation:
    """`says` is what holds under the pilot, in a sentence; `rule` the rule of the platform it relaxes."""

    rule: str
    says: str
    value: int
    ordinary: int


@dataclass(frozen=True, slots=True)
class Cap:
    label: str
    used: int
    cap: int


def badge(pilot: Pilot) -> tuple[str, str]:
    look, words = STATES[pilot.state]
    return look, _(words)


def deviations(rows: Iterable[PilotDeviation]) -> list[Deviation]:
    return [Deviation(one.rule, str(TABLE[one.rule].say(one.value)), one.value, TABLE[one.rule].ordinary) for one in sorted(rows, key=lambda row: row.rule)]


def caps(pilot: Pilot) -> list[Cap]:
    return [
        Cap(_("Exports"), pilot.exports_used, pilot.exports_cap), Cap(_("Persons, ordinary"), pilot.ordinary_used, pilot.ordinary_cap),
        Cap(_("Persons, sensitive"), pilot.sensitive_used, pilot.sensitive_cap),
    ]  # fmt: skip


def purposes(pilot: Pilot) -> list[str]:
    return [_(PURPOSES[code]) for code in pilot.purposes]


def cause(pilot: Pilot) -> str:
    """The platform's own words are translated; a person's stand as they were written."""
    return _(pilot.cause) if pilot.cause and pilot.state == State.ENDED else pilot.cause


def may_read_document(actor: Actor, pilot: Pilot) -> bool:
    """The desk and whoever takes or took part; everybody else has its number and digest."""
    if actor.jurisdiction:
        return True
    return actor.organization is not None and PilotParticipant.objects.filter(pilot=pilot, organization=actor.organization).exists()


def as_json(pilot: Pilot) -> dict[str, Any]:
    """With its deviations and participants at hand. `cause` is public: a person's words are written for everybody."""
    return {
        "id": pilot.pk, "number": pilot.number, "name_zh": pilot.name_zh, "name_en": pilot.name_en, "scenarios_zh": pilot.scenarios_zh, "scenarios_en": pilot.scenarios_en,
        "authority": pilot.authority, "document_number": pilot.document_number, "document_date": pilot.document_date, "document_sha256": pilot.sha256, "purposes": pilot.purposes,
        "destinations": pilot.destinations, "since": pilot.since, "until": pilot.until, "example": pilot.example, "state": pilot.state, "state_since": pilot.state_since, "cause": cause(pilot),
        "caps": {"exports": pilot.exports_cap, "ordinary": pilot.ordinary_cap, "sensitive": pilot.sensitive_cap},
        "used": {"exports": pilot.exports_used, "ordinary": pilot.ordinary_used, "sensitive": pilot.sensitive_used},
        "deviations": [{"rule": one.rule, "value": one.value, "ordinary": one.ordinary, "says": one.says} for one in deviations(pilot.deviations.all())],
        "participants": [
            {"organization": one.organization_id, "name": one.organization.name, "joined": one.joined, "ended": one.ended} for one in sorted(pilot.participants.all(), key=lambda row: (row.joined, str(row.pk)))
        ],
    }  # fmt: skip
