"""Starting the reading process, hearing it out, and ending it: on time, on cancellation, and with whoever started it.

The process gets the bytes in a folder of its own, an environment without secrets, and nothing else. Its standard input is the
leash: when that closes it ends, whatever it was doing.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from catalog.dataset.models import Distribution
from catalog.scan.models import Scan
from catalog.scan.use_cases import report
from kernel import blobs

ROOT = Path(__file__).resolve().parents[2]
REPORT_SECONDS, GRACE_SECONDS = 1.0, 3.0
PREFIX, KEPT_SCANS = "shugang-scan-", 3
"""Name of a scan's folder, and how many times the longest scan it may grow old."""
LONGEST_LINE = 64 * 1024 * 1024


class Stopped(Exception):
    """The scan was cancelled, or another attempt has taken over: nothing is left to say."""


def read_file(scan: Scan, file: Distribution) -> dict[str, Any]:
    """What the process said last: {"result": ...} or {"failed": code, "values": ...}, with "peak" bytes. Errors: Stopped, OSError."""
    sweep()
    with tempfile.TemporaryDirectory(prefix=PREFIX) as name:
        folder = Path(name)
        _lay_down(scan, file, folder / "raw")
        job = {"name": file.name, "media_type": file.media_type, "largest": settings.SCAN_LARGEST, "seconds": settings.SCAN_SECONDS}
        (folder / "job.json").write_text(json.dumps(job))
        return _heard(folder, lambda progress, read: report(scan, progress, read), settings.SCAN_SECONDS)


def sweep() -> int:
    """Remove the copies of scans whose worker was killed: folders of ours too old for any scan to be at them. Returns how many."""
    oldest, removed = time.time() - KEPT_SCANS * settings.SCAN_SECONDS, 0
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):
            about = folder.lstat()
            if stat.S_ISDIR(about.st_mode) and about.st_uid == os.getuid() and about.st_mtime < oldest:
                shutil.rmtree(folder, ignore_errors=True)
                removed += 1
    return removed


def _lay_down(scan: Scan, file: Distribution, raw: Path) -> None:
    told = time.monotonic()
    with raw.open("wb") as out:
        for chunk in blobs.read(file.blob):
            out.write(chunk)
            if time.monotonic() > told + REPORT_SECONDS:
                told = time.monotonic()
                if not report(scan, 0, 0):
                    raise Stopped


def _heard(folder: Path, go_on: Any, seconds: float) -> dict[str, Any]:
    """Run the process on a folder; `go_on(progress, bytes)` is asked every second and ends it by answering False."""
    env = {"PATH": os.environ.get("PATH", ""), "HOME": str(folder), "TMPDIR": str(folder), "LANG": "C.UTF-8", "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "catalog.scan.reading", str(folder)]
    child = subprocess.Popen(command, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: S603 - our own interpreter
    assert child.stdin is not None and child.stdout is not None  # noqa: S101 - pipes were asked for
    try:
        return _last_line(child.stdout, go_on, time.monotonic() + seconds, seconds)
    finally:
        child.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            child.wait(GRACE_SECONDS)
        child.kill()
        child.wait()
        child.stdout.close()


def _last_line(out: IO[bytes], go_on: Any, ends: float, seconds: float) -> dict[str, Any]:
    held, progress, read, asked = b"", 0, 0, 0.0
    while True:
        if time.monotonic() > ends:
            return {"failed": "time", "values": {"seconds": int(seconds)}}
        if time.monotonic() > asked + REPORT_SECONDS:
            asked = time.monotonic()
            if not go_on(progress, read):
                raise Stopped
        if not select.select([out], [], [], REPORT_SECONDS)[0]:
            continue
        piece = os.read(out.fileno(), 1024 * 1024)
        held += piece
        if len(held) > LONGEST_LINE:
            return {"failed": "broken", "values": {}}
        if not piece:  # it ended without a last word: killed at a limit
            return {"failed": "memory", "values": {}}
        *lines, held = held.split(b"\n")
        for line in lines:
            said: dict[str, Any] = json.loads(line)
            if "stage" not in said:
                return said
            progress, read = int(said["progress"]), int(said["bytes"])
