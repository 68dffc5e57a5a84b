"""Rows -> what the rule on suggestions may know: which column belongs to which field, what was allowed, which files are unread."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from catalog.dataset.models import DataField, DatasetRevision
from catalog.rules.suggested import Allowed, Claim, Unread, kept
from catalog.scan.models import FieldSuggestion, GradeLowering, Scan
from catalog.scan.states import LoweringState, ScanState
from kernel.decision import PERMITTED, Decision


def suggestions(revision: DatasetRevision) -> tuple[list[FieldSuggestion], list[Unread]]:
    """What the latest scans of this revision's files suggest, and the files without a finished scan."""
    files = {blob: Unread(name, at) for blob, name, at in revision.distributions.filter(completed__isnull=False).values_list("blob", "name", "completed") if at}
    rows = Scan.objects.filter(dataset=revision.dataset_id, blob__in=list(files), state=ScanState.DONE).order_by("ended", "requested").values_list("blob", "pk")
    latest = dict(rows)
    found = list(FieldSuggestion.objects.filter(scan__in=list(latest.values())).select_related("scan").defer("scan__result").order_by("column", "id"))
    for one in found:
        one.since = files[one.scan.blob].since
    return found, sorted((file for blob, file in files.items() if blob not in latest), key=lambda file: file.name)


def claims(revision: DatasetRevision, found: Iterable[FieldSuggestion]) -> list[Claim]:
    """Each suggestion beside the field it is about: by name, else by meaning; a column no field describes is about the whole."""
    fields = list(revision.fields.all())
    by_name: dict[str, DataField] = {}
    for field in reversed(fields):
        by_name |= {_plain(word): field for word in (field.meaning_en, field.meaning_zh) if word}
    by_name |= {_plain(field.name): field for field in fields}
    highest = max((field.grade for field in fields), default=0)
    marked: dict[str, Any] = {"personal": any(field.personal for field in fields), "sensitive": any(field.sensitive for field in fields)}
    made = []
    for one in found:
        known = by_name.get(_plain(one.column))
        stands: tuple[int, bool, bool] = (known.grade, known.personal, known.sensitive) if known else (highest, marked["personal"], marked["sensitive"])
        made.append(Claim(one.column, known.name if known else "", one.grade, one.personal, one.sensitive, *stands, since=one.since))
    return made


def kept_to_suggestions(revision: DatasetRevision) -> Decision:
    """May these grades stand beside what scans of this dataset suggest? Nothing is asked where none ever suggested anything."""
    if not FieldSuggestion.objects.filter(dataset=revision.dataset_id).exists():
        return PERMITTED
    found, unread = suggestions(revision)
    lowered = GradeLowering.objects.filter(dataset=revision.dataset_id, state=LoweringState.APPROVED)
    return kept(claims(revision, found), [Allowed(one.column, one.grade, one.personal, one.sensitive, one.decided) for one in lowered if one.decided], unread)


def _plain(text: str) -> str:
    return text.strip().casefold()
