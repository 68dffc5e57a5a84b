"""The reading process stays within its memory, and its limits hold."""

from __future__ import annotations

from pathlib import Path

from benchmarks.scan import generate, scan


def test_a_table_is_read_in_bounded_memory(tmp_path: Path) -> None:
    """40 MB here; `run.py bench scan` reads 1 GB."""
    size = generate(tmp_path / "raw", 40 * 10**6)
    _seconds, said = scan(tmp_path)
    assert said["result"]["bytes"] == size
    assert said["peak"] < 700 * 10**6
    assert {one["column"] for one in said["result"]["suggestions"]} == {"id_no", "mobile"}
