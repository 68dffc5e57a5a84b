"""Quality as statements of the Data Quality Vocabulary (W3C DQV): plain dicts, which the export of the catalogue writes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from catalog.quality.models import QualityMeasurement
from catalog.rules.quality import Dimension

DQV, LDQD = "http://www.w3.org/ns/dqv#", "http://www.w3.org/2016/05/ldqd#"
# the dimensions of the vocabulary's own list that ours fall under
DIMENSIONS = {
    Dimension.COMPLETENESS: f"{LDQD}completeness",
    Dimension.VALIDITY: f"{LDQD}syntacticValidity",
    Dimension.UNIQUENESS: f"{LDQD}conciseness",
    Dimension.CONSISTENCY: f"{LDQD}consistency",
    Dimension.TIMELINESS: f"{LDQD}timeliness",
    Dimension.ACCESSIBILITY: f"{LDQD}availability",
}


def metric(base: str, dimension: Dimension) -> str:
    """The address of a metric: the page that says its formula."""
    return f"{base}/quality/#{dimension}"


def statements(base: str, row: QualityMeasurement | None) -> list[dict[str, Any]]:
    """The known measures of a measuring: {"metric", "dimension", "value" (decimal text), "computed" (moment)}; nothing is said of unknown ones."""
    if row is None:
        return []
    return [
        {"metric": metric(base, one.dimension), "dimension": DIMENSIONS[one.dimension], "value": one.value, "computed": row.at} for one in row.values if one.value is not None
    ]  # fmt: skip


def newest(revisions: Iterable[UUID]) -> dict[UUID, QualityMeasurement]:
    """The newest measuring of each revision, by one statement."""
    rows = QualityMeasurement.objects.filter(revision__in=list(revisions)).order_by("revision", "-at", "-id").distinct("revision").defer("columns")
    return {row.revision_id: row for row in rows}
