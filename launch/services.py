"""The exchange's parts on this machine: both servers (embedded or given) and the web, worker and beat processes.

The demo, `manage`, the benchmarks and the proofs all start from here, so a proof kills the very processes that a demo runs.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from launch.children import Child, wait_until
from launch.postgres import APPLICATION, OWNER, Postgres
from launch.valkey import Valkey, free_port

ROOT = Path(__file__).resolve().parent.parent
DATABASE_VARIABLES = ("DATABASE_URL", "DATABASE_OWNER_URL")


@dataclass(slots=True)
class Servers:
    """PostgreSQL and Valkey: ours, or addresses that were given."""

    postgres: Postgres | None
    valkey: Valkey | None
    env: dict[str, str]

    @property
    def children(self) -> list[Child]:
        return [server.child for server in (self.postgres, self.valkey) if server and server.child]

    def mend(self) -> list[str]:
        """Start again what has died; returns the names."""
        mended = []
        for server in (self.postgres, self.valkey):
            if server and server.child and server.child.died():
                server.child.sweep()
                server.restart()
                mended.append(server.child.name)
        return mended


@dataclass(slots=True)
class Services:
    """`env` is what every process of the exchange gets; `children` are those started here, by name, in order of start."""

    env: dict[str, str]
    folder: Path
    children: dict[str, Child] = field(default_factory=dict)
    port: int = 0
    servers: Servers | None = None  # for a proof that kills them too

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start_web(self, port: int | None = None, *, threads: int = 4) -> str:
        """One process with threads: the least memory. Returns its address once it answers."""
        self.port = port or free_port()
        argv = [
            "granian", "--interface", "wsgi", "settings.wsgi:application", "--host", "127.0.0.1", "--port", str(self.port),
            "--workers", "1", "--blocking-threads", str(threads), "--no-access-log", "--log-level", "warning",
            "--respawn-failed-workers", "--workers-kill-timeout", "10s",
        ]  # fmt: skip
        child = self._start("web", argv)
        wait_until(self.web_answers, child, 90)
        return self.url

    def start_worker(self, *, threads: int = 4) -> None:
        self._start("worker", [*self._celery(), "worker", "-P", "threads", "-c", str(threads), "--without-gossip", "--without-mingle", "-l", "WARNING"])

    def start_beat(self) -> None:
        self._start("beat", [*self._celery(), "beat", "-s", str(self.folder / "beat-schedule"), "--pidfile=", "-l", "WARNING"])

    def web_answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5):
                return True
        except urllib.error.HTTPError:
            return True  # it speaks; what it says is readiness's business
        except OSError:
            return False

    def restart(self, name: str) -> None:
        """Start a part again that has died, after ending what is left of it."""
        child = self.children[name]
        child.sweep()
        child.start()

    def stop(self) -> None:
        for child in reversed(self.children.values()):
            child.stop()

    def _start(self, name: str, argv: list[str]) -> Child:
        child = Child(name, [sys.executable, "-m", *argv], log=self.folder / f"{name}.log", env=self.env, cwd=ROOT)
        self.children[name] = child
        child.start()
        return child

    def _celery(self) -> list[str]:
        return ["celery", "-A", "settings.celery", "--workdir", str(ROOT)]


def given_database() -> bool:
    """Was a PostgreSQL given? One address without the other stops the start."""
    given = [name for name in DATABASE_VARIABLES if os.environ.get(name)]
    if len(given) == 1:
        raise SystemExit(f"{given[0]} is set, but not the other one: DATABASE_URL and DATABASE_OWNER_URL go together. Give both, or none for the embedded server.")
    return bool(given)


@contextmanager
def servers(postgres_folder: Path, folder: Path, *, durable: bool = True) -> Iterator[Servers]:
    """Both servers, stopped at the end if they are ours."""
    with ExitStack() as stack:
        postgres = valkey = None
        env: dict[str, str] = {}
        if given_database():
            env |= {name: os.environ[name] for name in DATABASE_VARIABLES}
        else:
            postgres = Postgres(postgres_folder, durable=durable)
            stack.callback(postgres.stop)
            postgres.start().create_roles()
            env |= {"DATABASE_URL": postgres.url(APPLICATION), "DATABASE_OWNER_URL": postgres.url(OWNER)}
        if os.environ.get("REDIS_URL"):
            env["REDIS_URL"] = os.environ["REDIS_URL"]
        else:
            valkey = Valkey(folder / "valkey")
            stack.callback(valkey.stop)
            env["REDIS_URL"] = valkey.start().url()
        yield Servers(postgres, valkey, env)


def environment(servers_env: Mapping[str, str], secrets: Mapping[str, str], files: Path, port: int) -> dict[str, str]:
    """What a process of the demo's kind gets; what the user has set stays, but for what the demo itself decides."""
    files.mkdir(mode=0o700, parents=True, exist_ok=True)
    return dict(os.environ) | dict(secrets) | dict(servers_env) | {
        "DJANGO_SETTINGS_MODULE": "settings.demo",
        "FILES_ROOT": str(files),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "SAMPLE_EXCHANGE": "1",
        "STATE_FOLDER": str(files.parent),
    }  # fmt: skip


def manage(env: Mapping[str, str], *command: str) -> int:
    """One management command, its output shown as it comes."""
    return subprocess.run([sys.executable, str(ROOT / "manage.py"), *command], cwd=Path.cwd(), env=dict(env), check=False).returncode


def prepare(env: Mapping[str, str]) -> None:
    """Tables and rights, as the owner."""
    if manage(env, "migrate", "--verbosity", "0", "--skip-checks"):
        raise SystemExit("`manage.py migrate` failed; its message stands above.")


def port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
