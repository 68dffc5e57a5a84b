"""Checks the whole log, or proofs taken out of it, and names the first bad entry."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from exchange.audit.store import origin, verifier_keys
from exchange.audit.verify.bundle import BadFile, read_keys, read_known, verify_bundle
from exchange.audit.verify.log import verify_log
from exchange.audit.verify.report import Report

SHOWN = 20


class Command(BaseCommand):
    help = "Check log, tree and checkpoints; name the first bad entry; exit 1 if any."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--bundle", type=Path, help="check the proofs in this file instead of the stored log")
        parser.add_argument("--known-checkpoint", type=Path, action="append", default=[], help="a checkpoint kept elsewhere: the log must still begin with it")
        parser.add_argument("--vkey", type=Path, help="trust the keys in this file, one a line, instead of those in the database")

    def handle(self, *args: Any, **options: Any) -> None:
        begin = time.perf_counter()
        try:
            keys = read_keys(options["vkey"]) if options["vkey"] else verifier_keys(origin())
            if options["bundle"]:
                with translation.override("en"):
                    report = verify_bundle(options["bundle"], keys)
            else:
                name = None if options["vkey"] else origin()
                report = verify_log([read_known(path, keys, name) for path in options["known_checkpoint"]], keys=keys)
        except BadFile as error:
            raise CommandError(str(error)) from error
        self._tell(report, "proofs" if options["bundle"] else "entries", time.perf_counter() - begin)
        if report.count:
            sys.exit(1)

    def _tell(self, report: Report, what: str, seconds: float) -> None:
        if report.first:
            self.stdout.write(f"first bad entry: {report.first}")
            for finding in sorted(report.findings, key=lambda finding: finding.place)[1:SHOWN]:
                self.stdout.write(f"  {finding}")
        looked = f"{report.entries:,} {what}"
        if report.checkpoints:
            looked += f", {report.checkpoints:,} checkpoints"
        if report.waiting:
            looked += f"; {report.waiting:,} events wait to be sealed"
        verdict = f"{report.count:,} findings" if report.count else "all hold"
        self.stdout.write(f"{looked}: {verdict} ({seconds:.1f} s)")
