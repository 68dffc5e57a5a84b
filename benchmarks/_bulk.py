"""Putting a million rows into the real tables in minutes: their indexes, foreign keys and triggers are put aside by the owner, rows are copied
in by as many processes as there are cores, and everything is made again, so that the database itself checks each key at the end.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

import psycopg
from psycopg import sql

SHARED = "2GB"
_KEYS = """
select c.conrelid::regclass::text, quote_ident(c.conname), pg_get_constraintdef(c.oid) from pg_constraint c
where c.contype = 'f' and c.conrelid = any(%s::regclass[]) and c.conparentid = 0
"""
_INDEXES = """
select i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) from pg_index i
where i.indrelid = any(%s::regclass[]) and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid)
order by pg_get_indexdef(i.indexrelid) !~ 'USING gin'
"""
_MAKING = "set maintenance_work_mem = '768MB'; set max_parallel_maintenance_workers = 2"


@contextmanager
def bare_tables(services: Any, tables: Sequence[str]) -> Iterator[None]:
    """The tables without indexes (primary keys stay), foreign keys and triggers; they are back, valid and analyzed, at the end."""
    url, postgres = services.env["DATABASE_OWNER_URL"], services.servers and services.servers.postgres
    if postgres:
        postgres.run("alter system set max_wal_size = '8GB'")
        postgres.run("select pg_reload_conf()")
    with psycopg.connect(url) as connection:
        keys = connection.execute(_KEYS, [list(tables)]).fetchall()
        indexes = connection.execute(_INDEXES, [list(tables)]).fetchall()
        for table, name, _ in keys:
            _run(connection, f"alter table {table} drop constraint {name}")
        for name, _ in indexes:
            _run(connection, f"drop index {name}")
        for table in tables:
            _run(connection, f"alter table {table} disable trigger user")
    try:
        yield
    finally:
        makes = [made for _, made in indexes]
        with ThreadPoolExecutor(2) as two:
            list(two.map(lambda made: _alone(url, made), makes))
            list(two.map(lambda table: _alone(url, f"vacuum analyze {table}"), tables))
        for table, name, made in keys:
            _alone(url, f"alter table {table} add constraint {name} {made}")
        for table in tables:
            _alone(url, f"alter table {table} enable trigger user")
        if postgres:
            postgres.run("alter system reset max_wal_size")
            postgres.run("select pg_reload_conf()")


def roomy(services: Any) -> str:
    """The benchmark's own server with the memory that the goals were measured with; answers what it has."""
    from django.db import connections

    postgres = services.servers and services.servers.postgres
    if postgres is None:
        return "a server of its own"
    if postgres.run("show shared_buffers") != SHARED:
        connections.close_all()
        postgres.run(f"alter system set shared_buffers = '{SHARED}'")
        postgres.child.stop(60)
        postgres.restart()
    return f"shared buffers {postgres.run('show shared_buffers')}"


def in_processes(work: Callable[[Any], Any], chunks: Iterable[Any]) -> Iterator[Any]:
    """What `work`, a function of a module, answers to each chunk, done by as many processes as the machine has cores."""
    from django.db import connections

    connections.close_all()  # a process of its own must not share a session
    with get_context("fork").Pool(os.cpu_count()) as pool:
        yield from pool.imap_unordered(work, chunks)


def copy(connection: Any, table: str, columns: str, lines: Iterable[str]) -> None:
    """`lines` in COPY's text form: columns parted by tabs, no line end, \\N for nothing."""
    with connection.cursor() as cursor, cursor.copy(f"copy {table} ({columns}) from stdin") as into:
        into.write("\n".join(lines).encode())


def _alone(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        _run(connection, _MAKING)
        _run(connection, statement)


def _run(connection: Any, statement: str) -> None:
    connection.execute(sql.SQL(statement))  # type: ignore[arg-type]
