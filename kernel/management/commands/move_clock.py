"""Moves the clock of a sample exchange forward: deadlines pass without waiting for them."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kernel.actor import SYSTEM
from kernel.errors import ActError
from kernel.upkeep import move_clock


class Command(BaseCommand):
    help = "Move the clock of a sample exchange forward."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, default=0)
        parser.add_argument("--hours", type=int, default=0)

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.CLOCK_MOVABLE:
            raise CommandError("The clock of this exchange does not move: it is real.")
        try:
            offset = move_clock(SYSTEM, timedelta(days=options["days"], hours=options["hours"]))
        except ActError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"The clock is {offset} ahead of real time.")
