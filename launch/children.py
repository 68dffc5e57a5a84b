"""Processes that must not outlive us: started apart from the terminal, ended with us, found again after a kill.

Each child leads a session of its own: Ctrl-C reaches only run.py, which stops them in order, and a whole session can be ended
at once. On Linux the kernel ends a child when we die; elsewhere, and for grandchildren, the next start cleans up (state.py).
"""

from __future__ import annotations

import ctypes
import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1


def is_root() -> bool:
    return os.geteuid() == 0


def nobody() -> pwd.struct_passwd:
    """The unprivileged account that servers run as when we are root."""
    return pwd.getpwnam("nobody")


def end_with_parent(number: int) -> Callable[[], None] | None:
    """For `preexec_fn`: the kernel sends the signal when we are gone. Linux only."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def tell_kernel() -> None:
        libc.prctl(PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:  # we died in between
            os._exit(1)

    return tell_kernel


@dataclass(slots=True)
class Child:
    """One process and how to start it again. `stop_signal` asks it to end in good order."""

    name: str
    argv: Sequence[str]
    log: Path
    env: Mapping[str, str]
    cwd: Path | None = None
    unprivileged: bool = False
    stop_signal: int = signal.SIGTERM
    running: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> None:
        """Call from the main thread: the kernel ties a child to the thread that started it."""
        account = nobody() if self.unprivileged and is_root() else None
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(
                self.argv,
                cwd=self.cwd,
                env=dict(self.env),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=end_with_parent(self.stop_signal),  # noqa: PLW1509 - no thread runs at this time
                user=account.pw_uid if account else None,
                group=account.pw_gid if account else None,
                extra_groups=[] if account else None,
            )

    @property
    def pid(self) -> int:
        return self.running.pid if self.running else 0

    def died(self) -> bool:
        """Ended although nobody asked it to."""
        return self.running is not None and self.running.poll() is not None

    def stop(self, patience: float = 15) -> None:
        """Ask, wait, then end what is left of its session."""
        if self.running is None:
            return
        with suppress(ProcessLookupError):
            self.running.send_signal(self.stop_signal)
        with suppress(subprocess.TimeoutExpired):
            self.running.wait(patience)
        self.sweep()
        self.running = None

    def sweep(self) -> None:
        """End all that still belongs to this child's session, orphans of a killed leader too."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        if self.running is not None:
            self.running.wait()

    def last_words(self, lines: int = 12) -> str:
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


def wait_until(ready: Callable[[], bool], child: Child, seconds: float) -> None:
    """Return when `ready`; stop with the child's last words when it dies or takes too long."""
    end = time.monotonic() + seconds
    while not ready():
        if child.died() or time.monotonic() > end:
            words = child.last_words()
            if "No space left on device" in words:
                raise SystemExit(f"The disk is full: {child.name} could not start. Free some space and start again.")
            why = "ended at once" if child.died() else f"did not answer within {seconds:.0f} s"
            raise SystemExit(f"{child.name} {why}. Its last words ({child.log}):\n{words}")
        time.sleep(0.03)
