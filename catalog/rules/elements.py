"""Matching what is described by name, labels, type and unit to shared definitions: pure, with a score and the reasons for it.

A suggestion is never a mapping: a person confirms. The weights are the exchange's own; no law or standard gives them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop

from catalog.rules.sources import RELEASE, platform
from kernel.decision import PERMITTED, Decision, Reason, Say, refuse

NAME, LABEL_ZH, LABEL_EN, KIND, FORMER = 45, 45, 40, 40, 60
TYPE, UNIT, WRONG_UNIT = 8, 7, -25
LEAST, MOST = 30, 100
"""Scores run from 0 to 100; below LEAST nothing is suggested."""
COUNTED = 200
"""How many candidates of one field are weighed at most: those that share the most words."""
_ALIKE = ({"text", "code"}, {"integer", "decimal"}, {"date", "timestamp"})
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[\u4e00-\u9fff]+")
_EMPTY = frozenset({"the", "of", "a", "an", "and", "in", "for", "by", "to"})
_SAME = {"no": "number", "num": "number", "nr": "number", "lng": "longitude", "lon": "longitude", "lat": "latitude", "dt": "date", "id": "identifier", "cd": "code", "tel": "telephone", "phone": "telephone",
         "qty": "quantity", "amt": "amount", "temp": "temperature", "addr": "address", "org": "organization", "uscc": "credit", "ccy": "currency"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Described:
    """A field, a term of a dictionary or a definition; `key` is the caller's own. `kinds`: what a scan's detectors found in it."""

    key: Any
    name: str
    zh: str = ""
    en: str = ""
    type: str = ""
    unit: str = ""
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Match:
    """A suggestion: 100 is as sure as it gets."""

    key: Any
    score: int
    reasons: tuple[Say, ...]


class Candidates:
    """What fields are matched to, with the words of each looked up once."""

    def __init__(self, described: Iterable[Described]) -> None:
        self.all = list(described)
        self._by_word: dict[str, set[int]] = defaultdict(set)
        for at, one in enumerate(self.all):
            for word in _index_words(one):
                self._by_word[word].add(at)

    def near(self, one: Described) -> list[Described]:
        """Those that share a word, a pair of characters or a kind, the most alike first."""
        shared: dict[int, int] = defaultdict(int)
        for word in _index_words(one):
            for at in self._by_word.get(word, ()):
                shared[at] += 1
        return [self.all[at] for at in sorted(shared, key=lambda at: (-shared[at], at))[:COUNTED]]


def suggest(one: Described, candidates: Candidates, *, former: Sequence[Any] = (), most: int = 3) -> list[Match]:
    """The best candidates, highest first. `former` holds keys that the same name was mapped to before."""
    rows = candidates.near(one)
    rows += [row for row in candidates.all if row.key in former and row not in rows] if former else []
    found = [match for row in rows if (match := _weighed(one, row, row.key in former)).score >= LEAST]
    return sorted(found, key=lambda match: -match.score)[:most]


def _weighed(one: Described, other: Described, was_mapped: bool) -> Match:
    reasons: list[tuple[float, Say]] = []
    name = _share(_words(one.name), _words(other.name))
    if name >= 0.5:
        reasons.append((NAME * name, Say(gettext_noop("The names share their words."))))
    zh = _share(_pairs(one.zh or one.name), _pairs(other.zh))
    if zh >= 0.4:
        reasons.append((LABEL_ZH * zh, Say(gettext_noop("The Chinese labels are %(percent)s%% alike."), {"percent": round(zh * 100)})))
    en = max(_share(_words(one.en), _words(other.en)), _share(_words(one.name), _words(other.en)))
    if en >= 0.5:
        reasons.append((LABEL_EN * en, Say(gettext_noop("The English labels are %(percent)s%% alike."), {"percent": round(en * 100)})))
    if one.kinds & other.kinds:
        reasons.append((KIND, Say(gettext_noop("The scan found this kind of value."))))
    if was_mapped:
        reasons.append((FORMER, Say(gettext_noop("A former revision was mapped so."))))
    if not reasons:
        return Match(other.key, 0, ())
    if one.type and one.type == other.type:
        reasons.append((TYPE, Say(gettext_noop("The types agree."))))
    if one.unit and other.unit:
        same = one.unit.casefold() == other.unit.casefold()
        reasons.append((UNIT, Say(gettext_noop("The units agree."))) if same else (WRONG_UNIT, Say(gettext_noop("The units differ: values must be converted."))))
    total = sum(weight for weight, _say in reasons)
    if one.type and other.type and not _alike(one.type, other.type):
        total /= 2
        reasons.append((0, Say(gettext_noop("The types differ."))))
    return Match(other.key, max(0, min(MOST, round(total))), tuple(say for _weight, say in reasons))


def _alike(one: str, other: str) -> bool:
    return one == other or any({one, other} <= group for group in _ALIKE)


def _words(text: str) -> frozenset[str]:
    """snake_case, camelCase and sentences as words, common abbreviations written out."""
    found = (word.lower() for word in _WORD.findall(text) if not "\u4e00" <= word[0] <= "\u9fff")
    return frozenset(_SAME.get(word, word) for word in found if word not in _EMPTY)


def _pairs(text: str) -> frozenset[str]:
    """Each two neighbouring Chinese characters; a single one stands for itself."""
    found: set[str] = set()
    for run in re.findall(r"[\u4e00-\u9fff]+", text):
        found |= {run[at : at + 2] for at in range(len(run) - 1)} or {run}
    return frozenset(found)


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    """Dice's coefficient: 1 for the same words, 0 for none in common."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _index_words(one: Described) -> frozenset[str]:
    return _words(one.name) | _words(one.en) | _pairs(one.zh or one.name) | frozenset(f"kind:{kind}" for kind in one.kinds)


def proposable(*, verified: bool) -> Decision:
    """Only an organization that is verified now proposes definitions that others will rely on."""
    if verified:
        return PERMITTED
    finding, remedy = Say(gettext_noop("Definitions are proposed by verified organizations.")), Say(gettext_noop("Have your organization verified, or renew its verification, then propose again."))
    return refuse(Reason("element.proposer_verified", RELEASE, finding, (platform("elements"),), remedy))


def decidable(*, same_person: bool, own_proposal: bool, operator: bool) -> Decision:
    """Nobody accepts what they proposed themselves; a steward's own proposal goes to the operator."""
    if not same_person and (operator or not own_proposal):
        return PERMITTED
    finding, remedy = Say(gettext_noop("A proposal is decided by others than those who made it.")), Say(gettext_noop("Ask another person of the exchange to decide."))
    return refuse(Reason("element.decided_by_others", RELEASE, finding, (platform("elements"),), remedy))
