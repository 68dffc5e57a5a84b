"""Facts of every column of a table, by DuckDB in bounded memory: type, missing, distinct, range, histogram, frequent values, keys.

The file is read three times and held never: once for an even sample (by which types are told and detectors look), once for counts
over all rows, once for histograms and the frequent values. Nothing of a column that looks personal is kept, no group smaller than
K_LEAST is told anywhere, and in a table with persons the ends of a range are rounded away from the values.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from catalog.rules.detectors import Column, Finding, detect, suggest
from catalog.scan.reading.faults import Unreadable

K_LEAST = 10
SAMPLE_ROWS, SAMPLE_CELLS = 50_000, 2_000_000
MOST_COLUMNS, LONGEST_LINE, LONGEST_VALUE = 400, 4 * 1024 * 1024, 200
BINS, TOP = 20, 12
EXACT_DISTINCT, EXACT_KEYS, MOST_KEYS = 20_000, 1_000_000, 5
_READ = {
    "csv": "read_csv(?, header=true, all_varchar=true, max_line_size={line}, sample_size=20480)",
    "tsv": "read_csv(?, header=true, all_varchar=true, delim='\t', max_line_size={line}, sample_size=20480)",
    # written by ourselves: nothing is guessed
    "xlsx": "read_csv(?, header=true, all_varchar=true, delim=',', quote='\"', escape='\"', max_line_size={line})",
    "json": "read_json(?, format='array', maximum_object_size={line})",
    "jsonl": "read_json(?, format='newline_delimited', maximum_object_size={line})",
    "parquet": "read_parquet(?)",
}
Stage = Callable[[str], None]
Row = tuple[Any, ...]


class Profile:
    """One reading of one file. `stage` is told what begins."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path, form: str, stage: Stage) -> None:
        self.db, self.stage = connection, stage
        self._source = _READ[form].format(line=LONGEST_LINE).replace("?", "'" + str(path).replace("'", "''") + "'")
        described = self.db.execute(f"describe select * from {self._source}").fetchall()  # noqa: S608 - a path of our own making
        self.names = [str(row[0]) for row in described]
        if not self.names or len(self.names) > MOST_COLUMNS:
            raise Unreadable("columns", most=MOST_COLUMNS)
        selected = ", ".join(f'cast("{name.replace(chr(34), chr(34) * 2)}" as varchar) as c{at}' for at, name in enumerate(self.names))
        self._data = f"(select {selected} from {self._source})"  # noqa: S608
        self._cells = range(len(self.names))
        self.rows = 0

    def make(self) -> dict[str, Any]:
        """The result as JSON: rows, columns with their facts, findings and suggestions."""
        self.stage("sample")
        self._draw()
        types = self._types()
        self.stage("detect")
        findings = {name: detect([Column(name, self._drawn(at))])[name] for at, name in enumerate(self.names)}
        suggestions = {one.column: one for one in suggest(findings)}
        kept = [name not in suggestions for name in self.names]
        self.stage("count")
        counts = self._counts(types, kept)
        self.stage("spread")
        spread = self._spread(types, kept, counts)
        columns = [self._column(at, types, findings, bool(suggestions), kept[at], counts[at], spread[at]) for at in self._cells]
        return {"rows": self.rows, "columns": columns, "suggestions": [one.as_json() for one in suggestions.values()], "keys": self._keys(counts)}

    def _one(self, sql: str) -> Row:
        row = self.db.execute(sql).fetchone()
        return tuple(row) if row else ()

    def _draw(self) -> None:
        most = max(1_000, min(SAMPLE_ROWS, SAMPLE_CELLS // len(self.names)))
        cells = ", ".join(f"left(c{at}, {LONGEST_VALUE}) as c{at}" for at in self._cells)
        self.db.execute(f"create temp table drawn as select {cells} from {self._data} using sample reservoir({most} rows) repeatable (7)")  # noqa: S608

    def _drawn(self, at: int) -> list[str]:
        rows = self.db.execute(f"select c{at} from drawn where c{at} is not null and trim(c{at}) <> ''").fetchall()  # noqa: S608
        return [str(row[0]) for row in rows]

    def _types(self) -> list[str]:
        """By 98 of 100 values of the sample; digits that begin with 0 are a code."""
        found = []
        for at in self._cells:
            c = f"trim(c{at})"
            n, whole, number, day, moment, yes, code = self._one(
                f"select count(*), count(*) filter (regexp_full_match({c}, '-?(0|[1-9][0-9]{{0,17}})')), count(*) filter (try_cast({c} as double) is not null and"  # noqa: S608
                f" not regexp_full_match({c}, '0[0-9].*')), count(*) filter (try_cast({c} as date) is not null and length({c}) <= 10), count(*) filter (try_cast({c} as timestamp)"
                f" is not null), count(*) filter (lower({c}) in ('true', 'false', '是', '否', 'yes', 'no', 'y', 'n')), count(*) filter (regexp_full_match({c}, '[!-~]{{1,40}}'))"
                f" from drawn where {c} <> ''"
            )
            shares = (("boolean", yes), ("integer", whole), ("decimal", number), ("date", day), ("timestamp", moment), ("code", code))
            found.append(next((name for name, fits in shares if n and fits >= 0.98 * n), "text"))
        return found

    @staticmethod
    def _number(at: int, type_: str) -> str:
        """A value as a number: seconds since 1970 for days and moments; NULL where it is none."""
        if type_ in ("date", "timestamp"):
            return f"epoch(try_cast(trim(c{at}) as timestamp))"
        return f"try_cast(trim(c{at}) as double)"

    def _counts(self, types: list[str], kept: list[bool]) -> list[dict[str, Any]]:
        wanted, places = ["count(*)"], []
        for at in self._cells:
            parts = {"present": f"count(*) filter (trim(c{at}) <> '')", "about": f"approx_count_distinct(nullif(trim(c{at}), ''))", "longest": f"max(length(c{at}))"}
            if types[at] in _SPREAD:
                value = self._number(at, types[at])
                parts |= {"fit": f"count({value})", "low": f"min({value}) filter (isfinite({value}))", "high": f"max({value}) filter (isfinite({value}))"}
            elif kept[at]:
                parts["top"] = f"approx_top_k(left(trim(c{at}), {LONGEST_VALUE}), {TOP}) filter (trim(c{at}) <> '')"
            places.append((list(parts), len(wanted)))
            wanted += parts.values()
        row = self._one(f"select {', '.join(wanted)} from {self._data}")  # noqa: S608
        self.rows = int(row[0])
        return [dict(zip(names, row[start : start + len(names)], strict=True)) for names, start in places]

    def _spread(self, types: list[str], kept: list[bool], counts: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Bins, exact counts of the frequent values, and exact distinct counts where they are few."""
        wanted, places = ["count(*)"], []
        for at in self._cells:
            found, parts = counts[at], {}
            if kept[at] and types[at] in _SPREAD and found["low"] is not None and found["high"] > found["low"]:
                value, width = self._number(at, types[at]), (found["high"] - found["low"]) / BINS
                parts["bins"] = f"histogram(least({BINS - 1}, floor(({value} - ({found['low']!r})) / {width!r}))::int) filter (isfinite({value}))"
            if kept[at] and (top := [str(value) for value in found.get("top") or []]):
                listed = ", ".join("'" + value.replace("'", "''") + "'" for value in top)
                parts["top"] = f"histogram(left(trim(c{at}), {LONGEST_VALUE})) filter (left(trim(c{at}), {LONGEST_VALUE}) in ({listed}))"
            if found["about"] <= EXACT_DISTINCT:
                parts["distinct"] = f"count(distinct nullif(trim(c{at}), ''))"
            places.append((list(parts), len(wanted)))
            wanted += parts.values()
        row = self._one(f"select {', '.join(wanted)} from {self._data}")  # noqa: S608
        return [dict(zip(names, row[start : start + len(names)], strict=True)) for names, start in places]

    def _column(self, at: int, types: list[str], findings: dict[str, tuple[Finding, ...]], persons: bool, kept: bool, counts: dict[str, Any], spread: dict[str, Any]) -> dict[str, Any]:
        name, present = self.names[at], int(counts["present"])
        exact = "distinct" in spread
        made: dict[str, Any] = {
            "name": name, "type": types[at], "present": present, "missing": round(1 - present / self.rows, 6) if self.rows else 0.0, "longest": counts["longest"] or 0,
            "distinct": int(spread["distinct"] if exact else min(counts["about"], present)), "distinct_exact": exact,
            "valid": round(counts["fit"] / present, 6) if present and "fit" in counts else None,
            "findings": [{"kind": one.kind, "share": round(one.share, 6), "count": one.count, "by": one.by} for one in findings[name]], "personal": not kept,
        }
        if not kept:
            return made
        if spread.get("bins"):
            bins = [int(spread["bins"].get(place, 0)) for place in range(BINS)]
            made["bins"] = [count if count >= K_LEAST else None for count in bins]
        if counts.get("low") is not None:
            made["low"], made["high"] = _rounded(counts["low"], counts["high"]) if persons else (counts["low"], counts["high"])
        top = sorted(((count, value) for value, count in (spread.get("top") or {}).items() if count >= K_LEAST), reverse=True)
        if top:
            made["top"] = [[value, int(count)] for count, value in top]
        return made

    def _keys(self, counts: list[dict[str, Any]]) -> list[str]:
        """Columns that alone tell every row apart; asked exactly, so only of tables up to EXACT_KEYS rows."""
        if not 1 < self.rows <= EXACT_KEYS:
            return []
        likely = [at for at in self._cells if counts[at]["present"] == self.rows and counts[at]["about"] >= 0.9 * self.rows][:MOST_KEYS]
        return [self.names[at] for at in likely if self._one(f"select count(distinct trim(c{at})) from {self._data}")[0] == self.rows]  # noqa: S608


_SPREAD = ("integer", "decimal", "date", "timestamp")


def _rounded(low: float, high: float) -> tuple[float, float]:
    """Both ends moved outward to two digits of the larger one, so that no single value shows."""
    largest = max(abs(low), abs(high))
    step = 10.0 ** (math.floor(math.log10(largest)) - 1) if largest else 1.0
    return math.floor(low / step) * step - step, math.ceil(high / step) * step + step
