"""Django's migrate, followed by `grant`: new tables would otherwise be closed to the application, or open where they must not be."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.commands.migrate import Command as DjangoMigrate


class Command(DjangoMigrate):
    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if settings.ENV["DATABASE_ROLE"] == "owner" and not options["plan"] and not options["check_unapplied"]:
            call_command("grant", verbosity=options["verbosity"])
