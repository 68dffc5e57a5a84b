"""Laws that hold for any facts. Each takes a source of chance and one fact set, and fails with an AssertionError that names both answers."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from typing import Any

from exchange.rules.border import engine, facts as parsing, papers, search, vocabulary
from exchange.rules.border.determination import WEIGHT, Determination, Path
from exchange.rules.border.facts import UNKNOWN, Facts
from exchange.rules.border.law import P16_FROM
from tests.exchange.rules.border.generated import value

BARS = (
    "state_secret", "unlawful_source", "source_not_explained", "recipient_on_pipl42_list", "recipient_under_countermeasure", "end_user_control_listed",
    "export_controlled_no_licence", "hgr_information_not_filed", "population_health_information_offshore_hosting",
)
DUTIES = {"separate_consent": True, "guardian_consent": True, "pia_done": True, "important_data_risk_assessment_done": True, "contract_conflicts_with_model": False,
          "legal_document_clauses_missing": ()}
IDLE = tuple(key for key, fact in vocabulary.FACTS.items() if fact.idle)
COUNTERS = search.COUNTERS

LAST_YEAR = ("prior_year_pi_subjects", "prior_year_sensitive_subjects")


def _key(answer: Determination) -> dict[str, Any]:
    told = answer.as_json()
    del told["facts"]
    return told


def total(rng: random.Random, facts: Facts, answer: Determination) -> None:
    """It answers, says why, and can be written down."""
    json.dumps(answer.as_json())
    assert answer.findings and all(str(each.finding) for each in answer.findings)
    assert set(answer.required_documents) <= set(papers.PAPERS)
    assert len(set(answer.required_documents)) == len(answer.required_documents) and len(set(answer.deciding)) == len(answer.deciding)
    if answer.path is Path.UNDETERMINED:
        assert answer.missing or answer.manual_review
        assert not engine.would_clear(answer)
    else:
        assert answer.deciding and not answer.missing
        assert all(paper in papers.ON_PATHS[answer.path] for paper in answer.required_documents), answer.required_documents
        assert answer.required_documents
    if answer.blockers or answer.path is Path.PROHIBITED or answer.manual_review:
        assert not engine.would_clear(answer)
    else:
        assert engine.would_clear(answer) is (answer.path is not Path.UNDETERMINED)


def repeatable(rng: random.Random, facts: Facts, answer: Determination) -> None:
    """From the stored facts the same answer comes again."""
    again = parsing.parse(answer.as_json()["facts"])
    assert again == facts and engine.determine(again) == answer


def more_persons_never_lighter(rng: random.Random, facts: Facts, answer: Determination) -> None:
    for key in COUNTERS:
        if key not in facts.known:
            continue
        before = facts.known[key]
        more = value(rng, key)
        higher = engine.determine(facts.having(**{key: _sum(before) + _sum(more)}))
        if Path.UNDETERMINED not in (answer.path, higher.path):
            assert WEIGHT[higher.path] >= WEIGHT[answer.path], (key, before, more, answer.path, higher.path)


def a_bar_never_permits(rng: random.Random, facts: Facts, answer: Determination) -> None:
    if "flags" not in facts.known:
        return
    bar = rng.choice(BARS)
    barred = engine.determine(facts.having(flags=tuple(name for name in vocabulary.FLAGS if name == bar or name in facts.known["flags"])))
    movement = facts.get("movement")
    home = movement in ("domestic_only", "inbound") and bar != "state_secret" and "state_secret" not in facts.known["flags"]
    if home:
        assert barred.path is Path.NOT_EXPORT
    elif movement is not UNKNOWN or bar == "state_secret":
        assert barred.path is Path.PROHIBITED, (bar, barred.path)
    assert not (engine.would_clear(barred) and not engine.would_clear(answer))


def unknown_never_exempts(rng: random.Random, facts: Facts, answer: Determination) -> None:
    """Forgetting a fact leaves the path or makes it undetermined, and takes no blocker away."""
    if not facts.known:
        return
    key = rng.choice(tuple(facts.known))
    if key in LAST_YEAR:  # never asked for: see last_year_is_past and the review it gets before P16
        return
    less = engine.determine(facts.having(**{key: UNKNOWN}))
    assert less.path in (answer.path, Path.UNDETERMINED), (key, answer.path, less.path)
    if less.path is answer.path or answer.path is not Path.PROHIBITED:
        assert set(answer.blockers) <= set(less.blockers), (key, answer.blockers, less.blockers)
    if answer.path is not less.path:
        assert key in less.missing_facts, key
        leads = next(each for each in less.missing if each.key == key).leads
        assert any(answer.path in lead.paths for lead in leads), (key, answer.path)
    assert set(answer.missing_facts) - {key} <= set(less.missing_facts)


def what_is_not_missing_does_not_matter(rng: random.Random, facts: Facts, answer: Determination) -> None:
    """Filling in what is not named as missing changes no path; filling in everything gives a path that was announced."""
    gaps = [key for key in vocabulary.FACTS if key not in facts.known and key not in LAST_YEAR]
    more = _filled(rng, facts, [key for key in gaps if key not in answer.missing_facts])
    filled = engine.determine(more)
    assert filled.path is answer.path and set(filled.missing_facts) <= set(answer.missing_facts), (answer.path, filled.path, filled.missing_facts)
    full = engine.determine(_filled(rng, more, answer.missing_facts))
    for missing in answer.missing:
        assert any(full.path in lead.paths for lead in missing.leads), (missing.key, full.path)
        assert len({path for lead in missing.leads for path in lead.paths}) > 1, missing.key


def what_is_missing_matters(rng: random.Random, facts: Facts, answer: Determination) -> None:
    """Where few facts are missing, all of their values are tried: each of them must change a path, somewhere."""
    keys = [key for key in answer.missing_facts if key != "flags"]
    if not keys or len(keys) > 2 or len(keys) != len(answer.missing):
        return
    values = {key: [each for _, each in search.classes(key, facts.known)] for key in keys}
    for key in keys:
        rest = [other for other in keys if other != key]
        assert any(
            len({engine.determine(facts.having(**{key: each}, **fixed)).path for each in values[key]}) > 1
            for fixed in ([{rest[0]: each} for each in values[rest[0]]] if rest else [{}])
        ), key


def idle_facts_never_decide(rng: random.Random, facts: Facts, answer: Determination) -> None:
    key = rng.choice(IDLE)
    assert _key(engine.determine(facts.having(**{key: _read(rng, key)}))) == _key(answer)
    assert _key(engine.determine(facts.having(**{key: UNKNOWN}))) == _key(answer)


def last_year_is_past(rng: random.Random, facts: Facts, answer: Determination) -> None:
    if facts.get("as_of") is not UNKNOWN and facts.get("as_of") >= P16_FROM:
        key = rng.choice(LAST_YEAR)
        assert _key(engine.determine(facts.having(**{key: _read(rng, key)}))) == _key(answer)


def showing_a_duty_never_adds_a_blocker(rng: random.Random, facts: Facts, answer: Determination) -> None:
    key = rng.choice(tuple(DUTIES))
    shown = engine.determine(facts.having(**{key: DUTIES[key]}))
    assert shown.path is answer.path and set(shown.blockers) <= set(answer.blockers)


def like_values_lead_alike(rng: random.Random, facts: Facts, answer: Determination) -> None:
    for key, alike in search.ALIKE.items():
        if facts.get(key) in alike:
            other = engine.determine(facts.having(**{key: alike[facts.get(key)]}))
            assert other.path is answer.path and other.missing_facts == answer.missing_facts, (key, answer.path, other.path)


def what_would_change_does(rng: random.Random, facts: Facts, answer: Determination) -> None:
    for change in answer.what_would_change:
        assert change.path is not answer.path
        if not change.key.startswith(search.FLAG):
            fact = vocabulary.FACTS[change.key]
            given = change.value == "true" if fact.kind is vocabulary.Kind.BOOL else int(change.value) if fact.kind is vocabulary.Kind.INT else change.value
            assert engine.determine(facts.having(**{change.key: given})).path is change.path, change


LAWS = (
    total, repeatable, more_persons_never_lighter, a_bar_never_permits, unknown_never_exempts, what_is_not_missing_does_not_matter, what_is_missing_matters,
    idle_facts_never_decide, last_year_is_past, showing_a_duty_never_adds_a_blocker, like_values_lead_alike, what_would_change_does,
)


def hold(rng: random.Random, facts: Facts) -> Determination:
    """Every law, over one fact set."""
    answer = engine.determine(facts)
    for law in LAWS:
        law(rng, facts, answer)
    return answer


def _sum(given: Any) -> int:
    return given if isinstance(given, int) else sum(given)


def _read(rng: random.Random, key: str) -> Any:
    return parsing.parse({key: value(rng, key)}).known[key]


def _filled(rng: random.Random, facts: Facts, keys: Iterable[str]) -> Facts:
    filled = facts.having(**{key: _read(rng, key) for key in keys})
    youngest, oldest = filled.get("data_subject_age_min"), filled.get("data_subject_age_max")
    if UNKNOWN in (youngest, oldest) or youngest <= oldest:
        return filled
    return filled.having(data_subject_age_max=youngest) if "data_subject_age_max" in keys else filled.having(data_subject_age_min=oldest)
