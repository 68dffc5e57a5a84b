"""The one door to the law of the border: facts in, determination out. Pure, total, and the same answer every time.

`determine` asks the rules in order. Where they read an unknown fact, the search tries its values: if every value leads to one path, that is
the answer, else it is undetermined and the facts that can change it are named. Beside the path, blockers and all else are always judged.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from exchange.rules.border import papers
from exchange.rules.border.blockers import BLOCKERS
from exchange.rules.border.changes import changes
from exchange.rules.border.clocks import clocks, validity
from exchange.rules.border.contexts import CONTEXTS
from exchange.rules.border.determination import Article, Determination, Finding, Leads, LegalCertainty, Missing, Path, would_clear
from exchange.rules.border.facts import Facts
from exchange.rules.border.law import PLATFORM, in_force
from exchange.rules.border.note import Note, about_persons
from exchange.rules.border.obligations import FLAGS, OBLIGATIONS, OF_FACTS
from exchange.rules.border.reviews import REVIEWS
from exchange.rules.border.rule import FLAG, Rule, View
from exchange.rules.border.search import Search, Tree, first, leads
from exchange.rules.border.vocabulary import FACTS, FLAGS as HARD_FACTS
from kernel.decision import Say

__all__ = ["RELEASE", "determine", "view_of", "would_clear"]

RELEASE = "2026.1"
_CERTAINTIES = tuple(LegalCertainty)
_UNDETERMINED = Say("Facts that are not known can change the path: nothing is released.")


def view_of(facts: Facts) -> dict[str, Any]:
    """The facts as the rules see them: each hard fact under a key of its own."""
    view = dict(facts.known)
    if "flags" in view:
        held = view["flags"]
        for name in HARD_FACTS:
            view[FLAG + name] = name in held
    return view


def determine(facts: Facts) -> Determination:
    view = view_of(facts)
    tree: Tree
    try:
        rules: tuple[Rule, ...] = (first(view),)
        tree = rules[0].path
    except KeyError:
        search = Search(view)
        rules, tree = search.rules, search.tree
    return _answer(facts, view, rules, tree)


def _answer(facts: Facts, view: View, rules: tuple[Rule, ...], tree: Tree) -> Determination:
    day: date | None = view.get("as_of")
    decided = isinstance(tree, Path)
    path = tree if isinstance(tree, Path) else Path.UNDETERMINED
    contexts = _said(CONTEXTS, rules, view, day) if decided else ()
    blockers, flags = _said(BLOCKERS, rules, view, day), _said(FLAGS, rules, view, day)
    reviews = _said(REVIEWS, rules, view, day) if decided else ()
    obligations = _said(OBLIGATIONS if decided else OF_FACTS, rules, view, day)
    notes = (*contexts, *blockers, *reviews, *obligations, *flags)
    deciding = _deciding(rules, (*contexts, *blockers), day) if decided else ()
    own = tuple(_finding(rule, day) for rule in rules) if decided else (_open_finding(),)
    certainty = _weakest((*(rule.legal_certainty for rule in rules), *(note.legal_certainty for note in contexts))) if decided else LegalCertainty.PLATFORM_POLICY
    return Determination(
        path=path,
        deciding=deciding,
        required_documents=papers.joined(papers.needed(rule, view) for rule in rules) if decided else (),
        blockers=tuple(each.code for each in blockers),
        manual_review_reasons=tuple(each.code for each in reviews),
        foreign_law_flags=tuple(each.code for each in flags),
        obligations=tuple(each.code for each in obligations),
        missing=_missing(tree),
        valid_for=validity(rules[0], view) if decided else None,
        clocks=clocks(rules[0], view, persons=any(about_persons(rule, view) for rule in rules)) if decided else (),
        findings=(*own, *(note.finding_on(day) for note in notes)),
        what_would_change=changes(view, path) if decided else (),
        legal_certainty=certainty,
        facts=facts,
        release=RELEASE,
    )


def _said(notes: Iterable[Note], rules: tuple[Rule, ...], view: View, day: date | None) -> tuple[Note, ...]:
    """Notes that speak for any of the rules that may decide."""
    return tuple(note for note in notes if note.speaks(day) and any(note.applies(rule, view) for rule in rules))


def _deciding(rules: tuple[Rule, ...], notes: Iterable[Note], day: date | None) -> tuple[Article, ...]:
    articles = [*(each for rule in rules for each in rule.articles), *(each for note in notes for each in note.articles)]
    return in_force(articles, day) or (PLATFORM,)


def _finding(rule: Rule, day: date | None) -> Finding:
    return Finding(rule.id, "path", rule.path.value, in_force(rule.articles, day) or (PLATFORM,), rule.legal_certainty, rule.finding, rule.remedy)


def _open_finding() -> Finding:
    return Finding("R-UNKNOWN", "path", Path.UNDETERMINED.value, (PLATFORM,), LegalCertainty.PLATFORM_POLICY, _UNDETERMINED, Say("Find out the missing facts."))


def _weakest(found: Iterable[LegalCertainty]) -> LegalCertainty:
    return max(found, key=_CERTAINTIES.index)


def _missing(tree: Tree) -> tuple[Missing, ...]:
    """What can change the path, who can say it, and where each value of it would lead."""
    found: dict[str, list[Leads]] = {}
    if isinstance(tree, Path):
        return ()
    for key, classes in leads(tree).items():
        fact = "flags" if key.startswith(FLAG) else key
        name = key.removeprefix(FLAG)
        for label, paths in classes:
            shown = label if fact == key else f"{name}: {label}"
            found.setdefault(fact, []).append(Leads(shown, _in_order(paths)))
    return tuple(Missing(key, FACTS[key].supplier.value, Say(FACTS[key].label), tuple(each)) for key, each in found.items())


def _in_order(found: frozenset[Path]) -> tuple[Path, ...]:
    return tuple(path for path in Path if path in found)
