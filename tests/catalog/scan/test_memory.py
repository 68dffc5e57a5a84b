"""The reading process stays within its memory, and its limits hold."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from pytest_django import Settings

from benchmarks.scan import generate, scan
from catalog.scan import running


def test_a_table_is_read_in_bounded_memory(tmp_path: Path) -> None:
    """40 MB here; `run.py bench scan` reads 1 GB."""
    size = generate(tmp_path / "raw", 40 * 10**6)
    _seconds, said = scan(tmp_path)
    assert said["result"]["bytes"] == size
    assert said["peak"] < 700 * 10**6
    assert {one["column"] for one in said["result"]["suggestions"]} == {"id_no", "mobile"}


def test_what_a_killed_scan_left_on_the_disk_is_removed(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    for name in ("shugang-scan-old", "shugang-scan-new", "scan-of-others"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "raw").write_bytes(b"x")
    (tmp_path / "shugang-scan-link").symlink_to(tmp_path / "scan-of-others")
    past = time.time() - 4 * settings.SCAN_SECONDS
    for name in ("shugang-scan-old", "scan-of-others"):
        os.utime(tmp_path / name, (past, past))
    assert running.sweep() == 1
    assert sorted(one.name for one in tmp_path.iterdir()) == ["scan-of-others", "shugang-scan-link", "shugang-scan-new"]
