"""`manage.py establish`: the exchange itself or a regulator's desk, and its first people. Everyone else applies on the pages."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.member import use_cases as members
from accounts.member.models import User
from accounts.organization.models import Kind, Organization
from accounts.organization.use_cases import establish
from kernel.actor import SYSTEM
from kernel.errors import ActError


class Command(BaseCommand):
    help = "Establish the exchange or a regulator, or add a person to it: establish exchange operator@host --roles operator --name-zh ... --name-en ..."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=[Kind.EXCHANGE.value, Kind.REGULATOR.value])
        parser.add_argument("email", help="address of the person's login; they set a password by the reset page")
        parser.add_argument("--roles", required=True, help="separated by commas")
        parser.add_argument("--name-zh", default="")
        parser.add_argument("--name-en", default="", help="finds an organization that was established before")

    def handle(self, *args: Any, **options: Any) -> None:
        found = Organization.objects.filter(kind=options["kind"])
        if options["kind"] == Kind.REGULATOR:
            found = found.filter(name_en=options["name_en"])
        try:
            organization = found.first() or establish(SYSTEM, options["kind"], name_zh=options["name_zh"], name_en=options["name_en"])
            user = User.objects.filter(email=options["email"].lower()).first() or members.register_person(SYSTEM, options["email"])
            members.enroll(SYSTEM, organization.pk, user.pk, options["roles"].split(","))
        except ActError as error:
            raise CommandError(str(error.detail)) from error
        print(f"{organization.pk} {organization.name_en or organization.name_zh}: {user.email} as {options['roles']}")
        print("The person sets a password at /account/password/reset/ and then a second factor at /account/2fa/.")
