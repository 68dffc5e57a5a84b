"""Django's command line. Commands that change tables run as the database's owner, all others as the
application; those that only think reach no server."""

from __future__ import annotations

import os
import sys

OWNER_COMMANDS = {"migrate", "grant"}
BARE_COMMANDS = {"determine"}
SERVERS = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL")


def main() -> None:
    if len(sys.argv) > 1 and sys.argv[1] in BARE_COMMANDS:
        os.environ["DJANGO_SETTINGS_MODULE"] = "settings.bare"
        for name in SERVERS:
            os.environ.pop(name, None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings.production")
    if len(sys.argv) > 1 and sys.argv[1] in OWNER_COMMANDS:
        os.environ.setdefault("DATABASE_ROLE", "owner")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
