"""`manage.py redetermine`: the live exports that the rules now in place would decide otherwise, a line each; `--keep` stores the new answers.

A new release of the rules changes nothing by itself: what was determined stands until a person looks. Exit 1 if any differs.
"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from exchange.determination.differing import differing
from exchange.determination.use_cases import repeat
from kernel.actor import SYSTEM


class Command(BaseCommand):
    help = "Lists the live exports that today's rules, day and counts would determine otherwise."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--keep", action="store_true", help="store the new determination of each (occasion: release)")

    def handle(self, *args: Any, **options: Any) -> None:
        looked = differed = 0
        for one in differing():
            looked += 1
            if not one.differs:
                continue
            differed += 1
            self.stdout.write(f"{one.deal}: {one.path} ({one.release}) -> {one.path_now} ({one.release_now}) {', '.join(one.missing)}".rstrip())
            if options["keep"]:
                repeat(SYSTEM, one.deal, occasion="release")
        self.stdout.write(f"{looked} live exports, {differed} would differ")
        if differed and not options["keep"]:
            raise CommandError(f"{differed} live exports would be determined otherwise")
