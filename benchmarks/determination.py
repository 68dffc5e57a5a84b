"""The CPU of one cross-border determination beside the floor of 1 ms: complete facts of every path, and facts with one gap.

Read the ratio. The hand-written question beside it is the national limits alone, in one function, with no articles, papers or reasons.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from exchange.rules.border.engine import determine
from exchange.rules.border.facts import UNKNOWN, Facts, parse

LIMIT = 1.0
ROUNDS, TIMES = 5, 200
_BASE: dict[str, Any] = {
    "as_of": "2026-08-31", "movement": "transfer_abroad", "destination": "SG", "exporter_is_ciio": False, "exporter_location": "beijing", "data_grade": "general",
    "important_data_status": "none", "contains_pi": True, "treatment": "none", "key_location": "mainland", "pi_subjects_this_year": 500,
    "sensitive_pi_subjects_this_year": 0, "origin": "domestic", "purpose": "data_product_sale", "exemption_condition_met": False, "subject_role": "customer",
    "data_subject_age_min": 18, "data_subject_age_max": 90, "negative_list": "sector_not_covered", "modality": "table", "server_location": "beijing",
    "elected_route": "none", "legal_basis": "consent", "separate_consent": True, "guardian_consent": True, "pia_done": True,
    "important_data_risk_assessment_done": True, "contract_conflicts_with_model": False, "legal_document_clauses_missing": [], "flags": [],
    "foreign_subjects": 0, "foreign_sensitive_subjects": 0,
}
_KINDS: dict[str, dict[str, Any]] = {
    "exempt": {}, "contract": {"pi_subjects_this_year": 150_000}, "assessment": {"pi_subjects_this_year": 1_500_000}, "important": {"important_data_status": "notified"},
    "no persons": {"contains_pi": False}, "off the list": {"negative_list": "off_list"}, "prohibited": {"flags": ["unlawful_source"]}, "at home": {"movement": "domestic_only", "destination": "CN"},
}


def run(services: Any) -> int:
    """Print the figures; 0 if the floor was kept."""
    facts = {name: parse({**_BASE, **more}) for name, more in _KINDS.items()}
    means = {name: _mean(determine, known) for name, known in facts.items()}
    for name, mean in means.items():
        print(f"determination: {name}: {mean:.3f} ms CPU")
    bare = _mean(_limits, facts["contract"])
    gap = _mean(determine, facts["exempt"].having(exporter_is_ciio=UNKNOWN))
    mean = sum(means.values()) / len(means)
    print(f"determination: one fact unknown: {gap:.3f} ms CPU")
    print(f"determination: complete facts, mean {mean:.3f} ms CPU, floor {LIMIT:.1f} ms, ratio {mean / LIMIT:.2f}; the bare limits {bare * 1000:.1f} us")
    return int(mean >= LIMIT)


def _mean(ask: Callable[[Facts], Any], facts: Facts) -> float:
    """Milliseconds of CPU, the quickest round."""
    found = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for _ in range(TIMES):
            ask(facts)
        found.append((time.process_time() - began) / TIMES * 1000)
    return min(found)


def _limits(facts: Facts) -> str:
    known = facts.known
    ordinary, sensitive = known["pi_subjects_this_year"], known["sensitive_pi_subjects_this_year"]
    if ordinary >= 1_000_000 or sensitive >= 10_000:
        return "assessment"
    return "contract" if ordinary >= 100_000 or sensitive else "exempt"
