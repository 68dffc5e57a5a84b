"""Brings the translation catalogs in line with the code: new sentences are added empty, vanished ones kept as obsolete."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Update the zh_Hans catalogs from the code (for developers; needs the test lock)."
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django's own attribute

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; exit 1 if a sentence has no translation")

    def handle(self, *args: Any, **options: Any) -> None:
        from web import messages  # Babel is in the test lock only

        if not options["check"]:
            for floor, sentences in messages.wanted().items():
                added, removed = messages.update(floor, sentences)
                self.stdout.write(f"{floor}: {len(sentences)} sentences, {added} added, {removed} made obsolete")
        wrong = messages.untranslated()
        if options["check"] and wrong:
            raise CommandError("\n".join([*wrong, f"{len(wrong)} sentences without a translation"]))
        self.stdout.write(f"{len(wrong)} sentences without a translation")
