"""The law of the border for open data: it must be free to leave to any place, for who reads it is not known beforehand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_noop

from exchange.determination.derived import of_exporter
from exchange.determination.judging import judge
from exchange.rules.border.determination import Path
from exchange.rules.border.facts import FactError
from exchange.rules.places import CODES
from exchange.rules.release import RELEASE, policy
from kernel.decision import PERMITTED, Citation, Decision, Reason, Say, refuse, unknown
from kernel.errors import Invalid

FREE = (Path.EXEMPT, Path.NOT_EXPORT)
STAND_INS = ("DE", "HK", "MO", "SG", "TW", "US")
"""Places that the law tells apart, for a reader whose place is not known: all places were judged when the data was opened."""
NEITHER = Citation("P16", "3")


def leaves_freely(declared: Mapping[str, Any], day: str, places: Sequence[str] | None) -> tuple[Decision, dict[str, Any]]:
    """Judged for every place (None), or for those told, which may be none or unknown; and what was judged, as it is kept."""
    known = {
        "as_of": day, "movement": "transfer_abroad", "data_grade": "general", "contains_pi": False, "treatment": "none", "purpose": "data_product_sale", "origin": "domestic",
        "important_data_status": declared["important_data_status"], "flags": list(declared["flags"]), "pi_subjects_this_year": 0, "sensitive_pi_subjects_this_year": 0,
        "negative_list": "not_applicable", **of_exporter(declared["country"], declared["in_beijing"], declared["uscc"], declared["ciio"]),
    }  # fmt: skip
    try:
        answer = judge(known, sorted(CODES) if places is None else {*STAND_INS, *(place for place in places if place in CODES)})
    except FactError as error:
        problems = [Say(gettext_noop("%(problem)s; allowed: %(allowed)s."), {"problem": one["problem"], "allowed": one["allowed"]}) for one in error.problems]
        if places is None:
            raise Invalid(fields={"flags": problems}) from error
        return unknown(_reason(gettext_noop("What was declared can no longer be read under the law of today."))), {"path": "unknown", "place": "", "articles": [], "as_of": day}
    found = answer.answer
    kept = {"path": found.path.value, "place": answer.destination, "articles": list(found.deciding_articles), "as_of": day}
    if found.path in FREE and not found.blockers:
        return PERMITTED, kept
    return refuse(_reason(gettext_noop("These data may not leave the country freely, so they are not opened.")), facts=kept), kept


def _reason(finding: str) -> Reason:
    return Reason(
        "R-OPEN-BORDER", RELEASE, Say(finding), (NEITHER, policy("open lane")), Say(gettext_noop("Trade them under an agreement: its way abroad is determined there."))
    )
