"""What lies beside the stream: events that no entry names, columns the database should compute, rows outside the tree."""

from __future__ import annotations

from typing import Any

from django.db import connection

from exchange.audit.verify.report import Report
from kernel.models import Event

MOST = 20

# An event outside the log must have its outbox row, or it would never be sealed.
_UNSEALED = """
select event.id as id, exists (select from kernel_outbox o where o.event_id = event.id and o.reader = 'seal') as waits
from kernel_event event left join exchange_log_entry entry on entry.event_id = event.id
where entry.index is null
"""
_TWICE = "select event_id, max(index) from exchange_log_entry group by event_id having count(*) > 1 order by event_id limit %s"
_OUTSIDE = {
    "a checkpoint": ("select size, 'checkpoint ' || size from exchange_log_checkpoint where size <= 0 or size > %s order by size limit %s"),
    "a node": (
        "select index, 'node ' || index || ' of level ' || level from exchange_log_node"
        " where level not in (8, 16, 24, 32, 40, 48, 56) or index < 0 or index >= %s >> level order by level, index limit %s"
    ),
    "an entry": "select index, 'entry ' || index from exchange_log_entry where index < 0 and index < %s order by index limit %s",
}
_GENERATED = """
select attname::text, pg_get_expr(adbin, adrelid) from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
where attrelid = 'kernel_event'::regclass and attgenerated = 's'
"""
_COLUMNS = {
    "name": "{name}", "at": "{at}", "subject_type": "{subject,type}", "subject_id": "{subject,id}", "subject_seq": "{subject,seq}",
    "organization": "{actor,organization}",
}  # fmt: skip


def check(report: Report, size: int) -> None:
    """Add to the report what is wrong beside a tree of `size` entries."""
    with connection.cursor() as cursor:
        _events_outside(report, cursor)
        cursor.execute(_TWICE, [MOST])
        for event_id, index in cursor.fetchall():
            report.add(index, f"entry {index}", f"its event {event_id} has an entry before it")
        for what, query in _OUTSIDE.items():
            cursor.execute(query, [size, MOST])
            for place, row in cursor.fetchall():
                report.add(place, row, f"{what} outside the log of {size} entries")
        _computed_columns(report, cursor)


def _events_outside(report: Report, cursor: Any) -> None:
    cursor.execute("select count(*) from kernel_outbox where reader = 'seal'")
    report.waiting = cursor.fetchone()[0]
    cursor.execute(f"select id from ({_UNSEALED}) outside where not waits order by id limit %s", [MOST])  # noqa: S608 - a constant
    for (event_id,) in cursor.fetchall():
        report.add(report.entries, f"event {event_id}", "it is in no entry and does not wait to be sealed: inserted, or its entry was removed")


def _computed_columns(report: Report, cursor: Any) -> None:
    """Every column but id and payload is computed by the database; where that was undone, the rows are compared one by one."""
    cursor.execute(_GENERATED)
    computed = {name: " ".join(expression.split()) for name, expression in cursor.fetchall()}
    for column, path in _COLUMNS.items():
        cast = "integer" if column == "subject_seq" else "text"
        usual = f"((payload)::jsonb #>> '{path}'::text[])"
        if computed.get(column) in {usual, f"({usual})::{cast}"}:
            continue
        table = Event._meta.db_table
        report.add(report.entries, table, f"the database no longer computes its column {column} from the payload")
        query = f"select id from {table} where {column} is distinct from (payload::jsonb #>> %s)::{cast} order by id limit %s"  # noqa: S608 - names of ours
        cursor.execute(query, [path, MOST])
        for (event_id,) in cursor.fetchall():
            cursor.execute("select index from exchange_log_entry where event_id = %s", [event_id])
            row = cursor.fetchone()
            report.add(row[0] if row else report.entries, f"event {event_id}", f"its {column} is not the one in its payload")
