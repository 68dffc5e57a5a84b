"""The two roles, and the clones the suite works on."""

from __future__ import annotations

import threading

import psycopg
import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import ProgrammingError, connection, transaction

from kernel.models import AppendOnly
from tests.databases import CommittedDatabase

RIGHTS = ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"]


@pytest.mark.django_db
def test_application_may_not_change_tables() -> None:
    for statement in ("CREATE TABLE x (i int)", "ALTER TABLE auth_group ADD COLUMN x int", "TRUNCATE auth_group CASCADE"):
        with pytest.raises(ProgrammingError, match="permission denied|must be owner"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_clone_takes_commits_from_threads(committed_db: CommittedDatabase) -> None:
    def work(number: int) -> None:
        with transaction.atomic(durable=True):
            Group.objects.create(name=f"group {number}")
        connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Group.objects.count() == 4
    with psycopg.connect(committed_db.url) as other:
        assert other.execute("SELECT count(*) FROM auth_group").fetchone() == (4,)


def test_the_next_clone_is_empty(committed_db: CommittedDatabase) -> None:
    assert Group.objects.count() == 0


@pytest.mark.django_db
def test_append_only_tables_take_rows_and_nothing_else() -> None:
    tables = [model._meta.db_table for model in apps.get_models() if issubclass(model, AppendOnly)]
    assert "kernel_event" in tables
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute("SELECT privilege FROM unnest(%s::text[]) privilege WHERE has_table_privilege(%s::text, privilege)", [RIGHTS, table])
            assert {row[0] for row in cursor} == {"SELECT", "INSERT"}, table
