"""Which paths the facts leave open, when some of them are unknown.

Each unknown fact that a rule asks for is tried out with one value of every class of values the rules tell apart. Equal parts are kept once, so that
the result is a reduced decision diagram: an unknown fact matters if a node of it is left. Tests hold the classes against all values, and what is said
to matter against trying everything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from exchange.rules.border import bars, law, paths
from exchange.rules.border.determination import Path
from exchange.rules.border.rule import FLAG, Rule, View
from exchange.rules.border.vocabulary import FACTS, Kind

RULES: tuple[Rule, ...] = (
    bars.SECRET, *bars.SCOPE, *bars.BARS, *paths.EARLY, *paths.FREED_OF_PERSONS, *paths.SCENARIOS, paths.CRITICAL, *paths.LISTED, paths.AREA, *paths.NUMBERS,
)
DAY = "as_of"
COUNTERS = ("pi_subjects_this_year", "sensitive_pi_subjects_this_year", "prior_year_pi_subjects", "prior_year_sensitive_subjects")
ALIKE: Mapping[str, Mapping[str, str]] = {
    "movement": {"remote_access_from_abroad": "transfer_abroad"},
    "important_data_status": {"published": "notified"},
    "treatment": {"encrypted": "none", "anonymised": "none"},
    "purpose": dict.fromkeys(
        ("international_trade", "cross_border_transport", "academic_cooperation", "transnational_manufacturing", "marketing", "reexport_after_processing",
         "vendor_service", "privacy_computing_result", "auto_rnd"), "data_product_sale",
    ) | {"auto_ota_source": "auto_vulnerability_fix"},
    "origin": {"overseas_mixed_with_domestic": "domestic"},
    "subject_role": {"employee": "customer", "other": "customer"},
    "negative_list": {"sector_not_covered": "not_applicable"},
    "elected_route": {"standard_contract": "none", "certification": "none"},
}
"""Values the path never tells apart, and the one that stands for them."""
EPOCHS: tuple[date, ...] = tuple(sorted({
    date.min, law.GBA_HONG_KONG_FROM, law.GBA_MACAO_FROM, law.AUTO_FROM, law.P16_FROM,
    *(day for rule in RULES for day in (rule.since, rule.until + timedelta(days=1) if rule.until != date.max else date.min)),
}))
"""First days of the times the path can differ between."""

_READS = [set(rule.reads) | ({DAY} if rule.dated else set()) for rule in RULES]
_LIVE: list[frozenset[str]] = [frozenset().union(*_READS[place:]) for place in range(len(RULES))]
READ: frozenset[str] = _LIVE[0]


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """Forks on `key`; one child for each class of its values. Nodes are compared by identity: equal ones exist once."""

    key: str
    labels: tuple[str, ...]
    children: tuple[Tree, ...]


Tree = Node | Path


def first(view: View) -> Rule:
    """The rule that decides. KeyError where it reads what is unknown."""
    for rule in RULES:
        if (not rule.dated or rule.speaks(view[DAY])) and rule.applies(view):
            return rule
    raise AssertionError("the last rule always applies")


def classes(key: str, known: View) -> list[tuple[str, Any]]:
    """For each class of values the rules tell apart: how to show it, and one value of it."""
    if key.startswith(FLAG):
        return [("true", True), ("false", False)]
    fact = FACTS[key]
    if fact.kind is Kind.BOOL:
        return [("true", True), ("false", False)]
    if fact.kind is Kind.ONE:
        alike = ALIKE.get(key, {})
        return [(", ".join((value, *(other for other, stands in alike.items() if stands == value))), value) for value in fact.values if value not in alike]
    if fact.kind is Kind.PLACE:
        return [("HK", "HK"), ("MO", "MO"), ("another place", "SG")]
    if fact.kind is Kind.DATE:
        return [(f"from {start.isoformat()}" if start != date.min else f"before {EPOCHS[1].isoformat()}", start) for start in EPOCHS]
    return _ranges(key, known)


def _ranges(key: str, known: View) -> list[tuple[str, Any]]:
    if key in COUNTERS:
        limits = (paths.SENSITIVE_ASSESSED, paths.ORDINARY_CONTRACT, paths.ORDINARY_ASSESSED)
        counted = COUNTERS[:2] if known.get(DAY, date.min) >= law.P16_FROM else COUNTERS
        others = [_sum(known[other]) for other in counted if other in known]
        sensitive = [_sum(known[other]) for other in counted if other in known and "sensitive" in other]
        sums = {sum(others), sum(sensitive), 0}
        starts = sorted({0, 1, *limits, *(limit - each for limit in limits for each in sums if limit > each)})
    else:
        least = known.get("data_subject_age_min", 0) if key == "data_subject_age_max" else 0
        starts = [paths.ADULT_PERSON] if least >= paths.ADULT_PERSON else [0, paths.ADULT_PERSON]
    ends = [following - 1 for following in starts[1:]]
    return [*((f"{start}-{end}" if start != end else str(start), start) for start, end in zip(starts, ends, strict=False)), (f"{starts[-1]} or more", starts[-1])]


def _sum(value: int | Sequence[int]) -> int:
    return value if isinstance(value, int) else sum(value)


class Search:
    """`tree`: the diagram of paths. `rules`: every rule that may come to decide."""

    def __init__(self, known: View) -> None:
        self._known = known
        self._classes: dict[str, list[tuple[str, Any]]] = {}
        self._memo: dict[tuple[int, tuple[tuple[str, Any], ...]], tuple[Tree, frozenset[int]]] = {}
        self._nodes: dict[tuple[Any, ...], Node] = {}
        self.tree, found = self._at(0, {})
        self.rules: tuple[Rule, ...] = tuple(RULES[place] for place in sorted(found))

    def _at(self, place: int, tried: dict[str, Any]) -> tuple[Tree, frozenset[int]]:
        tried = {key: value for key, value in tried.items() if key in _LIVE[place]}
        state = (place, tuple(sorted(tried.items())))
        if (known := self._memo.get(state)) is None:
            known = self._memo[state] = self._judge(place, tried)
        return known

    def _judge(self, place: int, tried: dict[str, Any]) -> tuple[Tree, frozenset[int]]:
        view = {**self._known, **tried}
        while True:
            rule = RULES[place]
            try:
                if (not rule.dated or rule.speaks(view[DAY])) and rule.applies(view):
                    return rule.path, frozenset((place,))
            except KeyError as unknown:
                return self._fork(place, unknown.args[0], tried)
            place += 1
            if not set(tried) <= _LIVE[place]:
                return self._at(place, tried)

    def _fork(self, place: int, key: str, tried: dict[str, Any]) -> tuple[Tree, frozenset[int]]:
        if key not in self._classes:
            self._classes[key] = classes(key, self._known)
        branches = self._classes[key]
        below = [self._at(place, {**tried, key: value}) for _, value in branches]
        rules = frozenset().union(*(found for _, found in below))
        children = tuple(tree for tree, _ in below)
        if all(child is children[0] for child in children):
            return children[0], rules
        mark = (key, *(id(child) for child in children))
        node = self._nodes.get(mark)
        if node is None:
            node = self._nodes[mark] = Node(key, tuple(label for label, _ in branches), children)
        return node, rules


def matters(tree: Tree) -> list[str]:
    """The keys that can change the path, in the order in which the rules read them."""
    found: dict[str, None] = {}
    seen: set[int] = set()

    def walk(node: Tree) -> None:
        if isinstance(node, Node) and id(node) not in seen:
            seen.add(id(node))
            found[node.key] = None
            for child in node.children:
                walk(child)

    walk(tree)
    return list(found)


def leaves(tree: Tree, key: str = "", label: str = "") -> frozenset[Path]:
    """The paths that can come out, where `key`, if named, takes the class `label`."""
    memo: dict[int, frozenset[Path]] = {}

    def walk(node: Tree) -> frozenset[Path]:
        if not isinstance(node, Node):
            return frozenset((node,))
        if id(node) not in memo:
            taken = [child for child, shown in zip(node.children, node.labels, strict=True) if node.key != key or shown == label]
            memo[id(node)] = frozenset().union(*(walk(child) for child in taken))
        return memo[id(node)]

    return walk(tree)
