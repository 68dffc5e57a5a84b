"""What the exporter says about one export, kept in versions that are never changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_noop

from exchange.determination import permissions
from exchange.determination.derived import CLAIM, LISTED, OWN_KEYS
from exchange.determination.models import FactSheet
from exchange.rules.border.facts import FactError, parse
from kernel.decision import Say
from kernel.errors import Invalid
from kernel.use_case import Act, use_case

MOST_PERSONS = 2_000_000_000
SUPPLIED = Say(gettext_noop("The exchange supplies this fact from the terms, the grading and its own counts."))
FOLLOWS = Say(gettext_noop("This follows from the claim on a list: name its sector, its scenario and its word for each agreed field; without a claim the national limits apply."))


@use_case
def describe(
    act: Act, deal: UUID, exporter: UUID, facts: Mapping[str, Any], *, ordinary: int | None = None, sensitive: int | None = None, claim: Mapping[str, Any] | None = None
) -> FactSheet:
    """Keep a new version of the sheet. System only: who may say it is judged above, where the deal is known.

    `ordinary` and `sensitive` are persons of this deal, None for not known; `claim` is what of a negative list the data is compared
    with (sector, scenario, and under fields_named the list's word for each agreed field). Errors: Invalid, naming every wrong key and value."""
    act.authorise(permissions.KEEP_SHEET)
    told = checked(facts)
    if claim:
        told[CLAIM] = {"sector": str(claim["sector"]), "scenario": str(claim["scenario"]), "fields_named": {str(name): str(word) for name, word in claim["fields_named"].items()}}
    for name, number in (("ordinary", ordinary), ("sensitive", sensitive)):
        if number is not None and not 0 <= number <= MOST_PERSONS:
            raise Invalid(fields={name: [Say(gettext_noop("A number of persons from 0 to %(most)s."), {"most": MOST_PERSONS})]})
    version = (FactSheet.objects.filter(deal=deal).aggregate(last=Max("version"))["last"] or 0) + 1
    row = FactSheet(deal=deal, version=version, exporter_id=exporter, facts=told, ordinary=ordinary, sensitive=sensitive, person=act.actor.person, at=act.now)
    row.save(force_insert=True)
    act.created(row)
    # the answers stay out of the log: it is read more widely than the exporter's own counts and marks
    act.record("exchange.determination.described", row, {"deal": str(deal), "version": version}, parties=[exporter])
    return row


def checked(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The known facts of a sheet in their one form. Errors: Invalid."""
    wrong: dict[str, list[Say | str]] = {
        key: [FOLLOWS if key == LISTED else SUPPLIED] for key in facts if key in OWN_KEYS
    }
    told: dict[str, Any] = {}
    try:
        told = parse({key: value for key, value in facts.items() if key not in OWN_KEYS}).as_json()
    except FactError as error:
        for one in error.problems:
            wrong.setdefault(one["key"], []).append(Say(gettext_noop("%(problem)s; allowed: %(allowed)s."), {"problem": one["problem"], "allowed": one["allowed"]}))
    if wrong:
        raise Invalid(fields=wrong)
    return told
