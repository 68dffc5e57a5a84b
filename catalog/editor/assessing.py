"""The grading page's part on what the rules derive, and what was stated before."""

from __future__ import annotations

from typing import Any

from catalog.classification.views import cited
from catalog.dataset.models import DatasetRevision
from catalog.rules.assessed import stands
from catalog.rules.assessment import AssessmentFacts, derive
from catalog.scan.assessing import again
from catalog.scan.models import FieldSuggestion


def stated(revision: DatasetRevision, found: list[FieldSuggestion], kept: AssessmentFacts | None) -> dict[str, Any]:
    """`derived` for each field, `attributes` and `impacts` of the last grading as the forms take them."""
    now = again(revision, kept, found)
    rows = [
        {"field": one.field, "grade": int(one.grade), "below": not stands(field, one), "reasons": [(str(each.finding), cited(each.cites)) for each in one.reasons]}
        for field, one in zip(now.fields, derive(now), strict=True)
    ]
    return {"derived": rows, "attributes": dict(kept.attributes) if kept else {}, "impacts": _impacts(kept) if kept else []}


def _impacts(kept: AssessmentFacts) -> list[dict[str, str]]:
    """The same impact of several fields in one row; of all fields, without names."""
    names: dict[tuple[str, str, str], list[str]] = {}
    for field in kept.fields:
        for one in field.impacts:
            names.setdefault((one.harmed, one.degree, one.reason), []).append(field.name)
    return [
        {"names": "" if len(found) == len(kept.fields) else ", ".join(found), "object": harmed, "degree": degree, "reason": reason}
        for (harmed, degree, reason), found in names.items()
    ]
