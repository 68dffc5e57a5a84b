"""The law asked about one export: facts put together from who supplies each, and the heaviest answer of all places it reaches.

Pure: rows are read elsewhere. What the exchange holds itself wins over what an exporter says; what nobody said stays unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop

from exchange.determination.counts import Counts, Pair, add
from exchange.determination.derived import LISTED, OWN_KEYS, Derived
from exchange.rules.border.determination import WEIGHT, Determination, Path
from exchange.rules.border.engine import determine
from exchange.rules.border.facts import Facts, parse
from exchange.rules.border.lists import Match, Offer, Part, Row, match
from kernel.decision import Say

CHILD = 14
# exempt by scenario: these persons are left out of the yearly count (P16 3, 4, 5(1)(1)-(3), 6)
NO_CLAIM = "not_applicable"
"""Nobody relies on a list: the national limits apply."""
LEFT_OUT = ("P16/3", "P16/4", "P16/5(1)(1)", "P16/5(1)(2)", "P16/5(1)(3)", "P16/6")
THRESHOLDS: tuple[tuple[int, int], ...] = ((0, 100_000), (0, 1_000_000), (1, 10_000))


@dataclass(frozen=True, slots=True)
class Said:
    """What the exporter said about one deal. `claim` is what of a negative list it compares the data with."""

    facts: Mapping[str, Any]
    ordinary: int | None = None
    sensitive: int | None = None
    version: int | None = None
    claim: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """The answer that decides, and for which place abroad."""

    answer: Determination
    destination: str
    by_place: Mapping[str, str]


def persons(said: Said, derived: Derived, exact: Pair | None = None) -> Pair | None:
    """Persons this export sends, ordinary and sensitive; None where nobody said, or where what was said cannot be: nobody in personal
    information, nobody sensitive in sensitive fields. Where all are under 14, all of it is sensitive (PIPL 28)."""
    if derived.facts.get("contains_pi") is False:
        return (0, 0)
    pair = exact if exact is not None else (said.ordinary, said.sensitive) if said.ordinary is not None and said.sensitive is not None else None
    oldest = said.facts.get("data_subject_age_max")
    if pair is not None and isinstance(oldest, int) and oldest < CHILD:
        pair = (0, pair[0] + pair[1])
    abroad = said.facts.get("origin") == "overseas_only"
    if pair is not None and not abroad and (pair == (0, 0) or (derived.sensitive and pair[1] == 0)):
        return None
    return pair


def facts(said: Said, derived: Derived, counts: Counts, this: Pair | None, today: date, hits: Iterable[str] = (), listed: str = NO_CLAIM, *, signing: bool = True) -> dict[str, Any]:
    """The facts as they go to the law, without the place. `hits` are flags that lists of recipients raise, `listed` what a negative list
    makes of the exporter's claim; what it leaves unknown is unknown. A sheet of earlier days may say what only the exchange says: it is not heard."""
    known = {key: value for key, value in said.facts.items() if value != "unknown" and key not in OWN_KEYS} | dict(derived.facts)
    known |= {"as_of": today.isoformat(), LISTED: listed}
    raised = set(hits)
    if raised:
        known["flags"] = sorted({*known.get("flags", ()), *raised})
    total = counts.total(today, signing=signing)
    if total is not None and this is not None:
        known["pi_subjects_this_year"], known["sensitive_pi_subjects_this_year"] = add(total, this)
    return known


def claimed(claim: Mapping[str, Any], modality: str, total: Pair | None, today: date, rows: Iterable[Row], agreed: Iterable[str]) -> Match:
    """What the lists in force make of the claim, which names the list's word for each agreed field. Rows that nobody compared with the
    published list free nothing: off a sample is not off the list. Nor does a claim that leaves out a field: only the heaviest row stands."""
    words = words_of(claim)
    offer = Offer(claim["sector"], claim["scenario"], frozenset(words.values()), modality, sum(total) if total is not None else None, today)
    found = match(offer, rows)
    names = sorted(agreed)
    left = [name for name in names if not words.get(name)]
    if (left or not names) and found.result in ("off_list", Part.CONTRACT.value):
        return replace(found, result="unknown", why=Say(gettext_noop("The claim names no word of the list for: %(fields)s."), {"fields": ", ".join(left[:20])}))
    return replace(found, result="unknown") if found.sample and found.result == "off_list" else found


def words_of(claim: Mapping[str, Any]) -> dict[str, str]:
    """The list's word for each agreed field; words that stand for no field, as claims of earlier days have them, stand for themselves."""
    named = claim["fields_named"]
    return dict(named) if isinstance(named, Mapping) else {f"\0{word}": word for word in named}


def judge(known: Mapping[str, Any], places: Iterable[str]) -> Judged:
    """The heaviest answer over all places abroad; over none, what stays in the mainland."""
    return heaviest({place: determine(parse({**known, "destination": place})) for place in list(places) or ["CN"]})


def heaviest(answers: Mapping[str, Determination]) -> Judged:
    """One answer for all places: the heaviest path, and of these the one with the most blockers."""
    place = max(answers, key=lambda one: (WEIGHT[answers[one].path], len(answers[one].blockers), one))
    return Judged(answers[place], place, {one: answer.path.value for one, answer in answers.items()})


def counted(answer: Determination) -> bool:
    """Whether these persons count towards the year: not what is no export, nor what a scenario frees."""
    if answer.path is Path.NOT_EXPORT:
        return False
    if answer.path is not Path.EXEMPT:
        return True
    first = answer.deciding_articles[0] if answer.deciding_articles else ""
    return not first.startswith(LEFT_OUT)


def again(stored: Mapping[str, Any], total: Pair | None, today: date) -> Facts:
    """Stored facts as of another day with other counts."""
    known = {key: value for key, value in stored.items() if key not in ("pi_subjects_this_year", "sensitive_pi_subjects_this_year")}
    if total is not None:
        known["pi_subjects_this_year"], known["sensitive_pi_subjects_this_year"] = total
    return parse({**known, "as_of": today.isoformat()})


def crossed(before: Pair, this: Pair) -> list[str]:
    """Thresholds that the exports of the year pass together and none of them alone: volume that looks split (M20 5(4), M13 4)."""
    after = add(before, this)
    return [f"{'ordinary' if which == 0 else 'sensitive'}:{limit}" for which, limit in THRESHOLDS if before[which] < limit <= after[which] and this[which] < limit]
