"""How good the search is: nDCG@10 on the relevance set beside a plain tsvector ('simple', words of the dictionary) over the same texts and weights,
and recall against the truth of substrings. RELEVANCE_EVERY=1 prints every query. Needs the real catalogues at hand.
"""

from __future__ import annotations

import os
from typing import Any

BETTER, RECALL = 0.05, 0.99


def run(services: Any) -> int:
    """Print the figures; 0 if every floor was kept."""
    from tests.catalog.search.relevance.loading import load
    from tests.catalog.search.relevance.measuring import recall, relevance
    from tests.catalog.search.relevance.records import REAL, records

    if REAL is None:
        print("relevance: the real catalogues are not at hand (SHARED_FOLDER); nothing was measured")
        return 1
    all_records = list(records())
    digests = load(services.env["DATABASE_OWNER_URL"], all_records)
    print(f"relevance: {len(all_records):,} records of the real catalogues")
    mine, plain = relevance(digests, every=bool(os.environ.get("RELEVANCE_EVERY")))
    print(f"  nDCG@10 {mine:.3f}, plain tsvector {plain:.3f}, better by {mine - plain:.3f} (at least {BETTER})")
    found = recall(all_records, digests)
    print(f"  recall {found:.4f} (at least {RECALL})")
    return int(mine - plain < BETTER or found < RECALL)
