"""Import a file of a foreign catalogue, or say with --dry-run what an import would do. The last line counts the records."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalog.interchange import use_cases
from catalog.interchange.loading import carry_out
from catalog.interchange.models import ForeignSource, ImportRow, ImportRun
from catalog.interchange.reading import guessing, mapping
from catalog.interchange.reading.formats import AUTO, FORMATS
from catalog.interchange.reading.limits import BadInput
from catalog.interchange.report import failure_words, row_words
from kernel.actor import SYSTEM
from kernel.errors import ActError


class Command(BaseCommand):
    help = "Import a foreign catalog: DCAT (JSON-LD, Turtle, RDF/XML), DCAT-US data.json, CKAN, or a table (JSON or CSV) with a mapping file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the catalog's file; zip and gzip are unpacked")
        parser.add_argument("--source", help="code of the source; it is named if it is new (default: the file's name)")
        parser.add_argument("--format", choices=[AUTO, *FORMATS], default=AUTO)
        parser.add_argument("--mapping", type=Path, help="what the columns of a table mean (catalog/interchange/mappings has examples)")
        parser.add_argument("--guess", action="store_true", help="a table without a mapping file: take the mapping that a dry run guesses, which is printed")
        parser.add_argument("--dry-run", action="store_true", help="change nothing, say what would be done, row by row")
        parser.add_argument("--whole", action="store_true", help="the file is the whole catalog: records it does not hold are gone")
        parser.add_argument("--reexport", action="store_true", help="a source that is new: its license permits that our export repeats it")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        try:
            run = self._run(file, options)
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        except BadInput as error:
            raise CommandError(failure_words(error.as_json())) from error
        except ActError as error:
            raise CommandError(f"{error.detail} {error.remedy or ''}".strip()) from error
        if run.failure:
            raise CommandError(failure_words(run.failure))
        self._report(run, every=options["dry_run"])

    def _run(self, file: Path, options: dict[str, Any]) -> ImportRun:
        given = self._guess(file) if options["guess"] and not options["mapping"] else None
        if options["mapping"]:
            raw = options["mapping"].read_bytes()
            mapping.parse(raw)
            given = mapping.as_data(raw)
        with file.open("rb") as stream:
            source = self._source(options["source"] or mapping.code_of(file.stem), reexport=options["reexport"])
            run = use_cases.begin_import(
                SYSTEM, source.pk, name=file.name, format=options["format"], mapping=given, dry_run=options["dry_run"], whole=options["whole"], size=file.stat().st_size,
            )
            use_cases.append_bytes(SYSTEM, run.pk, 0, stream)
        use_cases.submit(SYSTEM, run.pk)
        return carry_out(run.pk)

    def _guess(self, file: Path) -> Any:
        with file.open("rb") as stream:
            found = guessing.guess(stream, sure=False)
        if found:
            self.stdout.write(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode())
        return found

    def _source(self, code: str, *, reexport: bool) -> ForeignSource:
        known = ForeignSource.objects.filter(code=code).first()
        return known or use_cases.name_source(SYSTEM, code=code, name_zh=code, name_en=code, reexport=reexport)

    def _report(self, run: ImportRun, *, every: bool) -> None:
        rows = ImportRow.objects.filter(run=run).order_by("number")
        if run.guessed:
            self.stdout.write(orjson.dumps(run.mapping, option=orjson.OPT_INDENT_2).decode())
        for row in (rows if every else rows.filter(outcome="refused")).iterator():
            self.stdout.write(row_words(row))
        gone = f", {run.gone} gone" if run.whole else ""
        self.stdout.write(f"{run.rows_read} rows, {run.repeated} repeat an earlier one{gone}")
        self.stdout.write(f"{run.new} created, {run.changed} updated, {run.same} unchanged, {run.refused} refused")
