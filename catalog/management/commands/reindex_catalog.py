"""Rebuild the search rows of the catalogue: those of an older analyzer, or with --all every one."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from catalog.listing.reindex import reindex


class Command(BaseCommand):
    help = "Rebuild the search rows of listed datasets that an older word splitting made; --all rebuilds every row."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="rebuild every row, whatever version made it")
        parser.add_argument("--batch", type=int, default=500, help="rows a transaction")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{reindex(every=options['all'], batch=options['batch'])} rebuilt")
