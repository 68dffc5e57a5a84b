"""Carrying out a run: read the whole file first, then compare and write in batches, each in a transaction of its own.

A file that cannot be read changes nothing. A run that was interrupted reads the file again and goes on after the last batch; two workers at
one run do not meet, because a batch is written only from the position it was made for.
"""

from __future__ import annotations

import itertools
import logging
import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, BinaryIO
from uuid import UUID

from django.contrib.postgres.search import SearchVectorField
from django.db import transaction
from django.db.models import F, Max
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_noop

from catalog.interchange import use_cases
from catalog.interchange.models import CatalogRecord, ForeignSource, ImportRow, ImportRun
from catalog.interchange.reading import formats, guessing, mapping
from catalog.interchange.reading.entry import Entry
from catalog.interchange.reading.grouping import Gathered, Line, gather, gathered
from catalog.interchange.reading.limits import LIMITS, BadInput, Limits
from catalog.interchange.states import RunState
from catalog.search import analyzer
from kernel import blobs, clock
from kernel.actor import SYSTEM
from kernel.decision import Say

log = logging.getLogger(__name__)

BATCH = 200
REPORTED = 2_000  # rows of a report written in one statement
LONGEST_INDEXED = 20_000
LONGEST_RUN = timedelta(hours=6)
ENDLESS = BadInput("import.endless", Say(gettext_noop("It was begun again and again and never came to its end.")), Say(gettext_noop("Split the catalog into several files and import them one by one.")))
WORDS = "%s::tsvector || setweight(to_tsvector('english', %s), 'A') || setweight(to_tsvector('english', %s), 'D')"
COLUMNS = ("title", "description", "publisher", "keywords", "themes", "license", "issued", "modified", "access", "page", "distributions", "kept", "received")


class Elsewhere(Exception):
    """Another worker is at this run and was faster."""


def carry_out(run_id: UUID, limits: Limits = LIMITS, batch: int = BATCH) -> ImportRun:
    """Read and write the file of a submitted or interrupted run. What is wrong with the file stands in `failure` afterwards.

    Errors: WrongState while another run of the source comes first."""
    run = ImportRun.objects.select_related("source", "blob").get(pk=run_id)
    if run.state == RunState.SUBMITTED:
        run = use_cases.start(SYSTEM, run_id)
    elif clock.now() - run.state_since > LONGEST_RUN:
        return use_cases.fail(SYSTEM, run_id, failure=ENDLESS.as_json())
    with tempfile.TemporaryFile() as file:
        for chunk in blobs.read(run.blob):
            file.write(chunk)
        try:
            with gathered() as read:
                given = mapping.from_json(run.mapping) if run.mapping else _guessed(run, file, limits)
                opened = formats.read_pages if run.pages else formats.read
                with opened(file, form=run.format, mapping=given, limits=limits) as (rows, head):
                    gather(read, rows)
                    read.head = head()
                _doubt(run, read)
                _write(run, read, batch)
        except BadInput as error:
            return use_cases.fail(SYSTEM, run_id, failure=error.as_json())
        except Elsewhere:
            return ImportRun.objects.get(pk=run_id)
    return use_cases.complete(SYSTEM, run_id)


def _guessed(run: ImportRun, file: BinaryIO, limits: Limits) -> mapping.Mapping | None:
    """For a table without a mapping: guessed in a dry run, so that a person confirms it before it counts. Errors: BadInput."""
    if run.pages or run.format not in (formats.AUTO, "tabular"):
        return None
    found = guessing.guess(file, sure=run.format == "tabular", limits=limits)
    if found is None:
        return None
    if not run.dry_run:
        raise BadInput("mapping.unconfirmed", Say(gettext_noop("A table says nothing of what its columns mean.")), Say(gettext_noop("Do a dry run: it guesses a mapping, shows it, and you confirm it. Or send a mapping file.")))
    ImportRun.objects.filter(pk=run.pk).update(mapping=found, guessed=True)
    return mapping.from_json(found)


def _doubt(run: ImportRun, read: Gathered) -> None:
    """A harvest that lacks more than half of what the source had is read, but takes nothing away: more often the source is broken than emptied.
    The operator is asked (catalog/harvest/course.py). What a doubted harvest brought is not yet known: else each doubt would thin out the next."""
    if not (run.whole and run.pages) or run.position:
        return
    known = CatalogRecord.objects.filter(source=run.source_id, gone=None).values_list("foreign_id", flat=True)
    if (since := _doubted_since(run)) is not None:
        known = known.filter(first_seen__lt=since)
    there = [key in read.places for key in known.iterator(chunk_size=5_000)]
    if sum(there) * 2 < len(there):
        run.whole, run.missing = False, len(there) - sum(there)
        ImportRun.objects.filter(pk=run.pk).update(whole=False, missing=run.missing)


def _doubted_since(run: ImportRun) -> datetime | None:
    """When the oldest of the harvests began that lacked most and were not confirmed, since all was last there."""
    runs = ImportRun.objects.filter(source=run.source_id)
    settled = runs.filter(whole=True, state=RunState.COMPLETED).aggregate(at=Max("state_since"))["at"]
    doubts = runs.filter(missing__isnull=False, whole=False)
    doubt = (doubts.filter(state_since__gt=settled) if settled else doubts).order_by("state_since").first()
    return max(doubt.created, settled or doubt.created) if doubt else None


def _write(run: ImportRun, read: Gathered, batch: int) -> None:
    places = {key: at for at, key in enumerate(read.places)}
    _report_others(run, read, places)
    position = run.position
    entries = iter(read.entries(position))
    first_rows = {line.key: line for line in read.lines if line.key and not line.repeats}
    while some := list(itertools.islice(entries, batch)):
        position = _batch(run, position, some, first_rows)
    if run.whole:
        with transaction.atomic():
            ForeignSource.objects.select_for_update(no_key=True).get(pk=run.source_id)
            if ImportRun.objects.filter(pk=run.pk, state=RunState.RUNNING).exists():
                gone = use_cases.mark_gone(run, clock.now())
                ImportRun.objects.filter(pk=run.pk).update(gone=F("gone") + gone)


def _report_others(run: ImportRun, read: Gathered, places: dict[str, int]) -> None:
    """What the report says of refused rows and of repeats, and the counts of the file: written once."""
    with transaction.atomic():
        locked = ImportRun.objects.select_for_update(no_key=True).get(pk=run.pk)
        if locked.position or locked.rows_read:
            return
        for some in _parts((line for line in read.lines if line.repeats or not line.key), REPORTED):
            ImportRow.objects.bulk_create([_other(run, line) for line in some], ignore_conflicts=True)
        locked.rows_read, locked.entries, locked.repeated, locked.refused, locked.head = read.rows, len(places), read.repeated, read.refused, read.head
        locked.save(update_fields=["rows_read", "entries", "repeated", "refused", "head"])


def _other(run: ImportRun, line: Line) -> ImportRow:
    outcome = "repeated" if line.repeats else "refused"
    reasons = [reason.as_json() for reason in line.reasons] or ([{"row": line.repeats}] if line.repeats else [])
    return ImportRow(run=run, number=line.number, place=line.where, outcome=outcome, foreign_id=line.key, name=line.name[:500], reasons=reasons)


def _parts(rows: Iterable[Line], size: int) -> Iterable[list[Line]]:
    left = iter(rows)
    while some := list(itertools.islice(left, size)):
        yield some


def _batch(run: ImportRun, position: int, entries: Sequence[Entry], lines: dict[str, Line]) -> int:
    """Compare a batch with what is known, write it unless the run is dry, and move the position."""
    with transaction.atomic():
        ForeignSource.objects.select_for_update(no_key=True).get(pk=run.source_id)  # two runs of one source wait for each other
        locked = ImportRun.objects.select_for_update(no_key=True).get(pk=run.pk)
        if locked.position != position or locked.state != RunState.RUNNING:
            raise Elsewhere
        now = clock.now()
        rows = CatalogRecord.objects.filter(source=run.source_id, foreign_id__in=[entry.key for entry in entries])
        known = {key: (pk, bytes(digest), gone) for key, pk, digest, gone in rows.values_list("foreign_id", "pk", "digest", "gone")}
        new, changed, same, report = [], [], [], []
        for entry in entries:
            digest = entry.digest()
            before = known.get(entry.key)
            if before is None:
                outcome = "new"
                new.append(_record(run, entry, digest, now))
            elif before[1] != digest or before[2] is not None:
                outcome = "changed"
                changed.append(_record(run, entry, digest, now))
            else:
                outcome = "same"
                same.append(before[0])
            line = lines[entry.key]
            report.append(ImportRow(run=run, number=line.number, place=line.where, outcome=outcome, foreign_id=entry.key, name=entry.name[:500], kept=sorted(entry.kept)))
        if not run.dry_run:
            CatalogRecord.objects.bulk_create(
                [*new, *changed], update_conflicts=True, unique_fields=["source", "foreign_id"],
                update_fields=[*COLUMNS, "digest", "last_seen", "changed_at", "seen_in", "gone", "words"],
            )
            CatalogRecord.objects.filter(pk__in=same).update(last_seen=now, seen_in=run)
        ImportRow.objects.bulk_create(report, ignore_conflicts=True)
        locked.position += len(entries)
        locked.new, locked.changed, locked.same = locked.new + len(new), locked.changed + len(changed), locked.same + len(same)
        locked.save(update_fields=["position", "new", "changed", "same"])
        return locked.position


def _record(run: ImportRun, entry: Entry, digest: bytes, now: Any) -> CatalogRecord:
    said = entry.as_json()
    title, words, about = (
        " ".join(texts)[:LONGEST_INDEXED] for texts in (entry.title.values(), [*entry.keywords, *entry.themes, *entry.publisher.values()], entry.description.values())
    )
    weighted = [("A", title), ("B", words), ("D", about)]
    vector = RawSQL(  # noqa: S611 - constant SQL
        WORDS, (analyzer.vector(weighted), analyzer.english(title), analyzer.english(f"{words} {about}")), output_field=SearchVectorField(),
    )
    return CatalogRecord(
        source_id=run.source_id, foreign_id=entry.key, digest=digest, first_seen=now, last_seen=now, changed_at=now, seen_in=run, words=vector, **{name: said[name] for name in COLUMNS},
    )
