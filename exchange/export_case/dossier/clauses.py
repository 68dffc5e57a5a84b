"""The six heads of the legal document (M11 art. 9) looked for in an agreement: where each stands, or that it is missing.

The fixed clauses of the exchange's agreement hold three of them; the others are found in its further clauses by their words, which
a person reads again: a found word is no legal opinion.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from exchange.rules.casework import CLAUSES
from exchange.rules.terms import Terms

_WORDS: Mapping[str, re.Pattern[str]] = {
    "onward_transfer": re.compile(r"再转移|再提供|转委托|onward|re-?transfer|sub-?process", re.IGNORECASE),
    "change_of_control_or_law": re.compile(r"控制权|经营范围|法律环境|法律.{0,6}变化|change of control|(law|scope).{0,20}chang", re.IGNORECASE),
    "liability_dispute": re.compile(r"违约|赔偿|争议|仲裁|诉讼|liab|dispute|arbitrat|court", re.IGNORECASE),
    "incident_channels": re.compile(r"安全事件|泄露|投诉|个人.{0,6}权利|incident|breach|complain|channel", re.IGNORECASE),
}


def stand(terms: Terms) -> dict[str, str]:
    """Each head with the clauses where it stands, "" where it was not found."""
    found = dict.fromkeys(CLAUSES, "")
    if terms.purpose and terms.method:
        found["purpose_scope"] = "2, 3, 4, 6"
    if terms.storage_countries:
        found["storage_end"] = "9, 10, 15"
    if not terms.redistribution:
        found["onward_transfer"] = "12"
    for key, words in _WORDS.items():
        hits = [str(number) for number, clause in enumerate(terms.clauses, 1) if words.search(clause)]
        if hits:
            found[key] = ", ".join(filter(None, [found[key], *(f"+{hit}" for hit in hits)]))
    return found


def lacking(stated: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(key for key in CLAUSES if not str(stated.get(key, "")).strip())
