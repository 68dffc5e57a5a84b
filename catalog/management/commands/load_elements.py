"""`manage.py load_elements`: the starter set of shared definitions, after the exchange was established. Again changes nothing."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog.element.starter import load_starter
from kernel.errors import ActError


class Command(BaseCommand):
    help = "Register the starter set of data elements with the exchange as their steward."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            print(f"{load_starter()} definitions were registered.")
        except ActError as error:
            raise CommandError(str(error.detail)) from error
