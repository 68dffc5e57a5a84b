"""The folder that a demo keeps between its runs: data, secrets, who is running. One demo at a time may hold it.

A run that was killed leaves its list of processes here; the next one ends those that still run, and only those: a process is
known by its id together with the moment it started, since ids are given out again.
"""

from __future__ import annotations

import base64
import errno
import fcntl
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from launch.children import Child, is_root
from launch.postgres import reachable

FORMAT = 2
NEEDED_BYTES = 500_000_000


class State:
    """Paths and small files below one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock: int | None = None

    def open(self, *, adopt: bool = False) -> bool:
        """Take the folder; False if a running demo has it. Makes it if absent, stops at one of another format unless `adopt`."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.folder.chmod(0o711)  # PostgreSQL's account passes through to its own folder and sees nothing
            self._lock = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except PermissionError:
            raise SystemExit(f"{self.folder} belongs to another user. Give a folder of your own: --state DIR") from None
        except OSError as error:
            raise SystemExit(_disk(error, self.folder)) from None
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._lock)
            self._lock = None
            return False
        if not adopt:
            self._check_format()
        self._end_leftovers()
        if shutil.disk_usage(self.folder).free < NEEDED_BYTES:
            raise SystemExit(f"The disk is full: {NEEDED_BYTES // 1_000_000} MB are needed in {self.folder}.")
        return True

    def close(self) -> None:
        if self._lock is not None:  # else another demo's
            (self.folder / "running.json").unlink(missing_ok=True)
            os.close(self._lock)
            self._lock = None

    def reset(self) -> None:
        """Throw away what a demo kept; kept templates of the test suite are its own business."""
        for path in [*self.folder.iterdir()] if self.folder.exists() else []:
            if path.name not in {"lock", "templates"}:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        if self.elsewhere().exists():
            shutil.rmtree(self.elsewhere())
        self._check_format()

    @property
    def postgres(self) -> Path:
        """The server's folder. Under root it must lie where an unprivileged account can reach it."""
        if is_root() and not reachable(self.folder):
            return self.elsewhere() / "postgres"
        return self.folder / "postgres"

    def elsewhere(self) -> Path:
        """The same place for the same state folder, outside closed folders."""
        base = Path("/var/lib") if os.access("/var/lib", os.W_OK) else Path("/var/tmp")  # noqa: S108
        return base / f"shugang-{sha256(str(self.folder).encode()).hexdigest()[:12]}"

    def secrets(self) -> dict[str, str]:
        """Made at the first start; without them the kept data could not be read again."""
        path = self.folder / "secrets.json"
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(json.dumps({"SECRET_KEY": secrets.token_urlsafe(64), "KEY_ENCRYPTION_KEY": f"1:{base64.b64encode(secrets.token_bytes(32)).decode()}"}))
        kept: dict[str, str] = json.loads(path.read_text())
        return kept

    def running(self) -> dict[str, Any] | None:
        """What the demo that holds this folder has said of itself."""
        path = self.folder / "running.json"
        with suppress(FileNotFoundError, json.JSONDecodeError):
            found: dict[str, Any] = json.loads(path.read_text())
            return found
        return None

    def note(self, children: list[Child], env: dict[str, str], url: str) -> None:
        """Say who runs; readable by the owner only, since the servers' passwords are in it."""
        processes = [{"name": child.name, "pid": child.pid, "started": started(child.pid), "signal": child.stop_signal} for child in children if child.running]
        content = json.dumps({"boot": _boot(), "url": url, "processes": processes, "env": env})
        path = self.folder / "running.json"
        fresh = path.with_suffix(".new")
        fresh.touch(mode=0o600)
        fresh.write_text(content)
        fresh.replace(path)

    def _check_format(self) -> None:
        path = self.folder / "format"
        known = path.read_text().strip() if path.exists() else ""
        kept = (self.folder / "postgres").exists()
        if (known and known != str(FORMAT)) or (not known and kept):
            raise SystemExit(
                f"{self.folder} was made by {'an older' if not known.isdigit() or int(known) < FORMAT else 'a newer'} version of the exchange and cannot be taken over. "
                "Start with --reset to throw it away, or give another folder with --state DIR."
            )
        path.write_text(f"{FORMAT}\n")

    def _end_leftovers(self) -> None:
        left = self.running()
        if left is None or left["boot"] != _boot():
            return
        for process in left["processes"]:
            pid = process["pid"]
            if started(pid) == process["started"]:
                print(f"ending {process['name']} of a run that was killed ...", flush=True)
                with suppress(ProcessLookupError):
                    os.kill(pid, process["signal"])
                end = time.monotonic() + 15
                while started(pid) == process["started"] and time.monotonic() < end:
                    time.sleep(0.1)
            elif started(pid) is not None:
                continue  # the id belongs to somebody else now, so no session of ours can still have it
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, signal.SIGKILL)
        (self.folder / "running.json").unlink(missing_ok=True)


def started(pid: int) -> str | None:
    """The moment a living process started, as the system tells it; None if it is gone or only waits to be collected."""
    if sys.platform == "linux":
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            return None
        return None if fields[0] in {"Z", "X"} else fields[19]
    done = subprocess.run(["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)  # noqa: S607
    found = done.stdout.strip()
    return None if not found or found.startswith("Z") else found.partition(" ")[2]


def _boot() -> str:
    path = Path("/proc/sys/kernel/random/boot_id")
    return path.read_text().strip() if path.exists() else ""


def _disk(error: OSError, folder: Path) -> str:
    if error.errno == errno.ENOSPC:
        return f"The disk is full: {folder} could not be written."
    return f"{folder} could not be used: {error.strerror}."
