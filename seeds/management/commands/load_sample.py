"""`manage.py load_sample`: loads the sample exchange once, into an empty one. Production has neither this command nor its data."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.organization.models import Organization
from seeds.sample.load import load


class Command(BaseCommand):
    help = "Load the sample exchange through the acts users perform."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--keys", default=os.environ.get("SAMPLE_KEYS", ""), help="folder for the signing keys of the sample's API clients")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SAMPLE_EXCHANGE:
            raise CommandError("This is not a sample exchange: SAMPLE_EXCHANGE is off.")
        if Organization.objects.exists():
            self.stdout.write("There are organizations already; nothing was loaded.")
            return
        folder = Path(options["keys"]) if options["keys"] else Path(settings.FILES_ROOT).parent / "keys"
        load(folder, say=self.stdout.write)
