"""Which paths the facts leave open, when some of them are unknown.

Each unknown fact that a rule asks for is tried out with one value of every class of values the rules tell apart. Equal parts are kept once, so that
the result is a reduced decision diagram: an unknown fact matters if a node of it is left. Tests hold the classes against all values, and what is said
to matter against trying everything.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
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
AGES = ("data_subject_age_min", "data_subject_age_max")
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
COUNTING = next(place for place, reads in enumerate(_READS) if reads & {*COUNTERS, *AGES})
"""The first rule that counts: from here on only counters, ages and the day are read."""
_WIDTH = len(Path)
_ROW = (1 << _WIDTH) - 1


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


class Unfolding:
    """The rules asked in order, forking where they read what is not known, equal parts kept once. With each part goes which rules may decide
    in it, one bit for each place in RULES."""

    def __init__(self, known: View) -> None:
        self._known = known
        self._classes: dict[str, list[tuple[str, Any]]] = {}
        self._memo: dict[tuple[int, tuple[tuple[str, Any], ...]], tuple[Any, int]] = {}
        self._nodes: dict[tuple[Any, ...], Node] = {}

    def _decided(self, place: int) -> Any:
        return RULES[place].path

    def _at(self, place: int, tried: dict[str, Any]) -> tuple[Any, int]:
        tried = {key: value for key, value in tried.items() if key in _LIVE[place]}
        state = (place, tuple(sorted(tried.items())))
        if (known := self._memo.get(state)) is None:
            known = self._memo[state] = self._judge(place, tried)
        return known

    def _judge(self, place: int, tried: dict[str, Any]) -> tuple[Any, int]:
        view = {**self._known, **tried}
        while True:
            rule = RULES[place]
            try:
                if (not rule.dated or rule.speaks(view[DAY])) and rule.applies(view):
                    return self._decided(place), 1 << place
            except KeyError as unknown:
                return self._fork(place, unknown.args[0], tried)
            place += 1
            if not set(tried) <= _LIVE[place]:
                return self._at(place, tried)

    def _fork(self, place: int, key: str, tried: dict[str, Any]) -> tuple[Any, int]:
        return self._joined(key, [self._at(place, {**tried, key: value}) for _, value in self._classes_of(key)])

    def _classes_of(self, key: str) -> list[tuple[str, Any]]:
        if key not in self._classes:
            self._classes[key] = classes(key, self._known)
        return self._classes[key]

    def _joined(self, key: str, below: list[tuple[Any, int]]) -> tuple[Any, int]:
        """The node over these parts, or the one part they all are; and all rules that may decide in them."""
        found = 0
        for _, places in below:
            found |= places
        children = tuple([child for child, _ in below])
        if children.count(children[0]) == len(children):
            return children[0], found
        mark = (key, children)
        node = self._nodes.get(mark)
        if node is None:
            node = self._nodes[mark] = Node(key, tuple([label for label, _ in self._classes_of(key)]), children)
        return node, found


@dataclass(frozen=True, slots=True)
class Then:
    """Where the rules that count begin, on a day of this class."""

    day: date


class Prefix(Unfolding):
    """All rules before those that count, with nothing known: it ends in the places of rules and in `Then`. The same for all facts, so it
    is made once."""

    def __init__(self) -> None:
        super().__init__({})
        self._ends: dict[Any, Any] = {}
        self.tree = self._at(0, {})[0]

    def _decided(self, place: int) -> Any:
        return self._ends.setdefault(place, place)

    def _at(self, place: int, tried: dict[str, Any]) -> tuple[Any, int]:
        if place >= COUNTING:
            return self._ends.setdefault(tried[DAY], Then(tried[DAY])), 0
        return super()._at(place, tried)


@cache
def prefix() -> Any:
    return Prefix().tree


class Search(Unfolding):
    """`tree`: the diagram of paths. `rules`: every rule that may come to decide.

    Most rules count nothing: their diagram is only narrowed to what is known; the rules that count are unfolded from there."""

    def __init__(self, known: View) -> None:
        super().__init__(known)
        self._narrowed: dict[int, tuple[Tree, int]] = {}
        self.tree, found = self._narrow(prefix())
        self.rules: tuple[Rule, ...] = tuple(rule for place, rule in enumerate(RULES) if found >> place & 1)

    def _narrow(self, part: Any) -> tuple[Tree, int]:
        known = self._narrowed.get(id(part))
        if known is None:
            known = self._narrowed[id(part)] = self._narrowed_to(part)
        return known

    def _narrowed_to(self, part: Any) -> tuple[Tree, int]:
        if isinstance(part, Then):
            return self._at(COUNTING, {} if DAY in self._known else {DAY: part.day})
        if not isinstance(part, Node):
            return RULES[part].path, 1 << part
        if part.key in self._known:
            return self._narrow(part.children[_class_of(part.key, self._known[part.key])])
        return self._joined(part.key, [self._narrow(child) for child in part.children])


def _class_of(key: str, value: Any) -> int:
    """Which class of `classes` a known value falls into; of facts that are not counted."""
    kind = Kind.BOOL if key.startswith(FLAG) else FACTS[key].kind
    if kind is Kind.DATE:
        return bisect_right(EPOCHS, value) - 1
    values = [each for _, each in classes(key, {})]
    if kind is Kind.PLACE and value not in values:
        return len(values) - 1
    return values.index(ALIKE.get(key, {}).get(value, value) if kind is Kind.ONE else value)


def leads(tree: Tree) -> dict[str, list[tuple[str, frozenset[Path]]]]:
    """The keys that can change the path, in the order in which the rules read them, each with its classes and the paths each leaves open."""
    labels: dict[str, tuple[str, ...]] = {}
    nodes: list[Node] = []
    seen: set[int] = set()

    def walk(node: Tree) -> None:
        if isinstance(node, Node) and id(node) not in seen:
            seen.add(id(node))
            labels.setdefault(node.key, node.labels)
            for child in node.children:
                walk(child)
            nodes.append(node)

    walk(tree)
    masks, count = _masks(labels)
    left_open = _left_open(tree, nodes, masks, count)
    return {key: [(label, _paths(left_open, mask)) for label, mask in zip(names, masks[key], strict=True)] for key, names in labels.items()}


def _masks(labels: Mapping[str, tuple[str, ...]]) -> tuple[dict[str, list[int]], int]:
    """For each class of each key a row of bits, as wide as there are paths; and how many rows there are."""
    masks: dict[str, list[int]] = {}
    count = 0
    for key, names in labels.items():
        masks[key] = [_ROW << (count + number) * _WIDTH for number in range(len(names))]
        count += len(names)
    return masks, count


def _left_open(tree: Tree, nodes: list[Node], masks: Mapping[str, list[int]], count: int) -> int:
    """The paths that can come out if a key took a class, for all of them in one pass over the nodes, children first."""
    in_each_row = sum(1 << number * _WIDTH for number in range(count))
    found: dict[int, int] = {id(path): in_each_row << number for number, path in enumerate(Path)}
    for node in nodes:
        whole = own = 0
        for child, mask in zip(node.children, masks[node.key], strict=True):
            bits = found[id(child)]
            whole |= bits
            own |= bits & mask
        found[id(node)] = (whole & ~sum(masks[node.key])) | own
    return found[id(tree)]


def _paths(bits: int, mask: int) -> frozenset[Path]:
    row = (bits & mask) // (mask // _ROW)
    return frozenset(path for number, path in enumerate(Path) if row >> number & 1)
