"""Gives the application's role what it needs, as the owner, after each migration: append-only tables lose UPDATE and DELETE."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection, transaction
from psycopg import sql

from kernel.models import AppendOnly


class Command(BaseCommand):
    help = "Grant the application's role its rights on every table (run as the owner, after migrate)."

    def handle(self, *args: Any, **options: Any) -> None:
        models = apps.get_models(include_auto_created=True)
        append_only = {model._meta.db_table for model in models if issubclass(model, AppendOnly) and model._meta.managed}
        with transaction.atomic(), connection.cursor() as cursor:
            tables = set(connection.introspection.table_names(cursor))
            role = sql.Identifier(settings.APPLICATION_ROLE)
            cursor.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
            cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role))
            cursor.execute(sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(role))
            cursor.execute(sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(role))
            for table in sorted(tables):
                if table in append_only:
                    rights = "SELECT, INSERT"
                elif table == "django_migrations":
                    rights = "SELECT"
                else:
                    rights = "SELECT, INSERT, UPDATE, DELETE"
                cursor.execute(sql.SQL("GRANT {} ON {} TO {}").format(sql.SQL(rights), sql.Identifier(table), role))
        if options["verbosity"] > 0:
            self.stdout.write(f"{len(tables)} tables granted to {settings.APPLICATION_ROLE}, {len(append_only & tables)} of them append-only.")
