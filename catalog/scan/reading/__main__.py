"""The reading process: limits first, then the file, progress and the result as lines of JSON. Standard input's end ends it."""

from __future__ import annotations

import json
import os
import re
import resource
import sys
import threading
import time
from pathlib import Path
from typing import Any

MEMORY, DUCKDB_MEMORY, SPILL = 1_000_000_000, "300MB", "4GB"
TICK_SECONDS = 0.5
STOPPED = 75


def limit(seconds: int, largest_file: int) -> None:
    """The kernel's own limits, before anything of the file is read."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (128, 128))


class Told:
    """Where the reading stands, told to whoever started it twice a second."""

    # share of the whole at the begin and the end of each stage
    STAGES = {"unpack": (0, 15), "sample": (15, 40), "detect": (40, 50), "count": (50, 80), "spread": (80, 99)}  # noqa: RUF012

    def __init__(self, size: int) -> None:
        self.size, self.stage, self.read, self.connection = size, "unpack", 0, None
        self._lock = threading.Lock()

    def begin(self, stage: str) -> None:
        self.stage, self.read = stage, 0

    def tick(self, read: int) -> None:
        self.read = read

    def say(self, **line: Any) -> None:
        with self._lock:
            sys.stdout.write(json.dumps(storable(line), ensure_ascii=False, allow_nan=False) + "\n")
            sys.stdout.flush()

    def watch(self) -> None:
        while True:
            time.sleep(TICK_SECONDS)
            start, end = self.STAGES[self.stage]
            share = min(1.0, max(self.read / max(self.size, 1), self._query()))
            self.say(stage=self.stage, progress=int(start + (end - start) * share), bytes=int(self.size * share))

    def _query(self) -> float:
        if self.connection is None or self.stage == "detect":
            return 0.0
        return max(0.0, float(self.connection.query_progress())) / 100


def storable(value: Any) -> Any:
    """The same without NUL, which no database column takes."""
    if isinstance(value, str):
        return value.replace("\x00", "\ufffd")
    if isinstance(value, dict):
        return {storable(key): storable(one) for key, one in value.items()}
    return [storable(one) for one in value] if isinstance(value, list | tuple) else value


def stop_with(told: Told) -> None:
    """End with the one who started us: interrupt what runs, and be gone."""
    sys.stdin.buffer.read()
    if told.connection is not None:
        told.connection.interrupt()
    os._exit(STOPPED)


def read(folder: Path, job: dict[str, Any], told: Told) -> dict[str, Any]:
    """Errors: Unreadable, those of DuckDB, MemoryError."""
    from django.conf import settings

    settings.configure(USE_I18N=False)  # the rules' words are kept untranslated
    import duckdb

    from catalog.scan.reading.profiling import Profile
    from catalog.scan.reading.unpacking import open_raw

    opened = open_raw(folder / "raw", job["name"], job["media_type"], job["largest"], told.tick)
    told.size = opened.path.stat().st_size
    spill = folder / "spill"
    connection = duckdb.connect(":memory:", config={
        "threads": "1", "memory_limit": DUCKDB_MEMORY, "temp_directory": str(spill), "max_temp_directory_size": SPILL, "preserve_insertion_order": "false",
        "autoinstall_known_extensions": "false", "autoload_known_extensions": "false",
    })  # fmt: skip
    for sql in ("set enable_progress_bar=true", "set enable_progress_bar_print=false", f"set allowed_paths=['{opened.path}']", "set enable_external_access=false", "set lock_configuration=true"):
        connection.execute(sql)
    told.connection = connection  # type: ignore[assignment]
    return {"form": opened.form, "encoding": opened.encoding, "bytes": told.size, **Profile(connection, opened.path, opened.form, told.begin).make()}


def fault(error: Exception) -> dict[str, Any]:
    """A code with values. DuckDB's own words quote the file, so only the number of the line is taken from them."""
    from catalog.scan.reading.faults import Unreadable

    if isinstance(error, Unreadable):
        return {"failed": error.code, "values": error.values}
    text = str(error)
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryException":
        return {"failed": "memory", "values": {}}
    if isinstance(error, OSError):
        return {"failed": "room", "values": {}}
    if "aximum line size" in text or "maximum_object_size" in text:
        return {"failed": "line_too_long", "values": {}}
    found = re.search(r"(?:Line|line)[: ]+(\d+)", text)
    return {"failed": "broken_at", "values": {"line": int(found[1])}} if found else {"failed": "broken", "values": {}}


def main() -> None:
    folder = Path(sys.argv[1])
    job = json.loads((folder / "job.json").read_text())
    limit(job["seconds"], job["largest"])
    told = Told((folder / "raw").stat().st_size)
    threading.Thread(target=stop_with, args=(told,), daemon=True).start()
    threading.Thread(target=told.watch, daemon=True).start()
    try:
        last: dict[str, Any] = {"result": read(folder, job, told)}
    except Exception as error:  # noqa: BLE001 - whatever a hostile file brings about is told, and ends here
        last = fault(error)
    last["peak"] = _peak()
    told.say(**last)
    os._exit(0)


def _peak() -> int:
    """The most memory this program has held, in bytes. Linux counts what the parent held before the start into ru_maxrss; VmHWM is this program's own."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    own = next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)
    return (own or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) * 1024


if __name__ == "__main__":
    main()
