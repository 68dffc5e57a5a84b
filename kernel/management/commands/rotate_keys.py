"""Closes every stored key under the first key of KEY_ENCRYPTION_KEY, after which the others may leave the setting."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kernel.keys import KeyUnusable
from kernel.upkeep import rotate_keys


class Command(BaseCommand):
    help = "Close every stored key under the first key of KEY_ENCRYPTION_KEY."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = rotate_keys()
        except KeyUnusable as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{count} keys rewrapped.")
