"""pytest plugin (`-p tests.services`): PostgreSQL, Valkey and one migrated template database per run.

Loaded before pytest-django, which reads the settings before any conftest. The first process starts the servers (or takes the ones
given by DATABASE_URL with DATABASE_OWNER_URL, and REDIS_URL); xdist's workers inherit its environment and only name their own
clone, which tests/databases.py makes. Also counts the browser tests that were not run, and says so in the last line.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from launch.messages import compile_all
from launch.postgres import APPLICATION, DATABASE, OWNER, Postgres
from launch.services import given_database
from launch.valkey import Valkey

ROOT = Path(__file__).resolve().parent.parent
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
TEMPLATE_VARIABLE = "TEST_TEMPLATE"
KEPT_TEMPLATES = 3
LONGEST = ("tests/journeys/", "tests/launch/", "tests/contract/", "tests/separation/", "tests/proofs/")
PATTERNS = ("*/migrations/*.py", "*/models*.py", "*/**/models*.py", "*/**/models/*.py", "settings/*.py", "requirements-test.txt", "launch/postgres.py", "kernel/management/commands/*.py")


def with_database(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def database_of(url: str) -> str:
    return urlsplit(url).path.lstrip("/")


def chromium() -> str | None:
    """The browser of the machine: the same engine without windows where it is packaged, else the whole one, whose name differs between systems."""
    return next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"))), None)


def _fingerprint() -> str:
    """What the template depends on; the user too, since another one may not read the files."""
    digest = hashlib.sha256(str(os.geteuid()).encode())
    for path in sorted({path for pattern in PATTERNS for path in ROOT.glob(pattern) if ".venv" not in path.parts}):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:20]


def _migrate(url: str, owner_url: str) -> None:
    env = os.environ | {"DATABASE_URL": url, "DATABASE_OWNER_URL": owner_url, "DJANGO_SETTINGS_MODULE": "settings.test"}
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0", "--skip-checks"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"the test database could not be made:\n{done.stdout}{done.stderr}")


def _embedded(base: Path) -> None:
    """Start both servers; the migrated cluster is kept between runs, since migrating takes longer than most tests."""
    kept = ROOT / ".state" / "templates" / _fingerprint()
    base.chmod(0o711)  # the server's account passes through, and sees nothing
    postgres = Postgres(base / "postgres", durable=False)
    if kept.exists():
        (base / "postgres").mkdir()
        subprocess.run(["cp", "-a", str(kept), str(postgres.data)], check=True)  # noqa: S607
    postgres.start()
    atexit.register(postgres.stop)
    template = f"{DATABASE}_template"
    os.environ["DATABASE_URL"] = postgres.url(APPLICATION)
    os.environ["DATABASE_OWNER_URL"] = postgres.url(OWNER)
    os.environ[TEMPLATE_VARIABLE] = template
    if not kept.exists():
        postgres.create_roles()
        postgres.run(f"CREATE DATABASE {template} OWNER {OWNER}")
        _migrate(postgres.url(APPLICATION, template), postgres.url(OWNER, template))
        assert postgres.child is not None
        postgres.child.stop()
        kept.parent.mkdir(parents=True, exist_ok=True)
        half = Path(tempfile.mkdtemp(dir=kept.parent, prefix="half-"))
        subprocess.run(["cp", "-a", str(postgres.data), str(half / "data")], check=True)  # noqa: S607
        if not kept.exists():
            (half / "data").rename(kept)
        shutil.rmtree(half, ignore_errors=True)
        for old in sorted(kept.parent.iterdir(), key=lambda path: path.stat().st_mtime)[:-KEPT_TEMPLATES]:
            shutil.rmtree(old, ignore_errors=True)
        postgres.restart()


def _given() -> None:
    """A template beside the given database; its owner must be allowed to create databases."""
    import psycopg

    url, owner_url = os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"]
    template = f"{database_of(url)}_template_{os.getpid()}"

    def administer(sql: str) -> None:
        with psycopg.connect(owner_url, autocommit=True) as connection:
            connection.execute(sql)  # type: ignore[call-overload]

    administer(f'CREATE DATABASE "{template}"')
    atexit.register(administer, f'DROP DATABASE IF EXISTS "{template}" WITH (FORCE)')
    _migrate(with_database(url, template), with_database(owner_url, template))
    os.environ[TEMPLATE_VARIABLE] = template


def _start() -> None:
    compile_all()
    given = given_database()
    base = Path(tempfile.mkdtemp(prefix="shugang-test-"))
    atexit.register(shutil.rmtree, base, ignore_errors=True)
    os.environ["TEST_STATE"] = str(base)
    if not os.environ.get("REDIS_URL"):
        valkey = Valkey(base / "valkey").start()
        atexit.register(valkey.stop)
        os.environ["REDIS_URL"] = valkey.url()
    if given:
        _given()
    else:
        _embedded(base)


def _name_own_share() -> None:
    """This process's database, its number in Valkey and its folder of files."""
    number = 0 if WORKER == "main" else int(WORKER.removeprefix("gw")) + 1
    os.environ["DATABASE_URL"] = with_database(os.environ["DATABASE_URL"], f"{os.environ[TEMPLATE_VARIABLE]}_{WORKER}")
    os.environ["REDIS_URL"] = with_database(os.environ["REDIS_URL"], str(number))
    files = Path(os.environ["TEST_STATE"]) / f"files-{WORKER}"
    files.mkdir(exist_ok=True)
    os.environ["FILES_ROOT"] = str(files)


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings.test")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in the thread that also asks the database
if WORKER == "main" and TEMPLATE_VARIABLE not in os.environ:
    _start()
_name_own_share()


class BrowserCount:
    """Counts skipped browser tests in the process that prints the report."""

    def __init__(self) -> None:
        self.not_run = 0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped and "browser" in report.keywords and "Chromium" in str(report.longrepr):
            self.not_run += 1

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_sessionfinish(self) -> Generator[None, object, object]:
        outcome = yield
        if self.not_run:
            print(f"\n{self.not_run} browser tests were not run: no Chromium on this machine (apt-get install chromium-headless-shell fonts-noto-cjk).")  # noqa: T201
        return outcome


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "browser: needs Chromium; every test that uses `page` has it")
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(BrowserCount(), "browser-count")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first: a file is one process's work, and the last one would keep the other waiting."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))
    for item in items:
        if {"page", "context", "browser"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and not chromium():
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail("REQUIRE_BROWSER=1, but there is no Chromium on this machine.", pytrace=False)
        pytest.skip("no Chromium on this machine")
